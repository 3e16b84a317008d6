import { Buffer } from 'node:buffer'
import type { SecurityScheme } from '../model/api-model.js'
import type { HttpRequest } from './exchange.js'
import { decodeOrKeep } from '../base/decode-or-keep.js'
import { splitQuoted, unquote } from './split-quoted.js'

export type CredentialsSource = Pick<HttpRequest, 'headers' | 'query'>

/** For schemes that nobody here can check. A symbol, because any text could be a token. */
export const UNCHECKED = Symbol('unchecked')

/** What a request presents for a scheme: a token, a key, or 'user:password'. Undefined when there is nothing of the scheme's form. */
export function readCredentials(
  scheme: SecurityScheme,
  request: CredentialsSource,
): string | typeof UNCHECKED | undefined {
  switch (scheme.kind) {
    case 'apiKey':
      return present(readApiKey(scheme, request))
    case 'http':
      return readHttp(scheme.scheme, readAuthorization(scheme.scheme, request))
    case 'oauth2':
    case 'openIdConnect':
      return readToken(readAuthorization('bearer', request))
    case 'mutualTLS':
    case 'unknown':
      return UNCHECKED
  }
}

function present(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}

/** What stands behind the scheme's name, which is case-insensitive (RFC 9110 11.1). */
function readAuthorization(scheme: string, { headers }: CredentialsSource): string | undefined {
  for (const value of headerValues(headers['authorization'])) {
    const text = value.trim()
    const space = text.search(/[ \t]/)
    const name = space === -1 ? text : text.slice(0, space)
    if (name.toLowerCase() === scheme) return space === -1 ? '' : text.slice(space).trim()
  }
  return undefined
}

function headerValues(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

function readHttp(scheme: string, credentials: string | undefined): string | undefined {
  if (credentials === undefined) return undefined
  if (scheme === 'basic') return readBasic(credentials)
  if (scheme === 'bearer') return readToken(credentials)
  if (scheme === 'digest' && digestUser(credentials) === undefined) return undefined
  return present(credentials)
}

/** RFC 6750 2.1: a token is one word. Which letters it has is not judged: people write all kinds into their tests. */
function readToken(token: string | undefined): string | undefined {
  return token === undefined || /\s/.test(token) ? undefined : present(token)
}

/** RFC 7616 3.4: parameters, of which `username`, or `username*` where it is not ASCII, says who it is. */
export function digestUser(credentials: string): string | undefined {
  for (const parameter of splitQuoted(credentials, ',')) {
    const [, star, value = ''] = /^username(\*)?\s*=\s*(.*)$/is.exec(parameter) ?? []
    const user = star === undefined ? unquote(value) : decodeOrKeep(value.replace(/^UTF-8'[^']*'/i, ''))
    if (user !== '') return user
  }
  return undefined
}

/** RFC 7617 2: a user has no colon in the name, a password may have any number. */
function readBasic(encoded: string): string | undefined {
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  return text.includes(':') ? text : undefined
}

function readApiKey(
  scheme: SecurityScheme & { kind: 'apiKey' },
  { headers, query }: CredentialsSource,
): string | undefined {
  switch (scheme.in) {
    case 'header':
      return headerValues(headers[scheme.name.toLowerCase()])[0]?.trim()
    case 'query':
      return new URLSearchParams(query).get(scheme.name) ?? undefined
    case 'cookie':
      return readCookie(scheme.name, headers['cookie'])
  }
}

/** RFC 6265 4.2.1: the name is exact, and a value may hold '='. */
function readCookie(name: string, header: string | readonly string[] | undefined): string | undefined {
  for (const pair of headerValues(header).flatMap((text) => text.split(';'))) {
    const equals = pair.indexOf('=')
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return unquote(pair.slice(equals + 1).trim())
  }
  return undefined
}
