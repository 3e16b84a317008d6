import type { Random } from '../../base/random.js'
import { generateValue } from '../../generate/generate-value.js'
import type { Schema } from '../../model/schema.js'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const SHORT = 8

/**
 * An id that nothing has: shaped like the one that was written (digits stay digits), and long enough to be alone. What
 * can only be one of a few is left as it is.
 */
export function freshId(like: unknown, schema: Schema | undefined, random: Random): unknown {
  if (schema && isOneOfFew(schema)) return like ?? generated(schema, random)
  const accepts = (value: unknown) => schema === undefined || schema.accepts(value, 'request')
  const candidates = [reshaped(like, random), schema && generated(schema, random), reshaped('x0x0x0x0x0x0', random)]
  return candidates.find((value) => value !== undefined && value !== like && accepts(value)) ?? like
}

function generated(schema: Schema, random: Random): unknown {
  return generateValue(schema, { direction: 'request', random, ignoreSamples: true, name: 'id' }).value
}

function isOneOfFew(schema: Schema): boolean {
  const { node } = schema.target ?? schema
  return (
    node['enum'] !== undefined ||
    node['const'] !== undefined ||
    (node['type'] as string[] | undefined)?.[0] === 'boolean'
  )
}

function reshaped(like: unknown, random: Random): unknown {
  if (typeof like === 'number') return random.integer(1_000_000_000, 2_000_000_000)
  if (typeof like !== 'string' || like === '') return undefined
  const longer = like.length < SHORT ? like + like.slice(-1).repeat(SHORT - like.length) : like
  const isHex = /^[0-9a-f-]+$/.test(like) && /[a-f]/.test(like)
  return longer.replace(/[0-9A-Za-z]/g, (letter) => otherLetter(letter, isHex, random))
}

function otherLetter(letter: string, isHex: boolean, random: Random): string {
  if (/[0-9]/.test(letter)) return String(random.integer(1, 9))
  const lower = LETTERS[random.integer(0, isHex ? 5 : 25)] ?? 'a'
  return letter === letter.toLowerCase() ? lower : lower.toUpperCase()
}
