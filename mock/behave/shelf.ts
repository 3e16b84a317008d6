import type { JsonObject } from '../../src/base/json.js'
import type { CollectionKey, Entity, StateReader } from '../state/store.js'
import type { World } from './behaviour.js'
import { presumedEntity } from './entity.js'
import { parentPlace, type Place } from './place.js'
import type { SeedsOf } from './seeds.js'
import type { Tools } from './tools.js'

/**
 * Collections as clients see them: what is stored, the seeds of those that nobody wrote to yet, and, where the API
 * offers no way to create, what is presumed to exist. Reading writes nothing: seeds and presumed items are computed,
 * and stored with the first write.
 */
export interface Shelf {
  /** Undefined too when something above it is missing. */
  find(place: Place, world: World): Promise<Entity | undefined>
  /** Without what is only presumed to exist. */
  findHeld(place: Place, world: World): Promise<Entity | undefined>
  parentExists(place: Place, world: World): Promise<boolean>
  /** All items, or those of a range when they can be had without reading all. */
  list(
    place: Place,
    world: World,
    range?: { readonly offset: number; readonly limit: number },
  ): Promise<readonly Entity[]>
  count(place: Place, world: World): Promise<number>
  /** `created` tells a new item from a changed one. */
  save(place: Place, id: string, value: JsonObject, world: World, created: boolean): Promise<Entity>
  remove(place: Place, id: string, world: World): Promise<void>
}

export function createShelf(tools: Tools, seedsOf: SeedsOf): Shelf {
  async function find(place: Place, world: World): Promise<Entity | undefined> {
    const { state } = world
    const stored = await state.get(place.key, place.id)
    if (stored) return stored
    if (!(await parentExists(place, world))) return undefined
    const seed = await seedAt(place, world)
    if (seed) return seed
    return (await isPresumed(place, state)) ? presumed(place) : undefined
  }

  async function findHeld(place: Place, world: World): Promise<Entity | undefined> {
    return (await world.state.get(place.key, place.id)) ?? (await seedAt(place, world))
  }

  async function seedAt(place: Place, world: World): Promise<Entity | undefined> {
    if (await isStored(place, world.state)) return undefined
    return (await seedsHere(place, world)).find(({ id }) => id === place.id)
  }

  async function parentExists(place: Place, world: World): Promise<boolean> {
    const above = parentPlace(place)
    return above === undefined || (await find(above, world)) !== undefined
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

  async function isPresumed(place: Place, state: StateReader): Promise<boolean> {
    const { existence } = place.collection.details
    if (existence === 'strict') return false
    if (existence === 'until-created' && (await state.counter(`created ${place.key}`)) > 0) return false
    return (await state.get(removedKey(place), place.id)) === undefined
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
    await store(place, world)
    if (created && place.collection.details.existence === 'until-created') {
      await world.state.next(`created ${place.key}`)
    }
    return world.state.put(place.key, id, value)
  }

  async function remove(place: Place, id: string, world: World): Promise<void> {
    await store(place, world)
    await world.state.remove(place.key, id)
    if (place.collection.details.existence !== 'strict') await world.state.put(removedKey(place), id, {})
  }

  return { find, findHeld, parentExists, list, count, save, remove }
}

/** Seeds of the user's own are put into the store before the first request, without asking us. */
async function isStored(place: Place, state: StateReader): Promise<boolean> {
  return (await state.count(place.key)) > 0 || (await state.counter(storedCounter(place))) > 0
}

function storedCounter({ key }: Place): string {
  return `stored ${key}`
}

/** Remembers that a presumed item was removed; no path has braces in it. */
function removedKey({ key }: Place): CollectionKey {
  return `${key}/{removed}` as CollectionKey
}
