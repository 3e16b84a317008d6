import type { Clock } from '../../src/base/clock.js'
import { createGarbageHint } from './garbage-hint.js'
import { SessionUses } from './session-uses.js'
import type { StoreBounds } from './store.js'
import type { MutableDraft } from './turns.js'
import type { WorldState } from './world-state.js'
import { applyEvent, worldIn, type WorldEvent, type Worlds } from './worlds.js'

/** What a turn does to its draft beside the changes themselves: sessions begin, and what is idle or too much goes. */
export class Housekeeping {
  readonly uses: SessionUses
  readonly #bounds: StoreBounds
  readonly #clock: Clock
  readonly #hintAtGarbage = createGarbageHint()

  constructor(bounds: StoreBounds, clock: Clock) {
    this.uses = new SessionUses(bounds.maxIdleMs)
    this.#bounds = bounds
    this.#clock = clock
  }

  apply(draft: MutableDraft, event: WorldEvent): void {
    const bytesBefore = bytesOfSessions(draft.worlds)
    draft.worlds = applyEvent(draft.worlds, event)
    this.#hintAtGarbage(Math.max(0, bytesBefore - bytesOfSessions(draft.worlds)))
    draft.events.push(JSON.stringify(event))
    this.note(event)
  }

  /** Of an event that happened, here or in another process. */
  note(event: WorldEvent): void {
    if (event.kind === 'use') this.uses.note(event.in, this.uses.lastMs(event.in, event.atMs))
    else if (event.kind === 'drop') this.uses.forget(event.in)
  }

  /** The session's world, begun when there is none. */
  enter(draft: MutableDraft, session: string): WorldState {
    if (session !== '') {
      const nowMs = this.#clock.now()
      if (this.#isIdle(draft, session, nowMs)) this.apply(draft, { kind: 'drop', in: session })
      const known = draft.worlds.sessions.get(session)
      if (known === undefined) this.#forgetIdle(draft, nowMs)
      if (known === undefined || this.uses.isStale(known, nowMs)) {
        this.apply(draft, { kind: 'use', in: session, atMs: nowMs })
      }
      this.uses.note(session, nowMs)
      this.makeRoom(draft, session)
    }
    return worldIn(draft.worlds, session) as WorldState
  }

  makeRoom(draft: MutableDraft, keep: string): void {
    const { maxSessions, maxSessionsBytes } = this.#bounds
    for (const session of this.uses.sessions()) {
      const { sessions } = draft.worlds
      if (sessions.size <= maxSessions && bytesOfSessions(draft.worlds) <= maxSessionsBytes) return
      if (!sessions.has(session)) this.uses.forget(session)
      else if (session !== keep) this.apply(draft, { kind: 'drop', in: session })
    }
  }

  makeRoomForSnapshots(draft: MutableDraft): void {
    const { maxSnapshots, maxSnapshotsBytes } = this.#bounds
    for (const name of draft.worlds.snapshots.keys()) {
      const { snapshots, snapshotsBytes, copies } = draft.worlds
      const bytes = snapshotsBytes + copies.snapshotsBytes
      if (snapshots.size <= 1 || (snapshots.size <= maxSnapshots && bytes <= maxSnapshotsBytes)) return
      this.apply(draft, { kind: 'forget-snapshot', name })
    }
  }

  #forgetIdle(draft: MutableDraft, nowMs: number): void {
    for (const session of this.uses.sessions()) {
      if (!draft.worlds.sessions.has(session)) this.uses.forget(session)
      else if (this.#isIdle(draft, session, nowMs)) this.apply(draft, { kind: 'drop', in: session })
      else return
    }
  }

  #isIdle({ worlds }: MutableDraft, session: string, nowMs: number): boolean {
    return this.uses.isIdle(session, worlds.sessions.get(session), nowMs)
  }
}

function bytesOfSessions({ sessionsBytes, copies }: Worlds): number {
  return sessionsBytes + copies.sessionsBytes
}
