import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { RuleId } from '../../src/base/rule.js'
import { unreachable } from '../../src/base/unreachable.js'
import { decodeContent } from '../../src/http/content-encoding.js'
import type { HttpRequest, HttpResponse } from '../../src/http/exchange.js'
import { remedyFor } from '../remedies.js'

/** 10 MiB, as Prism and many gateways have it. */
const MAX_BODY_BYTES = 10 * 1024 * 1024

export type Read =
  | { readonly kind: 'request'; readonly request: HttpRequest }
  /** Answered before a handler is asked: too large, or in a coding that does not decode. */
  | { readonly kind: 'refused'; readonly response: HttpResponse }

/** Whether it matters for a path who sent the request. */
export type WantsPeer = (path: string) => boolean

type Bytes = { readonly kind: 'decoded'; readonly bytes: Uint8Array } | Exclude<Read, { kind: 'request' }>

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
  take: (read: Read) => void,
): void {
  const { headers } = incoming
  if (!hasBody(headers)) {
    take({ kind: 'request', request: toRequest(incoming, url, headers, EMPTY, wantsPeer) })
    return
  }
  readBody(incoming, headers, (body) => {
    take(
      body.kind === 'decoded'
        ? { kind: 'request', request: toRequest(incoming, url, headers, body.bytes, wantsPeer) }
        : body,
    )
  })
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
  return remoteAddress === undefined ? request : { ...request, remoteAddress }
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
    take(parsed)
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
      return refused(400, 'request/content-encoding', `the body is not written in Content-Encoding ${decoded.coding}`)
    case 'unknown':
      // RFC 9110 15.5.16: the codings that would do stand in Accept-Encoding.
      return refused(415, 'request/content-encoding', `Content-Encoding ${decoded.coding} is not known`, {
        'accept-encoding': 'gzip, deflate, br, identity',
      })
    default:
      return unreachable(decoded)
  }
}

/** Inside an app that has `express.json()` or the like before us, the stream is spent and the body is on the request. */
function parsedEarlier(incoming: IncomingMessage): Bytes | undefined {
  if (!isParsed(incoming)) return undefined
  const { body } = incoming as IncomingMessage & { body: unknown }
  if (body instanceof Uint8Array) return { kind: 'decoded', bytes: body }
  return { kind: 'decoded', bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) }
}

function isParsed(incoming: IncomingMessage): boolean {
  return incoming.readableEnded && (incoming as IncomingMessage & { body?: unknown }).body !== undefined
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
      // Read on without keeping, so that the client can read the answer; the connection ends with it.
      incoming.resume()
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
  return refused(413, 'request/size', `expected at most ${MAX_BODY_BYTES} bytes of body`, { connection: 'close' })
}

const TITLES = { 400: 'Bad Request', 413: 'Content Too Large', 415: 'Unsupported Media Type' } as const

/** No operation is looked for: what it would say to a body that cannot be read is nothing the document knows. */
function refused(
  status: keyof typeof TITLES,
  rule: RuleId,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Bytes {
  const body = JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail })
  const finding = { rule, where: 'request body', message: detail, remedy: remedyFor(rule) }
  return {
    kind: 'refused',
    response: {
      status,
      headers: {
        'content-type': 'application/problem+json',
        // What a client sent may stand in it.
        'lockstep-findings': JSON.stringify([finding]).replace(/[^\x20-\x7e]/g, '?'),
        ...headers,
      },
      body,
    },
  }
}
