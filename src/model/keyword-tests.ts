/** Keywords whose plain reading is slow or inexact, tested in one place for ajv and for the explanation. */
import { isRecord, jsonEqual } from '../base/json.js'

/** Exact in decimals, as people read the numbers: 19.99 is a multiple of 0.01. */
export function isMultiple(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0
  if (!Number.isFinite(value)) return false
  const [a, b] = [decimal(value), decimal(divisor)]
  const exponent = Math.min(a.exponent, b.exponent)
  const dividend = a.digits * 10n ** BigInt(a.exponent - exponent)
  return dividend % (b.digits * 10n ** BigInt(b.exponent - exponent)) === 0n
}

/** A double has at most 17 digits and an exponent below 325, so the integers stay small. */
function decimal(value: number): { digits: bigint; exponent: number } {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

/** The first pair of equal items; linear in the size of the list. */
export function firstDuplicate(items: readonly unknown[]): readonly [number, number] | undefined {
  const seen = new Map<unknown, number>()
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    const key = typeof item === 'object' && item !== null ? canonicalText(item) : scalarKey(item)
    const first = seen.get(key)
    if (first !== undefined) return [first, index]
    seen.set(key, index)
  }
  return undefined
}

// Strings get a mark so that none of them can look like the text of an object.
function scalarKey(value: unknown): unknown {
  return typeof value === 'string' ? '"' + value : value
}

function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return '[' + value.map(canonicalText).join(',') + ']'
  if (!isRecord(value)) return value === undefined ? 'null' : JSON.stringify(value === 0 ? 0 : value)
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => JSON.stringify(key) + ':' + canonicalText(value[key]))
  return '{' + members.join(',') + '}'
}

/** Whether a value is among the constants of `enum`; a set where all are scalars, however many there are. */
export function createEnumTest(constants: readonly unknown[]): (value: unknown) => boolean {
  if (constants.every((constant) => typeof constant !== 'object' || constant === null)) {
    const set = new Set(constants)
    return (value) => set.has(value)
  }
  return (value) => constants.some((constant) => jsonEqual(constant, value))
}

/** JSON Schema validation 6.3.1: characters are code points (RFC 8259), not UTF-16 units. */
export function codePoints(text: string): number {
  let count = text.length
  for (let i = 0; i + 1 < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdbff) continue
    const next = text.charCodeAt(i + 1)
    if (next < 0xdc00 || next > 0xdfff) continue
    count--
    i++
  }
  return count
}
