import { findJsonSyntaxError } from '../document/json-syntax-error.js'
import { offsetBeyondDepth } from '../document/parse-json.js'
import type { Report } from './report.js'
import { restoreExactIntegers } from './exact-integers.js'
import { shapeOf, type Shape } from './schema-shape.js'

/** Deeper values would overflow the stack of those who walk them. No real message comes near. */
const MAX_DEPTH = 1000

/** Undefined (and a report) when the text is not JSON. Of members with the same name the last one counts. */
export function decodeJson(text: string, report: Report, shape: Shape = shapeOf(undefined)): unknown {
  // Each level takes at least two characters, so that a short text needs no look.
  if (text.length > 2 * MAX_DEPTH && offsetBeyondDepth(text, MAX_DEPTH) !== undefined) {
    report(`expected JSON nested at most ${MAX_DEPTH} deep`)
    return undefined
  }
  let value: unknown
  try {
    value = restoreExactIntegers(JSON.parse(text), text, shape)
  } catch {
    report(`malformed JSON ${describeMistake(text)}`)
    return undefined
  }
  if (!MAY_BE_HUGE.test(text) || !holdsInfinity(value)) return value
  report('expected numbers that a double can hold (RFC 8259 6), got one beyond 1.8e308')
  return undefined
}

function describeMistake(text: string): string {
  const { offset, reason } = findJsonSyntaxError(text) ?? { offset: 0, reason: 'it cannot be parsed' }
  const before = text.slice(0, offset)
  return `at line ${before.split('\n').length}, column ${offset - before.lastIndexOf('\n')}: ${reason}`
}

const MAY_BE_HUGE = /\d(?:[eE]\+?\d{3}|\d{308})/

/** What JSON.parse makes of 1e400; JSON.stringify would answer null. */
function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInfinity)
}
