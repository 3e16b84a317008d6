import { isRecord } from '../base/json.js'
import { type Direction, isNever, type JsonType, type Schema } from '../model/schema.js'
import { describe, docComment, indent, literal, memberName, unionOf } from './type-text.js'

/** Where `$ref`s lead: to a type with a name. */
export interface Refs {
  /** @param isBare nothing stands between the type that is written and the reference but a choice or a sum */
  (target: Schema, direction: Direction, isBare: boolean): string
}

/**
 * The TypeScript type of the values that a schema accepts in one direction. Members that the schema does not name are
 * left out unless it says that there may be others: what nobody declared is a slip of the pen more often than not.
 */
export function writeSchemaType(schema: Schema, direction: Direction, refs: Refs, isBare = false): string {
  const alternatives = (keyword: string) =>
    unionOf(schema.list(keyword).map((part) => writeSchemaType(part, direction, refs, isBare)))
  const parts = [
    ...(schema.target ? [refs(schema.target, direction, isBare)] : []),
    ...schema.list('allOf').map((part) => writeSchemaType(part, direction, refs, isBare)),
    ...['oneOf', 'anyOf'].flatMap((keyword) => (schema.list(keyword).length > 0 ? [alternatives(keyword)] : [])),
  ].filter((part) => part !== 'unknown')
  const own = writeOwn(schema, direction, refs, parts.length > 0)
  const type = intersectionOf(own === undefined ? parts : [...parts, own])
  return schema.node['nullable'] === true ? unionOf([type, 'null']) : type
}

/** What the schema says itself; undefined when that is nothing that the other parts do not say better. */
function writeOwn(schema: Schema, direction: Direction, refs: Refs, hasParts: boolean): string | undefined {
  const { node } = schema
  if (isNever(schema)) return 'never'
  if ('const' in node) return literal(node['const'])
  if (Array.isArray(node['enum'])) return listed(node['enum'].map(literal))
  const declared = node['type'] as readonly JsonType[] | undefined
  const types = declared ?? impliedTypes(schema)
  if (types.length === 0) return hasParts ? undefined : 'unknown'
  if (hasParts && !saysMembers(schema)) {
    // `type: object` beside `allOf` says nothing new; `type: [string, null]` beside `oneOf` does.
    if (types.some((type) => type === 'object' || type === 'array')) return undefined
  }
  return unionOf(types.map((type) => writeType(type, schema, direction, refs)))
}

/** Many values stand one below the other. */
function listed(values: readonly string[]): string {
  const line = unionOf(values)
  return line.length < 100 ? line : [...new Set(values)].map((value) => `\n  | ${value}`).join('')
}

function saysMembers(schema: Schema): boolean {
  return schema.keys('properties').length > 0 || requiredNames(schema).length > 0 || hasRest(schema) || hasItems(schema)
}

function hasRest(schema: Schema): boolean {
  const rest = schema.child('additionalProperties')
  return (rest !== undefined && !isNever(rest)) || schema.keys('patternProperties').length > 0
}

function hasItems(schema: Schema): boolean {
  return schema.child('items') !== undefined || schema.list('prefixItems').length > 0
}

function impliedTypes(schema: Schema): readonly JsonType[] {
  if (hasItems(schema)) return ['array']
  return saysMembers(schema) ? ['object'] : []
}

function writeType(type: JsonType, schema: Schema, direction: Direction, refs: Refs): string {
  switch (type) {
    case 'null':
    case 'boolean':
      return type
    case 'integer':
    case 'number':
      return 'number'
    case 'string':
      return schema.node['format'] === 'binary' ? 'string | Uint8Array' : 'string'
    case 'array':
      return writeArray(schema, direction, refs)
    case 'object':
      return writeObject(schema, direction, refs)
  }
}

function writeArray(schema: Schema, direction: Direction, refs: Refs): string {
  const items = schema.child('items')
  const item = items ? writeSchemaType(items, direction, refs) : 'unknown'
  const first = schema.list('prefixItems')
  if (first.length === 0) return `readonly ${/[ |&]/.test(item) && !isClosed(item) ? `(${item})` : item}[]`
  const least = typeof schema.node['minItems'] === 'number' ? schema.node['minItems'] : 0
  const places = first.map((part, index) => {
    const place = writeSchemaType(part, direction, refs)
    return index < least ? place : `(${place})?`
  })
  const rest = items && isNever(items) ? [] : [`...(${item})[]`]
  return `readonly [${[...places, ...rest].join(', ')}]`
}

