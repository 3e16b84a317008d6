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
  issueAt,
  join,
  markAll,
  markItem,
  markName,
  NO_MARKS,
  type Entered,
  type IsFine,
  type Marks,
  type Pairing,
  type Spot,
  type Walk,
} from './explain-walk.js'
import type { NormalSchema } from './normalise-schema.js'
import { compilePattern } from './pattern.js'
import type { SchemaAt } from './schema-at.js'
import { describeUnexpectedName } from './schema-message.js'
import type { Direction, SchemaIssue } from './schema.js'

/** Schemas visited at most; a value that needs more is beyond explaining. */
const FUEL = 50_000

/** Schemas of one value that stand in one another: whoever has more wants to keep us busy. */
const MAX_DEPTH = 1000

export function explainSchema(
  schema: SchemaAt,
  value: unknown,
  direction: Direction,
  most: number,
  isFine: IsFine,
): SchemaIssue[] {
  // Whoever asks for the first issue alone decides by it.
  const given = most === 1 ? FUEL : (lessened.get(schema) ?? FUEL)
  const fuel = { left: given }
  const walk: Walk = { direction, most, fuel, issues: [], isFine, visit }
  visit(schema, value, undefined, walk)
  if (fuel.left <= 0) lessened.set(schema, Math.max(LEAST_FUEL, given / 4))
  else if (given < FUEL) lessened.delete(schema)
  return walk.issues.slice(0, most)
}

/** Of schemas whose last value was beyond explaining: the next one is likely to be so as well. */
const lessened = new WeakMap<SchemaAt, number>()
const LEAST_FUEL = 500

function visit(schema: SchemaAt, value: unknown, spot: Spot | undefined, walk: Walk, entered?: Entered): Marks {
  const depth = entered?.depth ?? 0
  if (isSpent(walk) || depth > MAX_DEPTH || hasEntered(schema, entered)) return NO_MARKS
  walk.fuel.left--
  if (value === null && schema.node['nullable'] === true) return NO_MARKS
  for (const { keyword, message } of brokenKeywords(schema, value, walk.direction)) {
    walk.issues.push(issueAt({ schema, spot }, keyword, message))
  }
  const { normal, target } = schema
  if (!target && normal.children.size === 0) return NO_MARKS
  const marking = entered?.marking === true || asksForMarks(normal)
  const marks = marking ? createMarks() : undefined
  const inside: Entered = { schema, before: entered, depth: depth + 1, marking }
  if (target) join(marks, visit(target, value, spot, walk, inside))
  if (normal.children.size === 0) return marks ?? NO_MARKS
  const pairing: Pairing = { schema, value, spot, walk, entered: inside, marks }
  visitBranches(pairing)
  if (Array.isArray(value)) visitItems(pairing, value)
  else if (isRecord(value)) visitMembers(pairing, value)
  return marks ?? NO_MARKS
}

function asksForMarks({ children }: NormalSchema): boolean {
  return children.has('unevaluatedProperties') || children.has('unevaluatedItems')
}

/** A schema for a part of the value: what it marks there is of no use to the whole. */
function visitPart(schema: SchemaAt, value: unknown, above: Spot | undefined, key: string | number, walk: Walk): void {
  if (walk.isFine(schema, value)) return
  if (schema.isBareReference && schema.target && walk.isFine(schema.target, value)) return
  visit(schema, value, { above, key }, walk)
}

