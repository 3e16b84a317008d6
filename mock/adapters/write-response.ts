import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpResponse } from '../../src/http/exchange.js'
import { endInBatch } from './batch.js'
import { linger } from './linger.js'

/**
 * Writes the whole answer at once, with its length, so that nothing is sent in chunks.
 * @param unfinished the request, where the rest of its body is not wanted
 */
export function writeResponse(outgoing: ServerResponse, response: HttpResponse, unfinished?: IncomingMessage): void {
  const { status, headers, body } = response
  if (response.fault === 'reset' || response.fault === 'empty') {
    breakOff(outgoing, response.fault)
    return
  }
  const fields = fieldsOf(headers)
  // 1xx, 204 and 304 have no length (RFC 9110 8.6); an answer to HEAD says the length of what GET would give.
  if (
    !response.stream &&
    status >= 200 &&
    status !== 204 &&
    status !== 304 &&
    headers['content-length'] === undefined
  ) {
    fields.push('content-length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.length))
  }
  if (unfinished) fields.push('connection', 'close')
  try {
    writeHead(outgoing, status, fields)
  } catch {
    writeHead(outgoing, status, sendable(fields))
  }
  if (response.stream) void pour(response.stream, outgoing)
  else if (response.fault === 'truncate') sendHalf(outgoing, body)
  else if (unfinished) linger(unfinished, outgoing, body)
  else endInBatch(outgoing, body)
}

/** Over what an app has set before us. Node would take each of them away first, which is felt where Express stands around it. */
function writeHead(outgoing: ServerResponse, status: number, fields: Fields): void {
  if (outgoing.getHeaderNames().length === 0) {
    outgoing.writeHead(status, fields)
    return
  }
  for (let i = 0; i < fields.length; i += 2) outgoing.setHeader(String(fields[i]), fields[i + 1] ?? '')
  outgoing.writeHead(status)
}

/** RST for a peer that vanished, FIN for one that hung up. */
function breakOff(outgoing: ServerResponse, fault: 'reset' | 'empty'): void {
  const { socket } = outgoing
  if (fault === 'reset') socket?.resetAndDestroy()
  else socket?.destroy()
}

/** The head promises all of it. */
function sendHalf(outgoing: ServerResponse, body: string | Uint8Array): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  outgoing.flushHeaders()
  outgoing.write(bytes.subarray(0, bytes.length / 2), () => outgoing.socket?.destroy())
}

/** A client that reads nothing for so long is cut off. */
const STALLED_MS = 30_000

/** Writes what comes when it comes, no faster than the client reads. */
async function pour(stream: AsyncIterable<string>, outgoing: ServerResponse): Promise<void> {
  const iterator = stream[Symbol.asyncIterator]()
  let goOn = () => {}
  outgoing.on('drain', () => {
    goOn()
  })
  outgoing.on('close', () => {
    void iterator.return?.()
    goOn()
  })
  outgoing.flushHeaders()
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    if (outgoing.destroyed) return
    if (outgoing.write(next.value)) continue
    const stalled = setTimeout(() => outgoing.destroy(), STALLED_MS).unref()
    await new Promise<void>((resolve) => {
      goOn = resolve
    })
    clearTimeout(stalled)
  }
  outgoing.end()
}

/** Names and values in turn, which Node writes as they are; of an object it would make a list first, with every answer. */
type Fields = (string | string[])[]

function fieldsOf(headers: HttpResponse['headers']): Fields {
  const fields: Fields = []
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) fields.push(name, typeof value === 'string' ? value : [...value])
  }
  return fields
}

/** Leaves out what HTTP cannot carry: names and values come from documents and behaviours. */
function sendable(fields: Fields): Fields {
  const rest: Fields = []
  for (let i = 0; i < fields.length; i += 2) {
    const name = String(fields[i])
    const value = fields[i + 1] ?? ''
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) continue
    rest.push(name, typeof value === 'string' ? printable(value) : value.map(printable))
  }
  return rest
}

function printable(value: string): string {
  return value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?')
}
