import { isRecord, parsedJson } from '../base/json.js'
import { pointerTo, ROOT } from '../base/json-pointer.js'
import { createSchemas } from '../model/create-schemas.js'
import type { MediaTypeSpec } from '../model/api-model.js'
import { isJsonType } from '../model/media-type.js'
import { jsonTypeOf, type Schema } from '../model/schema.js'
import { keywordOf } from './object-view.js'

const inferred = new WeakMap<MediaTypeSpec, { readonly schema: Schema | undefined }>()

/** What the first example of an object or a list looks like, where a document shows JSON and says nothing of it. */
export function inferSchema(media: MediaTypeSpec): Schema | undefined {
  const known = inferred.get(media)
  if (known) return known.schema
  const schema = media.range && isJsonType(media.range) ? schemaFrom(media) : undefined
  inferred.set(media, { schema })
  return schema
}

function schemaFrom({ schema, examples }: MediaTypeSpec): Schema | undefined {
  const inSchema = schema ? [{ value: keywordOf(schema, 'example') }] : []
  const [example] = [...examples, ...inSchema]
    .flatMap(dataOf)
    .filter((data) => !schema || schema.accepts(data, 'response'))
  return example === undefined ? undefined : schemaOf(example)
}

/** Many documents write their examples as a string of serialized JSON. */
function dataOf({ value }: { readonly value: unknown }): unknown[] {
  const data = typeof value === 'string' ? parsedJson(value) : value
  return typeof data === 'object' && data !== null ? [data] : []
}

function schemaOf(example: unknown): Schema {
  const root = { schema: describe(example, 0) }
  const at = pointerTo(ROOT, 'schema')
  const location = { file: '', line: 1, column: 1 }
  const nowhere = {
    resolve: () => undefined,
    locate: () => location,
    findings: [],
    files: [],
    missing: [],
    parts: [],
  }
  return createSchemas({ declared: '3.1', source: '', root, ...nowhere }, () => undefined).at(at)
}

/** An example is read to this depth; below, anything goes. */
const MAX_DEPTH = 8
/** Members of one object: some examples are whole dictionaries. */
const MOST_MEMBERS = 200

function describe(value: unknown, depth: number): Record<string, unknown> {
  if (value === null || value === undefined || depth > MAX_DEPTH) return {}
  if (Array.isArray(value)) return { type: 'array', items: value.length > 0 ? describe(value[0], depth + 1) : {} }
  if (!isRecord(value)) return { type: jsonTypeOf(value), example: value }
  const members = Object.entries(value).slice(0, MOST_MEMBERS)
  return {
    type: 'object',
    properties: Object.fromEntries(members.map(([name, member]) => [name, describe(member, depth + 1)])),
    required: members.map(([name]) => name),
  }
}
