import type { WorldState } from './world-state.js'

/** What a session keeps alive of the base world as it was when the session began, and nobody else counts. */
export interface HeldCopy {
  /** Of what was replaced in the base world before the next session began; later changes are the next one's to count. */
  bytes: number
  /** Of the base world when it was copied: no session holds more. */
  readonly mostBytes: number
  readonly goneBytesBefore: number
  older: HeldCopy | undefined
  newer: HeldCopy | undefined
}

export interface HeldCopies {
  /** Before a session begins: what the one before it holds by now; by how much that grew. */
  close(): number
  begin(): HeldCopy
  /** What the next older session holds too; by how much that grew. */
  release(held: HeldCopy): number
}

export const NO_COPY: HeldCopy = { bytes: 0, mostBytes: 0, goneBytesBefore: 0, older: undefined, newer: undefined }

/** Sessions in the order in which they began. All costs O(1). */
export function createHeldCopies(base: () => WorldState): HeldCopies {
  let newest: HeldCopy | undefined

  function grow(held: HeldCopy, bytes: number): number {
    const before = held.bytes
    held.bytes = Math.min(held.mostBytes, bytes)
    return held.bytes - before
  }

  return {
    close: () => (newest === undefined ? 0 : grow(newest, base().goneBytes - newest.goneBytesBefore)),
    begin: () => {
      const { bytes: mostBytes, goneBytes: goneBytesBefore } = base()
      const held: HeldCopy = { bytes: 0, mostBytes, goneBytesBefore, older: newest, newer: undefined }
      if (newest !== undefined) newest.newer = held
      newest = held
      return held
    },
    release: (held) => {
      const { older, newer } = held
      if (older !== undefined) older.newer = newer
      if (newer !== undefined) newer.older = older
      if (newest === held) newest = older
      held.older = held.newer = undefined
      return older === undefined || newest === older ? 0 : grow(older, older.bytes + held.bytes)
    },
  }
}
