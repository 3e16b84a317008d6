/** Comparing members of items with what a client asks for, which comes as text. */
import { isRecord } from '../../../src/base/json.js'
import type { Comparison } from '../../../src/resources/filter-name.js'
import { ID_NAMES } from '../../../src/resources/identity.js'

/** Whether a member compares with any of the values; of a list, whether any of its items does. */
export function comparesWith(member: unknown, compare: Comparison, wanted: readonly string[]): boolean {
  if (compare === 'missing')
    return (member === undefined || member === null) === /^(true|1|yes)$/i.test(wanted[0] ?? '')
  if (compare === 'not-equal') return !comparesWith(member, 'equal', wanted)
  if (Array.isArray(member)) return member.some((item) => comparesWith(item, compare, wanted))
  if (member === undefined) return false
  if (isRecord(member)) return namesOf(member).some((name) => comparesWith(member[name], compare, wanted))
  if (wanted.length <= FEW) return wanted.some((value) => comparesOne(member, compare, value))
  if (compare === 'equal') return isAmong(member, wanted)
  return wanted.length > MANY || wanted.some((value) => comparesOne(member, compare, value))
}

/** More values than these are looked up, so that a long list costs no more for each item than a short one. */
const FEW = 8
/** More than these can only be gone through; who asks for them gets all items. */
const MANY = 200

const lookups = new WeakMap<readonly string[], ReadonlySet<unknown>>()

function isAmong(member: unknown, wanted: readonly string[]): boolean {
  let known = lookups.get(wanted)
  if (!known) {
    const numbers = wanted.filter((text) => text !== '').map(Number)
    lookups.set(wanted, (known = new Set<unknown>([...wanted, ...numbers.filter((number) => !Number.isNaN(number))])))
  }
  return known.has(textOf(member)) || (typeof member === 'number' && known.has(member))
}

/** What a thing is meant by: `?author=ann` of `author: { id, username }`. */
const NAMED_BY = [...ID_NAMES, 'username', 'email']

/** All of a thing that has none of these, such as `{ family, given }` of a person. */
function namesOf(member: Readonly<Record<string, unknown>>): readonly string[] {
  const names = NAMED_BY.filter((name) => Object.hasOwn(member, name))
  return names.length > 0 ? names : Object.keys(member)
}

function comparesOne(member: unknown, compare: Comparison, wanted: string): boolean {
  const text = textOf(member)
  switch (compare) {
    case 'contains':
      // '%rex%', as SQL's LIKE has it
      return text.toLowerCase().includes(wanted.replace(/^[%*]|[%*]$/g, '').toLowerCase())
    case 'starts':
      return text.toLowerCase().startsWith(wanted.toLowerCase())
    case 'ends':
      return text.toLowerCase().endsWith(wanted.toLowerCase())
    case 'less':
    case 'at-most':
    case 'greater':
    case 'at-least':
      return isOrdered(orderOf(member, wanted), compare)
    default:
      return text === wanted || (typeof member === 'number' && wanted !== '' && Number(wanted) === member)
  }
}

function isOrdered(order: number, compare: 'less' | 'at-most' | 'greater' | 'at-least'): boolean {
  // What cannot be compared hides nothing.
  if (Number.isNaN(order)) return true
  switch (compare) {
    case 'less':
      return order < 0
    case 'at-most':
      return order <= 0
    case 'greater':
      return order > 0
    case 'at-least':
      return order >= 0
  }
}

/** Below 0 when the member comes first; NaN when the two are of different kinds. */
function orderOf(member: unknown, wanted: string): number {
  if (member === null || typeof member === 'boolean' || typeof member === 'object') return NaN
  if (typeof member === 'number') {
    const number = wanted.trim() === '' ? NaN : Number(wanted)
    return member - (Number.isNaN(number) ? secondsOf(wanted, member) : number)
  }
  const text = String(member)
  const [left, right] = [momentOf(text), momentOf(wanted)]
  if (left !== undefined && right !== undefined) return left - right
  if (isNumeric(text) && isNumeric(wanted)) return Number(text) - Number(wanted)
  return compareText(text, wanted)
}

/** A date beside a member that counts seconds or milliseconds. */
function secondsOf(wanted: string, member: number): number {
  const moment = momentOf(wanted)
  if (moment === undefined) return NaN
  return member > 1e11 ? moment : moment / 1000
}

/** Milliseconds of an ISO 8601 date or time. */
function momentOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}([T ]|$)/.test(text)) return undefined
  const moment = Date.parse(text)
  return Number.isNaN(moment) ? undefined : moment
}

function isNumeric(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text)
}

/** Numbers by size, text by code unit, what is missing last. */
export function compareMembers(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (a === undefined || a === null) return 1
  if (b === undefined || b === null) return -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [textOf(a), textOf(b)]
  // Integers that no double holds are kept as their digits.
  if (/^\d{1,40}$/.test(left) && /^\d{1,40}$/.test(right))
    return compareText(left.padStart(40, '0'), right.padStart(40, '0'))
  return compareText(left, right)
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
