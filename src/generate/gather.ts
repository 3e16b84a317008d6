import { isRecord, jsonEqual } from '../base/json.js'
import { jsonTypeOf, type Schema } from '../model/schema.js'
import { selectingTag } from './selecting-tag.js'
import { emptyFacets, intersectTypes, ownTypes, typesOf, type Conjunction, type Facets } from './facets.js'
import { heightOf } from './height.js'

/** One alternative of oneOf, anyOf or if/then/else: everything that must hold, and what must not. */
interface Option {
  readonly all: readonly Schema[]
  readonly none: readonly Schema[]
  readonly tag?: readonly [string, string]
  /** All branches of the same oneOf: only this one may match. */
  readonly siblings?: readonly Schema[]
}

interface Gathering {
  readonly facets: Facets
  readonly seen: Set<Schema>
  readonly alternatives: Option[][]
  /** Prefers the branch that ends soonest. */
  readonly shallow: boolean
}

/** Branches beside the chosen one that are kept from matching; the check knows them all. */
const MAX_RIVALS = 50
/** Schemas looked at for one conjunction; an allOf of thousands is no longer a document but an attack. */
const MAX_SCHEMAS = 2000
/** Alternatives in one conjunction that are chosen one by one; those beyond are left to luck. */
const MAX_ALTERNATIVES = 64

/**
 * Merges a conjunction into one set of facets.
 * @param choices which option to take of the first, second, … alternative; 0, the likeliest, where nothing is said
 * @param shallow takes branches that end soonest, for recursive schemas
 */
export function gather(conjunction: Conjunction, choices: readonly number[] = [], shallow = false): Facets {
  const gathering: Gathering = { facets: emptyFacets(), seen: new Set(), alternatives: [], shallow }
  const { facets, alternatives } = gathering
  for (const schema of conjunction) add(gathering, schema, [])
  for (let i = 0; i < alternatives.length && i < MAX_ALTERNATIVES; i++) {
    const options = ordered(alternatives[i] ?? [], gathering)
    facets.options.push(options.length)
    const option = options[(choices[i] ?? 0) % Math.max(1, options.length)]
    if (option) take(gathering, option)
  }
  return facets
}

function take(gathering: Gathering, { all, none, tag, siblings = [] }: Option): void {
  const { facets } = gathering
  for (const schema of all) add(gathering, schema, [])
  facets.nots.push(...none)
  if (tag && !facets.tags.has(tag[0])) facets.tags.set(...tag)
  addRivals(facets, all, siblings)
}

/** Options that can hold beside what is known, others behind them; null last, or first where values have to end. */
function ordered(options: readonly Option[], { facets, shallow }: Gathering): readonly Option[] {
  const rank = (option: Option): number => {
    const types = option.all.map((schema) => typesOf(schema)).reduce(intersectTypes, undefined)
    const common = intersectTypes(facets.types, types)
    if (common?.size === 0 || option.all.some((schema) => heightOf(schema) === Infinity)) return 1000
    if (shallow) return Math.max(0, ...option.all.map(heightOf))
    return types?.size === 1 && types.has('null') ? 1 : 0
  }
  return options
    .map((option) => ({ option, rank: rank(option) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ option }) => option)
}

/** @param names components on the way here, outermost first: the innermost is what a parent's discriminator calls it */
function add(gathering: Gathering, schema: Schema, names: readonly string[]): void {
  const { facets, seen, alternatives } = gathering
  if (seen.has(schema) || seen.size > MAX_SCHEMAS) return
  seen.add(schema)
  const inner = schema.name === undefined ? names : [...names, schema.name]
  mergeScalars(facets, schema)
  mergeObject(facets, schema)
  mergeArray(facets, schema)
  const not = schema.child('not')
  if (not) facets.nots.push(not)
  if (schema.target) add(gathering, schema.target, inner)
  for (const part of schema.list('allOf')) add(gathering, part, inner)
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = schema.list(keyword)
    if (branches.length > 0) alternatives.push(branchOptions(schema, branches, keyword === 'oneOf'))
  }
  addConditional(schema, alternatives)
  if (schema.list('oneOf').length + schema.list('anyOf').length === 0) addParentTag(facets, schema, inner)
}

function addConditional(schema: Schema, alternatives: Option[][]): void {
  const condition = schema.child('if')
  if (!condition) return
  const then = schema.child('then')
  const otherwise = schema.child('else')
  if (!then && !otherwise) return
  alternatives.push([
    { all: then ? [condition, then] : [condition], none: [] },
    { all: otherwise ? [otherwise] : [], none: [condition] },
  ])
}

function branchOptions(schema: Schema, branches: readonly Schema[], exclusive: boolean): Option[] {
  return branches.map((branch) => {
    return { all: [branch], none: [], tag: selectingTag(schema, branch), siblings: exclusive ? branches : [] }
  })
}

/** What keeps the other branches of a oneOf from matching: members they require, and the branches themselves. */
function addRivals(facets: Facets, [branch]: readonly Schema[], siblings: readonly Schema[]): void {
  if (!branch || siblings.length === 0) return
  const needed = requiredOf(branch)
  for (const rival of siblings.slice(0, MAX_RIVALS)) {
    if (rival === branch) continue
    facets.rivals.push(rival)
    for (const name of requiredOf(rival)) if (!needed.includes(name)) facets.shunned.add(name)
  }
}

/** Names that a branch requires itself or through references and allOf. */
function requiredOf(schema: Schema, depth = 0): readonly string[] {
  if (depth > 4) return []
  const own = Array.isArray(schema.node['required']) ? (schema.node['required'] as string[]) : []
  const target = schema.target ? requiredOf(schema.target, depth + 1) : []
  return [...own, ...target, ...schema.list('allOf').flatMap((part) => requiredOf(part, depth + 1))]
}

