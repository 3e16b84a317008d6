import http from 'node:http'
import type { PromptHandler } from '../../src/http/exchange.js'
import { answerRequest } from './answer-request.js'
import type { WantsPeer } from './read-request.js'

/**
 * A server over `node:http` alone: bytes in, bytes out. Express stands beside it as a door (see `toExpress`), not in
 * front of it: its dispatch alone costs more than the whole handler.
 */
export function createNodeServer(handle: PromptHandler, wantsPeer?: WantsPeer): http.Server {
  const server = http.createServer((incoming, outgoing) => {
    answerRequest(handle, wantsPeer, incoming, incoming.url ?? '/', outgoing, (error) => {
      // The handler never fails; what arrives here is a socket that broke while it was written to.
      outgoing.destroy(error instanceof Error ? error : undefined)
    })
  })
  // Without a listener node closes the connection and says nothing.
  server.on('connect', (_incoming, socket) => {
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nAllow: \r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  return server
}
