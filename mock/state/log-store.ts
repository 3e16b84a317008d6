import { systemClock } from '../../src/base/clock.js'
import type { Soon } from '../../src/base/soon.js'
import { createGarbageHint } from './garbage-hint.js'
import { MemoryReader, RecordingWriter } from './memory-state.js'
import { createSharedWorlds } from './shared-worlds.js'
import { DEFAULT_BOUNDS, StateFull, type Change, type Store, type StoreOptions, type WriteResult } from './store.js'
import { createTurns, type MutableDraft, type Work } from './turns.js'
import type { WorldState } from './world-state.js'
import type { WorldLog } from './world-log.js'
import { applyEvent, withWorld, worldIn, type WorldEvent, type Worlds } from './worlds.js'

export interface LogStoreOptions extends StoreOptions {
  /** How long the log may grow before it is written anew, shorter. */
  readonly checkpointBytes?: number
}

/** How exactly other processes know of a use, as a part of the idle time. */
const USE_STEPS = 8

/**
 * Remembers in a log that outlives the process: the worlds are held in memory, each change is written down before it is
 * acknowledged, and what other processes wrote is taken in before each read and change. Changes that wait together are
 * made durable together.
 */
export async function createLogStore(log: WorldLog, options: LogStoreOptions = {}): Promise<Store> {
  const bounds = { ...DEFAULT_BOUNDS, ...options }
  const clock = options.clock ?? systemClock
  /** Sessions in the order of their use, the least recent first. */
  const uses = new Map<string, number>()
  const hintAtGarbage = createGarbageHint()
  const shared = createSharedWorlds(log, noteEvent, options.checkpointBytes)
  const turns = createTurns((work) => shared.change(work))
  let closed = false

  await shared.refresh()

  function noteEvent(event: WorldEvent): void {
    if (event.kind === 'use') noteUse(event.in, Math.max(event.atMs, uses.get(event.in) ?? 0))
    else if (event.kind === 'drop') uses.delete(event.in)
  }

  function noteUse(session: string, atMs: number): void {
    uses.delete(session)
    uses.set(session, atMs)
  }

  function submit<T>(work: Work<T>): Promise<T> {
    return closed ? Promise.reject(new Error('the store is closed')) : turns.submit(work)
  }

  function apply(draft: MutableDraft, event: WorldEvent): void {
    const bytesBefore = bytesOfSessions(draft.worlds)
    draft.worlds = applyEvent(draft.worlds, event)
    hintAtGarbage(Math.max(0, bytesBefore - bytesOfSessions(draft.worlds)))
    draft.events.push(JSON.stringify(event))
    noteEvent(event)
  }

  /** The session's world, begun when there is none. */
  function enter(draft: MutableDraft, session: string): WorldState {
    if (session !== '') {
      const nowMs = clock.now()
      if (isIdle(draft.worlds, session, nowMs)) apply(draft, { kind: 'drop', in: session })
      const isNew = !draft.worlds.sessions.has(session)
      if (isNew) forgetIdle(draft, nowMs)
      if (isNew || isStale(draft.worlds, session, nowMs)) apply(draft, { kind: 'use', in: session, atMs: nowMs })
      noteUse(session, nowMs)
      makeRoom(draft, session)
    }
    return worldIn(draft.worlds, session) as WorldState
  }

  function isIdle(worlds: Worlds, session: string, nowMs: number): boolean {
    const known = worlds.sessions.get(session)
    return known !== undefined && nowMs - Math.max(known.usedAtMs, uses.get(session) ?? 0) > bounds.maxIdleMs
  }

  /** Other processes do not know well enough that it is in use. */
  function isStale(worlds: Worlds, session: string, nowMs: number): boolean {
    return nowMs - (worlds.sessions.get(session)?.usedAtMs ?? 0) > bounds.maxIdleMs / USE_STEPS
  }

  function forgetIdle(draft: MutableDraft, nowMs: number): void {
    for (const session of uses.keys()) {
      if (!draft.worlds.sessions.has(session)) uses.delete(session)
      else if (isIdle(draft.worlds, session, nowMs)) apply(draft, { kind: 'drop', in: session })
      else return
    }
  }

  function makeRoom(draft: MutableDraft, keep: string): void {
    for (const session of uses.keys()) {
      const { sessions } = draft.worlds
      if (sessions.size <= bounds.maxSessions && bytesOfSessions(draft.worlds) <= bounds.maxSessionsBytes) return
      if (!sessions.has(session)) uses.delete(session)
      else if (session !== keep) apply(draft, { kind: 'drop', in: session })
    }
  }

  function makeRoomForSnapshots(draft: MutableDraft): void {
    for (const name of draft.worlds.snapshots.keys()) {
      const { snapshots, snapshotsBytes, copies } = draft.worlds
      const bytes = snapshotsBytes + copies.snapshotsBytes
      if (snapshots.size <= 1 || (snapshots.size <= bounds.maxSnapshots && bytes <= bounds.maxSnapshotsBytes)) return
      apply(draft, { kind: 'forget-snapshot', name })
    }
  }

  /** Without a turn, unless it turns out that it takes one. */
  async function lookOrWrite<T>(session: string, change: Change<T>): Promise<T> {
    const writer = new RecordingWriter(await stateOf(session), session)
    try {
      const { commit, result } = await change(writer)
      if (!commit || writer.events.length === 0) return result
    } finally {
      writer.end()
    }
    return submit((draft) => write(draft, session, change))
  }

  function write<T>(draft: MutableDraft, session: string, change: Change<T>): Soon<T> {
    const before = enter(draft, session)
    const writer = new RecordingWriter(before, session)
    let changed: Soon<WriteResult<T>>
    try {
      changed = change(writer)
    } catch (error) {
      writer.end()
      throw error
    }
    if (!(changed instanceof Promise)) return keep(draft, before, writer, changed)
    return changed.then((done) => keep(draft, before, writer, done)).finally(() => writer.end())
  }

  function keep<T>(draft: MutableDraft, before: WorldState, writer: RecordingWriter, done: WriteResult<T>): T {
    const state = writer.end()
    if (!done.commit || writer.events.length === 0) return done.result
    // What shrinks is let through, so that a full world can be mended.
    if (state.bytes > bounds.maxWorldBytes && state.bytes > before.bytes) throw new StateFull(bounds.maxWorldBytes)
    // Here, because a value may be too deep for it: that fails this change, and not all of the turn.
    const events = writer.events.map((event) => JSON.stringify(event))
    draft.worlds = withWorld(draft.worlds, writer.session, state)
    for (const event of events) draft.events.push(event)
    makeRoom(draft, writer.session)
    return done.result
  }

  async function stateOf(session: string): Promise<WorldState> {
    if (closed) throw new Error('the store is closed')
    const fresh = shared.refresh()
    if (fresh !== undefined) await fresh
    if (session === '') return shared.worlds.base
    const nowMs = clock.now()
    const known = shared.worlds.sessions.get(session)
    if (known === undefined || isIdle(shared.worlds, session, nowMs) || isStale(shared.worlds, session, nowMs)) {
      return submit((draft) => enter(draft, session))
    }
    noteUse(session, nowMs)
    return known.state
  }

  async function list(): Promise<string[]> {
    await shared.refresh()
    const nowMs = clock.now()
    const known = [...uses.keys()].filter((session) => shared.worlds.sessions.has(session))
    return known.filter((session) => !isIdle(shared.worlds, session, nowMs))
  }

  return {
    read: async (session, look) => look(new MemoryReader(await stateOf(session))),
    write: (session, change, habit) =>
      habit === 'seldom' ? lookOrWrite(session, change) : submit((draft) => write(draft, session, change)),

    sessions: list,

    drop: (session) =>
      submit((draft) => {
        apply(draft, { kind: 'drop', in: session })
      }),

    snapshot: (session, name) =>
      submit((draft) => {
        enter(draft, session)
        apply(draft, { kind: 'snapshot', in: session, name })
        makeRoomForSnapshots(draft)
      }),

    restore: (session, name) =>
      submit((draft) => {
        if (!draft.worlds.snapshots.has(name)) return false
        enter(draft, session)
        apply(draft, { kind: 'restore', in: session, name })
        return true
      }),

    snapshots: async () => {
      await shared.refresh()
      return [...shared.worlds.snapshots.keys()]
    },

    forget: (name) =>
      submit((draft) => {
        if (!draft.worlds.snapshots.has(name)) return false
        apply(draft, { kind: 'forget-snapshot', name })
        return true
      }),

    describe: async () => {
      const sessions = await list()
      return sessions.flatMap((session) => {
        const known = shared.worlds.sessions.get(session)
        if (!known) return []
        const usedAtMs = Math.max(known.usedAtMs, uses.get(session) ?? 0)
        return [{ session, usedAtMs, ownBytes: known.state.ownBytes }]
      })
    },

    close: async () => {
      closed = true
      await turns.end()
      await log.close()
    },
  }
}

function bytesOfSessions({ sessionsBytes, copies }: Worlds): number {
  return sessionsBytes + copies.sessionsBytes
}
