import { capitalised } from '../../base/text.js'
import type { HttpRequest } from '../../http/exchange.js'
import { httpCredentials, wantedSchemes } from '../../http/write-credentials.js'
import type { Operation } from '../../model/api-model.js'
import type { CallerRole } from '../provider-state.js'

/** What callers of each role present; a role without a token cannot be played. */
export type Tokens = Readonly<Record<CallerRole, string | undefined>>

/** The request as a caller with this token would send it: credentials stand where the operation's security wants them. */
export function withToken(operation: Operation, request: HttpRequest, token: string): HttpRequest {
  const headers: Record<string, string> = {}
  const keys = new Map<string, string>()
  let { query } = request
  for (const scheme of wantedSchemes(operation.security)) {
    switch (scheme.kind) {
      case 'apiKey':
        if (scheme.in === 'header') keys.set(scheme.name.toLowerCase(), token)
        else if (scheme.in === 'cookie') headers['cookie'] = addCookie(request, `${scheme.name}=${token}`)
        else query = setQuery(query, scheme.name, token)
        break
      case 'http':
        headers['authorization'] = `${capitalised(scheme.scheme)} ${formed(scheme.scheme, token)}`
        break
      case 'oauth2':
      case 'openIdConnect':
        headers['authorization'] = `Bearer ${token}`
        break
      case 'mutualTLS':
      case 'unknown':
    }
  }
  // Any text is a key: a scheme that wants the same header, Authorization, has a form of its own.
  for (const [name, key] of keys) headers[name] ??= key
  return { ...request, query, headers: { ...request.headers, ...headers } }
}

/** True when a request brings what the operation's security wants, or something of the kind. */
export function bringsCredentials(
  operation: Operation | undefined,
  request: Pick<HttpRequest, 'headers' | 'query'>,
): boolean {
  if (request.headers['authorization'] !== undefined) return true
  return (operation ? wantedSchemes(operation.security) : []).some(
    (scheme) =>
      scheme.kind === 'apiKey' &&
      (scheme.in === 'header'
        ? request.headers[scheme.name.toLowerCase()] !== undefined
        : scheme.in === 'query'
          ? new URLSearchParams(request.query).has(scheme.name)
          : String(request.headers['cookie'] ?? '').includes(`${scheme.name}=`)),
  )
}

/** The token in the scheme's form; for Basic it is 'user:password', or what is made of that already. */
export function formed(scheme: string, token: string): string {
  return scheme === 'basic' && !token.includes(':') ? token : httpCredentials(scheme, token)
}

function addCookie({ headers }: HttpRequest, cookie: string): string {
  const before = headers['cookie']
  const name = `${cookie.split('=')[0] ?? ''}=`
  const others = String(before ?? '')
    .split(/;\s*/)
    .filter((each) => each !== '' && !each.startsWith(name))
  return [...others, cookie].join('; ')
}

function setQuery(query: string, name: string, value: string): string {
  const prefix = `${encodeURIComponent(name)}=`
  const others = query.split('&').filter((pair) => pair !== '' && !pair.startsWith(prefix))
  return [...others, prefix + encodeURIComponent(value)].join('&')
}
