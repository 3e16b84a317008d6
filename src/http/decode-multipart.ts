import { setOwn } from '../base/json.js'
import type { EncodingSpec, MediaTypeSpec } from '../model/api-model.js'
import { matchMediaRange, parseMediaType, type MediaType } from '../model/media-type.js'
import { decodeDeepObject } from './decode-deep-object.js'
import { decodeTexts } from './decode-field.js'
import { isBinary, mediaKind } from './media-kind.js'
import { decodeCharset } from './decode-charset.js'
import type { Report } from './report.js'
import { PLAIN_DELIMITERS } from './plain-delimiters.js'
import { shapeOf, type Shape } from './schema-shape.js'
import { splitMultipart, type BodyPart } from './split-multipart.js'
import { withoutTransferEncoding } from './transfer-encoding.js'

/** Reads a part in a media type of its own. */
export type PartDecoder = (bytes: Uint8Array, type: MediaType, shape: Shape, report: Report) => unknown

/**
 * A multipart body as its schema and `encoding` describe it: an object for form-data, a list for other subtypes.
 * Files are bytes.
 */
export function decodeMultipart(
  bytes: Uint8Array,
  type: MediaType,
  spec: MediaTypeSpec | undefined,
  report: Report,
  decodePart: PartDecoder,
): unknown {
  const parts = splitMultipart(bytes, type.parameters.get('boundary'), report)
  if (!parts) return undefined
  const shape = shapeOf(spec?.schema)
  if (type.subtype !== 'form-data' && !parts.every((part) => part.name !== undefined)) {
    const itemShape = (index: number) => (spec?.itemSchema ? shapeOf(spec.itemSchema) : shape.item(index))
    return parts.map((part, index) =>
      partValue(part, { shape: itemShape(index), encoding: spec?.encodingAt?.(index), report, decodePart }),
    )
  }
  const object: Record<string, unknown> = {}
  const groups = groupByName(parts, report)
  for (const [name, value] of bracketed(groups, shape)) setOwn(object, name, value)
  for (const [name, group] of groups) {
    const reportPart: Report = (message) => {
      report(`part ${name}: ${message}`)
    }
    const property = { shape: shape.property(name), encoding: spec?.encoding.get(name), report: reportPart, decodePart }
    setOwn(object, name, groupValue(group, property))
  }
  return object
}

/**
 * 'user[name]' beside no 'user': not of the standard, but what many form writers send, here as in urlencoded bodies, files
 * among them. The parts that were understood so are taken out of the groups.
 */
function bracketed(groups: Map<string, BodyPart[]>, shape: Shape): Map<string, unknown> {
  const values = new Map<string, unknown>()
  const declared = new Set(shape.names)
  const pairs = new Map<string, string[]>()
  const files = new Map<string, Uint8Array>()
  for (const [name, group] of groups) {
    const [base = ''] = name.split('[', 1)
    if (base === name || declared.has(name) || !declared.has(base) || groups.has(base)) continue
    const texts = group.map((part) => {
      const text = part.filename === undefined ? decodeCharset(part.bytes, undefined, ignore) : undefined
      return text === undefined ? standIn(part.bytes, files) : encodeURIComponent(text)
    })
    pairs.set(name, texts)
  }
  for (const name of pairs.size === 0 ? [] : declared) {
    const property = shape.property(name)
    const value = property.mayBeObject || property.mayBeArray ? decodeDeepObject(pairs, name, property) : undefined
    if (value === undefined) continue
    values.set(name, files.size === 0 ? value : withFiles(value, files))
    for (const taken of pairs.keys()) if (taken.startsWith(`${name}[`)) groups.delete(taken)
  }
  return values
}

/** What stands for a file while names in brackets are read as texts. No text has it: U+FFFF is no character. */
function standIn(bytes: Uint8Array, files: Map<string, Uint8Array>): string {
  const text = `\uffff${files.size}`
  files.set(text, bytes)
  return text
}

/** Decoding in brackets goes 32 levels deep at most. */
function withFiles(value: unknown, files: ReadonlyMap<string, Uint8Array>): unknown {
  if (typeof value === 'string') return files.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => withFiles(item, files))
  if (typeof value !== 'object' || value === null) return value
  const object: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) setOwn(object, name, withFiles(member, files))
  return object
}

interface Property {
  readonly shape: Shape
  readonly encoding: EncodingSpec | undefined
  readonly report: Report
  readonly decodePart: PartDecoder
}

// RFC 7578 4.2: every part of form-data has a name.
function groupByName(parts: readonly BodyPart[], report: Report): Map<string, BodyPart[]> {
  const groups = new Map<string, BodyPart[]>()
  for (const part of parts) {
    if (part.name === undefined) {
      report('malformed multipart body: a part has no name')
      continue
    }
    const group = groups.get(part.name)
    if (group) group.push(part)
    else groups.set(part.name, [part])
  }
  return groups
}

