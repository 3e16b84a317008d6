import { own } from '../base/json.js'
import type { EncodingSpec, HeaderSpec, MediaTypeSpec } from './api-model.js'
import { compileExamples } from './compile-example.js'
import { parseMediaType, type MediaType } from './media-type.js'
import { compileStyle } from './compile-style.js'
import {
  booleanMember,
  listMember,
  partsOf,
  readPart,
  recordMember,
  reportDocument,
  reportWrongType,
  schemaMember,
  textMember,
  type Part,
  type Source,
} from './part.js'
import { pointerTo, type JsonPointer } from '../base/json-pointer.js'

/** The `content` of a body, response, parameter or header, in document order. */
export function compileContent(source: Source, part: Part): MediaTypeSpec[] {
  return partsOf(source, part, 'content', 'media type').map(([declared, media]) => ({
    declared,
    range: readMediaRange(source, declared, pointerTo(part.at, 'content', declared)),
    schema: schemaMember(source, media, 'schema'),
    itemSchema: schemaMember(source, media, 'itemSchema'),
    examples: compileExamples(source, media),
    encoding: new Map(
      partsOf(source, media, 'encoding', 'encoding').map(([name, entry]) => [name, compileEncoding(source, entry)]),
    ),
    ...compileEncodingAt(source, media),
    at: media.at,
  }))
}

function compileEncodingAt(source: Source, media: Part): Pick<MediaTypeSpec, 'encodingAt'> {
  const read = (value: unknown, at: JsonPointer): EncodingSpec | undefined => {
    const part = readPart(source, value, at, 'encoding')
    return part && compileEncoding(source, part)
  }
  const prefix = listMember(source, media, 'prefixEncoding')?.map((value, index) =>
    read(value, pointerTo(media.at, 'prefixEncoding', index)),
  )
  const each = recordMember(source, media, 'itemEncoding')
  const others = each && read(each, pointerTo(media.at, 'itemEncoding'))
  return prefix || others ? { encodingAt: (index) => prefix?.[index] ?? others } : {}
}

export function readMediaRange(source: Source, declared: string, at: JsonPointer): MediaType | undefined {
  const range = parseMediaType(declared)
  if (!range) {
    reportDocument(
      source,
      'document/media-type',
      at,
      `expected a media type such as application/json, got "${declared}"`,
    )
  }
  return range
}

function compileEncoding(source: Source, part: Part): EncodingSpec {
  return {
    contentType: textMember(source, part, 'contentType'),
    styled: ['style', 'explode', 'allowReserved'].some((key) => own(part.node, key) !== undefined),
    ...compileStyle(source, part, 'query'),
    headers: compileHeaders(source, part),
    at: part.at,
  }
}

/** OpenAPI 3.0.4 Response Object and Encoding Object: a Content-Type among `headers` SHALL be ignored. */
export function compileHeaders(source: Source, part: Part): HeaderSpec[] {
  return partsOf(source, part, 'headers', 'header')
    .filter(([name]) => name.toLowerCase() !== 'content-type')
    .map(([name, header]) => ({
      name,
      required: booleanMember(source, header, 'required') ?? false,
      ...compileStyle(source, header, 'header'),
      ...compileValue(source, header),
      examples: compileExamples(source, header),
      at: header.at,
    }))
}

/** A parameter or header says what its value is by a schema, or by a media type of its own. */
export function compileValue(source: Source, part: Part): Pick<HeaderSpec, 'schema' | 'content'> {
  if (source.swagger) return { schema: source.schema(part.at), content: undefined }
  const schema = schemaMember(source, part, 'schema')
  const content = schema ? undefined : compileContent(source, part)[0]
  if (schema || content || own(part.node, 'type') === undefined) return { schema, content }
  // Left over from Swagger 2.0, and clear enough.
  reportWrongType(source, pointerTo(part.at, 'type'), 'type', 'type inside of schema', own(part.node, 'type'))
  return { schema: source.schema(part.at), content }
}
