/** The shortest events that lead from nothing to given worlds: what a log is replaced with when it has grown long. */
import type { CreationOrder } from './creation-order.js'
import { fromNewest, type HolderKind, type Weight } from './base-copies.js'
import type { CollectionKey } from './store.js'
import type { Worlds, WorldEvent } from './worlds.js'
import { EMPTY_WORLD, type Collection, type Entry, type WorldState } from './world-state.js'

/** Names that no client can choose; see isSessionId. */
const SCRATCH = ' '

/**
 * Sessions and snapshots share nearly all with the base world and with each other. A scratch world goes through them in
 * the order in which they began, so that only differences are written, and what was shared is shared again when read.
 */
export function* checkpointOf(worlds: Worlds): Generator<WorldEvent> {
  const { base } = worlds
  yield* difference('', EMPTY_WORLD, base)
  yield { kind: 'use', in: SCRATCH, atMs: 0 }
  const holders = holdersByCopy(worlds)
  let state = base
  let copies = 0
  for (const [id, weight] of fromNewest(worlds.copies, base)) {
    copies++
    for (const holder of holders.get(id) ?? []) {
      yield* difference(SCRATCH, state, holder.state)
      state = holder.state
      yield* begin(holder)
      yield weighing(holder, `-${copies}`, weight, base)
    }
  }
  yield { kind: 'forget-snapshot', name: SCRATCH }
  yield* inOrderOfUse(worlds)
  yield { kind: 'drop', in: SCRATCH }
}

interface Holder {
  readonly kind: HolderKind
  readonly name: string
  readonly state: WorldState
  readonly usedAtMs: number
}

/** Those that began last first. */
function holdersByCopy({ sessions, snapshots }: Worlds): ReadonlyMap<string, readonly Holder[]> {
  const all: Holder[] = Array.from(sessions, ([name, session]) => ({ kind: 'session', name, ...session }))
  for (const [name, state] of snapshots) all.push({ kind: 'snapshot', name, state, usedAtMs: 0 })
  all.sort((a, b) => b.state.owner - a.state.owner)
  const byCopy = new Map<string, Holder[]>()
  for (const holder of all) {
    const those = byCopy.get(holder.state.copy)
    if (those === undefined) byCopy.set(holder.state.copy, [holder])
    else those.push(holder)
  }
  return byCopy
}

function* begin({ kind, name, usedAtMs }: Holder): Generator<WorldEvent> {
  yield { kind: 'snapshot', in: SCRATCH, name: kind === 'snapshot' ? name : SCRATCH }
  if (kind === 'snapshot') return
  yield { kind: 'use', in: name, atMs: usedAtMs }
  yield { kind: 'restore', in: name, name: SCRATCH }
}

function weighing({ kind, name, state }: Holder, copy: string, weight: Weight, base: WorldState): WorldEvent {
  return {
    kind: 'weigh',
    holder: kind,
    name,
    ownBytes: state.ownBytes,
    copy,
    heldBytes: weight.bytes,
    mostBytes: weight.mostBytes,
    goneBytes: base.goneBytes - weight.goneBytesBefore,
  }
}

/** So that those go first, when there are too many, that were not used for longest. */
function* inOrderOfUse({ sessions, snapshots }: Worlds): Generator<WorldEvent> {
  for (const name of snapshots.keys()) yield { kind: 'restore', in: SCRATCH, name }
  const uses = Array.from(sessions, ([name, { state, usedAtMs }]) => ({ name, usedAtMs, owner: state.owner }))
  for (const { name, usedAtMs } of uses.sort((a, b) => a.usedAtMs - b.usedAtMs || a.owner - b.owner)) {
    yield { kind: 'use', in: name, atMs: usedAtMs }
  }
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
