import { systemClock, type Clock } from '../../src/base/clock.js'
import type { Soon } from '../../src/base/soon.js'
import { Housekeeping } from './housekeeping.js'
import { MemoryReader, RecordingWriter } from './memory-state.js'
import { SharedWorlds } from './shared-worlds.js'
import {
  DEFAULT_BOUNDS,
  StateFull,
  type Change,
  type SessionFacts,
  type Store,
  type StoreBounds,
  type StoreOptions,
  type WriteResult,
} from './store.js'
import { createTurns, type MutableDraft, type Turns, type Work } from './turns.js'
import type { WorldState } from './world-state.js'
import type { WorldLog } from './world-log.js'
import { withWorld, type WorldEvent } from './worlds.js'

export interface LogStoreOptions extends StoreOptions {
  /** How long the log may grow before it is written anew, shorter. */
  readonly checkpointBytes?: number
}

/**
 * Remembers in a log that outlives the process: the worlds are held in memory, each change is written down before it is
 * acknowledged, and what other processes wrote is taken in before each read and change. Changes that wait together are
 * made durable together.
 */
export async function createLogStore(log: WorldLog, options: LogStoreOptions): Promise<Store> {
  const worlds = new LogWorlds(log, options)
  await worlds.refresh()
  return {
    read: async (session, look) => look(new MemoryReader(await worlds.stateOf(session))),
    write: (session, change, habit) =>
      habit === 'seldom' ? worlds.lookOrWrite(session, change) : worlds.write(session, change),
    sessions: async () => (await worlds.describe()).map(({ session }) => session),
    describe: () => worlds.describe(),
    drop: (session) => worlds.happen({ kind: 'drop', in: session }),
    snapshot: (session, name) => worlds.takeSnapshot(session, name),
    restore: (session, name) => worlds.restore(session, name),
    snapshots: () => worlds.snapshots(),
    forget: (name) => worlds.forget(name),
    close: () => worlds.close(),
  }
}

/** The worlds of a log: looked at when they are fresh, changed in turns. */
class LogWorlds {
  readonly #log: WorldLog
  readonly #bounds: StoreBounds
  readonly #clock: Clock
  readonly #housekeeping: Housekeeping
  readonly #shared: SharedWorlds
  readonly #turns: Turns
  #closed = false

  constructor(log: WorldLog, options: LogStoreOptions) {
    this.#log = log
    this.#bounds = { ...DEFAULT_BOUNDS, ...options }
    this.#clock = options.clock ?? systemClock
    this.#housekeeping = new Housekeeping(this.#bounds, this.#clock)
    const note = (event: WorldEvent) => {
      this.#housekeeping.note(event)
    }
    this.#shared = new SharedWorlds(log, note, options.checkpointBytes)
    this.#turns = createTurns((work) => this.#shared.change(work))
  }

  refresh(): void | Promise<void> {
    return this.#shared.refresh()
  }

  async stateOf(session: string): Promise<WorldState> {
    if (this.#closed) throw closedError()
    const fresh = this.refresh()
    if (fresh !== undefined) await fresh
    const { base, sessions } = this.#shared.worlds
    if (session === '') return base
    const { uses } = this.#housekeeping
    const nowMs = this.#clock.now()
    const known = sessions.get(session)
    if (known === undefined || uses.isIdle(session, known, nowMs) || uses.isStale(known, nowMs)) {
      return this.#submit((draft) => this.#housekeeping.enter(draft, session))
    }
    uses.note(session, nowMs)
    return known.state
  }

  /** Without a turn, unless it turns out that it takes one. */
  async lookOrWrite<T>(session: string, change: Change<T>): Promise<T> {
    const writer = new RecordingWriter(await this.stateOf(session), session)
    try {
      const { commit, result } = await change(writer)
      if (!commit || writer.events.length === 0) return result
    } finally {
      writer.end()
    }
    return this.write(session, change)
  }

  write<T>(session: string, change: Change<T>): Promise<T> {
    return this.#submit((draft) => this.#writeInTurn(draft, session, change))
  }

  happen(event: WorldEvent): Promise<void> {
    return this.#submit((draft) => {
      this.#housekeeping.apply(draft, event)
    })
  }

  takeSnapshot(session: string, name: string): Promise<void> {
    return this.#submit((draft) => {
      this.#housekeeping.enter(draft, session)
      this.#housekeeping.apply(draft, { kind: 'snapshot', in: session, name })
      this.#housekeeping.makeRoomForSnapshots(draft)
    })
  }

  restore(session: string, name: string): Promise<boolean> {
    return this.#submit((draft) => {
      if (!draft.worlds.snapshots.has(name)) return false
      this.#housekeeping.enter(draft, session)
      this.#housekeeping.apply(draft, { kind: 'restore', in: session, name })
      return true
    })
  }

  async snapshots(): Promise<string[]> {
    await this.refresh()
    return [...this.#shared.worlds.snapshots.keys()]
  }

  forget(name: string): Promise<boolean> {
    return this.#submit((draft) => {
      if (!draft.worlds.snapshots.has(name)) return false
      this.#housekeeping.apply(draft, { kind: 'forget-snapshot', name })
      return true
    })
  }

  async describe(): Promise<SessionFacts[]> {
    await this.refresh()
    const { uses } = this.#housekeeping
    const nowMs = this.#clock.now()
    return [...uses.sessions()].flatMap((session) => {
      const known = this.#shared.worlds.sessions.get(session)
      if (!known || uses.isIdle(session, known, nowMs)) return []
      return [{ session, usedAtMs: uses.lastMs(session, known.usedAtMs), ownBytes: known.state.ownBytes }]
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#turns.end()
    await this.#log.close()
  }

  #submit<T>(work: Work<T>): Promise<T> {
    return this.#closed ? Promise.reject(closedError()) : this.#turns.submit(work)
  }

  #writeInTurn<T>(draft: MutableDraft, session: string, change: Change<T>): Soon<T> {
    const before = this.#housekeeping.enter(draft, session)
    const writer = new RecordingWriter(before, session)
    let changed: Soon<WriteResult<T>>
    try {
      changed = change(writer)
    } catch (error) {
      writer.end()
      throw error
    }
    if (!(changed instanceof Promise)) return this.#keep(draft, before, writer, changed)
    return changed.then((done) => this.#keep(draft, before, writer, done)).finally(() => writer.end())
  }

  #keep<T>(draft: MutableDraft, before: WorldState, writer: RecordingWriter, { commit, result }: WriteResult<T>): T {
    const state = writer.end()
    if (!commit || writer.events.length === 0) return result
    const { maxWorldBytes } = this.#bounds
    // What shrinks is let through, so that a full world can be mended.
    if (state.bytes > maxWorldBytes && state.bytes > before.bytes) throw new StateFull(maxWorldBytes)
    // Here, because a value may be too deep for it: that fails this change, and not all of the turn.
    const events = writer.events.map((event) => JSON.stringify(event))
    draft.worlds = withWorld(draft.worlds, writer.session, state)
    for (const event of events) draft.events.push(event)
    this.#housekeeping.makeRoom(draft, writer.session)
    return result
  }
}

function closedError(): Error {
  return new Error('the store is closed')
}
