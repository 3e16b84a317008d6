import { isRecord, setOwn } from '../base/json.js'
import { endOfString } from '../document/json-string.js'
import { isExactInteger } from './convert-text.js'
import type { Shape } from './schema-shape.js'

/**
 * Integers beyond 2^53 lose digits in JSON.parse and JSON.stringify. Where a schema asks for a number they are held as their
 * digits, as text, from the request to the answer: the same text that a path or a query has.
 */

const MANY_DIGITS = /\d{16}/
const QUOTED_DIGITS = /"-?[1-9]\d{15,}"/

/** Digits for the integers of a parsed text that are too large, where the shape is numeric. */
export function restoreExactIntegers(value: unknown, text: string, shape: Shape): unknown {
  if (!MANY_DIGITS.test(text)) return value
  const quoted = quoteExactIntegers(text)
  return quoted === undefined ? value : restore(value, JSON.parse(quoted), shape)
}

/** True for a shape that reads digits as a number, never as text. */
export function isNumeric({ types }: Shape): boolean {
  return types !== undefined && !types.has('string') && (types.has('integer') || types.has('number'))
}

/** Both values come from the same text; a string in `exact` is digits where `value` has a number. */
function restore(value: unknown, exact: unknown, shape: Shape): unknown {
  if (typeof value === 'number') return typeof exact === 'string' && isNumeric(shape) ? exact : value
  if (Array.isArray(value) && Array.isArray(exact)) {
    return value.map((item, index) => restore(item, exact[index], shape.item(index)))
  }
  if (!isRecord(value) || !isRecord(exact)) return value
  const object: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) {
    setOwn(object, key, restore(member, exact[key], shape.property(key)))
  }
  return object
}

/** Well-formed JSON with quotes around each integer that a double cannot hold; undefined when there is none. */
function quoteExactIntegers(text: string): string | undefined {
  const pieces: string[] = []
  let done = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfString(text, at)
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const end = endOfNumber(text, at)
      const number = text.slice(at, end)
      if (isExactInteger(number)) {
        pieces.push(text.slice(done, at), `"${number}"`)
        done = end
      }
      at = end - 1
    }
  }
  return pieces.length === 0 ? undefined : pieces.join('') + text.slice(done)
}

const NUMBER_REST = /[-+.eE\d]*/y

function endOfNumber(text: string, start: number): number {
  NUMBER_REST.lastIndex = start
  NUMBER_REST.test(text)
  return NUMBER_REST.lastIndex
}

/** JSON text in which digits held as text are numbers again, where the shape is numeric. */
export function writeExactIntegers(text: string, value: unknown, shapeOfValue: () => Shape): string {
  if (!QUOTED_DIGITS.test(text)) return text
  return JSON.stringify(mark(value, shapeOfValue())).replace(MARKED, '$1')
}

const MARK = '\ue000exact:'
const MARKED = /"\ue000exact:(-?[1-9]\d{15,})"/g

function mark(value: unknown, shape: Shape): unknown {
  if (typeof value === 'string') return isExactInteger(value) && isNumeric(shape) ? MARK + value : value
  if (Array.isArray(value)) return value.map((item, index) => mark(item, shape.item(index)))
  if (!isRecord(value) || 'toJSON' in value) return value
  const object: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) setOwn(object, key, mark(member, shape.property(key)))
  return object
}
