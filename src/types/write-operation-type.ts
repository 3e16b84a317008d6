import { isCredential } from '../http/is-credential.js'
import type { MediaTypeSpec, Operation, Parameter, ParameterIn, ResponseSpec } from '../model/api-model.js'
import { parseMediaType, isJsonType } from '../model/media-type.js'
import type { Direction } from '../model/schema.js'
import { docComment, indent, memberName, quoted, unionOf } from './type-text.js'
import { writeSchemaType, type Refs } from './write-schema-type.js'

const PLACES: readonly ParameterIn[] = ['path', 'query', 'header', 'cookie', 'querystring']

/** What a behaviour of one operation is given and may reply, as a member of `Operations`. */
export function writeOperationType(operation: Operation, refs: Refs): string {
  const { id, method, path, summary } = operation
  const members = [
    `params: ${paramsOf(operation, refs)}`,
    `body: ${bodyOf(operation, refs)}`,
    `replies: ${block(operation.responses.map((response) => replyOf(response, refs)))}`,
  ]
  const told = `${method} ${path}${summary === undefined ? '' : `: ${summary}`}`
  return `${docComment(told)}${memberName(id)}: ${block(members)}`
}

function paramsOf(operation: Operation, refs: Refs): string {
  const places = PLACES.flatMap((place) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place)
    if (parameters.length === 0) return []
    return [`${place}: ${block(parameters.map((parameter) => parameterOf(parameter, operation, refs)))}`]
  })
  return block(places)
}

function parameterOf(parameter: Parameter, operation: Operation, refs: Refs): string {
  const { name, required, schema, content } = parameter
  const held = schema ?? content?.schema
  const type = held ? writeSchemaType(held, 'request', refs) : content ? 'unknown' : 'string'
  // A credential is there only where credentials are asked for.
  const isThere = parameter.in === 'path' || (required && !isCredential(parameter, operation))
  return `${memberName(name)}${isThere ? '' : '?'}: ${type}`
}

function bodyOf({ body }: Operation, refs: Refs): string {
  if (!body) return 'undefined'
  const types = body.content.map((media) => `${quoted(media.declared)}: ${contentType(media, 'request', refs)}`)
  return `${types.length === 0 ? 'unknown' : block(types)}${body.required ? '' : ' | undefined'}`
}

function replyOf({ key, description, content }: ResponseSpec, refs: Refs): string {
  const name = /^\d{3}$/.test(key) ? key : quoted(key)
  const types = content.map((media) => contentType(media, 'response', refs))
  return `${docComment(description)}${name}: ${types.length === 0 ? 'undefined' : unionOf(types)}`
}

/** What has no schema is data that may be anything, text, or bytes, by its media type. */
function contentType({ declared, range, schema, itemSchema }: MediaTypeSpec, direction: Direction, refs: Refs): string {
  const type = range ?? parseMediaType(declared)
  const isWildcard = type === undefined || declared.includes('*')
  if (schema && (isWildcard || type.type !== 'text' || type.subtype === 'json')) {
    const written = writeSchemaType(schema, direction, refs)
    return written === 'string' && type?.type === 'application' && !isJsonType(type) ? BYTES : written
  }
  if (itemSchema) return `readonly (${writeSchemaType(itemSchema, direction, refs)})[]`
  if (isWildcard || isJsonType(type)) return 'unknown'
  if (schema) return unionOf([writeSchemaType(schema, direction, refs), 'string'])
  if (type.type === 'text') return 'string'
  return type.type === 'application' || type.type === 'multipart' ? 'unknown' : BYTES
}

const BYTES = 'string | Uint8Array'

function block(members: readonly string[]): string {
  if (members.length === 0) return '{}'
  const [only = ''] = members
  if (members.length === 1 && !only.includes('\n') && only.length < 90) return `{ ${only} }`
  return `{\n${members.map(indent).join('\n')}\n}`
}
