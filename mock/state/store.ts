import type { JsonObject } from '../../src/base/json.js'

/** One remembered thing. */
export interface Entity {
  readonly id: string
  readonly value: JsonObject
  /** 1 on creation, one more with each change; what an ETag is made of. */
  readonly version: number
}

/**
 * A collection as it stands under concrete parents: '/instances/69/domains'. Parent ids are percent-encoded, so a key
 * has one reading. Everything below a removed item has that item's key plus '/' as its prefix.
 */
export type CollectionKey = string & { readonly brand: 'CollectionKey' }

export interface ListRange {
  readonly offset: number
  /** Undefined: to the end. */
  readonly limit?: number
}

/** Reads of a state that does not change while it is looked at. */
export interface StateReader {
  get(collection: CollectionKey, id: string): Promise<Entity | undefined>
  /** In the order of creation, also after an update. O(limit) without a filter. */
  list(collection: CollectionKey, range: ListRange): Promise<readonly Entity[]>
  count(collection: CollectionKey): Promise<number>
  /** Keys of the collections that hold something, or ever did. */
  collections(): Promise<readonly CollectionKey[]>
  /** The last value that `next` gave; 0 before the first. */
  counter(name: string): Promise<number>
}

/** A change that is applied as a whole or not at all. Sees its own writes. */
export interface StateWriter extends StateReader {
  /** Creates or replaces. Returns the entity with its new version. */
  put(collection: CollectionKey, id: string, value: JsonObject): Promise<Entity>
  /** Removes the entity and everything below it; false when it was not there. */
  remove(collection: CollectionKey, id: string): Promise<boolean>
  /** Marks the collection as known although it is empty, so that it is not seeded again. */
  touch(collection: CollectionKey): Promise<void>
  /** 1, 2, 3, … for each name; never the same twice, in every store and from every process. */
  next(name: string): Promise<number>
}

export interface WriteResult<T> {
  /** False rolls back everything the change wrote. */
  readonly commit: boolean
  readonly result: T
}

/**
 * Where the mock remembers. Sessions are worlds of their own that begin as a copy of the base world ('') as it stands
 * when the session is first written to or read; the copy costs nothing until it is changed.
 */
export interface Store {
  read<T>(session: string, look: (state: StateReader) => Promise<T>): Promise<T>
  /** Writers of one session run one after another: no lost update, in every store. A throw rolls back and is passed on. */
  write<T>(session: string, change: (state: StateWriter) => Promise<WriteResult<T>>): Promise<T>
  sessions(): Promise<readonly string[]>
  /** Forgets a session; for '' empties the base world. */
  drop(session: string): Promise<void>
  /** Keeps the session's present state under a name, in place of what had that name. */
  snapshot(session: string, name: string): Promise<void>
  /** False when there is no such snapshot. */
  restore(session: string, name: string): Promise<boolean>
  snapshots(): Promise<readonly string[]>
  close(): Promise<void>
}
