/**
 * All worlds of a durable store as one immutable value, and the events that lead from one such value to the next. Whoever
 * applies the same events in the same order holds the same worlds: that is how several processes share a mock.
 */
import type { JsonObject } from '../../src/base/json.js'
import { unreachable } from '../../src/base/unreachable.js'
import {
  heldBy,
  NO_COPIES,
  releasedBy,
  withNewest,
  withOldest,
  type BaseCopies,
  type HolderKind,
} from './base-copies.js'
import { PersistentMap } from './persistent-map.js'
import type { CollectionKey } from './store.js'
import {
  copyWorld,
  EMPTY_WORLD,
  forgetCollection,
  putEntity,
  removeEntity,
  replaceWorld,
  setCounter,
  setEntity,
  touchCollection,
  unsetEntity,
  type WorldState,
} from './world-state.js'

export interface Worlds {
  readonly base: WorldState
  readonly sessions: PersistentMap<Session>
  /** In the order of use, the least recent first. */
  readonly snapshots: ReadonlyMap<string, WorldState>
  /** What sessions wrote, and what they had written that are kept as snapshots. */
  readonly sessionsBytes: number
  readonly snapshotsBytes: number
  /** What both hold of older base worlds. */
  readonly copies: BaseCopies
  readonly owners: number
}

export interface Session {
  readonly state: WorldState
  /** Coarse: not every use is an event. */
  readonly usedAtMs: number
}

export type WorldEvent =
  | {
      readonly kind: 'put'
      readonly in: string
      readonly collection: CollectionKey
      readonly id: string
      readonly value: JsonObject
    }
  | { readonly kind: 'remove'; readonly in: string; readonly collection: CollectionKey; readonly id: string }
  | { readonly kind: 'touch'; readonly in: string; readonly collection: CollectionKey }
  | { readonly kind: 'count'; readonly in: string; readonly name: string; readonly value: number }
  /** Begins the session when it is not there. */
  | { readonly kind: 'use'; readonly in: string; readonly atMs: number }
  | { readonly kind: 'drop'; readonly in: string }
  | { readonly kind: 'snapshot'; readonly in: string; readonly name: string }
  | { readonly kind: 'restore'; readonly in: string; readonly name: string }
  | { readonly kind: 'forget-snapshot'; readonly name: string }
  // These only stand in checkpoints:
  | {
      readonly kind: 'set'
      readonly in: string
      readonly collection: CollectionKey
      readonly id: string
      readonly value: JsonObject
      readonly version: number
      readonly sequence: number
    }
  | { readonly kind: 'unset'; readonly in: string; readonly collection: CollectionKey; readonly id: string }
  | { readonly kind: 'forget-collection'; readonly in: string; readonly collection: CollectionKey }
  /** What a session or a snapshot counts for, and its copy of the base world, older than those that were weighed before. */
  | {
      readonly kind: 'weigh'
      readonly holder: HolderKind
      readonly name: string
      readonly ownBytes: number
      readonly copy: string
      readonly heldBytes: number
      readonly mostBytes: number
      /** What was replaced in the base world since it was copied. */
      readonly goneBytes: number
    }

export const NO_WORLDS: Worlds = {
  base: EMPTY_WORLD,
  sessions: PersistentMap.empty(),
  snapshots: new Map(),
  sessionsBytes: 0,
  snapshotsBytes: 0,
  copies: NO_COPIES,
  owners: 0,
}

export function worldIn(worlds: Worlds, session: string): WorldState | undefined {
  return session === '' ? worlds.base : worlds.sessions.get(session)?.state
}

export function applyEvent(worlds: Worlds, event: WorldEvent): Worlds {
  switch (event.kind) {
    case 'use':
      return useSession(worlds, event.in, event.atMs)
    case 'drop':
      return dropWorld(worlds, event.in)
    case 'snapshot':
      return takeSnapshot(worlds, event.in, event.name)
    case 'restore':
      return restoreSnapshot(worlds, event.in, event.name)
    case 'forget-snapshot':
      return forgetSnapshot(worlds, event.name)
    case 'weigh':
      return weigh(worlds, event)
    case 'put':
    case 'remove':
    case 'touch':
    case 'count':
    case 'set':
    case 'unset':
    case 'forget-collection': {
      const state = worldIn(worlds, event.in)
      return state === undefined ? worlds : withWorld(worlds, event.in, applyToWorld(state, event))
    }
    default:
      return unreachable(event)
  }
}

export function withWorld(worlds: Worlds, session: string, state: WorldState): Worlds {
  if (session === '') return withBase(worlds, state)
  const old = worlds.sessions.get(session)
  return {
    ...worlds,
    sessions: worlds.sessions.set(session, { state, usedAtMs: old?.usedAtMs ?? 0 }),
    sessionsBytes: worlds.sessionsBytes + state.ownBytes - (old?.state.ownBytes ?? 0),
  }
}

/** Member by member: with every write, a spread would be felt. */
function withBase(worlds: Worlds, base: WorldState): Worlds {
  return {
    base,
    sessions: worlds.sessions,
    snapshots: worlds.snapshots,
    sessionsBytes: worlds.sessionsBytes,
    snapshotsBytes: worlds.snapshotsBytes,
    copies: worlds.copies,
    owners: worlds.owners,
  }
}

