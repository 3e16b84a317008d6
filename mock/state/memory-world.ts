import type { MemoryWriter } from './memory-state.js'
import type { WorldState } from './world-state.js'

/** A session, or the base world: its state, and whose turn it is to write. */
export interface MemoryWorld {
  state: WorldState
  usedAtMs: number
  writing: boolean
  /** Writers that wait for their turn; undefined until the first has to. */
  waiting: (() => void)[] | undefined
}

export function createWorld(state: WorldState, nowMs: number): MemoryWorld {
  return { state, usedAtMs: nowMs, writing: false, waiting: undefined }
}

export function turn(world: MemoryWorld): Promise<void> {
  return new Promise((resolve) => (world.waiting ??= []).push(resolve))
}

/** The next writer finds `writing` still true, so that nobody gets in before it. */
export function pass(world: MemoryWorld): void {
  const next = world.waiting?.shift()
  if (next === undefined) world.writing = false
  else next()
}

export function end(world: MemoryWorld, writer: MemoryWriter): void {
  writer.end()
  pass(world)
}

/** For the changes that replace the whole state. */
export async function inTurn<T>(world: MemoryWorld, work: () => T): Promise<T> {
  if (world.writing) await turn(world)
  try {
    return work()
  } finally {
    pass(world)
  }
}

export function isAwaited(world: MemoryWorld): boolean {
  return world.waiting !== undefined && world.waiting.length > 0
}
