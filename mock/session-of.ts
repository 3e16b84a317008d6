import type { HttpRequest } from '../src/http/exchange.js'

const COOKIE = /(?:^|;\s*)lockstep-session=([^;]*)/i

/** The world that a request asks for: header, then cookie; '' is the base world that all others start from. */
export function sessionOf(request: HttpRequest): string {
  const header = request.headers['lockstep-session']
  if (header !== undefined) return typeof header === 'string' ? header : (header[0] ?? '')
  const cookie = request.headers['cookie']
  if (cookie === undefined) return ''
  return COOKIE.exec(typeof cookie === 'string' ? cookie : cookie.join('; '))?.[1] ?? ''
}
