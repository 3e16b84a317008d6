import type { HeaderMap } from './exchange.js'

/**
 * A header as one text: several lines are one list (RFC 9110 5.2), of Cookie one text (RFC 9113 8.2.3). Not for Set-Cookie.
 * @param name in lower case
 */
export function headerText(headers: HeaderMap, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  return value === undefined || typeof value === 'string' ? value : value.join(name === 'cookie' ? '; ' : ', ')
}

/** A header that makes no list, such as Content-Type: of several lines the first. */
export function firstLine(headers: HeaderMap, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  return value === undefined || typeof value === 'string' ? value : value[0]
}