type EventInWorld = Exclude<WorldEvent, { kind: 'use' | 'drop' | 'snapshot' | 'restore' | 'forget-snapshot' | 'weigh' }>

function applyToWorld(state: WorldState, event: EventInWorld): WorldState {
  switch (event.kind) {
    case 'put':
      return putEntity(state, event.collection, event.id, event.value).state
    case 'remove':
      return removeEntity(state, event.collection, event.id) ?? state
    case 'touch':
      return touchCollection(state, event.collection)
    case 'count':
      return setCounter(state, event.name, event.value)
    case 'set': {
      const { id, value, version, sequence } = event
      return setEntity(state, event.collection, { id, value, version }, sequence)
    }
    case 'unset':
      return unsetEntity(state, event.collection, event.id) ?? state
    case 'forget-collection':
      return forgetCollection(state, event.collection)
    default:
      return unreachable(event)
  }
}

function useSession(worlds: Worlds, session: string, atMs: number): Worlds {
  const old = worlds.sessions.get(session)
  if (old !== undefined) {
    return { ...worlds, sessions: worlds.sessions.set(session, { state: old.state, usedAtMs: atMs }) }
  }
  const owners = worlds.owners + 1
  const copies = withNewest(worlds.copies, worlds.base)
  const state = { ...copyWorld(worlds.base, owners), copy: copies.newest }
  return {
    ...worlds,
    owners,
    sessions: worlds.sessions.set(session, { state, usedAtMs: atMs }),
    copies: heldBy(copies, 'session', state.copy),
  }
}

function dropWorld(worlds: Worlds, session: string): Worlds {
  const owners = worlds.owners + 1
  if (session === '') return { ...worlds, owners, base: replaceWorld(worlds.base, EMPTY_WORLD, owners) }
  const state = worldIn(worlds, session)
  if (state === undefined) return worlds
  return {
    ...worlds,
    sessions: worlds.sessions.delete(session),
    sessionsBytes: worlds.sessionsBytes - state.ownBytes,
    copies: releasedBy(worlds.copies, 'session', state.copy),
  }
}

function takeSnapshot(worlds: Worlds, session: string, name: string): Worlds {
  const state = worldIn(worlds, session)
  if (state === undefined) return worlds
  const rest = forgetSnapshot(worlds, name)
  if (session === '') {
    const copies = withNewest(rest.copies, rest.base)
    // What it has in common with the base world counts when it is replaced there.
    return withSnapshot({ ...rest, copies }, name, { ...state, ownBytes: 0, copy: copies.newest })
  }
  const owners = rest.owners + 1
  // What was written so far is the snapshot's from here on.
  return withWorld(withSnapshot({ ...rest, owners }, name, state), session, copyWorld(state, owners))
}

function withSnapshot(worlds: Worlds, name: string, state: WorldState): Worlds {
  return {
    ...worlds,
    snapshots: new Map(worlds.snapshots).set(name, state),
    snapshotsBytes: worlds.snapshotsBytes + state.ownBytes,
    copies: heldBy(worlds.copies, 'snapshot', state.copy),
  }
}

function restoreSnapshot(worlds: Worlds, session: string, name: string): Worlds {
  const state = worlds.snapshots.get(name)
  const old = worldIn(worlds, session)
  if (state === undefined || old === undefined) return worlds
  const owners = worlds.owners + 1
  const used = { ...worlds, owners, snapshots: withoutName(worlds.snapshots, name).set(name, state) }
  if (session === '') return { ...used, base: replaceWorld(old, state, owners) }
  const copies = releasedBy(heldBy(used.copies, 'session', state.copy), 'session', old.copy)
  return withWorld({ ...used, copies }, session, copyWorld(state, owners))
}

function forgetSnapshot(worlds: Worlds, name: string): Worlds {
  const state = worlds.snapshots.get(name)
  if (state === undefined) return worlds
  return {
    ...worlds,
    snapshots: withoutName(worlds.snapshots, name),
    snapshotsBytes: worlds.snapshotsBytes - state.ownBytes,
    copies: releasedBy(worlds.copies, 'snapshot', state.copy),
  }
}

function weigh(worlds: Worlds, event: Extract<WorldEvent, { kind: 'weigh' }>): Worlds {
  const { holder, name, ownBytes, copy, heldBytes, mostBytes, goneBytes } = event
  const old = holder === 'session' ? worldIn(worlds, name) : worlds.snapshots.get(name)
  if (old === undefined) return worlds
  const weight = { bytes: heldBytes, mostBytes, goneBytesBefore: worlds.base.goneBytes - goneBytes }
  const held = heldBy(withOldest(worlds.copies, copy, weight), holder, copy)
  const placed = { ...worlds, copies: releasedBy(held, holder, old.copy) }
  const state = { ...old, ownBytes, copy }
  if (holder === 'session') return withWorld(placed, name, state)
  const snapshots = new Map(worlds.snapshots).set(name, state)
  return { ...placed, snapshots, snapshotsBytes: worlds.snapshotsBytes + ownBytes - old.ownBytes }
}

function withoutName(snapshots: Worlds['snapshots'], name: string): Map<string, WorldState> {
  const rest = new Map(snapshots)
  rest.delete(name)
  return rest
}
