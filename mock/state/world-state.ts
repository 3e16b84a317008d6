/** All that one world remembers, as an immutable value: to copy it is to point at it. */
import type { JsonObject } from '../../src/base/json.js'
import { emptyOrder, insert, replace, slice, withoutSequence, type CreationOrder } from './creation-order.js'
import { PersistentMap } from './persistent-map.js'
import { itemKey, type CollectionKey, type Entity, type ListRange } from './store.js'

export interface WorldState {
  readonly collections: PersistentMap<Collection>
  /** What lies one segment below a path, so that what is below an item is found without looking at all keys. */
  readonly below: PersistentMap<PersistentMap<true>>
  readonly counters: PersistentMap<number>
  /** What it takes in memory, about; see weights below. */
  readonly bytes: number
  /** The part of it that was written by this owner, and not by the world that it was copied from. */
  readonly ownBytes: number
  readonly owner: number
  /** Of the base world: all that was ever replaced or removed in it, and that who copied it before still holds. */
  readonly goneBytes: number
  /** Of others: which copy of the base world it began as; see base-copies.ts. */
  readonly copy: string
}

export interface Collection {
  readonly entries: PersistentMap<Entry>
  readonly order: CreationOrder<Entry>
  readonly nextSequence: number
  /** The world that began it. */
  readonly owner: number
}

export interface Entry {
  readonly sequence: number
  readonly entity: Entity
  readonly bytes: number
  readonly owner: number
}

// Weights, measured on Node's heap: what a client can make many of must count, or it would get round the bounds.
/** An entry beside its value: id, version, its places in map and order. */
const ENTRY_BYTES = 240
/** A collection without entries: its places in two maps, and those of the paths above it. */
const COLLECTION_BYTES = 400
const COUNTER_BYTES = 120
const OBJECT_BYTES = 48
/** A text beside its characters; a number in its own box. */
const SCALAR_BYTES = 16
/** A member beside the characters of its name, which many objects share as a rule. */
const MEMBER_BYTES = 16

const EMPTY_COLLECTION: Collection = { entries: PersistentMap.empty(), order: emptyOrder(), nextSequence: 1, owner: 0 }

export const EMPTY_WORLD: WorldState = {
  collections: PersistentMap.empty(),
  below: PersistentMap.empty(),
  counters: PersistentMap.empty(),
  bytes: 0,
  ownBytes: 0,
  owner: 0,
  goneBytes: 0,
  copy: '',
}

/** O(1), whatever the size. */
export function copyWorld(state: WorldState, owner: number): WorldState {
  return { ...state, ownBytes: 0, owner }
}

/** Another base world in the place of one: whoever copied that one holds all of it. */
export function replaceWorld(old: WorldState, next: WorldState, owner: number): WorldState {
  return { ...copyWorld(next, owner), goneBytes: old.goneBytes + old.bytes, copy: '' }
}

export function getEntity(state: WorldState, key: CollectionKey, id: string): Entity | undefined {
  return state.collections.get(key)?.entries.get(id)?.entity
}

export function listEntities(state: WorldState, key: CollectionKey, range: ListRange): readonly Entity[] {
  const collection = state.collections.get(key)
  if (collection === undefined) return []
  return slice(collection.order, range.offset, range.limit ?? Infinity).map((entry) => entry.entity)
}

export function countEntities(state: WorldState, key: CollectionKey): number {
  return state.collections.get(key)?.entries.size ?? 0
}

/** Takes the value over: it is frozen, so that no world can change what another one sees. */
export function putEntity(
  state: WorldState,
  key: CollectionKey,
  id: string,
  value: JsonObject,
): { readonly state: WorldState; readonly entity: Entity } {
  const known = state.collections.get(key)
  const old = known?.entries.get(id)
  const entity: Entity = { id, value, version: (old?.entity.version ?? 0) + 1 }
  const sequence = old?.sequence ?? (known ?? EMPTY_COLLECTION).nextSequence
  return { state: withEntity(state, key, known, old, entity, sequence), entity }
}

/** As putEntity, with the version and the place in the order given: for what is read back from a file. */
export function setEntity(state: WorldState, key: CollectionKey, entity: Entity, sequence: number): WorldState {
  const known = state.collections.get(key)
  return withEntity(state, key, known, known?.entries.get(entity.id), entity, sequence)
}

function withEntity(
  state: WorldState,
  key: CollectionKey,
  known: Collection | undefined,
  old: Entry | undefined,
  entity: Entity,
  sequence: number,
): WorldState {
  const collection = known ?? EMPTY_COLLECTION
  const { id, value } = entity
  const entry: Entry = {
    sequence,
    entity,
    bytes: ENTRY_BYTES + id.length + freezeAndMeasure(value),
    owner: state.owner,
  }
  const changed: Collection = {
    entries: collection.entries.set(id, entry),
    order:
      old?.sequence === sequence
        ? replace(collection.order, entry)
        : insert(old === undefined ? collection.order : withoutSequence(collection.order, old.sequence), entry),
    nextSequence: Math.max(collection.nextSequence, entry.sequence + 1),
    owner: collection.owner,
  }
  return withCollection(state, key, known === undefined, changed, old, entry)
}

/** Undefined when there is no such entity. */
export function removeEntity(state: WorldState, key: CollectionKey, id: string): WorldState | undefined {
  const rest = unsetEntity(state, key, id)
  return rest === undefined ? undefined : withoutBelow(rest, itemKey(key, id))
}

