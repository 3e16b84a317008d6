import { systemClock, type Clock } from '../../src/base/clock.js'
import { heldBy, NO_COPIES, releasedBy, withNewest, type BaseCopies, type HolderKind } from './base-copies.js'
import { createGarbageHint } from './garbage-hint.js'
import { createLeastRecent, type LeastRecent } from './least-recent.js'
import { createWorld, isAwaited, type MemoryWorld } from './memory-world.js'
import { DEFAULT_BOUNDS, type SessionFacts, type StoreBounds, type StoreOptions } from './store.js'
import { copyWorld, EMPTY_WORLD, replaceWorld, type WorldState } from './world-state.js'

/** All worlds of a process, and its snapshots, within their bounds. Whose turn it is to write is for others to mind. */
export class MemoryWorlds {
  readonly bounds: StoreBounds
  readonly #clock: Clock
  readonly #base = createWorld(EMPTY_WORLD, 0)
  readonly #sessions: LeastRecent<MemoryWorld>
  readonly #snapshots: LeastRecent<WorldState>
  readonly #hintAtGarbage = createGarbageHint()
  #copies: BaseCopies = NO_COPIES
  #owners = 0

  constructor(options: StoreOptions) {
    this.bounds = { ...DEFAULT_BOUNDS, ...options }
    this.#clock = options.clock ?? systemClock
    this.#sessions = createLeastRecent<MemoryWorld>({
      max: this.bounds.maxSessions,
      maxBytes: this.bounds.maxSessionsBytes,
      bytesOf: (world) => world.state.ownBytes,
      besidesBytes: () => this.#copies.sessionsBytes,
      onForgotten: ({ state }) => {
        const { sessionsBytes } = this.#copies
        this.#copies = releasedBy(this.#copies, 'session', state.copy)
        this.#hintAtGarbage(state.ownBytes + sessionsBytes - this.#copies.sessionsBytes)
      },
      // Its writer is about to be told that the write is kept.
      inUse: (world) => world.writing,
    })
    this.#snapshots = createLeastRecent<WorldState>({
      max: this.bounds.maxSnapshots,
      maxBytes: this.bounds.maxSnapshotsBytes,
      bytesOf: (state) => state.ownBytes,
      besidesBytes: () => this.#copies.snapshotsBytes,
      onForgotten: (state) => {
        this.#copies = releasedBy(this.#copies, 'snapshot', state.copy)
      },
    })
  }

  /** For a use: a session that is not there begins. */
  enter(session: string): MemoryWorld {
    if (session === '') return this.#base
    const nowMs = this.#clock.now()
    const known = this.#sessions.get(session)
    if (known !== undefined && !this.#isIdle(known, nowMs)) {
      known.usedAtMs = nowMs
      return known
    }
    if (known !== undefined) this.#sessions.delete(session)
    this.#forgetIdle(nowMs)
    const world = createWorld(this.#copyOfBase('session'), nowMs)
    this.#sessions.set(session, world)
    return world
  }

  find(session: string): MemoryWorld | undefined {
    return session === '' ? this.#base : this.#sessions.get(session)
  }

  describe(): SessionFacts[] {
    this.#forgetIdle(this.#clock.now())
    return Array.from(this.#sessions.entries(), ([session, { state, usedAtMs }]) => ({
      session,
      usedAtMs,
      ownBytes: state.ownBytes,
    }))
  }

  become(world: MemoryWorld, state: WorldState): void {
    const grownBytes = state.ownBytes - world.state.ownBytes
    world.state = state
    if (world !== this.#base && grownBytes !== 0) this.#sessions.weigh(grownBytes)
  }

  drop(session: string, world: MemoryWorld): void {
    if (world === this.#base) this.become(world, replaceWorld(world.state, EMPTY_WORLD, ++this.#owners))
    else if (!isAwaited(world)) this.#sessions.delete(session)
    else {
      // Writers that came after it and wait already must find the world that they will be told they wrote to.
      const { copy } = world.state
      this.become(world, this.#copyOfBase('session'))
      this.#copies = releasedBy(this.#copies, 'session', copy)
    }
  }

  takeSnapshot(world: MemoryWorld, name: string): void {
    this.#snapshots.delete(name)
    if (world === this.#base) {
      // What it has in common with the base world counts when it is replaced there.
      this.#snapshots.set(name, this.#copyOfBase('snapshot'))
      return
    }
    this.#copies = heldBy(this.#copies, 'snapshot', world.state.copy)
    this.#snapshots.set(name, world.state)
    // What was written so far is the snapshot's from here on.
    this.become(world, copyWorld(world.state, ++this.#owners))
  }

  snapshot(name: string): WorldState | undefined {
    return this.#snapshots.get(name)
  }

  restore(world: MemoryWorld, snapshot: WorldState): void {
    if (world === this.#base) {
      this.become(world, replaceWorld(world.state, snapshot, ++this.#owners))
      return
    }
    const { copy } = world.state
    this.#copies = releasedBy(heldBy(this.#copies, 'session', snapshot.copy), 'session', copy)
    this.become(world, copyWorld(snapshot, ++this.#owners))
  }

  snapshots(): string[] {
    return Array.from(this.#snapshots.entries(), ([name]) => name)
  }

  forget(name: string): boolean {
    const isKnown = this.#snapshots.get(name) !== undefined
    this.#snapshots.delete(name)
    return isKnown
  }

  #copyOfBase(kind: HolderKind): WorldState {
    const taken = withNewest(this.#copies, this.#base.state)
    this.#copies = heldBy(taken, kind, taken.newest)
    return { ...copyWorld(this.#base.state, ++this.#owners), copy: taken.newest }
  }

  #isIdle(world: MemoryWorld, nowMs: number): boolean {
    return nowMs - world.usedAtMs > this.bounds.maxIdleMs && !world.writing
  }

  #forgetIdle(nowMs: number): void {
    for (const [session, world] of this.#sessions.entries()) {
      if (!this.#isIdle(world, nowMs)) return
      this.#sessions.delete(session)
    }
  }
}
