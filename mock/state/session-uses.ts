import type { Session } from './worlds.js'

/** How exactly other processes know of a use, as a part of the idle time. */
const USE_STEPS = 8

/** When this process last used each session, more exactly than the log tells. */
export class SessionUses {
  readonly #maxIdleMs: number
  readonly #uses = new Map<string, number>()

  constructor(maxIdleMs: number) {
    this.#maxIdleMs = maxIdleMs
  }

  note(session: string, atMs: number): void {
    this.#uses.delete(session)
    this.#uses.set(session, atMs)
  }

  forget(session: string): void {
    this.#uses.delete(session)
  }

  /** The least recently used first; some of them may have been dropped by another process. */
  sessions(): Iterable<string> {
    return this.#uses.keys()
  }

  /** @param knownMs when it was used as far as the log tells */
  lastMs(session: string, knownMs: number): number {
    return Math.max(knownMs, this.#uses.get(session) ?? 0)
  }

  isIdle(session: string, known: Session | undefined, nowMs: number): boolean {
    return known !== undefined && nowMs - this.lastMs(session, known.usedAtMs) > this.#maxIdleMs
  }

  /** Other processes do not know well enough that it is in use. */
  isStale(known: Session, nowMs: number): boolean {
    return nowMs - known.usedAtMs > this.#maxIdleMs / USE_STEPS
  }
}
