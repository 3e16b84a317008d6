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

/** Frozen lists whose items are known to differ: a long one in the state is asked about with each answer. */
const distinct = new WeakSet<readonly unknown[]>()

/** The first pair of equal items; linear in the size of the list. */
export function firstDuplicate(items: readonly unknown[]): readonly [number, number] | undefined {
  if (distinct.has(items)) return undefined
  // Text of an object is no text that an item can be.
  const scalars = new Map<unknown, number>()
  const texts = new Map<string, number>()
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    const isContainer = typeof item === 'object' && item !== null
    const seen: Map<unknown, number> = isContainer ? texts : scalars
    const key = isContainer ? canonicalText(item) : item
    const first = seen.get(key)
    if (first !== undefined) return [first, index]
    seen.set(key, index)
  }
  if (isUnchanging(items)) distinct.add(items)
  return undefined
}

function isUnchanging(items: readonly unknown[]): boolean {
  return Object.isFrozen(items) && items.every((item) => Object.isFrozen(item))
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
