/** What the mock refuses before any behaviour runs: findings in, a Problem with a fitting status out. */
import { describeWhere, type Finding } from '../../src/base/finding.js'
import { pointerTo, ROOT } from '../../src/base/json-pointer.js'
import { didYouMean, shortened } from '../../src/base/text.js'
import { unreachable } from '../../src/base/unreachable.js'
import type { Access, HttpRequest, Match, UnreadBody } from '../../src/http/exchange.js'
import { headerText } from '../../src/http/header-text.js'
import type { Operation } from '../../src/model/api-model.js'
import { negotiate } from '../../src/http/negotiate.js'
import { whereOfPreference, type Preferences } from '../../src/http/prefer.js'
import { selectResponse, successResponse } from '../../src/http/select-response.js'
import type { Problem, Refusal } from '../behave/behaviour.js'
import type { SessionChoice } from '../session-of.js'

export function refusePath(request: HttpRequest, match: Match & { kind: 'no-path' }): Refusal {
  const remedy = didYouMean(match.near)
  const finding: Finding = {
    rule: 'request/path',
    severity: 'error',
    blame: 'client',
    message: `expected a path of the document, got ${shortened(request.path)}`,
    where: { side: 'request', in: 'url' },
    spec: pointerTo(ROOT, 'paths'),
    ...(remedy === undefined ? {} : { remedy }),
  }
  return refusal('no-path', 404, 'Not Found', [finding], request, undefined)
}

export function refuseMethod(request: HttpRequest, match: Match & { kind: 'wrong-method' }): Refusal {
  const allow = match.allowed.join(', ')
  const finding: Finding = {
    rule: 'request/method',
    severity: 'error',
    blame: 'client',
    message: `expected one of ${allow} for ${match.path}, got ${request.method}`,
    where: { side: 'request', in: 'method' },
    spec: pointerTo(ROOT, 'paths', match.path),
  }
  // RFC 9110 15.5.6: a 405 names the methods that would do.
  return refusal('wrong-method', 405, 'Method Not Allowed', [finding], request, undefined, { allow })
}

export function refuseAccess(request: HttpRequest, operation: Operation, access: Access & { kind: 'denied' }): Refusal {
  const headers = access.challenges.length > 0 ? { 'www-authenticate': access.challenges } : {}
  return access.status === 401
    ? refusal('unauthenticated', 401, 'Unauthorized', access.findings, request, operation, headers)
    : refusal('forbidden', 403, 'Forbidden', access.findings, request, operation, headers)
}

/** 413 and 415 are what they are; of 400 and 422 the operation's own, or 422 for a breach of a schema in the body. */
export function refuseInvalid(request: HttpRequest, operation: Operation, findings: readonly Finding[]): Refusal {
  if (request.unread) return refuseUnread(request, request.unread, operation, findings)
  if (findings.some(({ rule }) => rule === 'request/media-type')) {
    return refusal(
      'unsupported-media-type',
      415,
      'Unsupported Media Type',
      findings,
      request,
      operation,
      acceptHeader(operation),
    )
  }
  const status = invalidStatus(operation, findings)
  return refusal(
    'invalid',
    status,
    status === 422 ? 'Unprocessable Content' : 'Bad Request',
    findings,
    request,
    operation,
  )
}

function refuseUnread(
  request: HttpRequest,
  { status, headers }: UnreadBody,
  operation: Operation,
  findings: readonly Finding[],
): Refusal {
  switch (status) {
    case 413:
      return refusal('too-large', status, 'Content Too Large', findings, request, operation, headers)
    case 415:
      return refusal('unsupported-media-type', status, 'Unsupported Media Type', findings, request, operation, headers)
    case 400:
      return refusal('invalid', status, 'Bad Request', findings, request, operation, headers)
    default:
      return unreachable(status)
  }
}

function refuseAcceptance(request: HttpRequest, operation: Operation, available: readonly string[]): Refusal {
  const finding: Finding = {
    rule: 'request/not-acceptable',
    severity: 'error',
    blame: 'client',
    message: `expected Accept to allow one of ${available.join(', ')}, got ${shortened(String(request.headers['accept']))}`,
    where: { side: 'request', in: 'header', name: 'Accept' },
    spec: operation.at,
  }
  return refusal('not-acceptable', 406, 'Not Acceptable', [finding], request, operation)
}

