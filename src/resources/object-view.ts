import { isNever, type JsonType, type Schema } from '../model/schema.js'
import { meantBranches } from './meant-branches.js'

/** An object schema with `$ref` and `allOf` folded away, and of alternatives those that a value is of, or the first that describes an object. */
export interface ObjectView {
  readonly properties: ReadonlyMap<string, Property>
  readonly required: ReadonlySet<string>
  /** No members beyond `properties` are allowed. */
  readonly closed: boolean
  /** What other members must be, when that is said. */
  readonly rest: Schema | undefined
}

export interface Property {
  readonly schema: Schema
  readonly readOnly: boolean
  readonly writeOnly: boolean
}

/** Deep enough for real documents; a guard against schemas that contain themselves. */
const MAX_DEPTH = 12

/** Alternatives in alternatives that are looked into; each starts to count the depth anew. */
const MAX_OPEN = 50

interface Seen {
  readonly view: ObjectView | undefined
  /** It has alternatives: what is seen depends on the value. */
  readonly isChoice: boolean
}

const views = new WeakMap<Schema, Seen>()
/** Those that are being viewed: a child whose parent lists its children leads back to itself. */
const open = new Set<Schema>()
const typeSets = new WeakMap<Schema, ReadonlySet<JsonType>>()

/**
 * Undefined when the schema does not describe an object. Remembered, but for what depends on a value.
 * @param value an object whose view it is: where there are alternatives, it tells which of them count
 */
export function viewObject(schema: Schema, value?: unknown): ObjectView | undefined {
  const known = views.get(schema)
  if (known && (value === undefined || !known.isChoice)) return known.view
  if (open.size >= MAX_OPEN) return undefined
  const seen = look(schema, undefined)
  if (!known) views.set(schema, seen)
  return value !== undefined && seen.isChoice ? look(schema, value).view : seen.view
}

/** Whether the schema has alternatives of objects, so that what is seen of it depends on the value. */
export function isChoice(schema: Schema): boolean {
  viewObject(schema)
  return views.get(schema)?.isChoice ?? false
}

function look(schema: Schema, value: unknown): Seen {
  const draft: Draft = {
    properties: new Map(),
    required: new Set(),
    closed: false,
    rest: undefined,
    isObject: false,
    isChoice: false,
    value,
    seen: new Set(),
  }
  open.add(schema)
  collect(schema, draft, 0)
  open.delete(schema)
  const { properties, required, closed, rest, isObject } = draft
  return { view: isObject ? { properties, required, closed, rest } : undefined, isChoice: draft.isChoice }
}

/** The types that a schema names, `$ref`s, `allOf` and alternatives followed; empty when it says nothing. */
export function typesOf(schema: Schema): ReadonlySet<JsonType> {
  const known = typeSets.get(schema)
  if (known) return known
  const types = new Set<JsonType>()
  collectTypes(schema, types, 0)
  typeSets.set(schema, types)
  return types
}

/** The schema of the items of an array, `$ref`s and `allOf` followed; undefined when it is no array of anything known. */
export function itemsOf(schema: Schema, depth = 0): Schema | undefined {
  if (depth > MAX_DEPTH) return undefined
  const own = schema.child('items')
  if (own) return own
  if (schema.target) return itemsOf(schema.target, depth + 1)
  for (const part of [...schema.list('allOf'), ...schema.list('anyOf'), ...schema.list('oneOf')]) {
    const found = itemsOf(part, depth + 1)
    if (found) return found
  }
  return undefined
}

/** A keyword that stands beside a schema's `$ref` or behind it. */
export function keywordOf(schema: Schema, keyword: string, depth = 0): unknown {
  if (schema.node[keyword] !== undefined) return schema.node[keyword]
  if (depth > MAX_DEPTH) return undefined
  if (schema.target) {
    const behind = keywordOf(schema.target, keyword, depth + 1)
    if (behind !== undefined) return behind
  }
  for (const part of schema.list('allOf')) {
    const found = keywordOf(part, keyword, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

interface Draft {
  properties: Map<string, Property>
  required: Set<string>
  closed: boolean
  rest: Schema | undefined
  isObject: boolean
  isChoice: boolean
  readonly value: unknown
  readonly seen: Set<Schema>
}

function collect(schema: Schema, draft: Draft, depth: number): void {
  if (depth > MAX_DEPTH || draft.seen.has(schema)) return
  // Several alternatives may hold for a value, and lead to the same ones.
  if (draft.value !== undefined) draft.seen.add(schema)
  const { node } = schema
  if (Array.isArray(node['type']) && node['type'].includes('object')) draft.isObject = true
  if (schema.target) collect(schema.target, draft, depth + 1)
  for (const part of schema.list('allOf')) collect(part, draft, depth + 1)
  for (const name of schema.keys('properties')) {
    const property = schema.child('properties', name)
    if (!property) continue
    draft.isObject = true
    draft.properties.set(name, {
      schema: property,
      readOnly: keywordOf(property, 'readOnly') === true,
      writeOnly: keywordOf(property, 'writeOnly') === true,
    })
  }
  if (Array.isArray(node['required'])) for (const name of node['required']) draft.required.add(String(name))
  if (node['additionalProperties'] === false || node['unevaluatedProperties'] === false) draft.closed = true
  const rest = schema.child('additionalProperties')
  if (rest && isNever(rest)) draft.closed = true
  else if (rest) {
    draft.rest = rest
    draft.isObject = true
  }
  const unevaluated = schema.child('unevaluatedProperties')
  if (unevaluated && isNever(unevaluated)) draft.closed = true
  for (const branch of branchesOf(schema, draft)) if (!isOpen(branch)) collect(branch, draft, depth + 1)
}

function branchesOf(schema: Schema, draft: Draft): readonly Schema[] {
  const branches = [...schema.list('oneOf'), ...schema.list('anyOf')]
  const hasSeveral = branches.filter(mayBeObject).length > 1
  if (hasSeveral) draft.isChoice = true
  if (draft.value === undefined || !hasSeveral) {
    const first = branches.find((part) => isOpen(part) || viewObject(part) !== undefined)
    return first ? [first] : []
  }
  const namesOf = (branch: Schema) => new Set(viewObject(branch)?.properties.keys())
  return [
    ...meantBranches(schema, 'oneOf', draft.value, namesOf),
    ...meantBranches(schema, 'anyOf', draft.value, namesOf),
  ]
}

function mayBeObject(schema: Schema): boolean {
  const types = typesOf(schema)
  return types.size === 0 || types.has('object')
}

function isOpen(schema: Schema): boolean {
  return open.has(schema) || (schema.target !== undefined && open.has(schema.target))
}

/** `false` is normalised to `{ not: {} }`. */

function collectTypes(schema: Schema, types: Set<JsonType>, depth: number): void {
  if (depth > MAX_DEPTH) return
  const declared = schema.node['type']
  if (Array.isArray(declared)) {
    for (const type of declared) types.add(type as JsonType)
    return
  }
  if (schema.keys('properties').length > 0) types.add('object')
  if (schema.child('items')) types.add('array')
  if (schema.target) collectTypes(schema.target, types, depth + 1)
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    for (const part of schema.list(keyword)) collectTypes(part, types, depth + 1)
  }
}
