import type { Call, Reply } from '../behave/behaviour.js'
import {
  answer,
  bodyOf,
  DONE,
  isoTime,
  problem,
  sessionFor,
  type ControlContext,
  type Operations,
} from './control-context.js'
import { clockOf, readControl, writeControl, type SessionClock } from './session-control.js'

/** Beyond these a Date is none. */
const MAX_MS = 8.64e15

/** The session's time, which behaviours see. */
export function clockOperations({ mock: { store }, clock }: ControlContext): Operations {
  async function change(
    call: Call,
    next: (now: number, old: SessionClock | undefined) => SessionClock,
  ): Promise<Reply> {
    return store.write<Reply>(sessionFor(call), (state) => {
      const control = readControl(state)
      const changed = { ...control, clock: next(clockOf(clock, control).now(), control.clock) }
      if (!(Math.abs(clockOf(clock, changed).now()) <= MAX_MS)) {
        return { commit: false, result: problem(422, 'there is no such time') }
      }
      writeControl(state, changed)
      return { commit: true, result: describe(changed.clock) }
    })
  }

  function describe(own: SessionClock | undefined): Reply {
    const now = clockOf(clock, { ...(own ? { clock: own } : {}), rules: [], counts: {} }).now()
    return answer({
      now: isoTime(now),
      running: own?.kind !== 'stopped',
      movedByMilliseconds: own === undefined ? 0 : now - clock.now(),
    })
  }

  return {
    readClock: async (call) => describe((await store.read(sessionFor(call), readControl)).clock),
    setClock: (call) => {
      const { now, running = true } = bodyOf<{ now: string; running?: boolean }>(call)
      const atMs = Date.parse(now)
      return change(call, () => (running ? { kind: 'moved', byMs: atMs - clock.now() } : { kind: 'stopped', atMs }))
    },
    advanceClock: (call) => {
      const stepMs = stepOf(bodyOf<Readonly<Record<string, number>>>(call))
      return change(call, (now, old) =>
        old?.kind === 'stopped'
          ? { kind: 'stopped', atMs: now + stepMs }
          : { kind: 'moved', byMs: (old?.byMs ?? 0) + stepMs },
      )
    },
    resetClock: (call) =>
      store.write(sessionFor(call), (state) => {
        const { rules, counts } = readControl(state)
        writeControl(state, { rules, counts })
        return { commit: true, result: DONE }
      }),
  }
}

const UNITS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
}

function stepOf(steps: Readonly<Record<string, number>>): number {
  return Object.entries(steps).reduce((sum, [unit, count]) => sum + count * (UNITS[unit] ?? 0), 0)
}
