import type { Shape } from './schema-shape.js'

// JSON's own number grammar (RFC 8259 6): no sign '+', no leading zeros, no blanks, no '0x'.
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const INTEGER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/
const DIGITS = /^-?[1-9]\d{15,}$/

/**
 * Text from the wire as the type that its schema asks for; the text itself when it is not written as one. Convert first,
 * validate second: a text that stays a text fails its schema with its own words. An integer beyond 2^53 stays text, so
 * that no digit is lost: see `isExactInteger`.
 */
export function convertText(text: string, shape: Shape): unknown {
  const { types } = shape
  if (!types) return text
  const typed = readTyped(text, types)
  if (typed === text || !types.has('string')) return typed
  return shape.accepts(typed) ? typed : text
}

/** True for the digits of an integer that a double cannot hold. */
export function isExactInteger(text: string): boolean {
  return text.length > 15 && DIGITS.test(text) && !Number.isSafeInteger(Number(text))
}

function readTyped(text: string, types: NonNullable<Shape['types']>): unknown {
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if (types.has('null') && !types.has('string') && (text === 'null' || text === '')) return null
  if (types.has('number') && NUMBER.test(text)) return finite(text)
  if (types.has('integer') && INTEGER.test(text)) return isExactInteger(text) ? text : finite(text)
  return text
}

function finite(text: string): unknown {
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}
