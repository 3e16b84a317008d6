import type { MediaTypeSpec, Operation, ResponseSpec } from '../model/api-model.js'
import { isJsonType, isXmlType } from '../model/media-type.js'
import type { Schema } from '../model/schema.js'
import { inferSchema } from './infer-schema.js'
import { itemsOf, keywordOf, typesOf, viewObject } from './object-view.js'
import type { Success } from './role.js'

/** Statuses in the order in which a kind of role would rather answer. */
const PREFERRED = {
  create: [201, 200, 202, 204],
  remove: [200, 204, 202],
  other: [200, 201, 202, 204],
} as const

/** The success that the document declares for an operation; with only `default` or ranges, the status that fits the role. */
export function successOf(operation: Operation, kind: keyof typeof PREFERRED = 'other'): Success {
  const { responses } = operation
  const declared = PREFERRED[kind].flatMap((status) => {
    const exact = responses.find(({ key }) => key === String(status))
    return exact ? [success(status, exact)] : []
  })
  // Of 200 and 201 the one that shows what was made: a client can learn the id from nothing else.
  const shown = kind === 'create' ? declared.find(({ status, schema }) => status < 202 && schema) : undefined
  const best = shown ?? declared[0]
  if (best) return best
  const other = responses.find(({ key }) => /^2\d\d$/.test(key))
  if (other) return success(Number(other.key), other)
  const range = responses.find(({ key }) => key === '2XX') ?? responses.find(({ key }) => key === 'default')
  const status = kind === 'create' && range?.key === '2XX' ? 201 : 200
  if (!range) return { status, schema: undefined, hasBody: false, isData: true, response: undefined }
  return success(status, range)
}

function success(status: number, response: ResponseSpec): Success {
  const data = mostTelling(response.content) ?? response.content.find(isObjectAsText)
  return {
    status,
    schema: status === 204 || !data ? undefined : shapeOf(data),
    hasBody: status !== 204 && response.content.length > 0,
    isData: response.content.length === 0 || data !== undefined,
    response,
  }
}

/** The schema of what is sent as data; a list of media types that are no data has none. */
export function bodySchemaOf(operation: Operation): Schema | undefined {
  const media = operation.body && mostTelling(operation.body.content)
  return media && shapeOf(media)
}

/** A schema that says nothing, or no more than that it is an object, says less than an example. */
function shapeOf(media: MediaTypeSpec): Schema | undefined {
  const { schema } = media
  return schema && saysSomething(schema) ? schema : (inferSchema(media) ?? schema)
}

function saysSomething(schema: Schema): boolean {
  const view = viewObject(schema)
  if (view && (view.properties.size > 0 || view.rest || view.closed)) return true
  return [...typesOf(schema)].some((type) => type !== 'object')
}

/** 'application/json' may stand there for its examples alone, and 'application/json; charset=utf-8' beside it with the schema. */
function mostTelling(content: readonly MediaTypeSpec[]): MediaTypeSpec | undefined {
  const data = content.filter(isData)
  return data.find(({ schema }) => schema !== undefined) ?? data[0]
}

/** Whether all that is answered is files, text, or one value of JSON that is no object or list. */
export function isFile({ hasBody, isData, schema }: Success): boolean {
  return hasBody && (!isData || (schema !== undefined && isScalar(schema)))
}

/** Whether all that is sent is files, text, or one value of JSON that is no object or list: `PUT /board/1/1 "X"`. */
export function sendsFile({ body }: Operation): boolean {
  if (!body || body.content.length === 0) return false
  return body.content.every((media) => !isData(media) || (media.schema !== undefined && isScalar(media.schema)))
}

/** Whether a file is sent, alone or as a part of a form. */
export function uploads(operation: Operation): boolean {
  const schema = bodySchemaOf(operation)
  return sendsFile(operation) || [...((schema && viewObject(schema)?.properties.values()) ?? [])].some(isBytes)
}

/** `format: binary`; `contentEncoding` and `contentMediaType` in OpenAPI 3.1. */
export function isBytes({ schema }: { readonly schema: Schema }): boolean {
  const said = (keyword: string): boolean => keywordOf(schema, keyword) !== undefined
  return keywordOf(schema, 'format') === 'binary' || said('contentEncoding') || said('contentMediaType')
}

/** JSON first of all, forms and XML as well; text, files and sequences are no entities. */
function isData(media: MediaTypeSpec): boolean {
  const { range } = media
  if (!range) return false
  if (media.schema && keywordOf(media.schema, 'format') === 'binary') return false
  if (range.subtype === '*') return media.schema !== undefined && !isText(media.schema)
  return isJsonType(range) || isXmlType(range) || isForm(range.essence)
}

/** Objects in a type that says nothing of how they are written: nothing but JSON can be meant. */
function isObjectAsText({ range, schema }: MediaTypeSpec): boolean {
  if (!schema || !(range?.essence === 'text/plain' || range?.essence === 'application/octet-stream')) return false
  const shown = itemsOf(schema) ?? schema
  return (viewObject(shown)?.properties.size ?? 0) > 0 && !isText(schema)
}

function isScalar(schema: Schema): boolean {
  const types = typesOf(schema)
  return types.size > 0 && [...types].every((type) => SCALARS.has(type))
}

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'null'])

function isText(schema: Schema): boolean {
  const types = typesOf(schema)
  return types.size === 1 && types.has('string')
}

function isForm(essence: string): boolean {
  return essence === 'application/x-www-form-urlencoded' || essence === 'multipart/form-data'
}

/** Whether an operation declares a status, exactly. */
export function declares(operation: Operation, status: number): boolean {
  return operation.responses.some(({ key }) => key === String(status))
}

/** Whether an operation says what it answers when something is not there; a lone `default` is its success. */
export function declaresNotFound({ responses }: Operation): boolean {
  const has = (pattern: RegExp) => responses.some(({ key }) => pattern.test(key))
  return has(/^(404|410|4XX)$/) || (has(/^default$/) && has(/^[23]/))
}

/** RFC 6902: steps, and not the thing itself. */
export function isJsonPatch({ body }: Operation): boolean {
  const content = body?.content ?? []
  return content.length > 0 && content.every(({ range }) => range?.essence === 'application/json-patch+json')
}
