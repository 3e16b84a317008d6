import type { Clock } from '../../src/base/clock.js'
import type { JsonObject } from '../../src/base/json.js'
import type { Soon } from '../../src/base/soon.js'

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
export type CollectionKey = `/${string}`

/** The key of one entity: what the keys of all collections below it begin with, before a '/'. */
export function itemKey(collection: CollectionKey, id: string): string {
  // encodeURIComponent throws on half a surrogate pair, which JSON may hold.
  return `${collection === '/' ? '' : collection}/${encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\uFFFD'))}`
}

/**
 * Whether a client may use this as the id of a session or the name of a snapshot: 1 to 64 of A-Z a-z 0-9 . _ - and not
 * beginning with a dot, so that it is safe in paths, headers, cookies and logs. '' is the base world and no session.
 */
export function isSessionId(text: string): boolean {
  return /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/.test(text)
}

export interface ListRange {
  readonly offset: number
  /** Undefined: to the end. */
  readonly limit?: number
}

/**
 * Reads of a state that does not change while it is looked at. Every store holds its worlds in memory, so nothing here
 * waits: what may wait is the way to a state and the way back (see Store).
 */
export interface StateReader {
  get(collection: CollectionKey, id: string): Entity | undefined
  /** In the order of creation, also after an update. O(limit) without a filter. */
  list(collection: CollectionKey, range: ListRange): readonly Entity[]
  count(collection: CollectionKey): number
  /** Keys of the collections that hold something or ever did, but for those below an entity that was removed. In no order. */
  collections(): readonly CollectionKey[]
  /** The last value that `next` gave; 0 before the first. */
  counter(name: string): number
}

/** A change that is applied as a whole or not at all. Sees its own writes. */
export interface StateWriter extends StateReader {
  /** Creates or replaces. Returns the entity with its new version. The value belongs to the store from here on (and may be frozen). */
  put(collection: CollectionKey, id: string, value: JsonObject): Entity
  /** Removes the entity and everything below it; false when it was not there. */
  remove(collection: CollectionKey, id: string): boolean
  /** Marks the collection as known although it is empty, so that it is not seeded again. */
  touch(collection: CollectionKey): void
  /** 1, 2, 3, … for each name; never the same twice, in every store and from every process. */
  next(name: string): number
}

export interface WriteResult<T> {
  /** False rolls back everything the change wrote. */
  readonly commit: boolean
  readonly result: T
}

export type Change<T> = (state: StateWriter) => Soon<WriteResult<T>>

export interface SessionFacts {
  readonly session: string
  /** When it was last read or written; with several processes, within an eighth of the idle time. */
  readonly usedAtMs: number
  /** What it wrote itself, about as it takes in memory. */
  readonly ownBytes: number
}

/**
 * Where the mock remembers. Sessions are worlds of their own that begin as a copy of the base world ('') as it stands
 * when the session is first written to or read; the copy costs nothing until it is changed. Sessions and snapshots are
 * bounded (StoreBounds): the least recently used goes first, and a session that went begins anew from the base world.
 * Callers check session ids and snapshot names that come from outside with isSessionId.
 */
export interface Store {
  read<T>(session: string, look: (state: StateReader) => Soon<T>): Soon<T>
  /**
   * Writers of one session run one after another: no lost update, in every store. A throw rolls back and is passed on.
   * At once where the store keeps nothing elsewhere, nobody else writes and the change does not wait.
   * A change that writes to its own session through the store, and not through its writer, waits for itself for ever.
   * @param habit 'seldom': the change is made again if it writes, so that as a rule it looks and waits for nobody's turn
   * @throws StateFull when the session would grow beyond its bound; nothing of the change is kept.
   */
  write<T>(session: string, change: Change<T>, habit?: 'seldom'): Soon<T>
  /** The sessions that are remembered, the base world aside; the least recently used first. */
  sessions(): Promise<readonly string[]>
  /** Forgets a session; for '' empties the base world. */
  drop(session: string): Promise<void>
  /** Keeps the session's present state under a name, in place of what had that name. */
  snapshot(session: string, name: string): Promise<void>
  /** False when there is no such snapshot. */
  restore(session: string, name: string): Promise<boolean>
  snapshots(): Promise<readonly string[]>
  /** Forgets a snapshot; false when there was none. */
  forget(name: string): Promise<boolean>
  /** The sessions as `sessions` lists them, with what is known of each. Not a use. */
  describe(): Promise<readonly SessionFacts[]>
  close(): Promise<void>
}

export interface StoreBounds {
  readonly maxSessions: number
  /** A session that was not used for so long is forgotten. */
  readonly maxIdleMs: number
  /** Of one world, about as it takes in memory. */
  readonly maxWorldBytes: number
  /** Of all that sessions wrote, together. */
  readonly maxSessionsBytes: number
  readonly maxSnapshots: number
  readonly maxSnapshotsBytes: number
}

const MIB = 1024 * 1024

/** Enough for a test suite with a session per test; far below what Node gives a process without flags. */
export const DEFAULT_BOUNDS: StoreBounds = {
  maxSessions: 5_000,
  maxIdleMs: 60 * 60 * 1000,
  maxWorldBytes: 256 * MIB,
  maxSessionsBytes: 64 * MIB,
  maxSnapshots: 1_000,
  maxSnapshotsBytes: 64 * MIB,
}

export interface StoreOptions extends Partial<StoreBounds> {
  readonly clock?: Clock
}

/** The world is as large as it may become. For the handler to answer with 507 Insufficient Storage (RFC 4918 11.5). */
export class StateFull extends Error {
  readonly maxBytes: number

  constructor(maxBytes: number) {
    super(`the state would grow beyond its limit of ${maxBytes} bytes`)
    this.name = 'StateFull'
    this.maxBytes = maxBytes
  }
}
