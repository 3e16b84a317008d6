import type { Soon } from '../../src/base/soon.js'
import { MemoryReader, MemoryWriter } from './memory-state.js'
import { end, inTurn, turn, type MemoryWorld } from './memory-world.js'
import { MemoryWorlds } from './memory-worlds.js'
import { StateFull, type Change, type Store, type StoreOptions, type WriteResult } from './store.js'

/**
 * Remembers as long as the process lives. A world is one immutable value, so that a session, a snapshot and a rollback
 * cost the same whatever the size of the state.
 */
export function createMemoryStore(options: StoreOptions = {}): Store {
  const worlds = new MemoryWorlds(options)
  return {
    read: (session, look) => look(new MemoryReader(worlds.enter(session).state)),
    write: (session, change) => write(worlds, worlds.enter(session), change),
    sessions: () => Promise.resolve(worlds.describe().map(({ session }) => session)),
    describe: () => Promise.resolve(worlds.describe()),

    drop: async (session) => {
      const world = worlds.find(session)
      if (world !== undefined)
        await inTurn(world, () => {
          worlds.drop(session, world)
        })
    },

    snapshot: (session, name) => {
      const world = worlds.enter(session)
      return inTurn(world, () => {
        worlds.takeSnapshot(world, name)
      })
    },

    restore: async (session, name) => {
      const snapshot = worlds.snapshot(name)
      if (snapshot === undefined) return false
      const world = worlds.enter(session)
      await inTurn(world, () => {
        worlds.restore(world, snapshot)
      })
      return true
    },

    snapshots: () => Promise.resolve(worlds.snapshots()),
    forget: (name) => Promise.resolve(worlds.forget(name)),
    close: async () => {},
  }
}

function write<T>(worlds: MemoryWorlds, world: MemoryWorld, change: Change<T>): Soon<T> {
  return world.writing ? turn(world).then(() => writeInTurn(worlds, world, change)) : writeInTurn(worlds, world, change)
}

function writeInTurn<T>(worlds: MemoryWorlds, world: MemoryWorld, change: Change<T>): Soon<T> {
  world.writing = true
  const writer = new MemoryWriter(world.state)
  let isWaiting = false
  try {
    const changed = change(writer)
    if (!(changed instanceof Promise)) return keep(worlds, world, writer, changed)
    isWaiting = true
    return changed
      .then((made) => keep(worlds, world, writer, made))
      .finally(() => {
        end(world, writer)
      })
  } finally {
    if (!isWaiting) end(world, writer)
  }
}

function keep<T>(
  worlds: MemoryWorlds,
  world: MemoryWorld,
  writer: MemoryWriter,
  { commit, result }: WriteResult<T>,
): T {
  const state = writer.end()
  if (!commit || state === world.state) return result
  const { maxWorldBytes } = worlds.bounds
  // What shrinks is let through, so that a full world can be mended.
  if (state.bytes > maxWorldBytes && state.bytes > world.state.bytes) throw new StateFull(maxWorldBytes)
  worlds.become(world, state)
  return result
}
