import { isRecord, setOwn, type UnknownRecord } from '../base/json.js'
import { shortened } from '../base/text.js'
import { retypeMembers } from './retype-members.js'
import type { Dialect } from './schema-dialect.js'
import { EXPECTED, fits, SHAPES, type Shape } from './keyword-shapes.js'
import type { JsonType, SchemaNode } from './schema.js'

/** One schema object brought to the shape of JSON Schema 2020-12; its subschemas stay where they are. */
export interface NormalSchema {
  readonly node: SchemaNode
  readonly ref: string | undefined
  readonly dynamicRef: string | undefined
  readonly children: ReadonlyMap<string, Children>
  readonly faults: readonly Fault[]
}

/** Subschemas under one keyword, and the keyword they were written under ('items' for 'prefixItems', say). */
export type Children =
  | { readonly kind: 'one'; readonly writtenAs: string }
  | { readonly kind: 'list'; readonly writtenAs: string; readonly length: number }
  | { readonly kind: 'map'; readonly writtenAs: string; readonly keys: readonly string[] }

/** A keyword that cannot mean anything as it is written, and was left out or read as what it must mean. */
export interface Fault {
  readonly keyword: string
  readonly message: string
}

const TYPES: ReadonlySet<unknown> = new Set<JsonType>([
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
])

export function normaliseSchema(source: unknown, dialect: Dialect): NormalSchema {
  const draft = createDraft()
  if (source === false) draft.node['not'] = {}
  else if (isRecord(source)) readKeywords(source, dialect, draft)
  else if (source !== true && source !== undefined) {
    draft.faults.push({ keyword: '', message: `expected a schema, got ${kindOf(source)}` })
  }
  return draft
}

interface Draft {
  node: Record<string, unknown>
  ref: string | undefined
  dynamicRef: string | undefined
  children: Map<string, Children>
  faults: Fault[]
}

function createDraft(): Draft {
  return { node: {}, ref: undefined, dynamicRef: undefined, children: new Map(), faults: [] }
}

function readKeywords(source: UnknownRecord, dialect: Dialect, draft: Draft): void {
  const { nullWherever } = dialect
  if (nullWherever && Object.hasOwn(source, nullWherever) && source[nullWherever] === true)
    draft.node['nullable'] = true
  if (Object.hasOwn(source, '$ref') && typeof source['$ref'] === 'string') {
    draft.ref = source['$ref']
    // OpenAPI 3.0.4 Reference Object: "cannot be extended with additional properties"; draft-07 says the same.
    if (!dialect.refSiblings) return
  }
  for (const keyword of Object.keys(source)) {
    const value = source[keyword]
    if (value !== undefined && !dialect.ignored.has(keyword)) readKeyword(keyword, value, draft)
  }
  if (Object.hasOwn(source, 'dependencies') && !dialect.ignored.has('dependencies')) {
    readDependencies(source['dependencies'], draft)
  }
  // It speaks of what follows a list of items, and of nothing where there is none.
  if (Array.isArray(source['items']) && source['additionalItems'] !== undefined) {
    readChildren('items', 'schema', 'additionalItems', source['additionalItems'], draft)
  }
  readBounds(source, draft)
  addNull(source, dialect, draft)
  retypeEnum(draft)
}

function readKeyword(keyword: string, value: unknown, draft: Draft): void {
  if (keyword === 'type') {
    readType(value, draft)
    return
  }
  // 2019-09 has `$recursiveRef: '#'`, which is the same for an anchor without a name.
  if ((keyword === '$dynamicRef' || keyword === '$recursiveRef') && typeof value === 'string') {
    draft.dynamicRef = value
    return
  }
  if (keyword === 'items' && Array.isArray(value)) {
    readChildren('prefixItems', 'list', keyword, value, draft)
    return
  }
  if (keyword === 'definitions') {
    readChildren('$defs', 'map', keyword, value, draft)
    return
  }
  if (keyword.startsWith('x-')) {
    draft.node[keyword] = value
    return
  }
  // Swagger 2.0 names the property alone.
  if (keyword === 'discriminator' && typeof value === 'string') {
    draft.node[keyword] = { propertyName: value }
    return
  }
  const shape = SHAPES.get(keyword)
  if (shape === 'schema' || shape === 'list' || shape === 'map') {
    readChildren(keyword, shape, keyword, value, draft)
  } else if (shape !== undefined) readPlain(keyword, shape, value, draft)
}