function addParentTag(facets: Facets, schema: Schema, names: readonly string[]): void {
  const tag = selectingTag(schema, undefined, names)
  if (tag && !facets.tags.has(tag[0])) facets.tags.set(...tag)
}

function mergeScalars(facets: Facets, schema: Schema): void {
  const { node } = schema
  facets.types = intersectTypes(facets.types, ownTypes(schema))
  if (Object.hasOwn(node, 'const')) restrict(facets, [node['const']])
  if (Array.isArray(node['enum'])) restrict(facets, node['enum'])
  if (Object.hasOwn(node, 'example')) facets.samples.push(node['example'])
  if (Array.isArray(node['examples'])) facets.samples.push(...(node['examples'] as unknown[]))
  if (Object.hasOwn(node, 'default')) facets.samples.push(node['default'])
  if (typeof node['format'] === 'string') facets.formats.push(node['format'])
  // 3.1 writes so what 3.0 calls `format: byte`.
  if (node['contentEncoding'] === 'base64') facets.formats.push('byte')
  const content = schema.child('contentSchema')
  if (content && isJsonText(node)) facets.contents.push(content)
  if (typeof node['pattern'] === 'string') facets.patterns.push(node['pattern'])
  if (node['readOnly'] === true) facets.readOnly = true
  if (node['writeOnly'] === true) facets.writeOnly = true
  facets.minLength = Math.max(facets.minLength, number(node['minLength'], 0))
  facets.maxLength = Math.min(facets.maxLength, number(node['maxLength'], Infinity))
  raiseMinimum(facets, number(node['minimum'], -Infinity), false)
  raiseMinimum(facets, number(node['exclusiveMinimum'], -Infinity), true)
  lowerMaximum(facets, number(node['maximum'], Infinity), false)
  lowerMaximum(facets, number(node['exclusiveMaximum'], Infinity), true)
  if (number(node['multipleOf'], 0) > 0) facets.multiples.push(number(node['multipleOf'], 1))
}

/** JSON Schema 2020-12 validation 8: a text that holds another document; with a `contentEncoding` it is not there to be read. */
function isJsonText(node: Schema['node']): boolean {
  const type = node['contentMediaType']
  return typeof type === 'string' && /^[^;]*[/+]json\s*(;|$)/i.test(type) && node['contentEncoding'] === undefined
}

function restrict(facets: Facets, values: readonly unknown[]): void {
  facets.values = facets.values?.filter((value) => values.some((other) => jsonEqual(value, other))) ?? values
}

function raiseMinimum(facets: Facets, bound: number, excluded: boolean): void {
  if (bound < facets.minimum || (bound === facets.minimum && !excluded)) return
  facets.minimum = bound
  facets.aboveMinimum = excluded
}

function lowerMaximum(facets: Facets, bound: number, excluded: boolean): void {
  if (bound > facets.maximum || (bound === facets.maximum && !excluded)) return
  facets.maximum = bound
  facets.belowMaximum = excluded
}

function mergeObject(facets: Facets, schema: Schema): void {
  const { node } = schema
  const names = schema.keys('properties')
  for (const name of names) push(facets.properties, name, schema.child('properties', name))
  for (const name of strings(node['required'])) facets.required.add(name)
  const patterns = schema.keys('patternProperties')
  for (const pattern of patterns) {
    const child = schema.child('patternProperties', pattern)
    if (child) facets.patternProperties.push({ pattern, schema: child })
  }
  const additional = schema.child('additionalProperties')
  if (additional) facets.others.push({ known: new Set(names), patterns, schema: additional })
  const unevaluated = schema.child('unevaluatedProperties')
  if (unevaluated) facets.others.push({ known: 'all', patterns: [], schema: unevaluated })
  const nameRule = schema.child('propertyNames')
  if (nameRule) facets.propertyNames.push(nameRule)
  if (isRecord(node['dependentRequired'])) {
    for (const [name, needs] of Object.entries(node['dependentRequired'])) {
      facets.dependentRequired.set(name, [...(facets.dependentRequired.get(name) ?? []), ...strings(needs)])
    }
  }
  for (const name of schema.keys('dependentSchemas')) {
    const child = schema.child('dependentSchemas', name)
    if (child) facets.dependentSchemas.push({ name, schema: child })
  }
  facets.minProperties = Math.max(facets.minProperties, number(node['minProperties'], 0))
  facets.maxProperties = Math.min(facets.maxProperties, number(node['maxProperties'], Infinity))
}

function mergeArray(facets: Facets, schema: Schema): void {
  const { node } = schema
  const prefix = schema.list('prefixItems')
  if (prefix.length > 0) facets.prefixes.push(prefix)
  const items = schema.child('items') ?? schema.child('unevaluatedItems')
  if (items) facets.items.push({ from: prefix.length, schema: items })
  const contains = schema.child('contains')
  if (contains) {
    const least = number(node['minContains'], 1)
    facets.contains.push({ schema: contains, least, most: number(node['maxContains'], Infinity) })
  }
  facets.minItems = Math.max(facets.minItems, number(node['minItems'], 0))
  facets.maxItems = Math.min(facets.maxItems, number(node['maxItems'], Infinity))
  if (node['uniqueItems'] === true) facets.uniqueItems = true
}

function push(map: Map<string, Schema[]>, name: string, schema: Schema | undefined): void {
  if (schema) {
    const known = map.get(name)
    if (known) known.push(schema)
    else map.set(name, [schema])
  }
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' && !Number.isNaN(value) ? value : otherwise
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** True when a value has one of the types that are left. */
export function hasType(facets: Facets, value: unknown): boolean {
  const type = jsonTypeOf(value)
  return !facets.types || facets.types.has(type) || (type === 'integer' && facets.types.has('number'))
}
