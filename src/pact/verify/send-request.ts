import http from 'node:http'
import https from 'node:https'
import type { HttpRequest, HttpResponse } from '../../http/exchange.js'

export interface SendOptions {
  readonly timeoutMs: number
}

/** RFC 9110 7.6.1: these speak of one connection. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
])

/**
 * Sends a request to a server; the path is put behind the path of its URL. Each on a connection of its own: kept ones
 * are closed by the other side just when they are used again.
 */
export function sendRequest(base: URL, request: HttpRequest, { timeoutMs }: SendOptions): Promise<HttpResponse> {
  const { path, query } = request
  const target = new URL(base)
  return new Promise((resolve, reject) => {
    const sent = (target.protocol === 'https:' ? https : http).request(
      {
        protocol: target.protocol,
        host: target.hostname.replace(/^\[|\]$/g, ''),
        port: target.port,
        // As it was written: URL would rewrite './' and the like.
        path: `${target.pathname.replace(/\/$/, '')}${path}${query === '' ? '' : `?${query}`}`,
        method: request.method,
        headers: { ...ownHeaders(request), host: target.host, connection: 'close' },
        agent: false,
        timeout: timeoutMs,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
        })
      },
    )
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)))
    sent.on('error', reject)
    sent.end(request.body)
  })
}

function ownHeaders({ headers, body, method }: HttpRequest): http.OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !HOP_BY_HOP.has(name))
  const length = body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(method) ? { 'content-length': body.length } : {}
  return { ...(Object.fromEntries(kept) as http.OutgoingHttpHeaders), ...length }
}
