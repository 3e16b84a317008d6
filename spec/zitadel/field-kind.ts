/** Which kind of Protocol Buffers field a schema of the document stands for. */
import type { Schema } from 'lockstep/mock'

export type FieldKind =
  'bool' | 'string' | 'bytes' | 'uint32' | 'uint64' | 'enum' | 'timestamp' | 'duration' | 'message' | 'list'

export function fieldKind(schema: Schema): FieldKind {
  const { node } = plainSchema(schema)
  const type: unknown = Array.isArray(node.type) ? node.type[0] : node.type
  if (type === 'boolean') return 'bool'
  if (type === 'array') return 'list'
  if (type === 'object') return 'message'
  if (type === 'integer') return 'uint32'
  if (node.format === 'uint64') return 'uint64'
  if (node.format === 'date-time') return 'timestamp'
  if (node.format === 'byte') return 'bytes'
  if (node.enum !== undefined) return 'enum'
  return typeof node.pattern === 'string' && node.pattern.endsWith('s$') ? 'duration' : 'string'
}

/** The members of a message, by the names of the document. */
export function fieldsOf(schema: Schema): ReadonlyMap<string, Schema> {
  const plain = plainSchema(schema)
  const known = FIELDS.get(plain)
  if (known) return known
  const fields = new Map<string, Schema>()
  for (const name of plain.keys('properties')) {
    const field = plain.child('properties', name)
    if (field) fields.set(name, plainSchema(field))
  }
  FIELDS.set(plain, fields)
  return fields
}

/** Cached for as long as the document lives, because every request needs it. */
const FIELDS = new WeakMap<Schema, ReadonlyMap<string, Schema>>()

/** Behind `$ref`, and behind an `allOf` of one that only adds a description. */
export function plainSchema(schema: Schema): Schema {
  const target = schema.target ?? schema
  const [only, ...more] = target.list('allOf')
  return only && more.length === 0 && target.node.type === undefined ? plainSchema(only) : target
}

/** The name of an enum value, given by name or number; undefined when there is none. */
export function enumName(schema: Schema, value: string | number): string | undefined {
  const names = plainSchema(schema).node.enum
  if (!Array.isArray(names)) return undefined
  if (typeof value === 'string') return names.includes(value) ? value : undefined
  // Requests that must not be at the zero value have no name for it.
  const first = ZERO.test(String(names[0])) ? 0 : 1
  const name: unknown = names[value - first]
  return typeof name === 'string' ? name : undefined
}

const ZERO = /_(UNSPECIFIED|UNIMPLEMENTED|EQUALS)$/