function refusePreference(
  request: HttpRequest,
  operation: Operation,
  name: 'code' | 'example' | 'scenario',
  message: string,
): Refusal {
  const finding: Finding = {
    rule: 'request/preference',
    severity: 'error',
    blame: 'client',
    message,
    where: whereOfPreference(request, name),
    spec: operation.at,
  }
  return refusal('preference', 404, 'Not Found', [finding], request, operation)
}

/** A status or example that is not declared cannot be served (as Prism does: 404). */
export function refusePreferred(
  request: HttpRequest,
  operation: Operation,
  { code, example, scenario }: Preferences,
  scenarios: readonly string[],
): Refusal | undefined {
  if (scenario !== undefined && !scenarios.includes(scenario)) {
    const known = scenarios.length === 0 ? 'none is configured' : `one of ${scenarios.join(', ')}`
    return refusePreference(
      request,
      operation,
      'scenario',
      `expected a scenario (${known}), got ${shortened(scenario)}`,
    )
  }
  if (code === undefined && example === undefined) return undefined
  const response =
    code === undefined ? successResponse(operation.responses).response : selectResponse(operation.responses, code)
  if (code !== undefined && !response) {
    const declared = operation.responses.map(({ key }) => key).join(', ')
    return refusePreference(request, operation, 'code', `expected a declared status (${declared}), got ${code}`)
  }
  if (example === undefined) return undefined
  const names = new Set(response?.content.flatMap(({ examples }) => examples.map(({ name }) => name)))
  if (names.has(example)) return undefined
  const declared = names.size === 0 ? 'no example (none is declared)' : `one of the examples ${[...names].join(', ')}`
  return refusePreference(request, operation, 'example', `expected ${declared}, got ${shortened(example)}`)
}

/** RFC 9110 12.5.1: nothing that was asked for can be said. */
export function refuseAccept(request: HttpRequest, operation: Operation): Refusal | undefined {
  const header = headerText(request.headers, 'accept')
  if (header === undefined || header === '*/*') return undefined
  const content = successResponse(operation.responses).response?.content ?? []
  if (content.length === 0) return undefined
  const chosen = negotiate(header, content)
  return chosen.kind === 'none' ? refuseAcceptance(request, operation, chosen.available) : undefined
}

/** The session that a request names is none, or it must name one and does not. */
export function refuseSession(choice: SessionChoice & { kind: 'refused' }): Problem {
  const finding: Finding = {
    rule: 'request/session',
    severity: 'error',
    blame: 'client',
    message: choice.message,
    where: { side: 'request', in: choice.in, name: choice.name },
    remedy: 'Send Lockstep-Session: NAME, with a name of your own for each test.',
  }
  const detail = `${describeWhere(finding.where)}: ${finding.message}`
  return { kind: 'problem', status: 400, title: 'Bad Request', detail, findings: [finding] }
}

function refusal(
  reason: Refusal['reason'],
  status: number,
  title: string,
  findings: readonly Finding[],
  request: HttpRequest,
  operation: Operation | undefined,
  headers: Refusal['problem']['headers'] = {},
): Refusal {
  const detail = findings.map(({ where, message }) => `${describeWhere(where)}: ${message}`).join('; ')
  return {
    reason,
    problem: { kind: 'problem', status, title, detail, headers, findings },
    findings,
    request,
    operation,
  }
}

function invalidStatus(operation: Operation, findings: readonly Finding[]): 400 | 422 {
  const declares = (key: string) => operation.responses.some((response) => response.key === key)
  if (!declares('422')) return 400
  if (!declares('400')) return 422
  return findings.every(({ rule }) => rule === 'request/body-schema' || rule === 'request/read-only') ? 422 : 400
}

/** What would have been understood (RFC 5789 3.1 for PATCH, RFC 9110 12.5.1 and 15.5.16 for the others). */
function acceptHeader(operation: Operation): Record<string, string> {
  const types = operation.body?.content.map(({ declared }) => declared).join(', ') ?? ''
  if (types === '') return {}
  if (operation.method === 'PATCH') return { 'accept-patch': types }
  return operation.method === 'POST' ? { 'accept-post': types } : { accept: types }
}
