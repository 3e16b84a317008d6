import { type Finding, NO_FINDINGS } from '../base/finding.js'
import { pointerTo } from '../base/json-pointer.js'
import type { Decoded } from '../http/exchange.js'
import type { Operation, Parameter } from '../model/api-model.js'
import { checkDecodedValue, checkMediaValue, type CheckPlace } from './check-value.js'

/** Everything wrong with a request: what could not be read, and what breaks its schema. Empty when all is well. */
export function checkRequest(operation: Operation, decoded: Decoded): readonly Finding[] {
  let found: readonly Finding[] = decoded.findings
  for (const parameter of operation.parameters) {
    const value = decoded.params[parameter.in][parameter.name]
    if (value !== undefined && !isAllowedEmpty(parameter, value)) found = join(found, checkParameter(parameter, value))
  }
  if (decoded.body !== undefined && decoded.mediaType !== undefined) {
    const spec = operation.body?.content.find(({ declared }) => declared === decoded.mediaType)
    if (spec) found = join(found, checkMediaValue(spec, decoded.body, BODY))
  }
  return found.length === 0 ? NO_FINDINGS : found
}

const BODY: CheckPlace = {
  rule: 'request/body-schema',
  direction: 'request',
  where: { side: 'request', in: 'body' },
}

// OpenAPI 3.0.4 Parameter Object, allowEmptyValue: an empty value is accepted whatever the schema says.
function isAllowedEmpty(parameter: Parameter, value: unknown): boolean {
  if (parameter.allowEmptyValue !== true) return false
  return value === '' || (Array.isArray(value) && value.every((item) => item === ''))
}

// False is the default of allowEmptyValue, but an author who writes it down means it: only then is this refused.
const EMPTY = {
  rule: 'request/parameter-schema',
  severity: 'error',
  blame: 'client',
  message: 'expected a value (allowEmptyValue: false), got none',
} as const

function checkParameter(parameter: Parameter, value: unknown): readonly Finding[] {
  const place: CheckPlace = {
    rule: 'request/parameter-schema',
    direction: 'request',
    where: { side: 'request', in: parameter.in, name: parameter.name },
  }
  if (value === '' && parameter.allowEmptyValue === false && parameter.in === 'query') {
    return [{ ...EMPTY, where: place.where, spec: pointerTo(parameter.at, 'allowEmptyValue') }]
  }
  if (parameter.content) return checkMediaValue(parameter.content, value, place)
  return parameter.schema ? checkDecodedValue(parameter.schema, value, place) : NO_FINDINGS
}

function join(some: readonly Finding[], more: readonly Finding[]): readonly Finding[] {
  if (more.length === 0) return some
  return some.length === 0 ? more : [...some, ...more]
}
