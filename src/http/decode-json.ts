import type { Report } from './report.js'
import { endOfString, restoreExactIntegers } from './exact-integers.js'
import { findJsonMistake } from './json-syntax.js'
import { shapeOf, type Shape } from './schema-shape.js'

/** Deeper values would overflow the stack of those who walk them. No real message comes near. */
const MAX_DEPTH = 1000

/** Undefined (and a report) when the text is not JSON. Of members with the same name the last one counts. */
export function decodeJson(text: string, report: Report, shape: Shape = shapeOf(undefined)): unknown {
  // Each level takes at least two characters, so that a short text needs no look.
  if (text.length > 2 * MAX_DEPTH && isDeeperThan(text, MAX_DEPTH)) {
    report(`expected JSON nested at most ${MAX_DEPTH} deep`)
    return undefined
  }
  let value: unknown
  try {
    value = restoreExactIntegers(JSON.parse(text), text, shape)
  } catch {
    report(`malformed JSON: ${findJsonMistake(text)?.message ?? 'it cannot be parsed'}`)
    return undefined
  }
  if (!MAY_BE_HUGE.test(text) || !holdsInfinity(value)) return value
  report('expected numbers that a double can hold (RFC 8259 6), got one beyond 1.8e308')
  return undefined
}

const MAY_BE_HUGE = /\d(?:[eE]\+?\d{3}|\d{308})/

/** What JSON.parse makes of 1e400; JSON.stringify would answer null. */
function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInfinity)
}

function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) i = endOfString(text, i)
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > limit) return true
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return false
}
