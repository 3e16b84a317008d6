import { systemClock } from '../../src/base/clock.js'
import type { Soon } from '../../src/base/soon.js'
import { createGarbageHint } from './garbage-hint.js'
import { heldBy, NO_COPIES, releasedBy, withNewest, type HolderKind } from './base-copies.js'
import { createLeastRecent } from './least-recent.js'
import { MemoryReader, MemoryWriter } from './memory-state.js'
import {
  DEFAULT_BOUNDS,
  StateFull,
  type StateWriter,
  type Store,
  type StoreOptions,
  type WriteResult,
} from './store.js'
import { copyWorld, EMPTY_WORLD, replaceWorld, type WorldState } from './world-state.js'

/** A session, or the base world. */
interface World {
  state: WorldState
  usedAtMs: number
  writing: boolean
  /** Writers that wait for their turn; undefined until the first has to. */
  waiting: (() => void)[] | undefined
}

/**
 * Remembers as long as the process lives. A world is one immutable value, so that a session, a snapshot and a rollback
 * cost the same whatever the size of the state.
 */
export function createMemoryStore(options: StoreOptions = {}): Store {
  const bounds = { ...DEFAULT_BOUNDS, ...options }
  const clock = options.clock ?? systemClock
  const base = createWorld(EMPTY_WORLD, 0)
  const hintAtGarbage = createGarbageHint()
  const sessions = createLeastRecent<World>({
    max: bounds.maxSessions,
    maxBytes: bounds.maxSessionsBytes,
    bytesOf: (world) => world.state.ownBytes,
    besidesBytes: () => copies.sessionsBytes,
    onForgotten: ({ state }) => {
      const { sessionsBytes } = copies
      copies = releasedBy(copies, 'session', state.copy)
      hintAtGarbage(state.ownBytes + sessionsBytes - copies.sessionsBytes)
    },
    // Its writer is about to be told that the write is kept.
    inUse: (world) => world.writing,
  })
  const snapshots = createLeastRecent<WorldState>({
    max: bounds.maxSnapshots,
    maxBytes: bounds.maxSnapshotsBytes,
    bytesOf: (state) => state.ownBytes,
    besidesBytes: () => copies.snapshotsBytes,
    onForgotten: (state) => {
      copies = releasedBy(copies, 'snapshot', state.copy)
    },
  })
  let copies = NO_COPIES
  let owners = 0

  function worldOf(session: string): World {
    if (session === '') return base
    const nowMs = clock.now()
    const known = sessions.get(session)
    if (known !== undefined && !isIdle(known, nowMs)) {
      known.usedAtMs = nowMs
      return known
    }
    if (known !== undefined) sessions.delete(session)
    forgetIdle(nowMs)
    const world = createWorld(copyOfBase('session'), nowMs)
    sessions.set(session, world)
    return world
  }

  function copyOfBase(kind: HolderKind): WorldState {
    const taken = withNewest(copies, base.state)
    copies = heldBy(taken, kind, taken.newest)
    return { ...copyWorld(base.state, ++owners), copy: taken.newest }
  }

  function isIdle(world: World, nowMs: number): boolean {
    return nowMs - world.usedAtMs > bounds.maxIdleMs && !world.writing
  }

  function forgetIdle(nowMs: number): void {
    for (const [session, world] of sessions.entries()) {
      if (!isIdle(world, nowMs)) return
      sessions.delete(session)
    }
  }

  function become(world: World, state: WorldState): void {
    const grownBytes = state.ownBytes - world.state.ownBytes
    world.state = state
    if (world !== base && grownBytes !== 0) sessions.weigh(grownBytes)
  }

  function write<T>(world: World, change: (state: StateWriter) => Soon<WriteResult<T>>): Soon<T> {
    return world.writing ? turn(world).then(() => writeInTurn(world, change)) : writeInTurn(world, change)
  }

  function writeInTurn<T>(world: World, change: (state: StateWriter) => Soon<WriteResult<T>>): Soon<T> {
    world.writing = true
    const writer = new MemoryWriter(world.state)
    let isWaiting = false
    try {
      const changed = change(writer)
      if (!(changed instanceof Promise)) return keep(world, writer, changed)
      isWaiting = true
      return changed
        .then((made) => keep(world, writer, made))
        .finally(() => {
          end(world, writer)
        })
    } finally {
      if (!isWaiting) end(world, writer)
    }
  }

  function keep<T>(world: World, writer: MemoryWriter, { commit, result }: WriteResult<T>): T {
    const state = writer.end()
    if (!commit || state === world.state) return result
    // What shrinks is let through, so that a full world can be mended.
    if (state.bytes > bounds.maxWorldBytes && state.bytes > world.state.bytes) throw new StateFull(bounds.maxWorldBytes)
    become(world, state)
    return result
  }

  /** For the changes that replace the whole state. */
  async function inTurn<T>(world: World, work: () => T): Promise<T> {
    if (world.writing) await turn(world)
    try {
      return work()
    } finally {
      pass(world)
    }
  }

  return {
    read: (session, look) => look(new MemoryReader(worldOf(session).state)),
    write: (session, change) => write(worldOf(session), change),

    sessions: () => {
      forgetIdle(clock.now())
      return Promise.resolve(Array.from(sessions.entries(), ([session]) => session))
    },

    drop: async (session) => {
      const world = session === '' ? base : sessions.get(session)
      if (world === undefined) return
      await inTurn(world, () => {
        if (world === base) become(base, replaceWorld(base.state, EMPTY_WORLD, ++owners))
        else if (!isAwaited(world)) sessions.delete(session)
        else {
          // Writers that came after it and wait already must find the world that they will be told they wrote to.
          const { copy } = world.state
          become(world, copyOfBase('session'))
          copies = releasedBy(copies, 'session', copy)
        }
      })
    },

    snapshot: (session, name) => {
      const world = worldOf(session)
      return inTurn(world, () => {
        snapshots.delete(name)
        if (world === base) {
          // What it has in common with the base world counts when it is replaced there.
          snapshots.set(name, copyOfBase('snapshot'))
          return
        }
        copies = heldBy(copies, 'snapshot', world.state.copy)
        snapshots.set(name, world.state)
        // What was written so far is the snapshot's from here on.
        become(world, copyWorld(world.state, ++owners))
      })
    },

    restore: async (session, name) => {
      const snapshot = snapshots.get(name)
      if (snapshot === undefined) return false
      const world = worldOf(session)
      await inTurn(world, () => {
        if (world === base) {
          become(base, replaceWorld(base.state, snapshot, ++owners))
          return
        }
        const { copy } = world.state
        copies = releasedBy(heldBy(copies, 'session', snapshot.copy), 'session', copy)
        become(world, copyWorld(snapshot, ++owners))
      })
      return true
    },

    snapshots: () => Promise.resolve(Array.from(snapshots.entries(), ([name]) => name)),

    forget: (name) => {
      const known = snapshots.get(name) !== undefined
      snapshots.delete(name)
      return Promise.resolve(known)
    },

    describe: () => {
      forgetIdle(clock.now())
      const facts = Array.from(sessions.entries(), ([session, { state, usedAtMs }]) => ({
        session,
        usedAtMs,
        ownBytes: state.ownBytes,
      }))
      return Promise.resolve(facts)
    },

    close: async () => {},
  }
}

function createWorld(state: WorldState, nowMs: number): World {
  return { state, usedAtMs: nowMs, writing: false, waiting: undefined }
}

function end(world: World, writer: MemoryWriter): void {
  writer.end()
  pass(world)
}

function turn(world: World): Promise<void> {
  return new Promise((resolve) => (world.waiting ??= []).push(resolve))
}

/** The next writer finds `writing` still true, so that nobody gets in before it. */
function pass(world: World): void {
  const next = world.waiting?.shift()
  if (next === undefined) world.writing = false
  else next()
}

function isAwaited(world: World): boolean {
  return world.waiting !== undefined && world.waiting.length > 0
}
