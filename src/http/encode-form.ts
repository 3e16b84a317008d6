import { isRecord, type UnknownRecord } from '../base/json.js'
import type { EncodingSpec, MediaTypeSpec } from '../model/api-model.js'
import { encodeJson, textOf } from './encode-json.js'
import { encodeQuery } from './encode-parameter.js'

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

/** A part for each member, and for each item of a list; items alone where the value is a list (multipart/mixed). */
export function encodeMultipart(value: unknown, boundary: string, spec: MediaTypeSpec | undefined): Uint8Array {
  const chunks: Uint8Array[] = []
  const members: readonly (readonly [string | undefined, unknown])[] = Array.isArray(value)
    ? value.map((item) => [undefined, item])
    : isRecord(value)
      ? Object.entries(value).filter(([, member]) => member !== undefined)
      : [[undefined, value]]
  for (const [name, member] of members) {
    const contentType = name === undefined ? undefined : spec?.encoding.get(name)?.contentType
    for (const item of Array.isArray(member) && name !== undefined ? member : [member]) {
      chunks.push(Buffer.from(partHead(boundary, name, item, contentType)), partBytes(item, contentType), LINE_BREAK)
    }
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`))
  return Buffer.concat(chunks)
}

const LINE_BREAK = Buffer.from('\r\n')

function partHead(boundary: string, name: string | undefined, item: unknown, contentType: string | undefined): string {
  const lines = [`--${boundary}`]
  if (name !== undefined) {
    // As browsers escape names (WHATWG 'multipart/form-data encoding').
    const quoted = name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
    lines.push(
      `Content-Disposition: form-data; name="${quoted}"${item instanceof Uint8Array ? '; filename="file"' : ''}`,
    )
  }
  const type = concrete(contentType) ?? defaultType(item)
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

function partBytes(item: unknown, contentType: string | undefined): Uint8Array {
  if (item instanceof Uint8Array) return item
  return Buffer.from(contentType?.includes('json') ? encodeJson(item) : textOf(item))
}
