/** Addresses in answers start with the origin that the client itself used, whatever name it has for this host. */
import type { HeaderMap, HttpRequest, HttpResponse } from '../../src/http/exchange.js'

/**
 * Placeholder for this server in stored values, so that the state does not depend on the host name one client used.
 * RFC 6761 6.4: a name below 'invalid' never means a host.
 */
export const HERE = 'http://lockstep.invalid'

/** 'http://localhost:4010', and behind it what the client has to write before the paths of the document. */
export function originOf({ headers, mount = '' }: Pick<HttpRequest, 'headers' | 'mount'>): string {
  const { host } = headers
  return `http://${typeof host === 'string' && host !== '' ? host : 'localhost'}${mount}`
}

/** @param basePath the server prefix that the client used */
export function withAddresses(request: HttpRequest, response: HttpResponse, basePath: string): HttpResponse {
  const { body } = response
  const isTold = typeof body === 'string' && body.includes(HERE)
  const told = isTold ? { ...response, body: body.replaceAll(HERE, originOf(request) + basePath) } : response
  return request.mount === undefined || request.mount === '' ? told : below(request.mount, told)
}

/** A client that follows a link must stay below what it came through: a session in the URL, a mounted router. */
function below(mount: string, response: HttpResponse): HttpResponse {
  const { location, link } = response.headers
  if (location === undefined && link === undefined) return response
  const headers: Record<string, HeaderMap[string]> = { ...response.headers }
  if (location !== undefined) headers['location'] = changed(location, (text) => (isRooted(text) ? mount + text : text))
  if (link !== undefined) {
    headers['link'] = changed(link, (text) =>
      text.replace(/<([^>]*)>/g, (whole, target: string) => (isRooted(target) ? `<${mount}${target}>` : whole)),
    )
  }
  return { ...response, headers }
}

function changed(value: string | readonly string[], change: (text: string) => string): string | readonly string[] {
  return typeof value === 'string' ? change(value) : value.map(change)
}

/** '/pets' and not '//host/pets'. */
function isRooted(target: string): boolean {
  return target.startsWith('/') && !target.startsWith('//')
}
