import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { HttpHandler } from '../../src/http/exchange.js'
import { readRequest, type WantsPeer } from './read-request.js'
import { writeResponse } from './write-response.js'

/**
 * A server over `node:http` alone: bytes in, bytes out. Express stands beside it as a door (see `toExpress`), not in
 * front of it: its dispatch alone costs more than the whole handler.
 */
export function createNodeServer(handle: HttpHandler, wantsPeer?: WantsPeer): http.Server {
  const server = http.createServer((incoming, outgoing) => {
    void serve(handle, wantsPeer, incoming, outgoing)
  })
  // Without a listener node closes the connection and says nothing.
  server.on('connect', (_incoming, socket) => {
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nAllow: \r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  return server
}

async function serve(
  handle: HttpHandler,
  wantsPeer: WantsPeer | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const reading = readRequest(incoming, incoming.url ?? '/', wantsPeer)
    const read = reading instanceof Promise ? await reading : reading
    if (read.kind === 'gone') return
    writeResponse(outgoing, read.kind === 'refused' ? read.response : await handle(read.request))
  } catch (error) {
    // The handler never rejects; what arrives here is a socket that broke while it was written to.
    outgoing.destroy(error instanceof Error ? error : undefined)
  }
}
