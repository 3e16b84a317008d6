import { type Finding, NO_FINDINGS } from '../base/finding.js'
import type { RuleId } from '../base/rule.js'
import { decodeHeaderText } from '../http/decode-parameter.js'
import { decodeMedia, decodeMediaText } from '../http/decode-media.js'
import { mediaKind, type MediaKind } from '../http/media-kind.js'
import type { HttpResponse } from '../http/exchange.js'
import { firstLine } from '../http/header-text.js'
import { matchContent } from '../http/match-content.js'
import { shapeOf } from '../http/schema-shape.js'
import { selectResponse } from '../http/select-response.js'
import type { HeaderSpec, MediaTypeSpec, Operation, ResponseSpec } from '../model/api-model.js'
import { parseMediaType, type MediaType } from '../model/media-type.js'
import { checkDecodedValue, checkMediaValue, type CheckPlace } from './check-value.js'

/**
 * Everything wrong with a response: status, media type, body and headers against the document.
 * @param value the body as data, when the caller has it: then the bytes are not parsed again
 * @param isLasting the value never changes, so once it was found valid it is not checked again
 */
export function checkResponse(
  operation: Operation,
  response: HttpResponse,
  value?: unknown,
  isLasting = false,
): readonly Finding[] {
  // An operation without responses promises nothing.
  if (operation.responses.length === 0) return NO_FINDINGS
  const spec = selectResponse(operation.responses, response.status)
  if (!spec) return [undeclaredStatus(operation, response.status)]
  const ofHeaders =
    spec.headers.length === 0 ? NO_FINDINGS : spec.headers.flatMap((header) => checkHeader(header, response))
  const ofBody = checkBody(operation, spec, response, value, isLasting)
  if (ofHeaders.length === 0) return ofBody
  return ofBody.length === 0 ? ofHeaders : [...ofHeaders, ...ofBody]
}

// RFC 9110 6.4.1, 15.3.6: no content in answers to HEAD, in 1xx, 204, 304, and 205.
function hasNoBody(method: string, status: number): boolean {
  return method === 'HEAD' || status < 200 || status === 204 || status === 205 || status === 304
}

function checkBody(
  operation: Operation,
  spec: ResponseSpec,
  response: HttpResponse,
  value: unknown,
  isLasting: boolean,
): readonly Finding[] {
  const isEmpty = response.body.length === 0
  if (hasNoBody(operation.method, response.status) || spec.content.length === 0) {
    if (isEmpty) return NO_FINDINGS
    return [bodyFinding('response/body-forbidden', `expected no body, got ${response.body.length} bytes`, spec)]
  }
  const header = firstLine(response.headers, 'content-type')
  const { type, declared } = readContentType(header, spec)
  if (isEmpty && !(type && mayBeEmpty(type))) {
    return [bodyFinding('response/body-missing', `expected a body in ${describeContent(spec)}, got none`, spec)]
  }
  if (!declared) return [undeclaredType(header, spec)]
  const data = isWrittenAsText(value, type, declared) ? undefined : value
  if (isLasting && typeof data === 'object' && data !== null) return checkLasting(declared, data)
  return checkContent(declared, type, response.body, data)
}

/** Whether only the text tells what was written: a list as CSV whose schema speaks of text, an example of XML that is XML. */
function isWrittenAsText(value: unknown, type: MediaType | undefined, { schema }: MediaTypeSpec): boolean {
  if (!type || !schema || value === null || value instanceof Uint8Array) return false
  if (typeof value === 'object') return mediaKind(type) === 'text' && shapeOf(schema).types?.has('string') === true
  if (typeof value !== 'string' || !SYNTAXES.has(mediaKind(type))) return false
  return shapeOf(schema).types?.has('string') === false
}

/** Of those that an example may be written in. */
const SYNTAXES: ReadonlySet<MediaKind> = new Set<MediaKind>(['xml', 'form', 'sequence', 'multipart'])

/** Under which media type a lasting value was found valid. */
const wellUnder = new WeakMap<object, MediaTypeSpec>()

function checkLasting(declared: MediaTypeSpec, value: object): readonly Finding[] {
  if (wellUnder.get(value) === declared) return NO_FINDINGS
  const findings = checkMediaValue(declared, value, BODY)
  if (findings.length === 0) wellUnder.set(value, declared)
  return findings
}

interface ContentType {
  readonly header: string | undefined
  readonly type: MediaType | undefined
  readonly declared: MediaTypeSpec | undefined
}

