import { createFixedClock, systemClock, type Clock } from '../src/base/clock.js'
import type { Refused } from '../src/check/check-strictly.js'
import { checkedPrefix } from './control/admin-prefix.js'
import type { MockOptions } from './mock.js'

/** What a mock was asked for, and what nobody said filled in. */
export interface Settings {
  readonly seed: string | number
  /** What answers tell as the time. */
  readonly clock: Clock
  /** What sessions age by: a clock that moves a second with every request would expire them long before their time. */
  readonly wallClock: Clock
  /** To be called with each request. */
  readonly tick: () => void
  readonly stateless: boolean
  readonly dynamic: boolean
  readonly ignoreExamples: boolean
  readonly errors: boolean
  readonly cors: boolean
  readonly basePath: string
  readonly refuse: readonly Refused[]
  readonly strictSessions: boolean
  /** Of the admin API. */
  readonly prefix: string
  readonly onBug: (error: unknown) => void
}

/** Where the clock of a seeded mock stands at first; it moves one second with each request. */
const SEEDED_START_MS = Date.UTC(2030, 0, 1)
const TICK_MS = 1000

/** @throws ToolError USAGE when the admin prefix is not the beginning of a path */
export function settingsOf(options: MockOptions): Settings {
  return {
    ...clocksOf(options),
    seed: options.seed ?? 'lockstep',
    stateless: options.stateless ?? false,
    dynamic: options.dynamic ?? false,
    ignoreExamples: options.ignoreExamples ?? false,
    errors: options.errors ?? false,
    cors: options.cors ?? true,
    basePath: options.basePath ?? 'both',
    refuse: options.refuse ?? [],
    strictSessions: options.strictSessions ?? false,
    prefix: checkedPrefix(options.adminPrefix ?? '/__lockstep'),
    onBug: options.onBug ?? console.error,
  }
}

/** With a seed a run can be repeated to the byte, so its times come from the requests. */
function clocksOf({ clock, seed }: MockOptions): Pick<Settings, 'clock' | 'wallClock' | 'tick'> {
  const wallClock = clock ?? systemClock
  if (clock || seed === undefined) return { clock: wallClock, wallClock, tick: () => undefined }
  const counted = createFixedClock(SEEDED_START_MS)
  const tick = () => {
    counted.advance(TICK_MS)
  }
  return { clock: counted, wallClock, tick }
}
