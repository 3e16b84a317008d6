import type { Soon } from '../../src/base/soon.js'
import type { Draft } from './shared-worlds.js'
import type { Worlds } from './worlds.js'

/** The worlds of a turn, as the changes in it leave them one after another. */
export interface MutableDraft {
  worlds: Worlds
  readonly events: string[]
}

/** Work that must leave the draft as it was when it throws. */
export type Work<T> = (draft: MutableDraft) => Soon<T>

export interface Turns {
  /** Settles when the turn that the work was part of is durable. */
  submit<T>(work: Work<T>): Promise<T>
  /** Waits for all that was submitted. */
  end(): Promise<void>
}

/** What one turn takes at most, so that other processes get theirs. */
const MAX_JOBS = 1000

interface Job {
  readonly work: Work<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
  hasFailed: boolean
  /** Or what it failed with. */
  result: unknown
}

/** Gathers work that waits at the same time into one turn: one transaction for all of it. */
export function createTurns(change: (work: (worlds: Worlds) => Promise<Draft>) => Promise<void>): Turns {
  let jobs: Job[] = []
  let working: Promise<void> | undefined

  async function workOff(): Promise<void> {
    // What else arrives in this round of the event loop goes into the same turn.
    await new Promise(setImmediate)
    while (jobs.length > 0) {
      const taken = jobs.slice(0, MAX_JOBS)
      jobs = jobs.slice(MAX_JOBS)
      try {
        await change((worlds) => runAll(taken, worlds))
        for (const job of taken) settle(job)
      } catch (error) {
        for (const job of taken) job.reject(error)
      }
      await new Promise(setImmediate)
    }
    working = undefined
  }

  return {
    submit: <T>(work: Work<T>) =>
      new Promise<T>((resolve, reject) => {
        jobs.push({ work, resolve: resolve as Job['resolve'], reject, hasFailed: false, result: undefined })
        working ??= workOff()
      }),
    end: async () => working,
  }
}

async function runAll(jobs: readonly Job[], worlds: Worlds): Promise<Draft> {
  const draft: MutableDraft = { worlds, events: [] }
  for (const job of jobs) {
    // Waiting for what need not be waited for is most of what a small change costs.
    const running = run(job, draft)
    if (running !== undefined) await running
  }
  return draft
}

function run(job: Job, draft: MutableDraft): Promise<void> | undefined {
  try {
    const result = job.work(draft)
    if (result instanceof Promise) return settleLater(job, result)
    job.result = result
  } catch (error) {
    fail(job, error)
  }
  return undefined
}

async function settleLater(job: Job, result: Promise<unknown>): Promise<void> {
  try {
    job.result = await result
  } catch (error) {
    fail(job, error)
  }
}

function fail(job: Job, error: unknown): void {
  job.hasFailed = true
  job.result = error
}

function settle({ hasFailed, result, resolve, reject }: Job): void {
  if (hasFailed) reject(result)
  else resolve(result)
}
