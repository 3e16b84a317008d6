/** The shortest events that lead from nothing to given worlds: what a log is replaced with when it has grown long. */
import type { CreationOrder } from './creation-order.js'
import type { CollectionKey } from './store.js'
import type { Collection, Entry, WorldState } from './world-state.js'
import type { Worlds, WorldEvent } from './worlds.js'
import { EMPTY_WORLD } from './world-state.js'

/** Names that no client can choose; see isSessionId. */
const SCRATCH = ' '

/**
 * Sessions and snapshots share nearly all with the base world and with each other. A scratch world goes through them in
 * the order in which they began, so that only differences are written, and what was shared is shared again when read.
 */
export function* checkpointOf(worlds: Worlds): Generator<WorldEvent> {
  yield* difference('', EMPTY_WORLD, worlds.base)
  const sessions = [...worlds.sessions].sort(([, a], [, b]) => b.state.owner - a.state.owner)
  yield { kind: 'use', in: SCRATCH, atMs: 0 }
  let state = worlds.base
  for (const [name, { state: next, usedAtMs }] of sessions) {
    yield* difference(SCRATCH, state, next)
    yield { kind: 'snapshot', in: SCRATCH, name: SCRATCH }
    yield { kind: 'use', in: name, atMs: usedAtMs }
    yield { kind: 'restore', in: name, name: SCRATCH }
    state = next
  }
  yield { kind: 'forget-snapshot', name: SCRATCH }
  for (const [name, next] of worlds.snapshots) {
    yield* difference(SCRATCH, state, next)
    yield { kind: 'snapshot', in: SCRATCH, name }
    state = next
  }
  yield { kind: 'drop', in: SCRATCH }
}

function* difference(session: string, from: WorldState, to: WorldState): Generator<WorldEvent> {
  for (const [key, collection] of to.collections) {
    const before = from.collections.get(key)
    if (before !== collection) yield* collectionDifference(session, key as CollectionKey, before, collection)
  }
  if (from.collections !== to.collections) {
    for (const key of from.collections.keys()) {
      if (!to.collections.has(key)) yield { kind: 'forget-collection', in: session, collection: key as CollectionKey }
    }
  }
  if (from.counters === to.counters) return
  for (const [name, value] of to.counters) {
    if (from.counters.get(name) !== value) yield { kind: 'count', in: session, name, value }
  }
  for (const name of from.counters.keys()) {
    if (!to.counters.has(name)) yield { kind: 'count', in: session, name, value: 0 }
  }
}

function* collectionDifference(
  session: string,
  collection: CollectionKey,
  from: Collection | undefined,
  to: Collection,
): Generator<WorldEvent> {
  if (to.entries.size === 0) yield { kind: 'touch', in: session, collection }
  const shared = new Set<CreationOrder<Entry>>(from === undefined ? [] : nodesOf(from.order))
  const kept = new Set<CreationOrder<Entry>>(nodesOf(to.order))
  // First what goes or moves: no place in the order may be taken twice, not even for a moment.
  for (const { entity, sequence } of from === undefined ? [] : entriesOutside(from.order, kept)) {
    if (to.entries.get(entity.id)?.sequence !== sequence) {
      yield { kind: 'unset', in: session, collection, id: entity.id }
    }
  }
  for (const entry of entriesOutside(to.order, shared)) {
    const { id, value, version } = entry.entity
    const before = from?.entries.get(id)
    if (before?.entity === entry.entity && before.sequence === entry.sequence) continue
    yield { kind: 'set', in: session, collection, id, value, version, sequence: entry.sequence }
  }
}

function* nodesOf(order: CreationOrder<Entry>): Generator<CreationOrder<Entry>> {
  yield order
  if (order.kind === 'branch') for (const child of order.children) yield* nodesOf(child)
}

/** Those in nodes that the other tree has not. */
function* entriesOutside(order: CreationOrder<Entry>, shared: ReadonlySet<CreationOrder<Entry>>): Generator<Entry> {
  if (shared.has(order)) return
  if (order.kind === 'leaf') yield* order.entries
  else for (const child of order.children) yield* entriesOutside(child, shared)
}
