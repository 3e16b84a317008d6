import { capitalised } from '../base/text.js'
import type { Operation, SecurityScheme } from '../model/api-model.js'
import { digestUser } from './read-credentials.js'

/** What a request carries to be known, beside what the operation's parameters say. */
export interface WrittenCredentials {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** To be added to the query as it is. */
  readonly query?: string
}

/** What the first alternative of the operation's security asks for, with one token for all of its schemes. */
export function writeCredentials({ security }: Operation, token: string): WrittenCredentials {
  return writeForSchemes(wantedSchemes(security), token)
}

/** Of the alternatives that a request may keep to, the first that asks for anything. */
export function wantedSchemes(security: Operation['security']): readonly SecurityScheme[] {
  const named = security.find(({ schemes }) => schemes.length > 0)
  return named?.schemes.map(({ scheme }) => scheme) ?? []
}

export function writeForSchemes(schemes: readonly SecurityScheme[], token: string): WrittenCredentials {
  const headers: Record<string, string> = {}
  const cookies: string[] = []
  const queries: string[] = []
  const keys = new Map<string, string>()
  for (const scheme of schemes) {
    if (scheme.kind === 'mutualTLS' || scheme.kind === 'unknown') continue
    if (scheme.kind !== 'apiKey') headers['authorization'] = authorization(scheme, token)
    else if (scheme.in === 'query') queries.push(`${encodeURIComponent(scheme.name)}=${encodeURIComponent(token)}`)
    else if (scheme.in === 'cookie') cookies.push(`${scheme.name}=${token}`)
    else keys.set(scheme.name.toLowerCase(), token)
  }
  // Any text is a key: a scheme that wants the same header, Authorization, has a form of its own.
  for (const [name, key] of keys) headers[name] ??= key
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ')
  return { headers, ...(queries.length > 0 ? { query: queries.join('&') } : {}) }
}

function authorization(scheme: SecurityScheme, token: string): string {
  if (scheme.kind !== 'http' || scheme.scheme === 'bearer') return `Bearer ${token}`
  return `${capitalised(scheme.scheme)} ${httpCredentials(scheme.scheme, token)}`
}

/** What stands behind the name of a scheme, in the form that its standard gives it. @param scheme in lower case */
export function httpCredentials(scheme: string, token: string): string {
  switch (scheme) {
    case 'basic':
      return basicCredentials(token)
    case 'digest':
      return digestCredentials(token)
    default:
      return token
  }
}

/**
 * RFC 7616 3.4. The form alone: without the challenge of a server there is no digest to be made, and a mock looks at the name
 * only. Who has a real one gives it as the token.
 */
function digestCredentials(token: string): string {
  if (digestUser(token) !== undefined) return token
  const user = (token.split(':')[0] || token).replace(/["\\]/g, '\\$&')
  return `username="${user}", realm="api", nonce="bG9ja3N0ZXA=", uri="/", response="${'0'.repeat(64)}"`
}

/** RFC 7617 2; who has no password has the name for one. */
function basicCredentials(token: string): string {
  return Buffer.from(token.includes(':') ? token : `${token}:${token}`).toString('base64')
}
