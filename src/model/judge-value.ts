/** Decides whether a value is valid: by ajv where it can, by the explanation where it cannot. Nothing here throws. */
import { ROOT, type JsonPointer } from '../base/json-pointer.js'
import type { RuleId } from '../base/rule.js'
import { createCompiler, type Compiled, type Test } from './compile-schema.js'
import { explainSchema } from './explain-schema.js'
import { nothingIsFine, type IsFine } from './explain-walk.js'
import type { SchemaAt, SchemaJudge } from './schema-at.js'
import type { Direction, SchemaIssue } from './schema.js'
import { Verdicts } from './verdicts.js'

const MOST_ISSUES = 100

/** Calls of compiled functions in one run from which on their verdicts are remembered. */
const MANY_CALLS = 20_000

/** Values nested deeper than this are refused where they exhaust the stack; a schema that does so by itself is to blame. */
const DEEP = 200

export type ReportSchema = (rule: RuleId, at: JsonPointer, message: string) => void

export function createJudge(report: ReportSchema): SchemaJudge {
  /** By schema, so that each is compiled once. */
  const tests = new Map<SchemaAt, Test>()
  /** Schemas that drove compiled code into endless recursion: `a: { allOf: [{ $ref: a }] }`. */
  const endless = new Set<SchemaAt>()
  const verdicts = new Verdicts()
  /** Schemas that called so often: their verdicts are remembered from the start. */
  const busy = new Set<SchemaAt>()
  let calls = 0
  let callsBefore = 0
  // Validation is synchronous, so the direction of the run can stand here instead of in every call.
  let direction: Direction = 'request'
  const compiler = createCompiler(testOf, report)

  /** Called by compiled code: compiles on the first value that comes. */
  function testOf(schema: SchemaAt): Test {
    const known = tests.get(schema)
    if (known) return known
    const compiled: Partial<Record<Direction, Compiled>> = {}
    const run: Test = (value) => (compiled[direction] ??= compile(schema, compiled)).test(value)
    const test: Test = (value) => (++calls > MANY_CALLS ? verdicts.of(schema, value, run) : run(value))
    tests.set(schema, test)
    return test
  }

  /** Asks only schemas that are functions of their own already. */
  const isFine: IsFine = (schema, value) => (tests.get(schema)?.(value) ?? false) && !endless.has(schema)

  /** Where the walk itself decides, compiled code still does what lies below. */
  const isFineInside: IsFine = (schema, value) =>
    schema.normal.children.size > 0 ? testOf(schema)(value) : isFine(schema, value)

  function compile(schema: SchemaAt, compiled: Partial<Record<Direction, Compiled>>): Compiled {
    const fresh = tryCompile(schema)
    if (!fresh.directed) compiled.request = compiled.response = fresh
    return fresh
  }

  function tryCompile(schema: SchemaAt): Compiled {
    const explained: Test = (value) => explainSchema(schema, value, direction, 1, isFineInside).length === 0
    try {
      return compiler.compile(schema, direction) ?? { test: explained, directed: true }
    } catch {
      // Generated code can be too large even for the parser; the walk manages.
      return { test: explained, directed: true }
    }
  }

  function decide(schema: SchemaAt, value: unknown, way: Direction): boolean | 'too-deep' {
    direction = way
    calls = callsBefore = busy.has(schema) ? MANY_CALLS : 0
    verdicts.forget()
    if (endless.has(schema)) return isExplained(schema, value)
    try {
      const verdict = testOf(schema)(value)
      if (calls > MANY_CALLS) busy.add(schema)
      return verdict
    } catch (error) {
      return depthExceeds(value, DEEP) ? 'too-deep' : decideEndless(schema, value, error)
    }
  }

  function decideEndless(schema: SchemaAt, value: unknown, error: unknown): boolean {
    endless.add(schema)
    const reason = error instanceof RangeError ? 'it refers to itself without end' : String(error)
    report('document/schema', schema.at, `cannot be used as written: ${reason}`)
    return isExplained(schema, value)
  }

  function isExplained(schema: SchemaAt, value: unknown): boolean {
    return explain(schema, value, direction, 1, nothingIsFine).length === 0
  }

  return {
    accepts: (schema, value, way) => decide(schema, value, way) === true,
    get effort() {
      return calls - callsBefore
    },
    issues(schema, value, way) {
      const verdict = decide(schema, value, way)
      if (verdict === true) return []
      if (verdict === 'too-deep') return [issueAtRoot(schema, TOO_DEEP)]
      const issues = explain(schema, value, way, MOST_ISSUES, isFine)
      return issues.length > 0 ? issues : [issueAtRoot(schema, 'does not match its schema')]
    },
  }
}

function explain(
  schema: SchemaAt,
  value: unknown,
  direction: Direction,
  most: number,
  isFine: IsFine,
): readonly SchemaIssue[] {
  try {
    return explainSchema(schema, value, direction, most, isFine)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return [issueAtRoot(schema, TOO_DEEP)]
  }
}

const TOO_DEEP = 'is nested too deeply to be checked'

function issueAtRoot(schema: SchemaAt, message: string): SchemaIssue {
  return { at: ROOT, spec: schema.at, keyword: '', message }
}

/** Without recursion, for it is asked about values that recursion could not bear. */
function depthExceeds(value: unknown, limit: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [],
    )
  }
  return false
}
