import type { Clock } from '../base/clock.js'
import type { JsonPointer } from '../base/json-pointer.js'
import type { Random } from '../base/random.js'
import type { Direction } from '../model/schema.js'
import type { Conjunction } from './facets.js'

/** 'full' has optional members, 'minimal' only what must be there. */
export type Mode = 'minimal' | 'full'

/** One try at a value: how it is gone about, and what it may still cost. */
export interface Build {
  readonly direction: Direction
  readonly random: Random
  readonly clock: Clock | undefined
  readonly mode: Mode
  /** Checks parts on the way and goes through their alternatives; costs a compiled validator for each such part. */
  readonly careful: boolean
  /** Values found in the schemas (`example`, `default`) come first. */
  readonly samples: boolean
  /** Where samples are known to be broken. */
  readonly avoid: ReadonlySet<string>
  /** Members that only travel the other way are written where they are required. */
  readonly forced: boolean
  /** Counts values and checks; at 0 everything left is made as small as can be. */
  readonly budget: { left: number }
  value(conjunction: Conjunction, place: Place): unknown
}

/** Where a value stands: its name gives it meaning, its pointer its own random numbers. */
export interface Place {
  readonly at: JsonPointer
  /** The nearest member's name; '' at the top. */
  readonly name: string
  readonly depth: number
  /** Pointers of the schemas that are being written around it. */
  readonly open: readonly JsonPointer[]
  /** Above 0 for another value than before: the next item, or a further try. */
  readonly turn: number
  /** Only what must be there. */
  readonly small: boolean
  /** The schema stands inside itself. */
  readonly recursive: boolean
}

/** Random numbers of a place, independent of everything that was drawn before. */
export function randomAt(build: Build, { at, turn }: Place): Random {
  return build.random.fork(turn === 0 ? at : `${at} ${turn}`)
}

/** Schemas asked in one check, from which on it counts for more than a check. */
const LONG_EFFORT = 200

/** True when the whole conjunction accepts a value; the real check, never a guess. */
export function accepted(build: Build, conjunction: Conjunction, value: unknown): boolean {
  build.budget.left -= 2
  return conjunction.every((schema) => {
    const isAccepted = schema.accepts(value, build.direction)
    // Documents that are made to keep us busy make every check a long one; those that people write never do.
    if (schema.effort > LONG_EFFORT) build.budget.left -= Math.ceil(schema.effort / 50)
    return isAccepted
  })
}