function readType(value: unknown, draft: Draft): void {
  // YAML reads `[string, null]` as the value null, and it can mean one thing only.
  const names = Array.isArray(value) ? value.map((name: unknown) => name ?? 'null') : [value]
  const types = names.flatMap((name) => (name === 'file' ? ['string'] : TYPES.has(name) ? [name] : []))
  if (types.length < names.length || types.length === 0) {
    draft.faults.push({ keyword: 'type', message: `expected a type of JSON Schema, got ${JSON.stringify(value)}` })
  }
  // With an unknown name among them nothing can be said about the type; 'any' was meant to accept all.
  if (types.length === names.length && types.length > 0) draft.node['type'] = [...new Set(types)]
  // Swagger 2.0 `type: file` is what OpenAPI 3.0 writes as a string of bytes.
  if (names.includes('file')) draft.node['format'] = 'binary'
}

function readChildren(
  keyword: string,
  shape: 'schema' | 'list' | 'map',
  writtenAs: string,
  value: unknown,
  draft: Draft,
): void {
  if (shape === 'schema' && (isRecord(value) || typeof value === 'boolean')) {
    if (typeof value === 'boolean') draft.node[keyword] = value
    draft.children.set(keyword, { kind: 'one', writtenAs })
  } else if (shape === 'list' && Array.isArray(value)) {
    draft.children.set(keyword, { kind: 'list', writtenAs, length: value.length })
  } else if (shape === 'map' && isRecord(value)) {
    draft.children.set(keyword, { kind: 'map', writtenAs, keys: Object.keys(value) })
  } else {
    const expected = { schema: 'a schema', list: 'a list of schemas', map: 'a map of schemas' }[shape]
    draft.faults.push({ keyword: writtenAs, message: `expected ${expected}, got ${kindOf(value)}` })
  }
}

/** `dependencies` of draft-07, which later drafts keep for compatibility: a list of names, or a schema, for each name. */
function readDependencies(value: unknown, draft: Draft): void {
  if (!isRecord(value)) return
  const names = Object.keys(value)
  const lists: Record<string, unknown> = {}
  for (const name of names) if (Array.isArray(value[name])) setOwn(lists, name, value[name])
  // Where the newer keywords stand beside it, they are what counts.
  draft.node['dependentRequired'] ??= lists
  if (draft.children.has('dependentSchemas')) return
  const keys = names.filter((name) => !Array.isArray(value[name]))
  draft.children.set('dependentSchemas', { kind: 'map', writtenAs: 'dependencies', keys })
}

function readPlain(keyword: string, shape: Shape, value: unknown, draft: Draft): void {
  // Draft-03 style `required: true` on a property is common and harmless; on Swagger 2.0 parameters it is right.
  if (keyword === 'required' && typeof value === 'boolean') return
  // The boolean forms are read together with their bound.
  if (keyword.startsWith('exclusive') && typeof value === 'boolean') return
  if (fits(shape, value)) draft.node[keyword] = value
  else draft.faults.push({ keyword, message: `expected ${EXPECTED[shape]}, got ${kindOf(value)}` })
}

/** Draft-04's `exclusiveMinimum: true` turns `minimum` into the exclusive bound. */
function readBounds(source: UnknownRecord, { node }: Draft): void {
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (!Object.hasOwn(source, exclusive) || source[exclusive] !== true || node[bound] === undefined) continue
    node[exclusive] = node[bound]
    node[bound] = undefined
  }
}

/** OpenAPI 3.0.4 Schema Object: `nullable` only adds to a `type` that stands beside it, and never to an `enum`. */
function addNull(source: UnknownRecord, dialect: Dialect, { node }: Draft): void {
  const types = node['type']
  if (!dialect.nullable || !Array.isArray(types) || types.includes('null')) return
  if (Object.hasOwn(source, dialect.nullable) && source[dialect.nullable] === true)
    node['type'] = [...(types as JsonType[]), 'null']
}

function retypeEnum({ node, faults }: Draft): void {
  const { type, enum: members } = node
  if (!Array.isArray(type) || !Array.isArray(members)) return
  const read = retypeMembers(members, type)
  if (read === members) return
  node['enum'] = read
  node['retyped'] = true
  const strays = members.filter((member) => !read.includes(member)).map((member) => JSON.stringify(member))
  if (strays.length === 0) return
  const message = `expected values of type ${type.join(' or ')}, got ${shortened(strays.join(', '), 60)}; read as if they were`
  faults.push({ keyword: 'enum', message })
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  // YAML has numbers that JSON has not: .nan, .inf.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return typeof value === 'object' ? 'an object' : `${typeof value} ${JSON.stringify(value)}`
}
