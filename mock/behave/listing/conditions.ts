/** Conditions that a search names in its body: `filters: [{ field, operator, value }]`. */
import { isRecord } from '../../../src/base/json.js'
import { comparisonOf } from '../../../src/resources/filter-name.js'
import type { FindMember } from '../../../src/resources/member-paths.js'
import { plain } from '../../../src/resources/words.js'
import { comparesWith, textOf } from './compare.js'
import type { Test } from './filter-expression.js'
import { memberAt } from '../member.js'

const FIELD = /^(field|property|member|column|key|attribute|path|name)(name)?$/
const OPERATOR = /^(operator|op|comparator|comparison|condition|operation|type|method)$/
const VALUE = /^(values?|term|operand)$/

/** Groups within the list, such as HubSpot's, hold where one of them does. Conditions that are not understood hide nothing. */
export function readConditions(asked: unknown, find: FindMember): Test[] {
  return countLists(asked) > MANY ? [] : testsOf(asked, find)
}

/** Each item is held against each condition: more than a person writes hide nothing. */
const MANY = 1000

function countLists(asked: unknown): number {
  if (!Array.isArray(asked)) return 0
  return asked.reduce((sum: number, group: unknown) => {
    const inner = isRecord(group) && !isCondition(group) ? Object.values(group).find(Array.isArray) : undefined
    return sum + 1 + (sum > MANY ? 0 : countLists(inner))
  }, 0)
}

function testsOf(asked: unknown, find: FindMember): Test[] {
  if (!Array.isArray(asked)) return []
  const groups = asked.flatMap((group: unknown) => {
    const inner = isRecord(group) ? Object.values(group).find(Array.isArray) : undefined
    return inner && !isCondition(group) ? [testsOf(inner, find)] : []
  })
  if (groups.length > 0 && groups.length === asked.length) {
    return [(item) => groups.some((tests) => tests.every((test) => test(item)))]
  }
  return asked.flatMap((condition: unknown) => testOf(condition, find) ?? [])
}

function isCondition(value: unknown): boolean {
  return partOf(value, FIELD) !== undefined && partOf(value, VALUE) !== undefined
}

function testOf(condition: unknown, find: FindMember): Test | undefined {
  const field = partOf(condition, FIELD)
  const member = typeof field === 'string' ? find(field) : undefined
  const value = partOf(condition, VALUE)
  const operator = partOf(condition, OPERATOR)
  const compare = operator === undefined ? 'equal' : typeof operator === 'string' ? comparisonOf(operator) : undefined
  if (!member || value === undefined || !compare) return undefined
  const wanted = (Array.isArray(value) ? value : [value]).map(textOf)
  return (item) => comparesWith(memberAt(item, member), compare, wanted)
}

function partOf(condition: unknown, called: RegExp): unknown {
  return isRecord(condition) ? Object.entries(condition).find(([name]) => called.test(plain(name)))?.[1] : undefined
}
