import type { JsonObject } from '../../src/base/json.js'
import type { Collection } from '../../src/resources/collection.js'
import type { CollectionKey, Entity, StateReader, StateWriter } from '../state/store.js'
import type { World } from './behaviour.js'
import { presumedEntity } from './entity.js'
import { parentPlace, type Place } from './place.js'
import type { SeedsOf } from './seeds.js'
import type { Shelf } from './shelf.js'
import type { Tools } from './tools.js'

export function createShelf(tools: Tools, seedsOf: SeedsOf): Shelf {
  async function find(place: Place, world: World): Promise<Entity | undefined> {
    const { state } = world
    const stored = await state.get(place.key, place.id)
    if (stored) return stored
    if (!(await parentExists(place, world))) return undefined
    const seed = await seedAt(place, world)
    if (seed) return seed
    return (await isPresumed(place, world)) ? presumed(place) : undefined
  }

  async function findAll(place: Place, ids: readonly string[], world: World): Promise<readonly Entity[]> {
    const found: Entity[] = []
    for (const id of ids) {
      const entity = await find({ ...place, id }, world)
      if (entity) found.push(entity)
    }
    return found
  }

  async function findHeld(place: Place, world: World): Promise<Entity | undefined> {
    const held = await world.state.get(place.key, place.id)
    // Where anything is held, all is: asked here, this spares each of the many writes some waiting.
    return held || (await world.state.count(place.key)) > 0 ? held : seedAt(place, world)
  }

  async function seedAt(place: Place, world: World): Promise<Entity | undefined> {
    if (await isStored(place, world.state)) return undefined
    return (await seedsHere(place, world)).find(({ id }) => id === place.id)
  }

  function parentExists(place: Place, world: World): boolean | Promise<boolean> {
    const above = parentPlace(place)
    return above === undefined || find(above, world).then((found) => found !== undefined)
  }

  /** What was only presumed and then removed is missing for reads and where 404 is declared; others presume it again. */
  async function wasRemoved(place: Place, { state }: World): Promise<boolean> {
    const removed = await state.get(removedKey(place), place.id)
    return removed !== undefined && (place.presumes !== 'all' || removed.value['presumed'] !== true)
  }

  async function isGone(place: Place, world: World): Promise<boolean> {
    for (let at: Place | undefined = place; at; at = parentPlace(at)) {
      if (await world.state.get(at.key, at.id)) continue
      if (await wasRemoved({ ...at, presumes: 'nothing' }, world)) return true
    }
    return false
  }

  async function seedsHere(place: Place, world: World): Promise<readonly Entity[]> {
    const seeds = seedsOf(place)
    if (seeds.length === 0 || (await isCreatedParent(place, world))) return []
    return seeds.map(({ id, value }) => ({ id, value, version: 1 }))
  }

  /** What a client created begins empty: the document's examples belong to the document's example parents. */
  async function isCreatedParent(place: Place, { state }: World): Promise<boolean> {
    const above = parentPlace(place)
    if (!above || !(await state.get(above.key, above.id))) return false
    return !seedsOf(above).some(({ id }) => id === above.id)
  }

  async function isPresumed(place: Place, world: World): Promise<boolean> {
    const presumes =
      place.presumes === 'all' ||
      (await isOpen(place, world)) ||
      (place.presumes === 'untouched' && (await isUntouched(place, world)))
    return presumes && !(await wasRemoved(place, world))
  }

  /** Whether no client has told us yet what the collection holds. */
  async function isUntouched(place: Place, world: World): Promise<boolean> {
    return !(await isStored(place, world.state)) && !(await isCreatedParent(place, world))
  }

  /** Whether ids may be there that nobody gave to us. */
  async function isOpen({ collection, key }: Place, { state }: World): Promise<boolean> {
    switch (collection.details.existence) {
      case 'strict':
        return false
      case 'lenient':
        return true
      case 'until-created':
        return (await state.counter(`created ${key}`)) === 0
    }
  }

  function presumed(place: Place): Entity {
    return { id: place.id, value: presumedEntity(tools, place, place.id), version: 1 }
  }

  async function list(
    place: Place,
    world: World,
    range: { readonly offset: number; readonly limit?: number } = { offset: 0 },
  ): Promise<readonly Entity[]> {
    if (await isStored(place, world.state)) return world.state.list(place.key, range)
    const seeds = await seedsHere(place, world)
    return range.limit === undefined ? seeds.slice(range.offset) : seeds.slice(range.offset, range.offset + range.limit)
  }

  async function count(place: Place, world: World): Promise<number> {
    if (await isStored(place, world.state)) return world.state.count(place.key)
    return (await seedsHere(place, world)).length
  }

  /** From the first write on, the store alone says what a collection holds. */
  async function store(place: Place, world: World): Promise<void> {
    if (await isStored(place, world.state)) return
    const seeds = await seedsHere(place, world)
    await world.state.next(storedCounter(place))
    for (const { id, value } of seeds) await world.state.put(place.key, id, value)
  }

  async function save(place: Place, id: string, value: JsonObject, world: World, created: boolean): Promise<Entity> {
    // What holds something was stored before: a look-up less for each of the many writes to it.
    if ((await world.state.count(place.key)) === 0) await store(place, world)
    if (created && place.collection.details.existence === 'until-created') {
      await world.state.next(`created ${place.key}`)
    }
    if (!created && !(await world.state.get(place.key, id))) await world.state.put(presumedKey(place), id, {})
    return world.state.put(place.key, id, value)
  }

  async function remove(place: Place, id: string, world: World): Promise<void> {
    await store(place, world)
    const wasHeld = await world.state.remove(place.key, id)
    const wasPresumed = await world.state.remove(presumedKey(place), id)
    await rememberRemoved(place, id, { presumed: !wasHeld || wasPresumed }, world)
  }

  return { find, findAll, findHeld, isGone, parentExists, list, count, save, remove }
}

/** Presumed items are many, removals that anybody still asks about are few. */
const MOST_REMEMBERED = 1000

async function rememberRemoved(place: Place, id: string, how: { presumed: boolean }, { state }: World): Promise<void> {
  const key = removedKey(place)
  if (how.presumed && (await state.get(key, id))) return
  await state.put(key, id, how)
  if ((await state.count(key)) <= MOST_REMEMBERED) return
  const [oldest] = await state.list(key, { offset: 0, limit: 1 })
  if (oldest) await state.remove(key, oldest.id)
}

/** Seeds of the user's own are put into the store before the first request, without asking us. */
async function isStored(place: Place, state: StateReader): Promise<boolean> {
  return (await state.count(place.key)) > 0 || (await state.counter(storedCounter(place))) > 0
}

/** From here on the store alone says what a collection holds: the document's examples and what it lets presume do not. */
export async function markHeld(
  key: CollectionKey,
  { details }: Pick<Collection, 'details'>,
  state: StateWriter,
): Promise<void> {
  await state.next(storedCounter({ key }))
  if (details.existence === 'until-created') await state.next(`created ${key}`)
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
