import { isRecord, type UnknownRecord } from '../base/json.js'
import type { EncodingSpec, MediaTypeSpec } from '../model/api-model.js'
import { encodeJson, textOf } from './encode-json.js'
import type { Schema } from '../model/schema.js'
import { encodeQuery } from './encode-parameter.js'
import { PLAIN_DELIMITERS } from './plain-delimiters.js'
import { shapeOf } from './schema-shape.js'

/** application/x-www-form-urlencoded, as decoding reads it: lists repeat their name, objects are JSON unless styled. */
export function encodeForm(value: UnknownRecord, spec: MediaTypeSpec | undefined): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => encodeFormMember(name, member, spec?.encoding.get(name)))
    .filter((text) => text !== '')
    .join('&')
}

function encodeFormMember(name: string, value: unknown, encoding: EncodingSpec | undefined): string {
  if (encoding?.styled) return encodeQuery({ name, style: encoding.style, explode: encoding.explode }, value)
  const isJson = encoding?.contentType?.includes('json') ?? false
  const written = isJson || isRecord(value) ? encodeJson(value) : value
  return encodeQuery({ name, style: 'form', explode: true }, written)
}

/** Writes a part in a media type of its own. */
export type PartEncoder = (item: unknown, mediaType: string, schema: Schema | undefined) => Uint8Array | string

/** A part for each member, and for each item of a list; items alone where the value is a list (multipart/mixed). */
export function encodeMultipart(
  value: unknown,
  boundary: string,
  spec: MediaTypeSpec | undefined,
  encodePart: PartEncoder,
): Uint8Array {
  const chunks = partsOf(value, spec).flatMap(({ name, item, contentType, schema }) => {
    const type = concrete(contentType) ?? defaultType(item)
    const written = item instanceof Uint8Array || type === undefined ? item : encodePart(item, type, schema)
    return [Buffer.from(partHead(boundary, name, item, type)), bytesOf(written), LINE_BREAK]
  })
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)])
}

interface Part {
  readonly name: string | undefined
  readonly item: unknown
  readonly contentType: string | undefined
  readonly schema: Schema | undefined
}

function partsOf(value: unknown, spec: MediaTypeSpec | undefined): readonly Part[] {
  const shape = shapeOf(spec?.schema)
  if (!isRecord(value)) {
    return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((item, index) => {
      const schema = spec?.itemSchema ?? shape.item(index).schemas[0]
      return { name: undefined, item, contentType: spec?.encodingAt?.(index)?.contentType, schema }
    })
  }
  return Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return []
    const encoding = spec?.encoding.get(name)
    const contentType = encoding?.contentType
    const property = shape.property(name)
    if (Array.isArray(member) && encoding?.styled && !encoding.explode) {
      const text = member.map(textOf).join(PLAIN_DELIMITERS[encoding.style] ?? ',')
      return [{ name, item: text, contentType: undefined, schema: undefined }]
    }
    if (!Array.isArray(member)) return [{ name, item: member, contentType, schema: property.schemas[0] }]
    return (member as readonly unknown[]).map((item, index) => {
      return { name, item, contentType, schema: property.item(index).schemas[0] }
    })
  })
}

const LINE_BREAK = Buffer.from('\r\n')

function partHead(boundary: string, name: string | undefined, item: unknown, type: string | undefined): string {
  const lines = [`--${boundary}`]
  if (name !== undefined) {
    // As browsers escape names (WHATWG 'multipart/form-data encoding').
    const quoted = name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
    lines.push(
      `Content-Disposition: form-data; name="${quoted}"${item instanceof Uint8Array ? '; filename="file"' : ''}`,
    )
  }
  if (type !== undefined) lines.push(`Content-Type: ${type}`)
  return [...lines, '', ''].join('\r\n')
}

/** The first of a list; undefined for ranges. */
function concrete(contentType: string | undefined): string | undefined {
  const first = contentType?.split(',')[0]?.trim()
  return first === undefined || first === '' || /[*\r\n]/.test(first) ? undefined : first
}

// OpenAPI 3.0.4 'Encoding Object': what a part is without `contentType`. Text says nothing: text/plain is meant.
function defaultType(item: unknown): string | undefined {
  if (item instanceof Uint8Array) return 'application/octet-stream'
  return typeof item === 'object' && item !== null ? 'application/json' : undefined
}

function bytesOf(written: unknown): Uint8Array {
  return written instanceof Uint8Array ? written : Buffer.from(textOf(written))
}
