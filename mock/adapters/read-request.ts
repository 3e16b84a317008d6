import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { unreachable } from '../../src/base/unreachable.js'
import { decodeContent } from '../../src/http/content-encoding.js'
import type { HeaderMap, HttpRequest, UnreadBody } from '../../src/http/exchange.js'
import { parsedEarlier } from './parsed-body.js'

/** 10 MiB, as Prism and many gateways have it. */
const MAX_BODY_BYTES = 10 * 1024 * 1024

/** Whether it matters for a path who sent the request. */
export type WantsPeer = (path: string) => boolean

type Bytes =
  { readonly kind: 'decoded'; readonly bytes: Uint8Array } | { readonly kind: 'unread'; readonly unread: UnreadBody }

const EMPTY = new Uint8Array(0)

/**
 * Calls back once, and at once when there is no body: a promise for each request would be felt. Never, when the client goes
 * away before all is read. Of the request little is asked, and once: inside an Express app, which gives requests another
 * prototype, the engine looks up each property anew.
 * @param url path and query as they count here: inside an Express app, without what the app is mounted at
 * @param take must not throw
 */
export function readRequest(
  incoming: IncomingMessage,
  url: string,
  wantsPeer: WantsPeer | undefined,
  take: (request: HttpRequest) => void,
): void {
  const { headers } = incoming
  if (!hasBody(headers)) {
    take(toRequest(incoming, url, headers, EMPTY, wantsPeer))
    return
  }
  readBody(incoming, headers, (body) => {
    take(withBody(body))
  })

  function withBody(body: Bytes): HttpRequest {
    if (body.kind === 'decoded') return toRequest(incoming, url, headers, body.bytes, wantsPeer)
    return { ...toRequest(incoming, url, headers, EMPTY, wantsPeer), unread: body.unread }
  }
}

/** It says beforehand that it is more than will be read. */
export function announcesTooMuch({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES
}

function toRequest(
  incoming: IncomingMessage,
  url: string,
  headers: IncomingHttpHeaders,
  body: Uint8Array,
  wantsPeer: WantsPeer | undefined,
): HttpRequest {
  const mark = url.indexOf('?')
  const request = {
    method: incoming.method ?? 'GET',
    path: pathOf(mark === -1 ? url : url.slice(0, mark)),
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers,
    body,
  }
  const remoteAddress = wantsPeer?.(request.path) ? incoming.socket.remoteAddress : undefined
  return remoteAddress === undefined ? request : { remoteAddress, ...request }
}

/** RFC 9112 6.3: a request has a body when one of these says so. */
function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

/** RFC 9112 3.2.2: a server must accept the absolute form, as a proxy sends it. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target
  const absolute = /^https?:\/\/[^/]*(\/.*)?$/i.exec(target)
  return absolute ? (absolute[1] ?? '/') : `/${target}`
}

function readBody(incoming: IncomingMessage, headers: IncomingHttpHeaders, take: (body: Bytes) => void): void {
  const parsed = parsedEarlier(incoming)
  if (parsed) {
    take({ kind: 'decoded', bytes: parsed })
    return
  }
  if (announcesTooMuch(incoming)) {
    take(tooLarge())
    return
  }
  const coding = headers['content-encoding']
  collect(incoming, (raw) => {
    take(raw.kind !== 'decoded' || coding === undefined ? raw : uncoded(coding, raw))
  })
}

function uncoded(coding: string, raw: Bytes & { kind: 'decoded' }): Bytes {
  const decoded = decodeContent(coding, raw.bytes, MAX_BODY_BYTES)
  switch (decoded.kind) {
    case 'decoded':
      return decoded
    case 'too-large':
      return tooLarge()
    case 'malformed':
      return notDecoded(400, `expected a body in Content-Encoding ${decoded.coding}, got something else`)
    case 'unknown':
      // RFC 9110 15.5.16: the codings that would do stand in Accept-Encoding.
      return notDecoded(415, `expected a known Content-Encoding, got ${decoded.coding}`, {
        'accept-encoding': 'gzip, deflate, br, identity',
      })
    default:
      return unreachable(decoded)
  }
}

function collect(incoming: IncomingMessage, take: (raw: Bytes) => void): void {
  // Nearly every body arrives in one chunk.
  let only: Buffer | undefined
  let chunks: Buffer[] | undefined
  let length = 0
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > MAX_BODY_BYTES) {
      incoming.removeAllListeners('data')
      take(tooLarge())
    } else if (only === undefined) only = chunk
    else (chunks ??= [only]).push(chunk)
  })
  incoming.on('end', () => {
    if (length > MAX_BODY_BYTES) return
    take({ kind: 'decoded', bytes: chunks ? Buffer.concat(chunks) : (only ?? EMPTY) })
  })
}

function tooLarge(): Bytes {
  const message = `expected at most ${MAX_BODY_BYTES} bytes of body, got more`
  return { kind: 'unread', unread: { status: 413, rule: 'request/size', message } }
}

function notDecoded(status: 400 | 415, message: string, headers: HeaderMap = {}): Bytes {
  return {
    kind: 'unread',
    unread: { status, rule: 'request/content-encoding', message: message.slice(0, 300), headers },
  }
}
