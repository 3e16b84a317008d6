import type { MediaTypeSpec } from '../model/api-model.js'
import type { MediaType } from '../model/media-type.js'
import { convertText } from './convert-text.js'
import { decodeCharset } from './decode-charset.js'
import { decodeFormText } from './decode-form.js'
import { decodeJson } from './decode-json.js'
import { decodeMultipart } from './decode-multipart.js'
import type { Report } from './report.js'
import { decodeSequence } from './decode-sequence.js'
import { decodeXml } from './decode-xml.js'
import { isBinary, mediaKind, type MediaKind } from './media-kind.js'
import { shapeOf, type Shape } from './schema-shape.js'

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
  return decodeBytes(bytes, type, spec, shapeOf(spec?.schema), report)
}

/** As decodeMedia, for text: a parameter with `content`, or a response held as text. */
export function decodeMediaText(
  text: string,
  type: MediaType,
  spec: MediaTypeSpec | undefined,
  report: Report,
): unknown {
  if (mediaKind(type) === 'multipart') return decodeMedia(Buffer.from(text), type, spec, report)
  return decodeText(text, type, spec, shapeOf(spec?.schema), report)
}

function decodeBytes(
  bytes: Uint8Array,
  type: MediaType,
  spec: MediaTypeSpec | undefined,
  shape: Shape,
  report: Report,
): unknown {
  const kind = mediaKind(type)
  if (kind === 'other') return decodeOther(bytes, shape)
  if (kind === 'multipart') return decodeMultipart(bytes, type, spec, report, decodePart)
  const text = decodeCharset(bytes, charsetOf(bytes, type, kind), report)
  return text === undefined ? undefined : decodeText(text, type, spec, shape, report)
}

/** Parts in parts stay bytes. */
function decodePart(bytes: Uint8Array, type: MediaType, shape: Shape, report: Report): unknown {
  return mediaKind(type) === 'multipart' ? bytes : decodeBytes(bytes, type, undefined, shape, report)
}

function decodeText(
  text: string,
  type: MediaType,
  spec: MediaTypeSpec | undefined,
  shape: Shape,
  report: Report,
): unknown {
  switch (mediaKind(type)) {
    case 'json':
      return decodeJson(text, report, shape)
    case 'form':
      return decodeFormText(text, spec, shape, report)
    case 'sequence':
      return isText(shape) && !spec?.itemSchema ? textOrItems(text, type) : decodeSequence(text, type, report)
    case 'xml':
      return decodeXml(text, shape, report)
    case 'multipart':
    case 'text':
    case 'other':
      return shape.mayBeScalar ? convertText(text, shape) : text
  }
}

function isText({ types }: Shape): boolean {
  return types !== undefined && types.has('string') && !types.has('object') && !types.has('array')
}

/** Who describes a whole sequence as a string means its text; strings in lines of their own are items all the same. */
function textOrItems(text: string, type: MediaType): unknown {
  const items = decodeSequence(text, type, ignore)
  return Array.isArray(items) && items.length > 0 && items.every((item) => typeof item === 'string') ? items : text
}

function charsetOf(bytes: Uint8Array, type: MediaType, kind: MediaKind): string | undefined {
  if (kind === 'json') return jsonCharset(type)
  return kind === 'xml' ? xmlCharset(bytes, type) : type.parameters.get('charset')
}

/** RFC 7303 3: a byte-order mark goes before the charset parameter, and that before what the XML says of itself. */
function xmlCharset(bytes: Uint8Array, type: MediaType): string | undefined {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'utf-16'
  if (first === 0xef && second === 0xbb) return undefined
  const start = String.fromCharCode(...bytes.subarray(0, 200))
  return type.parameters.get('charset') ?? /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1]
}

// RFC 8259 8.1: JSON is UTF-8 and has no charset parameter; other names for its subsets are common, and UTF-16 is honoured.
function jsonCharset(type: MediaType): string | undefined {
  const charset = type.parameters.get('charset')
  return charset !== undefined && /^utf-?16/i.test(charset) ? charset : undefined
}

function decodeOther(bytes: Uint8Array, shape: Shape): unknown {
  if (!shape.types || !shape.mayBeScalar || isBinary(shape)) return bytes
  const text = decodeCharset(bytes, undefined, ignore)
  return text === undefined ? bytes : convertText(text, shape)
}

function ignore(): void {
  // Bytes that are not text are given as bytes.
}
