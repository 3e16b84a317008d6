import type { MediaTypeSpec } from '../model/api-model.js'
import { isJsonType, isSequentialType, isXmlType, type MediaType } from '../model/media-type.js'
import { convertText } from './convert-text.js'
import { decodeCharset } from './decode-charset.js'
import { decodeFormText } from './decode-form.js'
import { decodeJson } from './decode-json.js'
import type { Report } from './decode-pieces.js'
import { shapeOf, type Shape } from './schema-shape.js'

export type MediaKind = 'json' | 'sequence' | 'form' | 'multipart' | 'xml' | 'text' | 'other'

export function mediaKind(type: MediaType): MediaKind {
  if (isJsonType(type)) return 'json'
  if (isSequentialType(type)) return 'sequence'
  if (isXmlType(type)) return 'xml'
  if (type.essence === 'application/x-www-form-urlencoded') return 'form'
  if (type.type === 'multipart') return 'multipart'
  return type.type === 'text' ? 'text' : 'other'
}

/**
 * The value of a message's bytes. What no parser reads comes back as text where the schema asks for text, else as bytes.
 * @returns undefined (and a report) when the bytes are not written in the media type
 */
export function decodeMedia(
  bytes: Uint8Array,
  type: MediaType,
  spec: MediaTypeSpec | undefined,
  report: Report,
): unknown {
  const kind = mediaKind(type)
  if (kind === 'other') return decodeOther(bytes, shapeOf(spec?.schema))
  const text = decodeCharset(bytes, kind === 'json' ? jsonCharset(type) : type.parameters.get('charset'), report)
  return text === undefined ? undefined : decodeMediaText(text, type, spec, report)
}

/** As decodeMedia, for text: a parameter with `content`, or a response held as text. */
export function decodeMediaText(
  text: string,
  type: MediaType,
  spec: MediaTypeSpec | undefined,
  report: Report,
): unknown {
  switch (mediaKind(type)) {
    case 'json':
      return decodeJson(text, report)
    case 'form':
      return decodeFormText(text, spec, report)
    case 'sequence':
    case 'multipart':
    case 'xml':
    case 'text':
    case 'other':
      return decodePlain(text, shapeOf(spec?.schema))
  }
}

// RFC 8259 8.1: JSON is UTF-8 and has no charset parameter; other names for UTF-8 and its subsets are common, and UTF-16 is honoured.
function jsonCharset(type: MediaType): string | undefined {
  const charset = type.parameters.get('charset')
  return charset !== undefined && /^utf-?16/i.test(charset) ? charset : undefined
}

function decodePlain(text: string, shape: Shape): unknown {
  return shape.mayBeScalar ? convertText(text, shape) : text
}

function decodeOther(bytes: Uint8Array, shape: Shape): unknown {
  if (!shape.types || !shape.mayBeScalar || isBinary(shape)) return bytes
  const text = decodeCharset(bytes, undefined, ignore)
  return text === undefined ? bytes : convertText(text, shape)
}

/** `format: binary` (OpenAPI 3.0), `type: file` (2.0), `contentEncoding` and `contentMediaType` (3.1). */
export function isBinary(shape: Shape): boolean {
  return shape.schemas.some(
    ({ node }) => node['format'] === 'binary' || 'contentEncoding' in node || 'contentMediaType' in node,
  )
}

function ignore(): void {
  // Bytes that are not text are given as bytes.
}
