import { isRecord } from '../base/json.js'
import type { Schema } from '../model/schema.js'
import { typesOf } from './facets.js'

/** Heights that are asked for, one by one where that orders branches; a value that must be higher does not end. */
const HEIGHTS = [0, 1, 2, 3, 4, 5, 6, 8, 12, 25, 60, 250]

interface Known {
  /** The least height for which a value is known to end. */
  ends: number
  /** The greatest for which none does. */
  fails: number
}

const known = new WeakMap<Schema, Known>()

/**
 * How deep the smallest value of a schema is, about: 0 for scalars, 1 for an object with a required scalar; Infinity where required
 * members lead back to the schema for ever. A lower bound: it looks at what must be there, not at every keyword.
 */
export function heightOf(schema: Schema): number {
  for (const height of HEIGHTS) {
    if (endsWithin(schema, height, new Set())) return height
  }
  return Infinity
}

function endsWithin(schema: Schema, height: number, open: Set<Schema>): boolean {
  const memory = known.get(schema) ?? { ends: Infinity, fails: -1 }
  known.set(schema, memory)
  if (height >= memory.ends) return true
  if (height <= memory.fails) return false
  // On the way round a circle of references and allOf nothing new is asked for.
  if (open.has(schema) || open.size > 200) return true
  open.add(schema)
  const ends = looksFinite(schema, height, open)
  open.delete(schema)
  if (ends) memory.ends = height
  else memory.fails = height
  return ends
}

function looksFinite(schema: Schema, height: number, open: Set<Schema>): boolean {
  const { node } = schema
  if (isRecord(node['not']) && Object.keys(node['not']).length === 0) return false
  if (Object.hasOwn(node, 'const') || Array.isArray(node['enum'])) return true
  if (schema.target && !endsWithin(schema.target, height, open)) return false
  if (!schema.list('allOf').every((part) => endsWithin(part, height, open))) return false
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = schema.list(keyword)
    if (branches.length > 0 && !branches.some((branch) => endsWithin(branch, height, open))) return false
  }
  return ownPartsEnd(schema, height)
}

function ownPartsEnd(schema: Schema, height: number): boolean {
  const { node } = schema
  const types = typesOf(schema)
  const mayBeObject = !types || types.has('object')
  const mayBeArray = !types || types.has('array')
  if (types && [...types].some((type) => type !== 'object' && type !== 'array')) return true
  const required = Array.isArray(node['required']) ? (node['required'] as unknown[]) : []
  if (mayBeObject && required.length > 0) {
    return required.every((name) => {
      const child = typeof name === 'string' ? schema.child('properties', name) : undefined
      return height > 0 && (!child || endsWithin(child, height - 1, new Set()))
    })
  }
  if (mayBeArray && typeof node['minItems'] === 'number' && node['minItems'] > 0) {
    const items = schema.child('items')
    return height > 0 && (!items || endsWithin(items, height - 1, new Set()))
  }
  return true
}
