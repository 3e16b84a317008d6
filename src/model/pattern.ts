/**
 * Patterns of documents, run so that no text can hang us: natively where backtracking is known to stay cheap, else on
 * RE2's linear engine.
 */
import { createRequire } from 'node:module'
import type * as re2js from 're2js'
import { safeTextLength } from './pattern-cost.js'
import { toEcmaScript, withoutDelimiters } from './pattern-translation.js'

/** A pattern of JSON Schema: it searches, it is not anchored. */
export interface Pattern {
  readonly source: string
  test(text: string): boolean
  /** False for a text that no engine can test in bounded time: it is let pass, but nobody knows whether it matches. */
  decides(text: string): boolean
}

const compiled = new Map<string, Pattern | undefined>()
/** Bounds what a process that reads many documents keeps. */
const MOST_PATTERNS = 10_000

/** Longer texts are not tested where only backtracking can and its steps may double with each character. */
const LONGEST_GAMBLE = 20

/** Undefined for a source that is a regular expression in none of the dialects we can read. */
export function compilePattern(source: string): Pattern | undefined {
  if (compiled.has(source)) return compiled.get(source)
  if (compiled.size >= MOST_PATTERNS) compiled.clear()
  const pattern = createPattern(source)
  compiled.set(source, pattern)
  return pattern
}

function createPattern(source: string): Pattern | undefined {
  const native = toRegExp(source)
  if (!native) return undefined
  // Which letters exclude each other is not worked out for both cases at once.
  const safeLength = native.flags.includes('i') ? 0 : safeTextLength(native.source)
  if (safeLength === Infinity) return { source, test: (text) => native.test(text), decides: () => true }
  let found: Test | 'none' | undefined
  const linear = (): Test | 'none' => (found ??= createLinearTest(native) ?? 'none')
  const decides = (text: string): boolean => text.length <= Math.max(safeLength, LONGEST_GAMBLE) || linear() !== 'none'
  const test = (text: string): boolean => {
    if (text.length <= safeLength) return native.test(text)
    const quick = linear()
    if (quick !== 'none') return quick(text)
    // Look-around and back-references have no linear engine; what cannot be tested is accepted.
    return !decides(text) || native.test(text)
  }
  return { source, test, decides }
}

type Test = (text: string) => boolean

/** ECMA-262 as it is: with 'u' as JSON Schema recommends, then as other languages write it, then Annex B. */
function toRegExp(written: string): RegExp | undefined {
  const { source, flags: given } = withoutDelimiters(written)
  const strict = tryRegExp(source, `${given}u`)
  if (strict) return strict
  const { source: translated, flags: inline } = toEcmaScript(source)
  const flags = [...new Set(given + inline)].join('')
  const isTranslated = translated !== source
  return (
    (isTranslated ? (tryRegExp(translated, flags + 'u') ?? tryRegExp(translated, flags)) : undefined) ??
    tryRegExp(source, given)
  )
}

function tryRegExp(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}

function createLinearTest({ source, flags }: RegExp): Test | undefined {
  const { RE2JS } = createRequire(import.meta.url)('re2js') as typeof re2js
  try {
    let options = 0
    if (flags.includes('i')) options |= RE2JS.CASE_INSENSITIVE
    if (flags.includes('s')) options |= RE2JS.DOTALL
    if (flags.includes('m')) options |= RE2JS.MULTILINE
    const pattern = RE2JS.compile(RE2JS.translateRegExp(source), options)
    return (text) => pattern.matcher(text).find()
  } catch {
    return undefined
  }
}