/** As removeEntity, but what is below it stays. */
export function unsetEntity(state: WorldState, key: CollectionKey, id: string): WorldState | undefined {
  const collection = state.collections.get(key)
  const old = collection?.entries.get(id)
  if (collection === undefined || old === undefined) return undefined
  const changed: Collection = {
    entries: collection.entries.delete(id),
    order: withoutSequence(collection.order, old.sequence),
    nextSequence: collection.nextSequence,
    owner: collection.owner,
  }
  return withCollection(state, key, false, changed, old)
}

export function touchCollection(state: WorldState, key: CollectionKey): WorldState {
  return state.collections.has(key) ? state : withCollection(state, key, true, EMPTY_COLLECTION)
}

/** Forgets a collection with all that is in it; what is below its entities stays. */
export function forgetCollection(state: WorldState, key: CollectionKey): WorldState {
  let rest = state
  for (const id of state.collections.get(key)?.entries.keys() ?? []) rest = unsetEntity(rest, key, id) ?? rest
  const collection = rest.collections.get(key)
  return { ...lighter(rest, collectionWeight(key), collection?.owner), collections: rest.collections.delete(key) }
}

/** Counters are never given back: a number must not come twice. */
export function setCounter(state: WorldState, name: string, value: number): WorldState {
  const bytes = state.counters.has(name) ? 0 : COUNTER_BYTES + name.length
  return {
    collections: state.collections,
    below: state.below,
    counters: state.counters.set(name, value),
    bytes: state.bytes + bytes,
    ownBytes: state.ownBytes + bytes,
    owner: state.owner,
    goneBytes: state.goneBytes,
    copy: state.copy,
  }
}

function withCollection(
  state: WorldState,
  key: CollectionKey,
  isNew: boolean,
  collection: Collection,
  gone?: Entry,
  come?: Entry,
): WorldState {
  const rest = gone === undefined ? state : lighter(state, gone.bytes, gone.owner)
  const bytes = (come?.bytes ?? 0) + (isNew ? collectionWeight(key) : 0)
  return {
    collections: state.collections.set(key, isNew ? { ...collection, owner: state.owner } : collection),
    below: isNew ? link(state.below, key) : state.below,
    counters: state.counters,
    bytes: rest.bytes + bytes,
    ownBytes: rest.ownBytes + bytes,
    owner: state.owner,
    goneBytes: rest.goneBytes,
    copy: state.copy,
  }
}

/** A world answers for what it wrote itself alone. */
function lighter(state: WorldState, bytes: number, owner: number | undefined): WorldState {
  return {
    collections: state.collections,
    below: state.below,
    counters: state.counters,
    bytes: state.bytes - bytes,
    ownBytes: owner === state.owner ? state.ownBytes - bytes : state.ownBytes,
    owner: state.owner,
    goneBytes: state.goneBytes + bytes,
    copy: state.copy,
  }
}

function collectionWeight(key: CollectionKey): number {
  return COLLECTION_BYTES + 2 * key.length
}

/** Writes the path below its parent, and that below its own, up to the first that is known. */
function link(below: WorldState['below'], path: string): WorldState['below'] {
  const end = path.lastIndexOf('/')
  if (end < 0) return below
  const parent = path.slice(0, end)
  const siblings = below.get(parent)
  if (siblings?.has(path)) return below
  return link(below.set(parent, (siblings ?? PersistentMap.empty<true>()).set(path, true)), parent)
}

function withoutBelow(state: WorldState, path: string): WorldState {
  if (!state.below.has(path)) return state
  const gone = pathsBelow(state.below, path)
  let rest = state
  for (const key of gone) {
    const collection = state.collections.get(key)
    if (collection === undefined) continue
    rest = lighter(rest, collectionWeight(key as CollectionKey), collection.owner)
    for (const entry of collection.entries.values()) rest = lighter(rest, entry.bytes, entry.owner)
  }
  const parent = path.slice(0, path.lastIndexOf('/'))
  const siblings = state.below.get(parent)?.delete(path) ?? PersistentMap.empty<true>()
  return {
    ...rest,
    collections: without(state.collections, gone),
    below: without(state.below, [path, ...gone]).set(parent, siblings),
  }
}

function without<T>(map: PersistentMap<T>, keys: readonly string[]): PersistentMap<T> {
  return keys.reduce((rest, key) => rest.delete(key), map)
}

function pathsBelow(below: WorldState['below'], path: string): string[] {
  const found: string[] = []
  const open = [path]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of below.get(next)?.keys() ?? []) {
      found.push(child)
      open.push(child)
    }
  }
  return found
}

/** Without recursion: a value may be nested as deep as a client likes. */
function freezeAndMeasure(value: JsonObject): number {
  let bytes = 0
  const open: unknown[] = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') bytes += SCALAR_BYTES + next.length * (isWide(next) ? 2 : 1)
    else if (typeof next !== 'object' || next === null) bytes += SCALAR_BYTES
    else {
      Object.freeze(next)
      bytes += OBJECT_BYTES
      for (const key of Object.keys(next)) {
        bytes += MEMBER_BYTES + key.length
        const member = (next as Record<string, unknown>)[key]
        if (member !== undefined) open.push(member)
      }
    }
  }
  return bytes
}

/** Text with such a character takes two bytes for each. */
const WIDE = /[^\0-\xff]/
/** Below this many characters a loop is done before a regular expression has begun. */
const SHORT = 24

function isWide(text: string): boolean {
  if (text.length > SHORT) return WIDE.test(text)
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return true
  return false
}