function visitBranches(pairing: Pairing): void {
  const { schema, value, spot, walk, entered, marks } = pairing
  for (const branch of schema.list('allOf')) join(marks, visit(branch, value, spot, walk, entered))
  explainChoice(pairing, 'anyOf')
  explainChoice(pairing, 'oneOf')
  const not = schema.child('not')
  if (not && accepts(not, value, spot, walk, entered)) {
    walk.issues.push(issueAt(pairing, 'not', 'is of a form that the schema rules out'))
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

function visitItems(pairing: Pairing, value: readonly unknown[]): void {
  const { schema, spot, walk, marks } = pairing
  const prefix = schema.list('prefixItems')
  for (let i = 0; i < Math.min(prefix.length, value.length); i++) {
    visitPart(prefix[i] as SchemaAt, value[i], spot, i, walk)
    markItem(marks, i)
  }
  const items = schema.child('items')
  if (items) {
    for (let i = prefix.length; i < value.length && !isSpent(walk); i++) visitPart(items, value[i], spot, i, walk)
    markAll(marks, 'items')
  }
  visitContains(pairing, value)
  const unevaluated = schema.child('unevaluatedItems')
  if (!unevaluated || !marks || marks.items === 'all') return
  for (let i = 0; i < value.length && !isSpent(walk); i++) {
    if (!marks.items.has(i)) visitPart(unevaluated, value[i], spot, i, walk)
  }
  markAll(marks, 'items')
}

function visitContains(pairing: Pairing, value: readonly unknown[]): void {
  const { schema, spot, walk, marks } = pairing
  const contains = schema.child('contains')
  if (!contains) return
  const { minContains = 1, maxContains = Infinity } = schema.node as { minContains?: number; maxContains?: number }
  let found = 0
  value.forEach((item, index) => {
    if (!accepts(contains, item, { above: spot, key: index }, walk)) return
    found++
    markItem(marks, index)
  })
  if (found >= minContains && found <= maxContains) return
  const keyword = found < minContains ? 'contains' : 'maxContains'
  const bound = found < minContains ? `at least ${minContains}` : `at most ${maxContains}`
  const message = `expected ${bound} of its items to have the form that the schema asks for, got ${found}`
  walk.issues.push(issueAt(pairing, keyword, message))
}

function visitMembers(pairing: Pairing, value: Readonly<Record<string, unknown>>): void {
  const { schema, spot, walk, entered, marks } = pairing
  const names = Object.keys(value)
  visitNamed(pairing, value, names)
  if (schema.child('additionalProperties')) markAll(marks, 'names')
  for (const name of schema.keys('dependentSchemas')) {
    const branch = schema.child('dependentSchemas', name)
    if (branch && own(value, name) !== undefined) join(marks, visit(branch, value, spot, walk, entered))
  }
  const unevaluated = schema.child('unevaluatedProperties')
  if (!unevaluated || !marks || marks.names === 'all') return
  for (const name of names) {
    if (isSpent(walk)) return
    if (value[name] === undefined || marks.names.has(name)) continue
    visitRest(pairing, 'unevaluatedProperties', unevaluated, name, value)
  }
  markAll(marks, 'names')
}

/** Members by their names: those that are declared, those that a pattern fits, and the rest. */
function visitNamed(pairing: Pairing, value: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const { schema, spot, walk, marks } = pairing
  const patterns = schema.keys('patternProperties')
  const rest = schema.child('additionalProperties')
  const openToAll = patterns.some((source) => !compilePattern(source))
  const propertyNames = schema.child('propertyNames')
  for (const name of names) {
    if (isSpent(walk)) return
    if (value[name] === undefined) continue
    const declared = schema.child('properties', name)
    if (declared) visitPart(declared, own(value, name), spot, name, walk)
    let isKnown = declared !== undefined
    for (const source of patterns) {
      if (!compilePattern(source)?.test(name)) continue
      const part = schema.child('patternProperties', source)
      if (part) visitPart(part, own(value, name), spot, name, walk)
      isKnown = true
    }
    if (isKnown) markName(marks, name)
    if (!isKnown && rest && !openToAll) visitRest(pairing, 'additionalProperties', rest, name, value)
    if (propertyNames) visit(propertyNames, name, { above: spot, key: name }, walk)
  }
}

/** A member that no property is declared for. */
function visitRest(
  { schema, spot: above, walk }: Pairing,
  keyword: 'additionalProperties' | 'unevaluatedProperties',
  rest: SchemaAt,
  name: string,
  value: Readonly<Record<string, unknown>>,
): void {
  const spot: Spot = { above, key: name }
  if (schema.node[keyword] !== false) {
    visit(rest, own(value, name), spot, walk)
    return
  }
  walk.issues.push(issueAt({ schema, spot }, keyword, describeUnexpectedName(schema, name, value)))
}
