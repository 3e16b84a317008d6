/**
 * Walks a value beside its schema and says what is wrong with it. ajv decides; this explains the refusals, and decides
 * itself where ajv cannot be used. Marks which members and items were evaluated, for `unevaluated*`.
 */
import { isRecord, own } from '../base/json.js'
import { explainChoice } from './explain-choice.js'
import { brokenKeywords } from './explain-keywords.js'
import {
  branchOf,
  createMarks,
  hasEntered,
  isSpent,
  join,
  NO_MARKS,
  pointerOf,
  type Entered,
  type IsFine,
  type Marks,
  type OpenMarks,
  type Spot,
  type Walk,
} from './explain-walk.js'
import { compilePattern } from './pattern.js'
import type { SchemaAt } from './schema-at.js'
import { describeUnexpectedName } from './schema-message.js'
import type { Direction, SchemaIssue } from './schema.js'

/** Schemas visited at most; a value that needs more is beyond explaining. */
const FUEL = 50_000

export function explainSchema(
  schema: SchemaAt,
  value: unknown,
  direction: Direction,
  most: number,
  isFine: IsFine,
): SchemaIssue[] {
  const walk: Walk = { direction, most, fuel: { left: FUEL }, issues: [], isFine, visit }
  visit(schema, value, undefined, walk)
  return walk.issues.slice(0, most)
}

function visit(schema: SchemaAt, value: unknown, spot: Spot | undefined, walk: Walk, entered?: Entered): Marks {
  if (isSpent(walk) || hasEntered(schema, entered)) return NO_MARKS
  walk.fuel.left--
  if (value === null && schema.node['nullable'] === true) return NO_MARKS
  for (const { keyword, message } of brokenKeywords(schema, value, walk.direction)) {
    walk.issues.push({ at: pointerOf(spot), spec: schema.keywordAt(keyword), keyword, message })
  }
  const { normal, target } = schema
  if (!target && normal.children.size === 0) return NO_MARKS
  const marks = createMarks()
  const inside: Entered = { schema, before: entered }
  if (target) join(marks, visit(target, value, spot, walk, inside))
  if (normal.children.size === 0) return marks
  visitBranches(schema, value, spot, walk, inside, marks)
  if (Array.isArray(value)) visitItems(schema, value, spot, walk, marks)
  else if (isRecord(value)) visitMembers(schema, value, spot, walk, inside, marks)
  return marks
}

/** A schema for a part of the value: what it marks there is of no use to the whole. */
function visitPart(schema: SchemaAt, value: unknown, above: Spot | undefined, key: string | number, walk: Walk): void {
  if (walk.isFine(schema, value)) return
  if (schema.isBareReference && schema.target && walk.isFine(schema.target, value)) return
  visit(schema, value, { above, key }, walk)
}

function visitBranches(
  schema: SchemaAt,
  value: unknown,
  spot: Spot | undefined,
  walk: Walk,
  entered: Entered,
  marks: OpenMarks,
): void {
  for (const branch of schema.list('allOf')) join(marks, visit(branch, value, spot, walk, entered))
  explainChoice(schema, 'anyOf', value, spot, walk, entered, marks)
  explainChoice(schema, 'oneOf', value, spot, walk, entered, marks)
  const not = schema.child('not')
  if (not && accepts(not, value, spot, walk, entered)) {
    const message = 'is of a form that the schema rules out'
    walk.issues.push({ at: pointerOf(spot), spec: schema.keywordAt('not'), keyword: 'not', message })
  }
  const condition = schema.child('if')
  if (!condition) return
  const branch = branchOf(walk)
  const met = visit(condition, value, spot, branch, entered)
  if (branch.issues.length === 0) join(marks, met)
  const consequence = schema.child(branch.issues.length === 0 ? 'then' : 'else')
  if (consequence) join(marks, visit(consequence, value, spot, walk, entered))
}

function accepts(schema: SchemaAt, value: unknown, spot: Spot | undefined, walk: Walk, entered?: Entered): boolean {
  const branch = { ...branchOf(walk), most: 1 }
  visit(schema, value, spot, branch, entered)
  return branch.issues.length === 0
}

