import type { Clock } from '../base/clock.js'
import { pointerKeys, pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import type { Random } from '../base/random.js'
import type { Direction, Schema, SchemaIssue } from '../model/schema.js'
import { createBuild } from './build-value.js'
import type { Build, Mode, Place } from './build.js'
import { repairValue } from './repair-value.js'
import { withoutBroken } from './without-broken.js'

export interface GenerateOptions {
  readonly direction: Direction
  /** Forked by pointer inside: the same seed gives the same value, whatever else was generated. */
  readonly random: Random
  /** Dates lie around it; without one, around a fixed day. */
  readonly clock?: Clock
  /** 'full' unless said otherwise. */
  readonly mode?: Mode
  /** What the value is called (a parameter's or header's name), where that tells what could stand there. */
  readonly name?: string
  /** Leaves `example`, `examples` and `default` of the schemas aside. */
  readonly ignoreSamples?: boolean
}

export interface Generated {
  readonly value: unknown
  /** False when no value was found that the schema accepts; then `value` is the nearest. */
  readonly valid: boolean
  /** What could not be satisfied, and where in the value. */
  readonly keyword?: string
  readonly at?: JsonPointer
  readonly spec?: JsonPointer
}

type Try = Pick<Build, 'mode' | 'careful' | 'samples' | 'forced'>

/** Where keywords speak of a type that nothing of can satisfy, another type may do: `contains: false` binds lists alone. */
const SIMPLEST: readonly unknown[] = [{}, [], 'text', '', 1, 0, true, false, null, { value: 1 }, [1]]

/** Values and checks of one try: far beyond what a real answer needs, far below what would be felt. */
const BUDGET = 3000
/** Of all tries together. */
const TOTAL_BUDGET = 8000

/**
 * A value that the schema accepts in a direction, checked. Tries several ways, the most telling first; never throws, and
 * ends soon on recursive, contradictory or hostile schemas.
 */
export function generateValue(schema: Schema, options: GenerateOptions): Generated {
  let best: { value: unknown; issues: readonly SchemaIssue[] } | undefined
  const avoid = new Set<string>()
  let left = TOTAL_BUDGET
  for (const way of waysOf(options)) {
    if (left <= 0) break
    const build = startBuild(options, way, avoid)
    const value = build.value([schema], topPlace(options.name))
    left -= BUDGET - build.budget.left
    if (schema.accepts(value, options.direction)) return { value, valid: true }
    const issues = schema.issues(value, options.direction)
    if (!best || issues.length < best.issues.length) best = { value, issues }
    for (const issue of issues) avoidAbove(avoid, issue.at)
    const mended =
      way.careful && build.budget.left > 0 ? repairValue(startBuild(options, way, avoid), schema, value) : undefined
    if (mended !== undefined) return { value: mended, valid: true }
    // What is broken may be left out, before everything is that may be.
    const rest = way.forced && way.mode === 'full' ? withoutBroken(schema, best.value, options.direction) : undefined
    if (rest !== undefined) return { value: rest, valid: true }
  }
  for (const value of SIMPLEST) if (schema.accepts(value, options.direction)) return { value, valid: true }
  const issue = best?.issues[0]
  return { value: best?.value, valid: false, keyword: issue?.keyword, at: issue?.at, spec: issue?.spec }
}

function waysOf({ mode = 'full', ignoreSamples = false }: GenerateOptions): Try[] {
  const samples = !ignoreSamples
  const ways: Try[] = [
    { mode, careful: false, samples, forced: false },
    { mode, careful: true, samples, forced: false },
    { mode, careful: true, samples: false, forced: true },
    { mode: 'minimal', careful: true, samples, forced: false },
    { mode: 'minimal', careful: true, samples: false, forced: true },
  ]
  // Optional members can be what tells the branches of a oneOf apart.
  return mode === 'minimal' ? [...ways.slice(0, 3), { mode: 'full', careful: true, samples, forced: false }] : ways
}

export function startBuild(options: GenerateOptions, way: Try, avoid: ReadonlySet<string> = new Set()): Build {
  const { direction, random, clock } = options
  return createBuild({ direction, random, clock, ...way, avoid, budget: { left: BUDGET } })
}

function topPlace(name = ''): Place {
  return { at: ROOT, name, depth: 0, open: [], turn: 0, small: false, recursive: false }
}

/** A broken part may come from a sample of anything around it. */
function avoidAbove(avoid: Set<string>, at: JsonPointer): void {
  let above = ROOT
  avoid.add(above)
  for (const key of pointerKeys(at)) {
    above = pointerTo(above, key)
    avoid.add(above)
  }
}
