/**
 * All worlds of a durable store as one immutable value, and the events that lead from one such value to the next. Whoever
 * applies the same events in the same order holds the same worlds: that is how several processes share a mock.
 */
import type { JsonObject } from '../../src/base/json.js'
import { unreachable } from '../../src/base/unreachable.js'
import { PersistentMap } from './persistent-map.js'
import type { CollectionKey } from './store.js'
import {
  copyWorld,
  EMPTY_WORLD,
  forgetCollection,
  putEntity,
  removeEntity,
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
  /** What sessions wrote, and what snapshots hold, each beside the base world. */
  readonly sessionsBytes: number
  readonly snapshotsBytes: number
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

export const NO_WORLDS: Worlds = {
  base: EMPTY_WORLD,
  sessions: PersistentMap.empty(),
  snapshots: new Map(),
  sessionsBytes: 0,
  snapshotsBytes: 0,
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

type EventInWorld = Exclude<WorldEvent, { kind: 'use' | 'drop' | 'snapshot' | 'restore' | 'forget-snapshot' }>

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
  const owners = worlds.owners + 1
  const state = old?.state ?? copyWorld(worlds.base, owners)
  return { ...worlds, owners, sessions: worlds.sessions.set(session, { state, usedAtMs: atMs }) }
}

function dropWorld(worlds: Worlds, session: string): Worlds {
  const owners = worlds.owners + 1
  if (session === '') return { ...worlds, owners, base: copyWorld(EMPTY_WORLD, owners) }
  const sessionsBytes = worlds.sessionsBytes - (worlds.sessions.get(session)?.state.ownBytes ?? 0)
  return { ...worlds, sessions: worlds.sessions.delete(session), sessionsBytes }
}

function takeSnapshot(worlds: Worlds, session: string, name: string): Worlds {
  const state = worldIn(worlds, session)
  if (state === undefined) return worlds
  const rest = forgetSnapshot(worlds, name)
  const owners = rest.owners + 1
  const kept = {
    ...rest,
    owners,
    snapshots: new Map(rest.snapshots).set(name, state),
    snapshotsBytes: rest.snapshotsBytes + state.ownBytes,
  }
  // What was written so far is the snapshot's from here on.
  return withWorld(kept, session, copyWorld(state, owners))
}

function restoreSnapshot(worlds: Worlds, session: string, name: string): Worlds {
  const state = worlds.snapshots.get(name)
  if (state === undefined) return worlds
  const owners = worlds.owners + 1
  const used = { ...worlds, owners, snapshots: without(worlds.snapshots, name).set(name, state) }
  return withWorld(used, session, copyWorld(state, owners))
}

function forgetSnapshot(worlds: Worlds, name: string): Worlds {
  const state = worlds.snapshots.get(name)
  if (state === undefined) return worlds
  return {
    ...worlds,
    snapshots: without(worlds.snapshots, name),
    snapshotsBytes: worlds.snapshotsBytes - state.ownBytes,
  }
}

function without(snapshots: Worlds['snapshots'], name: string): Map<string, WorldState> {
  const rest = new Map(snapshots)
  rest.delete(name)
  return rest
}
