import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { PromptHandler } from '../../src/http/exchange.js'
import { answerRequest } from './answer-request.js'
import { announcesTooMuch, type WantsPeer } from './read-request.js'

/**
 * A server over `node:http` alone: bytes in, bytes out. Express stands beside it as a door (see `toExpress`), not in
 * front of it: its dispatch alone costs more than the whole handler.
 */
export function createNodeServer(handle: PromptHandler, wantsPeer: WantsPeer): http.Server {
  const server = http.createServer(serve)
  // RFC 9110 10.1.1: who asks before sending more than will be read is told so instead of '100 Continue'.
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!announcesTooMuch(incoming)) outgoing.writeContinue()
    serve(incoming, outgoing)
  })
  // Without a listener node closes the connection and says nothing.
  server.on('connect', (_incoming, socket) => {
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nAllow: \r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  return server

  function serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    answerRequest(handle, wantsPeer, incoming, incoming.url ?? '/', outgoing, (error) => {
      // The handler never fails; what arrives here is a socket that broke while it was written to.
      outgoing.destroy(error instanceof Error ? error : undefined)
    })
  }
}
