/**
 * All worlds of a durable store as one immutable value, and the events that lead from one such value to the next. Whoever
 * applies the same events in the same order holds the same worlds: that is how several processes share a mock.
 */
import type { JsonObject } from '../../src/base/json.js'
import { unreachable } from '../../src/base/unreachable.js'
import {
  isSession,
  nameOf,
  NO_HOLDERS,
  sessionKey,
  snapshotKey,
  withCopy,
  withOldest,
  without,
  withShare,
  type HolderKey,
  type Holders,
} from './holders.js'
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
  /** What either holds of older base worlds. */
  readonly holders: Holders
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
  /** What a session or a snapshot counts for; each is older than those that were weighed before. */
  | {
      readonly kind: 'weigh'
      readonly holder: HolderKey
      readonly ownBytes: number
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
  holders: NO_HOLDERS,
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
  if (session === '') return { ...worlds, base: state }
  const old = worlds.sessions.get(session)
  return {
    ...worlds,
    sessions: worlds.sessions.set(session, { state, usedAtMs: old?.usedAtMs ?? 0 }),
    sessionsBytes: worlds.sessionsBytes + state.ownBytes - (old?.state.ownBytes ?? 0),
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
  const state = copyWorld(worlds.base, owners)
  return {
    ...worlds,
    owners,
    sessions: worlds.sessions.set(session, { state, usedAtMs: atMs }),
    holders: withCopy(worlds.holders, sessionKey(session), worlds.base),
  }
}

function dropWorld(worlds: Worlds, session: string): Worlds {
  const owners = worlds.owners + 1
  if (session === '') return { ...worlds, owners, base: replaceWorld(worlds.base, EMPTY_WORLD, owners) }
  return {
    ...worlds,
    sessions: worlds.sessions.delete(session),
    sessionsBytes: worlds.sessionsBytes - (worlds.sessions.get(session)?.state.ownBytes ?? 0),
    holders: without(worlds.holders, sessionKey(session)),
  }
}

function takeSnapshot(worlds: Worlds, session: string, name: string): Worlds {
  const state = worldIn(worlds, session)
  if (state === undefined) return worlds
  const rest = forgetSnapshot(worlds, name)
  const owners = rest.owners + 1
  const { base, holders, snapshots } = rest
  const key = snapshotKey(name)
  if (session === '') {
    // What it has in common with the base world counts when it is replaced there.
    const taken = new Map(snapshots).set(name, { ...state, ownBytes: 0 })
    return { ...rest, owners, snapshots: taken, holders: withCopy(holders, key, base) }
  }
  const kept = {
    ...rest,
    owners,
    snapshots: new Map(snapshots).set(name, state),
    snapshotsBytes: rest.snapshotsBytes + state.ownBytes,
    holders: withShare(holders, key, sessionKey(session), base),
  }
  // What was written so far is the snapshot's from here on.
  return withWorld(kept, session, copyWorld(state, owners))
}

function restoreSnapshot(worlds: Worlds, session: string, name: string): Worlds {
  const state = worlds.snapshots.get(name)
  if (state === undefined) return worlds
  const { base } = worlds
  const owners = worlds.owners + 1
  const used = { ...worlds, owners, snapshots: withoutName(worlds.snapshots, name).set(name, state) }
  if (session === '') return { ...used, base: replaceWorld(base, state, owners) }
  const holders = withShare(worlds.holders, sessionKey(session), snapshotKey(name), base)
  return withWorld({ ...used, holders }, session, copyWorld(state, owners))
}

function forgetSnapshot(worlds: Worlds, name: string): Worlds {
  const state = worlds.snapshots.get(name)
  if (state === undefined) return worlds
  return {
    ...worlds,
    snapshots: withoutName(worlds.snapshots, name),
    snapshotsBytes: worlds.snapshotsBytes - state.ownBytes,
    holders: without(worlds.holders, snapshotKey(name)),
  }
}

function weigh(worlds: Worlds, event: Extract<WorldEvent, { kind: 'weigh' }>): Worlds {
  const { holder, ownBytes, heldBytes, mostBytes, goneBytes } = event
  const weight = { bytes: heldBytes, mostBytes, goneBytesBefore: worlds.base.goneBytes - goneBytes }
  const placed = { ...worlds, holders: withOldest(worlds.holders, holder, weight) }
  const name = nameOf(holder)
  if (isSession(holder)) {
    const state = worldIn(worlds, name)
    return state === undefined ? worlds : withWorld(placed, name, { ...state, ownBytes })
  }
  const state = worlds.snapshots.get(name)
  if (state === undefined) return worlds
  const snapshots = new Map(worlds.snapshots).set(name, { ...state, ownBytes })
  return { ...placed, snapshots, snapshotsBytes: worlds.snapshotsBytes + ownBytes - state.ownBytes }
}

function withoutName(snapshots: Worlds['snapshots'], name: string): Map<string, WorldState> {
  const rest = new Map(snapshots)
  rest.delete(name)
  return rest
}
