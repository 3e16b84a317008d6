/**
 * The base worlds that sessions and snapshots began as, and what is alive of each for their sake alone. An immutable
 * value, as the worlds are that it is about.
 */
import { PersistentMap } from './persistent-map.js'
import type { WorldState } from './world-state.js'

export interface BaseCopies {
  readonly all: PersistentMap<BaseCopy>
  readonly oldest: string | undefined
  readonly newest: string | undefined
  readonly made: number
  /** Of copies that sessions hold, and of those that only snapshots do. */
  readonly sessionsBytes: number
  readonly snapshotsBytes: number
}

export interface Weight {
  /** Of what was replaced in the base world before the next newer copy: later changes are that one's to count. */
  readonly bytes: number
  /** Of the base world when it was copied: no copy holds more. */
  readonly mostBytes: number
  /** WorldState.goneBytes of the base world when it was copied. */
  readonly goneBytesBefore: number
}

interface BaseCopy extends Weight {
  readonly older: string | undefined
  readonly newer: string | undefined
  /** How many hold it. */
  readonly sessions: number
  readonly snapshots: number
}

export type HolderKind = 'session' | 'snapshot'

export const NO_COPIES: BaseCopies = {
  all: PersistentMap.empty(),
  oldest: undefined,
  newest: undefined,
  made: 0,
  sessionsBytes: 0,
  snapshotsBytes: 0,
}

/** With a copy of the base world as it is now as the newest: what the one before it holds is known from here on. */
export function withNewest(copies: BaseCopies, base: WorldState): BaseCopies & { readonly newest: string } {
  const { newest } = copies
  const last = newest === undefined ? undefined : copies.all.get(newest)
  if (newest !== undefined && last?.goneBytesBefore === base.goneBytes) {
    if (last.mostBytes >= base.bytes) return { ...copies, newest }
    return { ...copies, newest, all: copies.all.set(newest, { ...last, mostBytes: base.bytes }) }
  }
  const made = copies.made + 1
  const id = String(made)
  const weight = { bytes: 0, mostBytes: base.bytes, goneBytesBefore: base.goneBytes }
  const rest = linked(closed(copies, base), newest, { newer: id })
  const all = rest.all.set(id, { ...weight, older: newest, newer: undefined, sessions: 0, snapshots: 0 })
  return { ...rest, all, oldest: rest.oldest ?? id, newest: id, made }
}

/** With a copy of a known weight as the oldest: for what is read back. */
export function withOldest(copies: BaseCopies, id: string, { bytes, mostBytes, goneBytesBefore }: Weight): BaseCopies {
  if (copies.all.has(id)) return copies
  const { oldest } = copies
  const rest = linked(copies, oldest, { older: id })
  const copy = { bytes, mostBytes, goneBytesBefore, older: undefined, newer: oldest, sessions: 0, snapshots: 0 }
  return { ...rest, all: rest.all.set(id, copy), oldest: id, newest: rest.newest ?? id }
}

/** With one more who holds the copy. */
export function heldBy(copies: BaseCopies, kind: HolderKind, id: string): BaseCopies {
  const copy = copies.all.get(id)
  return copy === undefined ? copies : replaced(copies, id, copy, counted(copy, kind, 1))
}

/** With one less: a copy that nobody holds goes, and the next older one counts what it counted, which it holds too. */
export function releasedBy(copies: BaseCopies, kind: HolderKind, id: string): BaseCopies {
  const copy = copies.all.get(id)
  if (copy === undefined) return copies
  const left = counted(copy, kind, -1)
  if (left.sessions + left.snapshots > 0) return replaced(copies, id, copy, left)
  const { older, newer, bytes } = copy
  let rest = replaced(copies, id, copy, { ...left, bytes: 0 })
  rest = linked(linked(rest, older, { newer }), newer, { older })
  rest = {
    ...rest,
    all: rest.all.delete(id),
    oldest: older === undefined ? newer : rest.oldest,
    newest: newer === undefined ? older : rest.newest,
  }
  // All that the newest holds will be known when the next one comes.
  return older === undefined || newer === undefined ? rest : heavier(rest, older, bytes)
}

/** From the newest to the oldest; what the newest holds by now is counted. */
export function* fromNewest(copies: BaseCopies, base: WorldState): Generator<readonly [string, Weight]> {
  const { all, newest } = closed(copies, base)
  for (let id = newest; id !== undefined;) {
    const copy = all.get(id) as BaseCopy
    yield [id, copy]
    id = copy.older
  }
}

function closed(copies: BaseCopies, base: WorldState): BaseCopies {
  const { newest } = copies
  const last = newest === undefined ? undefined : copies.all.get(newest)
  if (newest === undefined || last === undefined) return copies
  return heavier(copies, newest, base.goneBytes - last.goneBytesBefore - last.bytes)
}

function heavier(copies: BaseCopies, id: string, grownBytes: number): BaseCopies {
  const copy = copies.all.get(id) as BaseCopy
  const bytes = Math.min(copy.mostBytes, copy.bytes + grownBytes)
  return bytes === copy.bytes ? copies : replaced(copies, id, copy, { ...copy, bytes })
}

function counted(copy: BaseCopy, kind: HolderKind, more: 1 | -1): BaseCopy {
  return kind === 'session'
    ? { ...copy, sessions: copy.sessions + more }
    : { ...copy, snapshots: copy.snapshots + more }
}

function replaced(copies: BaseCopies, id: string, from: BaseCopy, to: BaseCopy): BaseCopies {
  return {
    ...copies,
    all: copies.all.set(id, to),
    sessionsBytes: copies.sessionsBytes + bytesOfSessions(to) - bytesOfSessions(from),
    snapshotsBytes: copies.snapshotsBytes + bytesOfSnapshots(to) - bytesOfSnapshots(from),
  }
}

function bytesOfSessions({ sessions, bytes }: BaseCopy): number {
  return sessions > 0 ? bytes : 0
}

function bytesOfSnapshots({ sessions, snapshots, bytes }: BaseCopy): number {
  return sessions === 0 && snapshots > 0 ? bytes : 0
}

function linked(copies: BaseCopies, id: string | undefined, link: Partial<BaseCopy>): BaseCopies {
  if (id === undefined) return copies
  return { ...copies, all: copies.all.set(id, { ...(copies.all.get(id) as BaseCopy), ...link }) }
}
