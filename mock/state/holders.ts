/**
 * What sessions and snapshots keep alive of the base world as it was when they copied it, and nobody else counts. An
 * immutable value, as the worlds are that it is about.
 */
import { PersistentMap } from './persistent-map.js'
import type { WorldState } from './world-state.js'

export type HolderKey = `session ${string}` | `snapshot ${string}`

/** In a row, in the order in which they copied the base world. All costs O(log n). */
export interface Holders {
  readonly all: PersistentMap<Holder>
  readonly oldest: HolderKey | undefined
  readonly newest: HolderKey | undefined
  readonly sessionsBytes: number
  readonly snapshotsBytes: number
}

export interface Weight {
  /** Of what was replaced in the base world before the next newer one copied it: later changes are that one's to count. */
  readonly bytes: number
  /** Of the base world when it was copied: nobody holds more. */
  readonly mostBytes: number
  /** WorldState.goneBytes of the base world when it was copied. */
  readonly goneBytesBefore: number
}

interface Holder extends Weight {
  readonly older: HolderKey | undefined
  readonly newer: HolderKey | undefined
}

export const NO_HOLDERS: Holders = {
  all: PersistentMap.empty(),
  oldest: undefined,
  newest: undefined,
  sessionsBytes: 0,
  snapshotsBytes: 0,
}

export function sessionKey(session: string): HolderKey {
  return `session ${session}`
}

export function snapshotKey(name: string): HolderKey {
  return `snapshot ${name}`
}

export function isSession(key: HolderKey): boolean {
  return key.startsWith('session ')
}

export function nameOf(key: HolderKey): string {
  return key.slice(key.indexOf(' ') + 1)
}

/** With one who copies the base world now: what the newest before it holds is known from here on. */
export function withCopy(holders: Holders, key: HolderKey, base: WorldState): Holders {
  const weight = { bytes: 0, mostBytes: base.bytes, goneBytesBefore: base.goneBytes }
  const rest = closed(without(holders, key), base)
  return inserted(rest, key, weight, rest.newest, undefined)
}

/** With one who copies what another one holds. */
export function withShare(holders: Holders, key: HolderKey, of: HolderKey, base: WorldState): Holders {
  const rest = without(holders, key)
  const source = rest.all.get(of)
  if (source === undefined) return withCopy(rest, key, base)
  // On the older side: when the source goes, what it counted is passed on.
  return inserted(rest, key, { ...source, bytes: 0 }, source.older, of)
}

/** As the oldest, with a known weight: for what is read back. */
export function withOldest(holders: Holders, key: HolderKey, weight: Weight): Holders {
  const rest = without(holders, key)
  return inserted(rest, key, weight, undefined, rest.oldest)
}

/** What it counted is counted by the next older one, which holds it too. */
export function without(holders: Holders, key: HolderKey): Holders {
  const gone = holders.all.get(key)
  if (gone === undefined) return holders
  const { older, newer, bytes } = gone
  let rest = linked(holders, older, { newer })
  rest = linked(rest, newer, { older })
  rest = {
    ...weighed(rest, key, -bytes),
    all: rest.all.delete(key),
    oldest: older === undefined ? newer : rest.oldest,
    newest: newer === undefined ? older : rest.newest,
  }
  // All that the newest holds will be known when the next one comes.
  return older === undefined || newer === undefined ? rest : heavier(rest, older, bytes)
}

/** From the newest to the oldest; what the newest holds by now is counted. */
export function* fromNewest(holders: Holders, base: WorldState): Generator<readonly [HolderKey, Weight]> {
  const { all, newest } = closed(holders, base)
  for (let key = newest; key !== undefined;) {
    const holder = all.get(key) as Holder
    yield [key, holder]
    key = holder.older
  }
}

function closed(holders: Holders, base: WorldState): Holders {
  const newest = holders.newest === undefined ? undefined : holders.all.get(holders.newest)
  if (newest === undefined) return holders
  return heavier(holders, holders.newest as HolderKey, base.goneBytes - newest.goneBytesBefore - newest.bytes)
}

function heavier(holders: Holders, key: HolderKey, grownBytes: number): Holders {
  const holder = holders.all.get(key) as Holder
  const bytes = Math.min(holder.mostBytes, holder.bytes + grownBytes)
  if (bytes === holder.bytes) return holders
  return { ...weighed(holders, key, bytes - holder.bytes), all: holders.all.set(key, { ...holder, bytes }) }
}

function inserted(
  holders: Holders,
  key: HolderKey,
  { bytes, mostBytes, goneBytesBefore }: Weight,
  older: HolderKey | undefined,
  newer: HolderKey | undefined,
): Holders {
  const between = linked(linked(holders, older, { newer: key }), newer, { older: key })
  return {
    ...weighed(between, key, bytes),
    all: between.all.set(key, { bytes, mostBytes, goneBytesBefore, older, newer }),
    oldest: older === undefined ? key : between.oldest,
    newest: newer === undefined ? key : between.newest,
  }
}

function linked(holders: Holders, key: HolderKey | undefined, link: Partial<Holder>): Holders {
  if (key === undefined) return holders
  return { ...holders, all: holders.all.set(key, { ...(holders.all.get(key) as Holder), ...link }) }
}

function weighed(holders: Holders, key: HolderKey, bytes: number): Holders {
  if (bytes === 0) return holders
  return isSession(key)
    ? { ...holders, sessionsBytes: holders.sessionsBytes + bytes }
    : { ...holders, snapshotsBytes: holders.snapshotsBytes + bytes }
}
