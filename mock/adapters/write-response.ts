import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { HttpResponse } from '../../src/http/exchange.js'

/** Writes the whole answer at once, with its length, so that nothing is sent in chunks. */
export function writeResponse(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  const written: OutgoingHttpHeaders = { ...(headers as OutgoingHttpHeaders) }
  // 1xx, 204 and 304 have no length (RFC 9110 8.6); an answer to HEAD says the length of what GET would give.
  if (status >= 200 && status !== 204 && status !== 304 && written['content-length'] === undefined) {
    written['content-length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  }
  try {
    outgoing.writeHead(status, written)
  } catch {
    outgoing.writeHead(status, sendable(written))
  }
  outgoing.end(body)
}

/** Leaves out what HTTP cannot carry: names and values come from documents and behaviours. */
function sendable(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const rest: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || value === undefined) continue
    rest[name] = Array.isArray(value) ? value.map(printable) : printable(String(value))
  }
  return rest
}

function printable(value: string): string {
  return value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?')
}
