import type { IncomingMessage, ServerResponse } from 'node:http'

/** A client that has not read the answer by then never will. */
const LINGER_MS = 30_000
const MAX_BYTES = 1024 * 1024 * 1024

/**
 * Ends an answer that was given before all of the request had come. RFC 9112 9.6: who closes while the client still sends
 * resets the connection, and the answer is lost on its way. So the rest is read on and thrown away for a while.
 */
export function linger(incoming: IncomingMessage, outgoing: ServerResponse, body: string | Uint8Array): void {
  if (body.length > 0) outgoing.write(body)
  else outgoing.flushHeaders()
  const timer = setTimeout(end, LINGER_MS).unref()
  let length = 0
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > MAX_BYTES) end()
  })
  incoming.on('end', end)
  incoming.on('close', end)

  function end(): void {
    clearTimeout(timer)
    incoming.removeAllListeners('data')
    outgoing.end()
  }
}
