import type { Entity } from '../../state/store.js'
import type { World } from '../behaviour.js'
import { presumedEntity } from '../entity/entity.js'
import { parentPlace, withId, type Place } from './place.js'
import type { SeedsOf } from '../seeds/seeds.js'
import type { Shelf } from './shelf.js'
import { isStored, wasCreatedIn, wasRemoved } from './shelf-marks.js'
import type { Tools } from '../tools.js'

/** Tells what clients see: stored items before seeds, seeds before what is presumed. */
export class ShelfReader implements Omit<Shelf, 'save' | 'remove'> {
  readonly #tools: Tools
  readonly #seedsOf: SeedsOf

  constructor(tools: Tools, seedsOf: SeedsOf) {
    this.#tools = tools
    this.#seedsOf = seedsOf
  }

  find(place: Place, world: World): Entity | undefined {
    const stored = world.state.get(place.key, place.id)
    if (stored) return stored
    if (!this.parentExists(place, world)) return undefined
    return this.#seedAt(place, world) ?? (this.#isPresumed(place, world) ? this.#presumed(place) : undefined)
  }

  findAll(place: Place, ids: readonly string[], world: World): readonly Entity[] {
    const found: Entity[] = []
    for (const id of ids) {
      const entity = this.find(withId(place, id), world)
      if (entity) found.push(entity)
    }
    return found
  }

  findHeld(place: Place, world: World): Entity | undefined {
    const held = world.state.get(place.key, place.id)
    // A collection that holds anything was stored whole, seeds included. Asking that first spares each write two look-ups.
    return held || world.state.count(place.key) > 0 ? held : this.#seedAt(place, world)
  }

  parentExists(place: Place, world: World): boolean {
    const above = parentPlace(place)
    return above === undefined || this.find(above, world) !== undefined
  }

  isUntouched(place: Place, world: World): boolean {
    return !isStored(place, world.state) && !this.#isCreatedParent(place, world)
  }

  isGone(place: Place, { state }: World): boolean {
    for (let at: Place | undefined = place; at; at = parentPlace(at)) {
      if (!state.get(at.key, at.id) && wasRemoved({ ...at, presumes: 'nothing' }, state)) return true
    }
    return false
  }

  list(
    place: Place,
    world: World,
    range: { readonly offset: number; readonly limit?: number } = { offset: 0 },
  ): readonly Entity[] {
    if (isStored(place, world.state)) return world.state.list(place.key, range)
    const seeds = this.seedsHere(place, world)
    return range.limit === undefined ? seeds.slice(range.offset) : seeds.slice(range.offset, range.offset + range.limit)
  }

  count(place: Place, world: World): number {
    if (isStored(place, world.state)) return world.state.count(place.key)
    return this.seedsHere(place, world).length
  }

  /** The document's own examples, and what is generated beside them. */
  protected seedsHere(place: Place, world: World): readonly Entity[] {
    const seeds = this.#seedsOf(place)
    if (seeds.length === 0 || this.#isCreatedParent(place, world)) return []
    return seeds.map(({ id, value }) => ({ id, value, version: 1 }))
  }

  #seedAt(place: Place, world: World): Entity | undefined {
    if (isStored(place, world.state)) return undefined
    return this.seedsHere(place, world).find(({ id }) => id === place.id)
  }

  /** What a client created begins empty: the document's examples belong to the document's example parents. */
  #isCreatedParent(place: Place, { state }: World): boolean {
    const above = parentPlace(place)
    if (!above || !state.get(above.key, above.id)) return false
    return !this.#seedsOf(above).some(({ id }) => id === above.id)
  }

  #isPresumed(place: Place, world: World): boolean {
    const presumes =
      place.presumes === 'all' ||
      isOpen(place, world) ||
      (place.presumes === 'untouched' && this.isUntouched(place, world))
    return presumes && !wasRemoved(place, world.state)
  }

  #presumed(place: Place): Entity {
    return { id: place.id, value: presumedEntity(this.#tools, place, place.id), version: 1 }
  }
}

/** Whether ids may be there that nobody gave to us. */
function isOpen(place: Place, { state }: World): boolean {
  switch (place.collection.details.existence) {
    case 'strict':
      return false
    case 'lenient':
      return true
    case 'until-created':
      return !wasCreatedIn(place, state)
  }
}
