import type { Finding } from '../../base/finding.js'
import { own, type UnknownRecord } from '../../base/json.js'
import { pointerTo, type JsonPointer } from '../../base/json-pointer.js'
import { describeValue, nearestNames } from '../../base/text.js'
import type { DeclaredVersion } from '../api-document.js'
import type { ObjectKind } from '../openapi-shapes.js'
import type { Site } from '../walk-document.js'
import { documentFinding } from '../../base/document-finding.js'

type Check = (node: UnknownRecord, at: JsonPointer, declared: DeclaredVersion) => Finding[]

/** What types alone can't say of one object: values out of a fixed set, keys of a certain form, one field or another. */
export function checkMeaning({ kind, at }: Site, node: UnknownRecord, declared: DeclaredVersion): Finding[] {
  return CHECKS[kind]?.(node, at, declared) ?? []
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const MEDIA_RANGE = new RegExp(`^\\s*${TOKEN}/${TOKEN}\\s*(;.*)?$|^x-`)
const SCHEMES_2 = ['basic', 'apiKey', 'oauth2']
const SCHEMES_3 = ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS']
const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object']

function checkRoot(node: UnknownRecord, at: JsonPointer, declared: DeclaredVersion): Finding[] {
  const wanted = declared === '3.1' || declared === '3.2' ? ['paths', 'components', 'webhooks'] : ['paths']
  if (wanted.some((name) => Object.hasOwn(node, name))) return []
  const names = wanted.map((name) => `\`${name}\``).join(', ')
  return [
    documentFinding(
      'document/missing-field',
      'error',
      at,
      `OpenAPI Object: expected ${wanted.length > 1 ? 'one of ' : ''}${names}, found none`,
    ),
  ]
}

function checkSchema(node: UnknownRecord, at: JsonPointer, declared: DeclaredVersion): Finding[] {
  const known = declared === '2.0' ? [...TYPES, 'file'] : declared === '3.0' ? TYPES : [...TYPES, 'null']
  const type = own(node, 'type')
  if (Array.isArray(type)) {
    if (declared === '2.0' || declared === '3.0') {
      return [
        documentFinding(
          'document/wrong-type',
          'warning',
          pointerTo(at, 'type'),
          `type: expected one type before OpenAPI 3.1, found a list`,
        ),
      ]
    }
    return type.flatMap((name, index) => checkMember(pointerTo(at, 'type', index), name, known))
  }
  const findings = [...checkMember(pointerTo(at, 'type'), type, known), ...checkTuple(node, at, declared)]
  const needsItems = declared === '2.0' || declared === '3.0'
  return needsItems ? [...findings, ...checkItems(node, at, 'Schema Object')] : findings
}

/** 2020-12 has `prefixItems` for it, older versions nothing. */
function checkTuple(node: UnknownRecord, at: JsonPointer, declared: DeclaredVersion): Finding[] {
  if (!Array.isArray(own(node, 'items'))) return []
  const remedy = declared === '3.1' || declared === '3.2' ? 'Call it `prefixItems`.' : undefined
  const message = 'items: expected one schema for all items, found a list of schemas; it is read as one for each'
  return [documentFinding('document/wrong-type', 'warning', pointerTo(at, 'items'), message, remedy)]
}

function checkItems(node: UnknownRecord, at: JsonPointer, what: string): Finding[] {
  if (own(node, 'type') !== 'array' || Object.hasOwn(node, 'items')) return []
  const message = `${what}: \`items\` is missing beside \`type: array\``
  return [documentFinding('document/missing-field', 'warning', at, message)]
}

function checkParameter(node: UnknownRecord, at: JsonPointer, declared: DeclaredVersion): Finding[] {
  const place = own(node, 'in')
  const places = ['query', 'header', 'path']
  if (declared === '2.0') places.push('formData', 'body')
  else places.push('cookie')
  if (declared === '3.2') places.push('querystring')
  const findings = checkMember(pointerTo(at, 'in'), place, places)
  if (place === 'path' && own(node, 'required') !== true) {
    const message = `path parameter ${describeValue(own(node, 'name'))}: expected \`required: true\`, as a path is never without it`
    findings.push(documentFinding('document/missing-field', 'warning', at, message))
  }
  if (declared === '2.0' && own(node, 'type') === 'file' && place !== 'formData') {
    const message = `type: a file is sent in: formData only, found in: ${describeValue(place)}`
    findings.push(documentFinding('document/contradiction', 'warning', pointerTo(at, 'type'), message))
  }
  if (declared === '2.0') findings.push(...checkItems(node, at, `parameter ${describeValue(own(node, 'name'))}`))
  const wanted = declared === '2.0' ? (place === 'body' ? ['schema'] : ['type']) : ['schema', 'content']
  if (!wanted.some((name) => Object.hasOwn(node, name))) {
    const names = wanted.map((name) => `\`${name}\``).join(' or ')
    findings.push(
      documentFinding(
        'document/missing-field',
        'warning',
        at,
        `parameter ${describeValue(own(node, 'name'))}: ${names} is missing`,
      ),
    )
  }
  return findings
}

function checkMember(at: JsonPointer, value: unknown, known: readonly string[]): Finding[] {
  if (typeof value !== 'string' || known.includes(value)) return []
  const name = at.slice(at.lastIndexOf('/') + 1)
  const near = nearestNames(value, known, 1)[0]
  const remedy = near === undefined ? undefined : `Did you mean '${near}'?`
  return [
    documentFinding(
      'document/wrong-type',
      'error',
      at,
      `${name}: expected one of ${known.join(', ')}, found '${value}'`,
      remedy,
    ),
  ]
}

function checkKeys(
  node: UnknownRecord,
  at: JsonPointer,
  form: RegExp,
  rule: 'document/wrong-type' | 'document/media-type',
  expected: string,
): Finding[] {
  return Object.keys(node)
    .filter((key) => !form.test(key) && key !== '$ref')
    .map((key) => documentFinding(rule, 'error', pointerTo(at, key), `'${key}': expected ${expected}`))
}

function checkResponse(node: UnknownRecord, at: JsonPointer, declared: DeclaredVersion): Finding[] {
  if (declared === '3.2' || Object.hasOwn(node, 'description')) return []
  return [documentFinding('document/missing-field', 'warning', at, 'Response Object: `description` is missing')]
}

function checkRequirement(node: UnknownRecord, at: JsonPointer): Finding[] {
  return Object.entries(node).flatMap(([name, scopes]) => {
    if (Array.isArray(scopes)) return []
    const message = `${name}: expected a list of scopes, found ${describeValue(scopes, 40)}`
    return [documentFinding('document/wrong-type', 'error', pointerTo(at, name), message)]
  })
}

function checkSecurityScheme(node: UnknownRecord, at: JsonPointer, declared: DeclaredVersion): Finding[] {
  return checkMember(pointerTo(at, 'type'), own(node, 'type'), declared === '2.0' ? SCHEMES_2 : SCHEMES_3)
}

const STATUS_KEY = /^(default|[1-5](\d\d|XX)|x-.*)$/

const CHECKS: Partial<Record<ObjectKind, Check>> = {
  openapi: checkRoot,
  schema: checkSchema,
  parameter: checkParameter,
  header: (node, at, declared) => (declared === '2.0' ? checkItems(node, at, 'Header Object') : []),
  response: checkResponse,
  responses: (node, at) =>
    checkKeys(node, at, STATUS_KEY, 'document/wrong-type', "a status such as 200 or 4XX, or 'default'"),
  content: (node, at) =>
    checkKeys(node, at, MEDIA_RANGE, 'document/media-type', 'a media type such as application/json'),
  paths: (node, at) => checkKeys(node, at, /^(\/|x-)/, 'document/wrong-type', "a path that begins with '/'"),
  securityScheme: checkSecurityScheme,
  securityRequirement: checkRequirement,
}
