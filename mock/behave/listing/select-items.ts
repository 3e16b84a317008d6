import { isRecord } from '../../../src/base/json.js'
import { comparisonOf } from '../../../src/resources/filter-name.js'
import { memberSchema } from '../../../src/resources/identity.js'
import { createFindMember } from '../../../src/resources/member-paths.js'
import { keywordOf } from '../../../src/resources/object-view.js'
import type { Filter, QueryControls } from '../../../src/resources/query-controls.js'
import type { Control } from '../../../src/resources/query-inputs.js'
import type { Collection } from '../../../src/resources/collection.js'
import type { Entity } from '../../state/store.js'
import type { Call } from '../behaviour.js'
import { textOf } from './compare.js'
import { readConditions } from './conditions.js'
import { readFilterExpression, type Test } from './filter-expression.js'
import { inputOf, unpacked } from '../input-of.js'
import { memberTests, rangeTests, testOf } from './member-tests.js'
import { selectorTests } from './selectors.js'
import { compareBy, sortKeys } from './sort-keys.js'

/** Items that a query selects, in its order, before they are cut into pages. */
export interface Selection {
  readonly items: readonly Entity[]
}

/** Whether all items in the order of creation are wanted, so that a page can be had without reading the rest. */
export function isPlain(controls: QueryControls, call: Call, collection: Collection): boolean {
  return (
    idsAsked(controls, call) === undefined &&
    testsOf(controls, call, collection).length === 0 &&
    sortKeys(controls, call, collection).length === 0 &&
    termOf(controls, call, collection) === undefined
  )
}

export function selectItems(
  items: readonly Entity[],
  controls: QueryControls,
  call: Call,
  collection: Collection,
): Selection {
  const term = termOf(controls, call, collection)
  const tests = term ? [...testsOf(controls, call, collection), term] : testsOf(controls, call, collection)
  const found = items.filter(({ value }) => tests.every((test) => test(value)))
  const keys = sortKeys(controls, call, collection)
  if (keys.length === 0) return { items: found }
  if (keys[0]?.member.length === 0) return { items: found.toReversed() }
  // Array.prototype.toSorted is stable: equal items stay in the order of creation.
  return { items: found.toSorted((a, b) => compareBy(keys, a, b)) }
}

/** The ids that a call names; undefined when it names none. */
export function idsAsked({ ids }: QueryControls, call: Call): readonly string[] | undefined {
  const asked = inputOf(ids, call)
  if (typeof asked === 'string') return asked === '' ? undefined : asked.split(',')
  return Array.isArray(asked) ? [...new Set(asked.map(String))] : undefined
}

/** What an item must be. */
function testsOf(controls: QueryControls, call: Call, collection: Collection): Test[] {
  const { filters, expression, conditions, labels, members } = controls
  const tests = filters.flatMap((filter) => {
    const value = inputOf(filter, call)
    if (value === undefined || value === null || value === '' || isUnasked(filter, call)) return []
    if (isRecord(value)) return rangeTests(filter.member, value)
    const spelt = filter.compare === 'equal' && typeof value === 'string' ? speltTest(filter.member, value) : undefined
    if (spelt) return [spelt]
    const wanted = wantedBy(filter, value)
    if (wanted.length === 0 || (filter.compare === 'equal' && !speaksOf(filter, wanted, collection))) return []
    return [testOf(filter.member, filter.compare, wanted)]
  })
  if (labels || members) tests.push(...selectorTests(controls, call, collection))
  return expression || conditions ? [...tests, ...writtenTests(expression, conditions, call, collection)] : tests
}

function writtenTests(
  expression: Control | undefined,
  conditions: Control | undefined,
  call: Call,
  collection: Collection,
): Test[] {
  const find = createFindMember(collection.details.entity)
  const text = unpacked(inputOf(expression, call))
  const test = typeof text === 'string' ? readFilterExpression(text, (name) => find(name) !== undefined) : undefined
  // What is declared inside an object of the body is read as filters of their own.
  const named =
    isRecord(text) && expression?.in === 'query'
      ? memberTests(text, { find, knows: (member, wanted) => speaksOf({ member }, wanted, collection) })
      : []
  return [...(test ? [test] : named), ...readConditions(inputOf(conditions, call), find)]
}

/**
 * `id=eq.2`, `price=gt.3`, `name=not.in.(a,b)`, `done=is.null`, as PostgREST has them. Many a value only begins so:
 * `host=is.example.com`.
 */
function speltTest(member: readonly string[], value: string): Test | undefined {
  const [, not, word = '', rest = ''] = /^(not\.)?(eq|neq|gte?|lte?|i?like|is|in)\.(.*)$/s.exec(value) ?? []
  const compare = word === 'is' && rest === 'null' ? 'missing' : comparisonOf(word)
  if (!compare || OPERANDS[word]?.test(rest) === false) return undefined
  const listed = word === 'in' ? (rest.slice(1, -1).match(/"[^"]*"|[^,]+/g) ?? []).map(unquoted) : undefined
  const test = testOf(member, compare, listed ?? [compare === 'missing' ? 'true' : rest])
  return not === undefined ? test : (item) => !test(item)
}

const BOUND = /^[-"]?\d/
/** What can stand behind these words. */
const OPERANDS: Readonly<Record<string, RegExp>> = {
  is: /^(null|true|false)$/,
  in: /^\(.*\)$/s,
  gt: BOUND,
  gte: BOUND,
  lt: BOUND,
  lte: BOUND,
}

function unquoted(text: string): string {
  return /^"(.*)"$/s.exec(text)?.[1] ?? text
}

/** 'a,b' is one of the two where the name says so: `status__in`. */
function wantedBy({ at }: Filter, value: unknown): string[] {
  if (typeof value === 'string' && /(^|[_.[-])(n?in|inq)\]?$/i.test(at.at(-1) ?? '')) return value.split(',')
  return (Array.isArray(value) ? value : [value]).map(textOf)
}

/** A default that the client did not ask for must not hide what it has just created. */
function isUnasked({ in: place, at, schema }: Filter, call: Call): boolean {
  if (place !== 'query' || !schema || keywordOf(schema, 'default') === undefined) return false
  const name = at[0] ?? ''
  return !new URLSearchParams(call.request.query).has(name)
}

/** A filter whose words the member doesn't know, such as `state=all`, means something else than equality. */
function speaksOf({ member }: Pick<Filter, 'member'>, wanted: readonly string[], { details }: Collection): boolean {
  const schema = details.entity && memberSchema(details.entity, member)
  const known = schema && keywordOf(schema, 'enum')
  return !Array.isArray(known) || wanted.every((value) => known.map(String).includes(value))
}

/** A term is looked for in all texts, unless it says itself where: `email:'ann@example.com'`, `price > 3`. */
function termOf({ term }: QueryControls, call: Call, collection: Collection): Test | undefined {
  const value = inputOf(term, call)
  if (typeof value !== 'string' || value === '') return undefined
  const find = createFindMember(collection.details.entity)
  const sought = value.toLowerCase()
  return readFilterExpression(value, (name) => find(name) !== undefined) ?? ((item) => contains(item, sought, 0))
}

function contains(value: unknown, term: string, depth: number): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(term)
  if (typeof value === 'number') return String(value) === term
  if (depth > 8 || typeof value !== 'object' || value === null) return false
  return Object.values(value).some((inner) => contains(inner, term, depth + 1))
}
