import type { HeaderMap } from './exchange.js'

/**
 * A header as one text. RFC 9110 5.3: several lines mean one list.
 * @param name in lower case; neither 'cookie' nor 'set-cookie', whose lines mean something else
 */
export function headerText(headers: HeaderMap, name: string): string | undefined {
  const value = headers[name]
  return value === undefined || typeof value === 'string' ? value : value.join(', ')
}