/** How the last Content-Type of a response was understood: it is nearly always the same. */
const lastTypes = new WeakMap<ResponseSpec, ContentType>()

function readContentType(header: string | undefined, spec: ResponseSpec): ContentType {
  const last = lastTypes.get(spec)
  if (last && last.header === header) return last
  const type = header === undefined ? undefined : parseMediaType(header)
  const declared = header === undefined ? undefined : matchContent(header, type, spec.content)
  const read = { header, type, declared }
  lastTypes.set(spec, read)
  return read
}

/** Text and bytes can be empty; a JSON document cannot. */
function mayBeEmpty(type: MediaType): boolean {
  return ['text', 'other', 'sequence', 'form'].includes(mediaKind(type))
}

function checkContent(
  declared: MediaTypeSpec,
  type: MediaType | undefined,
  body: string | Uint8Array,
  value: unknown,
): readonly Finding[] {
  if (value !== undefined || !type) return checkMediaValue(declared, value, BODY)
  const findings: Finding[] = []
  const report = (message: string) => {
    findings.push(bodyFinding('response/body-syntax', message.slice(0, 300), declared))
  }
  const decoded =
    typeof body === 'string' ? decodeMediaText(body, type, declared, report) : decodeMedia(body, type, declared, report)
  return findings.length > 0 || decoded === undefined ? findings : checkMediaValue(declared, decoded, BODY)
}

const BODY: CheckPlace = {
  rule: 'response/body-schema',
  direction: 'response',
  where: { side: 'response', in: 'body' },
}

function checkHeader(spec: HeaderSpec, response: HttpResponse): readonly Finding[] {
  const key = spec.name.toLowerCase()
  const sent = Object.hasOwn(response.headers, key) ? response.headers[key] : undefined
  if (sent === undefined) return spec.required ? [missingHeader(spec)] : NO_FINDINGS
  // RFC 6265 3: Set-Cookie is the one header whose fields are never joined.
  const texts = typeof sent === 'string' ? [sent] : key === 'set-cookie' ? sent : [sent.join(', ')]
  return texts.flatMap((text) => checkHeaderText(spec, text))
}

function checkHeaderText(spec: HeaderSpec, text: string): readonly Finding[] {
  const place: CheckPlace = {
    rule: 'response/header-schema',
    direction: 'response',
    where: { side: 'response', in: 'header', name: spec.name },
  }
  const findings: Finding[] = []
  const report = (message: string) => {
    findings.push({ rule: place.rule, severity: 'error', blame: 'server', message, where: place.where, spec: spec.at })
  }
  if (spec.content?.range) {
    const value = decodeMediaText(text, spec.content.range, spec.content, report)
    return value === undefined ? findings : checkMediaValue(spec.content, value, place)
  }
  if (!spec.schema) return NO_FINDINGS
  const value = decodeHeaderText(text, spec, shapeOf(spec.schema), report)
  return value === undefined ? findings : checkDecodedValue(spec.schema, value, place)
}

function describeContent(spec: ResponseSpec): string {
  return spec.content.map(({ declared }) => declared).join(' or ')
}

function undeclaredStatus(operation: Operation, status: number): Finding {
  return {
    rule: 'response/status',
    severity: 'error',
    blame: 'server',
    message: `expected status ${operation.responses.map(({ key }) => key).join(' or ')}, got ${status}`,
    where: { side: 'response', in: 'status' },
    spec: operation.at,
  }
}

function undeclaredType(header: string | undefined, spec: ResponseSpec): Finding {
  return {
    rule: 'response/media-type',
    severity: 'error',
    blame: 'server',
    message: `expected ${describeContent(spec)}, got ${header === undefined ? 'no Content-Type' : `'${header.slice(0, 80)}'`}`,
    where: { side: 'response', in: 'header', name: 'Content-Type' },
    spec: spec.at,
  }
}

function missingHeader(spec: HeaderSpec): Finding {
  return {
    rule: 'response/missing-header',
    severity: 'error',
    blame: 'server',
    message: `required header '${spec.name}' is missing`,
    where: { side: 'response', in: 'header', name: spec.name },
    spec: spec.at,
  }
}

function bodyFinding(rule: RuleId, message: string, spec: ResponseSpec | MediaTypeSpec): Finding {
  return { rule, severity: 'error', blame: 'server', message, where: BODY.where, spec: spec.at }
}
