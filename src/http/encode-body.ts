import { isRecord } from '../base/json.js'
import type { MediaTypeSpec } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import { parseMediaType, type MediaType } from '../model/media-type.js'
import { encodeCsv } from './encode-csv.js'
import { encodeForm, encodeMultipart } from './encode-form.js'
import { encodeJson, textOf } from './encode-json.js'
import { encodeSequence } from './encode-sequence.js'
import { encodeXml } from './encode-xml.js'
import { writeExactIntegers } from './exact-integers.js'
import { mediaKind } from './media-kind.js'
import { shapeOf } from './schema-shape.js'

/** Between the parts of a multipart body whose media type names no boundary; see wireMediaType. */
const BOUNDARY = 'lockstep-part-7MA4YWxkTrZu0gW'

/**
 * A value as the bytes of a message, the inverse of decoding. Never throws: what a media type cannot hold is written as
 * JSON, and what JSON cannot hold as null.
 * @param mediaType concrete, as it will stand in Content-Type
 */
export function encodeBody(value: unknown, mediaType: string, spec: MediaTypeSpec | undefined): Uint8Array | string {
  if (value instanceof Uint8Array) return value
  const type = parseMediaType(mediaType)
  if (!type) return encodeText(value)
  if (mediaKind(type) !== 'json') return encodeOther(isEndless(value) ? null : value, type, spec)
  return writeExactIntegers(encodeJson(value), value, () => shapeOf(spec?.schema))
}

function encodeOther(value: unknown, type: MediaType, spec: MediaTypeSpec | undefined): Uint8Array | string {
  switch (mediaKind(type)) {
    case 'sequence':
      return encodeSequence(value, type)
    case 'xml':
      return typeof value === 'string' && value.trimStart().startsWith('<') ? value : encodeXml(value, spec?.schema)
    case 'form':
      return isRecord(value) ? encodeForm(value, spec) : textOf(value)
    case 'multipart':
      return encodeMultipart(value, type.parameters.get('boundary') ?? BOUNDARY, spec, encodePart)
    case 'text':
      return type.subtype === 'csv' && Array.isArray(value) ? encodeCsv(value) : encodeText(value)
    case 'json':
    case 'other':
      return encodeText(value)
  }
}

function encodePart(item: unknown, mediaType: string, schema: Schema | undefined): Uint8Array | string {
  const spec = schema && { declared: mediaType, range: undefined, schema, itemSchema: undefined, at: schema.at }
  return encodeBody(item, mediaType, spec && { ...spec, examples: [], encoding: new Map() })
}

/** What stands in Content-Type for a body of encodeBody: a multipart type gets its boundary. */
export function wireMediaType(mediaType: string): string {
  const type = parseMediaType(mediaType)
  if (type?.type !== 'multipart' || type.parameters.has('boundary')) return mediaType
  return `${mediaType}; boundary=${BOUNDARY}`
}

/** A value that leads back to itself, which only JSON.stringify notices. */
function isEndless(value: unknown): boolean {
  return typeof value === 'object' && value !== null && encodeJson(value) === 'null'
}

function encodeText(value: unknown): string {
  return value === undefined || value === null ? '' : textOf(value)
}
