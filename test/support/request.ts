import type { HttpRequest } from '../../src/http/exchange.js'

/** A request in short; `url` holds path and query. */
export function request(
  url: string,
  more: { method?: string; headers?: HttpRequest['headers']; body?: string | Uint8Array; type?: string } = {},
): HttpRequest {
  const [path = '/', query = ''] = url.split(/\?(.*)/s)
  const body = more.body ?? ''
  return {
    method: more.method ?? (more.body === undefined ? 'GET' : 'POST'),
    path,
    query,
    headers: { ...(more.type === undefined ? {} : { 'content-type': more.type }), ...more.headers },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  }
}
