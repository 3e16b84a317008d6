import { isRecord, type JsonObject, type UnknownRecord } from '../../../src/base/json.js'
import { toolError } from '../../../src/base/tool-error.js'
import type { Collection } from '../../../src/resources/collection.js'
import type { ResourcePlan } from '../../../src/resources/resource-plan.js'
import type { CollectionKey } from '../../state/store.js'
import { collectionOfKey } from '../shelf/collection-of-key.js'
import { memberAt } from '../member.js'

/** Entities by collection: a list where the plan knows which member is the id, else by id. */
export type SeedValues = Readonly<Record<string, readonly unknown[] | UnknownRecord>>

/** Where something stands that a chain of keys leads to, as near as can be told: 'fixtures.yaml:12:5'. */
export type PlaceOf = (...keys: readonly string[]) => string

/** Seeds, and where they are written. */
export interface SeedSource {
  readonly values: SeedValues
  readonly placeOf: PlaceOf
}

export interface SeedEntry {
  readonly key: CollectionKey
  readonly id: string
  readonly value: JsonObject
  readonly collection: Collection | undefined
  /** Of the entity, or of what a chain of keys in it leads to. */
  readonly placeOf: PlaceOf
}

/** The nth id that a collection gives. */
export type IdOf = (collection: Collection, key: string, nth: number) => string

/** @throws ToolError CONFIG_INVALID for what are no entities, and for one without an id where nothing says what ids are like */
export function seedEntries(plan: ResourcePlan, { values, placeOf }: SeedSource, idOf: IdOf): SeedEntry[] {
  const placeAt =
    (...above: readonly string[]): PlaceOf =>
    (...keys) =>
      placeOf(...above, ...keys)
  return Object.entries(values).flatMap(([path, entities]: [string, unknown]) => {
    const collection = collectionOfKey(plan, path)
    const at = collection?.details.identity.at ?? ['id']
    if (typeof entities !== 'object' || entities === null) {
      const remedy = `Write '${path}': [{ … }] or '${path}': { id: { … } }.`
      const reason = `seed of ${path}: expected a list of entities, or entities by id`
      throw toolError('CONFIG_INVALID', { place: placeOf(path), reason, remedy })
    }
    if (collection?.kind === 'singleton' && !Array.isArray(entities)) {
      return {
        key: path as CollectionKey,
        id: '',
        value: singletonIn(entities as JsonObject),
        collection,
        placeOf: placeAt(path),
      }
    }
    const fresh = freshIds(path, collection, entities, at, idOf)
    return Object.entries(entities).map(([name, entity]: [string, unknown]) => {
      const placeInside = placeAt(path, name)
      const value = objectIn(path, entity, placeInside)
      const id = Array.isArray(entities) ? (idIn(value, at) ?? fresh() ?? refuseIdless(path, at, placeInside)) : name
      return { key: path as CollectionKey, id, value, collection, placeOf: placeInside }
    })
  })
}

/** Singletons have no id; one that is given by id all the same, as in a state, is found under ''. */
function singletonIn(entity: JsonObject): JsonObject {
  const only = Object.keys(entity).length === 1 ? entity[''] : undefined
  return isRecord(only) ? only : entity
}

/** Ids for entities that were written without one: those that the collection would give, but for what others have. */
function freshIds(
  path: string,
  collection: Collection | undefined,
  entities: object,
  at: readonly string[],
  idOf: IdOf,
): () => string | undefined {
  let nth = 0
  let taken: ReadonlySet<string | undefined> | undefined
  return () => {
    if (!collection) return undefined
    taken ??= new Set(Object.values(entities).map((entity: unknown) => idIn(entity, at)))
    // As many as are taken may be in the way.
    for (let tries = 0; tries <= taken.size; tries++) {
      const id = idOf(collection, path, ++nth)
      if (!taken.has(id)) return id
    }
    return undefined
  }
}

function idIn(value: unknown, at: readonly string[]): string | undefined {
  const id = memberAt(value, at)
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}

function refuseIdless(path: string, at: readonly string[], placeOf: PlaceOf): never {
  throw toolError('CONFIG_INVALID', {
    place: placeOf(),
    reason: `seed of ${path}: a value has no ${at.join('.')}`,
    remedy: 'Add it, or give the values by id: { "the id": { … } }.',
  })
}

function objectIn(path: string, value: unknown, placeOf: PlaceOf): JsonObject {
  if (isRecord(value)) return value as JsonObject
  throw toolError('CONFIG_INVALID', {
    place: placeOf(),
    reason: `seed of ${path}: a value is not an object`,
    remedy: 'Remembered things are JSON objects.',
  })
}
