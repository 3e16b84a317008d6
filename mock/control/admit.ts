/** Who may use the admin API: whoever holds the token, and without it only this machine, and no web page from elsewhere. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { HttpRequest, HttpResponse } from '../../src/http/exchange.js'
import { headerText } from '../../src/http/header-text.js'
import { CALLBACK_HEADER } from '../callbacks/callback-header.js'

export interface AdmitOptions {
  readonly token: string | undefined
}

/** The refusal; undefined for those who may. */
export function admit(request: HttpRequest, { token }: AdmitOptions): HttpResponse | undefined {
  const origin = headerText(request.headers, 'origin')
  // Pages on this machine may, and those that we serve ourselves; 'null' is a page that hides where it comes from.
  if (origin !== undefined && !isLoopbackOrigin(origin) && !isOwnOrigin(origin, request)) {
    return refused(403, 'Forbidden', `a page from ${origin} may not use the admin API`)
  }
  if (headerText(request.headers, 'sec-fetch-site') === 'cross-site') {
    return refused(403, 'Forbidden', 'a page from another site may not use the admin API')
  }
  const sent = bearerToken(request)
  if (token !== undefined && sent !== undefined && isSame(sent, token)) return undefined
  const stranger = strangeness(request)
  if (stranger === undefined) return undefined
  if (token === undefined) {
    return refused(
      403,
      'Forbidden',
      `${stranger}; start with --admin-token to let others in, and send it as a bearer token`,
    )
  }
  // RFC 6750 3.
  const error = sent === undefined ? '' : ', error="invalid_token"'
  return refused(401, 'Unauthorized', `${stranger}; send the admin token as a bearer token`, {
    'www-authenticate': `Bearer realm="lockstep admin"${error}`,
  })
}

/** Why a request without a token is not taken to come from this machine; undefined when it is. */
function strangeness(request: HttpRequest): string | undefined {
  if (!isLoopback(request.remoteAddress ?? '')) return 'the admin API answers this machine only'
  // Whoever reaches the mock could otherwise have it call its own admin API, as this machine.
  if (headerText(request.headers, CALLBACK_HEADER) !== undefined) return 'the admin API does not answer callbacks'
  for (const name of ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']) {
    if (headerText(request.headers, name) !== undefined)
      return 'a proxy is in between, so the request may come from anywhere'
  }
  // A name that resolves to this machine may be somebody else's (DNS rebinding); localhost and addresses cannot.
  const host = hostName(headerText(request.headers, 'host') ?? '')
  if (isLocalName(host) || isIP(host) !== 0) return undefined
  return `the admin API is reached by localhost or an address, not as ${JSON.stringify(host)}`
}

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address) || address === '::1'
}

/** RFC 6761 6.3: names below localhost are this machine too. */
function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost')
}

function isLoopbackOrigin(origin: string): boolean {
  const host = originHost(origin)
  if (host === undefined) return false
  const name = hostName(host)
  return isLocalName(name) || isLoopback(name)
}

function isOwnOrigin(origin: string, request: HttpRequest): boolean {
  return originHost(origin) === (headerText(request.headers, 'host') ?? '').toLowerCase()
}

function originHost(origin: string): string | undefined {
  return /^https?:\/\/([^/?#@]+)$/i.exec(origin)?.[1]?.toLowerCase()
}

/** Without the port and the brackets of an IPv6 address. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(host)
  return (bracketed?.[1] ?? host.replace(/:\d+$/, '')).toLowerCase()
}

function bearerToken(request: HttpRequest): string | undefined {
  return /^bearer +(\S+) *$/i.exec(headerText(request.headers, 'authorization') ?? '')?.[1]
}

/** Takes the same time wherever they differ. */
function isSame(sent: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(sent), digest(token))
}

function refused(status: number, title: string, detail: string, headers: Record<string, string> = {}): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({ type: 'about:blank', title, status, detail }),
  }
}
