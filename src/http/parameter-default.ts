import type { Schema } from '../model/schema.js'
import { convertText } from './convert-text.js'
import { shapeOf } from './schema-shape.js'

const NONE = () => undefined

/**
 * What the server assumes for an absent parameter, a copy each time; undefined when the schema has no default, or one that
 * it does not accept itself: a client must not be refused for what it did not send.
 */
export function createDefault(schema: Schema | undefined): () => unknown {
  if (!schema) return NONE
  let make: (() => unknown) | undefined
  return () => (make ??= workOut(schema))()
}

function workOut(schema: Schema): () => unknown {
  const holder = shapeOf(schema).schemas.find(({ node }) => node['default'] !== undefined)
  const written = holder?.node['default']
  const value = typeof written === 'string' ? convertText(written, shapeOf(schema)) : written
  if (value === undefined || !schema.accepts(value, 'request')) return NONE
  return typeof value === 'object' && value !== null ? () => structuredClone(value) : () => value
}