function groupValue(group: readonly BodyPart[], property: Property): unknown {
  const { shape } = property
  const [first] = group
  if (!first) return undefined
  if (!shape.mayBeArray) {
    return group.length === 1 ? partValue(first, property) : group.map((part) => partValue(part, property))
  }
  const styled = styledTexts(group, property.encoding)
  if (styled) return decodeTexts(styled, shape)
  const values = group.map((part, index) => partValue(part, { ...property, shape: shape.item(index) }))
  if (values.length > 1) return values
  // The whole list as one JSON part.
  if (Array.isArray(values[0]) && !shape.item(0).mayBeArray) return values[0]
  if (shape.accepts(values)) return values
  const whole = shape.mayBeScalar ? partValue(first, property) : listInText(first, property)
  return whole ?? values
}

/** '[1,2]' in a part that does not say that it is JSON. */
function listInText(part: BodyPart, { shape, decodePart }: Property): unknown {
  if (part.contentType !== undefined || part.filename !== undefined) return undefined
  const list = decodePart(part.bytes, JSON_TYPE, shape, ignore)
  return Array.isArray(list) ? list : undefined
}

/** A list in one part: 'a,b' (OpenAPI 3.1.1 'Encoding Object', style; Swagger 2.0 `collectionFormat`). */
function styledTexts(
  [first, ...others]: readonly BodyPart[],
  encoding: EncodingSpec | undefined,
): string[] | undefined {
  if (!first || others.length > 0 || !encoding?.styled || encoding.explode || first.filename !== undefined)
    return undefined
  return decodeCharset(first.bytes, undefined, ignore)?.split(PLAIN_DELIMITERS[encoding.style] ?? ',')
}

/** OpenAPI 3.0.4 'Encoding Object', contentType: what a part is written in when it does not say so itself. */
function partValue(sent: BodyPart, property: Property): unknown {
  const { shape, report } = property
  const part = withoutTransferEncoding(sent, shape)
  const declared = property.encoding?.styled ? undefined : property.encoding?.contentType
  if (declared !== undefined && !mayBeIn(declared, part)) {
    const noun = part.filename === undefined ? 'a part' : 'a file'
    report(`expected ${noun} in ${declared}, got ${part.contentType?.slice(0, 80) ?? 'one'}`)
    return undefined
  }
  if (isBinary(shape) && !shape.mayBeObject) return part.bytes
  const said = isOfNoType(part) ? declaredType(property.encoding) : part.contentType
  const type = said === undefined ? undefined : parseMediaType(said)
  if (said !== undefined && !type) {
    report(`'${said.slice(0, 80)}' is not a media type`)
    return undefined
  }
  if (type && mediaKind(type) !== 'text') return typedPart(part, type, property)
  if (!type && shape.mayBeObject && !shape.mayBeScalar) return typedPart(part, JSON_TYPE, property)
  return textPart(part, type, property)
}

/**
 * Clients that do not know what a file is say nothing, or application/octet-stream; of a field many say text/plain, the
 * default (RFC 7578 4.4).
 */
function mayBeIn(declared: string, part: BodyPart): boolean {
  const { contentType, filename } = part
  const type = contentType === undefined ? undefined : parseMediaType(contentType)
  if (!type || isOfNoType(part)) return true
  if (filename === undefined && type.essence === 'text/plain') return true
  return declared.split(',').some((text) => {
    const range = parseMediaType(text.trim())
    if (!range || matchMediaRange(range, type) > 0) return true
    // text/xml is application/xml, text/json application/json.
    const kind = mediaKind(range)
    return (kind === 'json' || kind === 'xml') && kind === mediaKind(type) && range.subtype === type.subtype
  })
}

/** Browsers say application/octet-stream of a Blob that was given no type. */
function isOfNoType({ contentType }: BodyPart): boolean {
  return contentType === undefined || /^application\/octet-stream\s*(;|$)/i.test(contentType)
}

/** `contentType` may be a list, or hold ranges: then a part that says nothing is text. */
function declaredType(encoding: EncodingSpec | undefined): string | undefined {
  const contentType = encoding?.styled ? undefined : encoding?.contentType
  return contentType === undefined || /[*,]/.test(contentType) ? undefined : contentType
}

function typedPart(part: BodyPart, type: MediaType, { shape, report, decodePart }: Property): unknown {
  // A file that no schema describes is only bytes, whatever it is written in.
  if (part.filename !== undefined && !shape.types && !shape.mayBeObject) return part.bytes
  const kind = mediaKind(type)
  if ((kind !== 'json' && kind !== 'xml') || !shape.types?.has('string'))
    return decodePart(part.bytes, type, shape, report)
  const value = decodePart(part.bytes, type, shape, ignore)
  // Form writers append a text as it is, without the quotes of JSON or the tags of XML.
  return value !== undefined && shape.accepts(value) ? value : textPart(part, undefined, { shape, report })
}

function textPart(
  part: BodyPart,
  type: MediaType | undefined,
  { shape, report }: Pick<Property, 'shape' | 'report'>,
): unknown {
  const isFile = part.filename !== undefined
  if (isFile && !(shape.types && shape.mayBeScalar)) return part.bytes
  const text = decodeCharset(part.bytes, type?.parameters.get('charset'), isFile ? ignore : report)
  return text === undefined ? (isFile ? part.bytes : undefined) : decodeTexts([text], shape)
}

const JSON_TYPE: MediaType = {
  type: 'application',
  subtype: 'json',
  parameters: new Map(),
  essence: 'application/json',
}

function ignore(): void {
  // A file that is not text is bytes.
}
