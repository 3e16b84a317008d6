import type { JsonObject } from '../../src/base/json.js'
import type { Collection } from '../../src/resources/collection.js'
import type { CollectionKey, Entity, StateReader, StateWriter } from '../state/store.js'
import type { World } from './behaviour.js'
import { countersOf, withCount } from './counters.js'
import { presumedEntity } from './entity.js'
import { parentPlace, withId, type Place } from './place.js'
import type { SeedsOf } from './seeds.js'
import type { Shelf } from './shelf.js'
import type { Tools } from './tools.js'

export function createShelf(tools: Tools, seedsOf: SeedsOf): Shelf {
  function find(place: Place, world: World): Entity | undefined {
    const { state } = world
    const stored = state.get(place.key, place.id)
    if (stored) return stored
    if (!parentExists(place, world)) return undefined
    const seed = seedAt(place, world)
    if (seed) return seed
    return isPresumed(place, world) ? presumed(place) : undefined
  }

  function findAll(place: Place, ids: readonly string[], world: World): readonly Entity[] {
    const found: Entity[] = []
    for (const id of ids) {
      const entity = find(withId(place, id), world)
      if (entity) found.push(entity)
    }
    return found
  }

  function findHeld(place: Place, world: World): Entity | undefined {
    const held = world.state.get(place.key, place.id)
    // A collection that holds anything was stored whole, seeds included. Asking that first spares each write two look-ups.
    return held || world.state.count(place.key) > 0 ? held : seedAt(place, world)
  }

  function seedAt(place: Place, world: World): Entity | undefined {
    if (isStored(place, world.state)) return undefined
    return seedsHere(place, world).find(({ id }) => id === place.id)
  }

  function parentExists(place: Place, world: World): boolean {
    const above = parentPlace(place)
    return above === undefined || find(above, world) !== undefined
  }

  /** What was only presumed and then removed is missing for reads and where 404 is declared; others presume it again. */
  function wasRemoved(place: Place, { state }: World): boolean {
    const removed = state.get(removedKey(place), place.id)
    return removed !== undefined && (place.presumes !== 'all' || removed.value['presumed'] !== true)
  }

  function isGone(place: Place, world: World): boolean {
    for (let at: Place | undefined = place; at; at = parentPlace(at)) {
      if (world.state.get(at.key, at.id)) continue
      if (wasRemoved({ ...at, presumes: 'nothing' }, world)) return true
    }
    return false
  }

  function seedsHere(place: Place, world: World): readonly Entity[] {
    const seeds = seedsOf(place)
    if (seeds.length === 0 || isCreatedParent(place, world)) return []
    return seeds.map(({ id, value }) => ({ id, value, version: 1 }))
  }

  /** What a client created begins empty: the document's examples belong to the document's example parents. */
  function isCreatedParent(place: Place, { state }: World): boolean {
    const above = parentPlace(place)
    if (!above || !state.get(above.key, above.id)) return false
    return !seedsOf(above).some(({ id }) => id === above.id)
  }

  function isPresumed(place: Place, world: World): boolean {
    const presumes =
      place.presumes === 'all' || isOpen(place, world) || (place.presumes === 'untouched' && isUntouched(place, world))
    return presumes && !wasRemoved(place, world)
  }

  function isUntouched(place: Place, world: World): boolean {
    return !isStored(place, world.state) && !isCreatedParent(place, world)
  }

  /** Whether ids may be there that nobody gave to us. */
  function isOpen({ collection, key }: Place, { state }: World): boolean {
    switch (collection.details.existence) {
      case 'strict':
        return false
      case 'lenient':
        return true
      case 'until-created':
        return state.counter(`created ${key}`) === 0
    }
  }

  function presumed(place: Place): Entity {
    return { id: place.id, value: presumedEntity(tools, place, place.id), version: 1 }
  }

  function list(
    place: Place,
    world: World,
    range: { readonly offset: number; readonly limit?: number } = { offset: 0 },
  ): readonly Entity[] {
    if (isStored(place, world.state)) return world.state.list(place.key, range)
    const seeds = seedsHere(place, world)
    return range.limit === undefined ? seeds.slice(range.offset) : seeds.slice(range.offset, range.offset + range.limit)
  }

  function count(place: Place, world: World): number {
    if (isStored(place, world.state)) return world.state.count(place.key)
    return seedsHere(place, world).length
  }

  /** From the first write on, the store alone says what a collection holds. */
  function store(place: Place, world: World): void {
    if (isStored(place, world.state)) return
    const seeds = seedsHere(place, world)
    world.state.next(storedCounter(place))
    for (const { id, value } of seeds) world.state.put(place.key, id, value)
  }

  function save(place: Place, id: string, value: JsonObject, world: World, created: boolean): Entity {
    // A collection that holds anything was stored before; asking the count spares each write a look-up.
    if (world.state.count(place.key) === 0) store(place, world)
    if (created && place.collection.details.existence === 'until-created') {
      world.state.next(`created ${place.key}`)
    }
    if (!created && !world.state.get(place.key, id)) world.state.put(presumedKey(place), id, {})
    const saved = world.state.put(place.key, id, value)
    if (created) countAbove(place, world)
    return saved
  }

  /** What counts the collection in the item above it. */
  function countAbove(place: Place, world: World): void {
    const { parent, name } = place.collection
    if (!parent || countersOf(parent, name).length === 0) return
    const above = parentPlace(place)
    // What is only presumed to be there is not made by what is put below it.
    const found = above && findHeld(above, world)
    if (!above || !found) return
    const counted = withCount(parent, found.value, name, world.state.count(place.key))
    if (counted !== found.value) save(above, above.id, counted, world, false)
  }

  function remove(place: Place, id: string, world: World): void {
    store(place, world)
    const wasHeld = world.state.get(place.key, id) !== undefined
    // What was only presumed to be there takes what was put below it along.
    if (!wasHeld) world.state.put(place.key, id, {})
    world.state.remove(place.key, id)
    const wasPresumed = world.state.remove(presumedKey(place), id)
    rememberRemoved(place, id, { presumed: !wasHeld || wasPresumed }, world)
    countAbove(place, world)
  }

  return { find, findAll, findHeld, isGone, parentExists, isUntouched, list, count, save, remove }
}

/** Presumed items are many, removals that anybody still asks about are few. */
const MOST_REMEMBERED = 1000

function rememberRemoved(place: Place, id: string, how: { presumed: boolean }, { state }: World): void {
  const key = removedKey(place)
  if (how.presumed && state.get(key, id)) return
  state.put(key, id, how)
  if (state.count(key) <= MOST_REMEMBERED) return
  const [oldest] = state.list(key, { offset: 0, limit: 1 })
  if (oldest) state.remove(key, oldest.id)
}

/** Seeds of the user's own are put into the store before the first request, without asking us. */
function isStored(place: Place, state: StateReader): boolean {
  return state.count(place.key) > 0 || state.counter(storedCounter(place)) > 0
}

/** From here on the store alone says what a collection holds: the document's examples and what it lets presume do not. */
export function markHeld(key: CollectionKey, { details }: Pick<Collection, 'details'>, state: StateWriter): void {
  state.next(storedCounter({ key }))
  if (details.existence === 'until-created') state.next(`created ${key}`)
}

function storedCounter({ key }: Pick<Place, 'key'>): string {
  return `stored ${key}`
}

/** Items that were only presumed until they were changed. */
function presumedKey({ key }: Place): CollectionKey {
  return `${key}/{presumed}` as CollectionKey
}

/** What was removed; no path has braces in it. */
function removedKey({ key }: Place): CollectionKey {
  return `${key}/{removed}` as CollectionKey
}
