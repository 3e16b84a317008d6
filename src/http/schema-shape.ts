import { isRecord } from '../base/json.js'
import { type JsonType, jsonTypeOf, type Schema } from '../model/schema.js'

/**
 * What the wire needs to know of a schema: which types a value may have and what its members look like, seen through
 * `$ref`, allOf, anyOf, oneOf and if/then/else. A hint for reading text, never a judgement: schemas judge.
 */
export interface Shape {
  /** Undefined: any type. */
  readonly types: ReadonlySet<JsonType> | undefined
  /** What to read: by the types, or, where none is said, by `properties` and `items`. */
  readonly mayBeScalar: boolean
  readonly mayBeArray: boolean
  readonly mayBeObject: boolean
  /** Declared properties. */
  readonly names: readonly string[]
  /** `additionalProperties` or `patternProperties` is written, and is not false. */
  readonly isOpen: boolean
  /** An object of which nothing is said: what it has can only be undeclared. */
  readonly isFree: boolean
  /** The schemas that describe the value, `$ref`s and branches included; the first is the outermost. */
  readonly schemas: readonly Schema[]
  property(name: string): Shape
  item(index: number): Shape
  /** True when one of the alternatives accepts the value as a request's. */
  accepts(value: unknown): boolean
}

/** A document may nest compositions without end; hints need no more. */
const MAX_SCHEMAS = 200

const shapes = new WeakMap<Schema, Shape>()

/** The same object each time for the same schema. */
export function shapeOf(schema: Schema | undefined): Shape {
  if (!schema) return ANYTHING
  let shape = shapes.get(schema)
  if (!shape) {
    shape = createShape([schema])
    shapes.set(schema, shape)
  }
  return shape
}

function createShape(alternatives: readonly Schema[]): Shape {
  const schemas = describing(alternatives)
  const types = unite(alternatives.map((schema) => typesOf(schema, [])))
  const names = [...new Set(schemas.flatMap((schema) => schema.keys('properties')))]
  const isOpen = schemas.some((schema) => allowsOthers(schema))
  const isFree = names.length === 0 && types?.size === 1 && types.has('object') && !schemas.some(closesItself)
  const hintsObject = types === undefined && (names.length > 0 || isOpen)
  const hintsArray =
    types === undefined && schemas.some((schema) => schema.child('items') ?? schema.list('prefixItems')[0])
  const properties = new Map<string, Shape>()
  const items: Shape[] = []
  let others: Shape | undefined

  return {
    types,
    names,
    isOpen,
    isFree,
    schemas,
    mayBeArray: types?.has('array') ?? hintsArray,
    mayBeObject: types?.has('object') ?? hintsObject,
    mayBeScalar: types ? [...types].some((type) => type !== 'array' && type !== 'object') : !hintsObject && !hintsArray,
    accepts: (value) => alternatives.some((schema) => schema.accepts(value, 'request')),
    property(name) {
      const known = properties.get(name)
      if (known) return known
      const declared = schemas.flatMap((schema) => schema.child('properties', name) ?? [])
      if (declared.length === 0) return (others ??= shapeOfAll(schemas.flatMap(undeclaredProperty)))
      const shape = shapeOfAll(declared)
      properties.set(name, shape)
      return shape
    },
    item(index) {
      // Items beyond the longest tuple look all the same.
      const place = Math.min(index, Math.max(0, ...schemas.map((schema) => schema.list('prefixItems').length)))
      return (items[place] ??= shapeOfAll(
        schemas.flatMap((schema) => schema.list('prefixItems')[place] ?? schema.child('items') ?? []),
      ))
    },
  }
}

function shapeOfAll(alternatives: readonly Schema[]): Shape {
  return alternatives.length <= 1 ? shapeOf(alternatives[0]) : createShape(alternatives)
}

const ANYTHING: Shape = {
  types: undefined,
  mayBeScalar: true,
  mayBeArray: false,
  mayBeObject: false,
  names: [],
  isOpen: false,
  isFree: false,
  schemas: [],
  property: () => ANYTHING,
  item: () => ANYTHING,
  accepts: () => true,
}

/** Every schema that says something about the same value. */
function describing(alternatives: readonly Schema[]): readonly Schema[] {
  const found = new Set<Schema>(alternatives)
  for (const schema of found) {
    if (found.size > MAX_SCHEMAS) break
    if (schema.target) found.add(schema.target)
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) for (const part of schema.list(keyword)) found.add(part)
    for (const keyword of ['then', 'else']) {
      const part = schema.child(keyword)
      if (part) found.add(part)
    }
  }
  return [...found]
}

function typesOf(schema: Schema, path: readonly Schema[]): ReadonlySet<JsonType> | undefined {
  if (path.includes(schema) || path.length > 20) return undefined
  const here = [...path, schema]
  let types = ownTypes(schema)
  const narrow = (other: ReadonlySet<JsonType> | undefined) => {
    types = types && other ? intersect(types, other) : (types ?? other)
  }
  if (schema.target) narrow(typesOf(schema.target, here))
  for (const part of schema.list('allOf')) narrow(typesOf(part, here))
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = schema.list(keyword)
    if (branches.length > 0) narrow(unite(branches.map((branch) => typesOf(branch, here))))
  }
  return types
}

function ownTypes({ node }: Schema): ReadonlySet<JsonType> | undefined {
  if (Array.isArray(node['type'])) return new Set(node['type'] as JsonType[])
  if ('const' in node) return new Set([jsonTypeOf(node['const'])])
  if (Array.isArray(node['enum'])) return new Set(node['enum'].map(jsonTypeOf))
  return undefined
}

function unite(sets: readonly (ReadonlySet<JsonType> | undefined)[]): ReadonlySet<JsonType> | undefined {
  if (sets.length === 1) return sets[0]
  const all = new Set<JsonType>()
  for (const set of sets) {
    if (!set) return undefined
    for (const type of set) all.add(type)
  }
  return all
}

function intersect(a: ReadonlySet<JsonType>, b: ReadonlySet<JsonType>): ReadonlySet<JsonType> {
  const both = [...a].filter((type) => b.has(type) || (type === 'integer' && b.has('number')))
  if (a.has('number') && b.has('integer')) both.push('integer')
  return new Set(both)
}

function allowsOthers(schema: Schema): boolean {
  return schema.keys('patternProperties').length > 0 || !isFalse(schema.child('additionalProperties'))
}

function closesItself(schema: Schema): boolean {
  const others = schema.child('additionalProperties')
  return others !== undefined && isFalse(others)
}

/** What a property looks like that is not declared by name. Patterns are not run: with several, they are alternatives. */
function undeclaredProperty(schema: Schema): readonly Schema[] {
  const patterns = schema.keys('patternProperties').flatMap((key) => schema.child('patternProperties', key) ?? [])
  const others = schema.child('additionalProperties')
  return others && !isFalse(others) ? [...patterns, others] : patterns
}

/** `false` is normalised to `{ not: {} }`; any other `not` is a child. A keyword that is not there counts as false: nothing is written. */
function isFalse(schema: Schema | undefined): boolean {
  return !schema || isRecord(schema.node['not'])
}
