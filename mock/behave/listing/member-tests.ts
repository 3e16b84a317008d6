/** Conditions that a client writes as one object: `{ "author": "ann", "price": { "gte": 5 } }`. */
import { isRecord } from '../../../src/base/json.js'
import { comparisonOf, readFilterName, type Comparison } from '../../../src/resources/filter-name.js'
import type { FindMember } from '../../../src/resources/member-paths.js'
import { plain } from '../../../src/resources/words.js'
import { comparesWith, textOf } from './compare.js'
import type { Test } from './filter-expression.js'
import { memberAt } from '../member.js'

type Asked = Readonly<Record<string, unknown>>

interface Reading {
  readonly find: FindMember
  /** Whether the member knows these words. */
  readonly knows: (member: readonly string[], wanted: readonly string[]) => boolean
}

/** Each item is held against each condition: more than a person writes hide nothing, and so do deeper ones. */
const MANY = 1000
const DEEP = 32

/**
 * A name is a member, or a member and how it is compared (`price_gte`); lists mean "one of". `and`, `or`, `not` and `nor`
 * hold others, also as `$and` and `_and`. What is not understood hides nothing.
 */
export function memberTests(asked: Asked, reading: Reading): Test[] {
  return countOf(asked, 0) > MANY ? [] : testsOf(asked, '', reading)
}

function countOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 1
  if (depth > DEEP) return Infinity
  const inner: unknown[] = Object.values(value)
  return inner.length > MANY ? Infinity : inner.reduce((sum: number, each) => sum + countOf(each, depth + 1), 0)
}

function testsOf(asked: Asked, above: string, reading: Reading): Test[] {
  return Object.entries(asked).flatMap(([name, value]) => {
    if (value === undefined || value === null) return []
    const named = readFilterName(above + name, reading.find)
    if (!named) return groupTests(name, value, reading)
    if (!isRecord(value)) return compared(named.member, named.compare, value, reading)
    const inner = Object.entries(value).filter(([operator]) => !isOperator(operator))
    return [...rangeTests(named.member, value), ...testsOf(Object.fromEntries(inner), `${above}${name}.`, reading)]
  })
}

function groupTests(name: string, value: unknown, reading: Reading): Test[] {
  const groups = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isRecord)
  const each = groups.map((group) => testsOf(group, '', reading)).filter((tests) => tests.length > 0)
  if (each.length === 0 || each.length < groups.length) return plain(name) === 'and' ? each.flat() : []
  const some: Test = (item) => each.some((tests) => tests.every((test) => test(item)))
  switch (plain(name)) {
    case 'and':
      return each.flat()
    case 'or':
      return [some]
    case 'not':
    case 'nor':
      return [(item) => !some(item)]
    default:
      return []
  }
}

function compared(
  member: readonly string[],
  compare: Comparison,
  value: unknown,
  { knows }: Pick<Reading, 'knows'>,
): Test[] {
  const wanted = wordsOf(value)
  return wanted.length === 0 || (compare === 'equal' && !knows(member, wanted)) ? [] : [testOf(member, compare, wanted)]
}

/** `created: { gte: 1, lt: 9 }`, `id: { in: [1, 2] }`, `size: { between: [1, 9] }` */
export function rangeTests(member: readonly string[], range: Asked): Test[] {
  return Object.entries(range).flatMap(([name, value]) => {
    if (value === undefined || value === null) return []
    const words = wordsOf(value)
    const [from, to] = words
    if (plain(name) === 'between' && from !== undefined && to !== undefined)
      return [testOf(member, 'at-least', [from]), testOf(member, 'at-most', [to])]
    const compare = comparisonOf(name)
    if (!compare || (compare === 'equal' && words.length === 0)) return []
    if (!isRecord(value)) return [testOf(member, compare, words)]
    const inner = compare === 'not-equal' ? rangeTests(member, value) : []
    return inner.length === 0 ? [] : [(item: Parameters<Test>[0]) => !inner.every((test) => test(item))]
  })
}

function isOperator(name: string): boolean {
  return plain(name) === 'between' || comparisonOf(name) !== undefined
}

function wordsOf(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map(textOf)
}

export function testOf(member: readonly string[], compare: Comparison, wanted: readonly string[]): Test {
  return (item) => comparesWith(memberAt(item, member), compare, wanted)
}
