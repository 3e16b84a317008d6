/** Cross-origin answers (Fetch standard, 'CORS protocol'): on by default, since a mock's first client is a browser. */
import type { HeaderMap, HttpRequest, HttpResponse, Match } from '../../src/http/exchange.js'
import { headerText } from '../../src/http/header-text.js'

/** Our own headers that a page may read; '*' does not count with credentials. */
const EXPOSED = 'Lockstep-Findings, Location, Link, ETag, Preference-Applied, WWW-Authenticate, Allow'

function isPreflight(request: HttpRequest): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers['origin'] !== undefined &&
    request.headers['access-control-request-method'] !== undefined
  )
}

/** The answer to an OPTIONS request that the document leaves to the server; undefined when an operation answers it. */
export function answerOptions(request: HttpRequest, match: Match, cors: boolean): HttpResponse | undefined {
  if (request.method !== 'OPTIONS') return undefined
  if (cors && isPreflight(request)) return { status: 204, headers: preflightHeaders(request), body: '' }
  // RFC 9110 9.3.7: '*' asks about the server, not about a resource.
  if (match.kind === 'no-path' && request.path === '/*') return { status: 204, headers: {}, body: '' }
  if (match.kind !== 'wrong-method') return undefined
  return { status: 204, headers: { allow: match.allowed.join(', ') }, body: '' }
}

function preflightHeaders(request: HttpRequest): HeaderMap {
  const { headers } = request
  const wanted = headerText(headers, 'access-control-request-headers')
  return {
    'access-control-allow-methods': headerText(headers, 'access-control-request-method') ?? '',
    ...(wanted === undefined ? {} : { 'access-control-allow-headers': wanted }),
    // Private Network Access: a public page may call a mock on the loopback.
    ...(headers['access-control-request-private-network'] === 'true'
      ? { 'access-control-allow-private-network': 'true' }
      : {}),
    'access-control-max-age': '600',
    vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
  }
}

/** Adds what a browser needs to read the answer; headers that the document declares itself are left alone. */
export function withCors(request: HttpRequest, response: HttpResponse): HttpResponse {
  const origin = headerText(request.headers, 'origin')
  if (origin === undefined) return response
  const { headers } = response
  const vary = headerText(headers, 'vary')
  return {
    ...response,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': exposed(headers),
      ...headers,
      vary: vary === undefined ? 'Origin' : /(^|,)\s*origin\s*(,|$)/i.test(vary) ? vary : `${vary}, Origin`,
    },
  }
}

/** Our own, and whatever this answer carries that is not readable anyway. */
function exposed(headers: HeaderMap): string {
  const more = Object.keys(headers).filter((name) => !isUnreadable(name) && !EXPOSED.toLowerCase().includes(name))
  return [EXPOSED, ...more].join(', ')
}

/** What a page never reads, or reads anyway (Fetch standard, 'forbidden response-header name', 'CORS-safelisted'). */
function isUnreadable(name: string): boolean {
  return name === 'set-cookie' || name === 'vary' || name === 'content-type' || name.startsWith('access-control-')
}