/** '{ … }' needs no parentheses, 'A | B' and '{ … } & { … }' do. */
function isClosed(text: string): boolean {
  if (!text.startsWith('{')) return false
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '{') depth++
    if (text[index] === '}') depth--
    if (depth === 0) return index === text.length - 1
  }
  return false
}

function writeObject(schema: Schema, direction: Direction, refs: Refs): string {
  const required = new Set(requiredNames(schema))
  const properties = schema.keys('properties')
  const members: string[] = []
  const types = new Set<string>()
  for (const name of properties) {
    const property = schema.child('properties', name)
    if (!property || isNever(property)) continue
    const mark = direction === 'request' ? 'readOnly' : 'writeOnly'
    if (mark === 'writeOnly' && isMarked(property, mark)) continue
    const type = writeSchemaType(property, direction, refs)
    const optional = !required.has(name) || isMarked(property, mark)
    types.add(optional ? `${type} | undefined` : type)
    members.push(`${docComment(describe(property.node))}${memberName(name)}${optional ? '?' : ''}: ${type}`)
  }
  const known = new Set(properties)
  for (const name of required) if (!known.has(name)) members.push(`${memberName(name)}: unknown`)
  if (required.size > 0 && [...required].some((name) => !known.has(name))) types.add('unknown')
  const rest = restTypes(schema, direction, refs, members.length === 0)
  if (rest.length > 0) members.push(`[name: string]: ${unionOf([...rest, ...types])}`)
  if (members.length === 0) return '{ [name: string]: never }'
  return `{\n${members.map((member) => indent(member)).join('\n')}\n}`
}

/** What members that are not named may be. */
function restTypes(schema: Schema, direction: Direction, refs: Refs, isBare: boolean): string[] {
  const patterns = schema.keys('patternProperties').flatMap((key) => schema.child('patternProperties', key) ?? [])
  const rest = schema.child('additionalProperties')
  const types = [...patterns, ...(rest ? [rest] : [])].filter((part) => !isNever(part))
  if (types.length > 0) return types.map((part) => writeSchemaType(part, direction, refs))
  return isBare && rest === undefined && schema.keys('properties').length === 0 ? ['unknown'] : []
}

function requiredNames({ node }: Schema): readonly string[] {
  return Array.isArray(node['required']) ? [...new Set(node['required'].map(String))] : []
}

/** Also behind a reference or as a part of `allOf`, where people wrap what carries the mark. */
export function isMarked(schema: Schema, mark: 'readOnly' | 'writeOnly', depth = 0): boolean {
  if (schema.node[mark] === true) return true
  if (depth > 8) return false
  return [...(schema.target ? [schema.target] : []), ...schema.list('allOf')].some((part) =>
    isMarked(part, mark, depth + 1),
  )
}

function intersectionOf(parts: readonly string[]): string {
  const unique = [...new Set(parts)]
  if (unique.length === 0) return 'unknown'
  if (unique.length === 1) return unique[0] ?? 'unknown'
  return unique.map((part) => (isClosed(part) || !/[ |&]/.test(part) ? part : `(${part})`)).join(' & ')
}

/** Every schema below one, itself included, that is not behind a `$ref`. */
export function* inlineSchemas(schema: Schema): Generator<Schema> {
  yield schema
  for (const keyword of ['allOf', 'oneOf', 'anyOf', 'prefixItems'])
    for (const part of schema.list(keyword)) yield* inlineSchemas(part)
  for (const keyword of ['properties', 'patternProperties'])
    for (const key of schema.keys(keyword)) {
      const part = schema.child(keyword, key)
      if (part) yield* inlineSchemas(part)
    }
  for (const keyword of ['items', 'additionalProperties']) {
    const part = schema.child(keyword)
    if (part && isRecord(part.node)) yield* inlineSchemas(part)
  }
}