function visitItems(
  schema: SchemaAt,
  value: readonly unknown[],
  spot: Spot | undefined,
  walk: Walk,
  marks: OpenMarks,
): void {
  const prefix = schema.list('prefixItems')
  prefix.slice(0, value.length).forEach((item, index) => {
    visitPart(item, value[index], spot, index, walk)
  })
  if (marks.items !== 'all') for (let i = 0; i < Math.min(prefix.length, value.length); i++) marks.items.add(i)
  const items = schema.child('items')
  if (items) {
    for (let i = prefix.length; i < value.length && !isSpent(walk); i++) visitPart(items, value[i], spot, i, walk)
    marks.items = 'all'
  }
  visitContains(schema, value, spot, walk, marks)
  const unevaluated = schema.child('unevaluatedItems')
  if (!unevaluated || marks.items === 'all') return
  for (let i = 0; i < value.length && !isSpent(walk); i++) {
    if (!marks.items.has(i)) visitPart(unevaluated, value[i], spot, i, walk)
  }
  marks.items = 'all'
}

function visitContains(
  schema: SchemaAt,
  value: readonly unknown[],
  spot: Spot | undefined,
  walk: Walk,
  marks: OpenMarks,
) {
  const contains = schema.child('contains')
  if (!contains) return
  const { minContains = 1, maxContains = Infinity } = schema.node as { minContains?: number; maxContains?: number }
  let found = 0
  value.forEach((item, index) => {
    if (!accepts(contains, item, { above: spot, key: index }, walk)) return
    found++
    if (marks.items !== 'all') marks.items.add(index)
  })
  if (found >= minContains && found <= maxContains) return
  const keyword = found < minContains ? 'contains' : 'maxContains'
  const bound = found < minContains ? `at least ${minContains}` : `at most ${maxContains}`
  const message = `expected ${bound} of its items to have the form that the schema asks for, got ${found}`
  walk.issues.push({ at: pointerOf(spot), spec: schema.keywordAt(keyword), keyword, message })
}

function visitMembers(
  schema: SchemaAt,
  value: Readonly<Record<string, unknown>>,
  spot: Spot | undefined,
  walk: Walk,
  entered: Entered,
  marks: OpenMarks,
): void {
  const names = Object.keys(value).filter((name) => value[name] !== undefined)
  const patterns = schema.keys('patternProperties').map((source) => ({ source, pattern: compilePattern(source) }))
  const rest = schema.child('additionalProperties')
  const openToAll = patterns.some(({ pattern }) => !pattern)
  const propertyNames = schema.child('propertyNames')
  for (const name of names) {
    if (isSpent(walk)) return
    const declared = schema.child('properties', name)
    if (declared) visitPart(declared, own(value, name), spot, name, walk)
    let isKnown = declared !== undefined
    for (const { source, pattern } of patterns) {
      if (!pattern?.test(name)) continue
      const part = schema.child('patternProperties', source)
      if (part) visitPart(part, own(value, name), spot, name, walk)
      isKnown = true
    }
    if (isKnown && marks.names !== 'all') marks.names.add(name)
    if (!isKnown && rest && !openToAll) visitRest(schema, 'additionalProperties', rest, name, value, spot, walk)
    if (propertyNames) visit(propertyNames, name, { above: spot, key: name }, walk)
  }
  if (rest) marks.names = 'all'
  for (const name of schema.keys('dependentSchemas')) {
    const branch = schema.child('dependentSchemas', name)
    if (branch && own(value, name) !== undefined) join(marks, visit(branch, value, spot, walk, entered))
  }
  const unevaluated = schema.child('unevaluatedProperties')
  if (!unevaluated || marks.names === 'all') return
  for (const name of names) {
    if (isSpent(walk)) return
    if (marks.names.has(name)) continue
    visitRest(schema, 'unevaluatedProperties', unevaluated, name, value, spot, walk)
  }
  marks.names = 'all'
}

/** A member that no property is declared for. */
function visitRest(
  schema: SchemaAt,
  keyword: string,
  rest: SchemaAt,
  name: string,
  value: Readonly<Record<string, unknown>>,
  above: Spot | undefined,
  walk: Walk,
): void {
  const spot: Spot = { above, key: name }
  if (schema.node[keyword] !== false) {
    visit(rest, own(value, name), spot, walk)
    return
  }
  const message = describeUnexpectedName(schema, name, value)
  walk.issues.push({ at: pointerOf(spot), spec: schema.keywordAt(keyword), keyword, message })
}
