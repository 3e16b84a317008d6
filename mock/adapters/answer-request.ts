import type { IncomingMessage, ServerResponse } from 'node:http'
import { soon } from '../../src/base/soon.js'
import type { HttpRequest, PromptHandler } from '../../src/http/exchange.js'
import { handleInBatch } from './batch.js'
import { readRequest, type WantsPeer } from './read-request.js'
import { writeResponse } from './write-response.js'

/**
 * From node's request to node's response.
 * @param url path and query as they count here
 * @param failed is told what reading or writing threw
 */
export function answerRequest(
  handle: PromptHandler,
  wantsPeer: WantsPeer | undefined,
  incoming: IncomingMessage,
  url: string,
  outgoing: ServerResponse,
  failed: (error: unknown) => void,
): void {
  try {
    readRequest(incoming, url, wantsPeer, (request) => {
      inTurn(outgoing, () => {
        try {
          const written = answer(request)
          if (written instanceof Promise) written.catch(failed)
        } catch (error) {
          failed(error)
        }
      })
    })
  } catch (error) {
    failed(error)
  }

  function answer(request: HttpRequest): void | Promise<void> {
    return soon(handle(request), (response) => {
      const isUnfinished = request.unread !== undefined && !incoming.complete
      writeResponse(outgoing, response, isUnfinished ? incoming : undefined)
    })
  }
}

/**
 * RFC 9112 9.3.2: of requests that a client sends without waiting for answers, only safe ones may be handled side by side.
 * Node gives a response its socket when the one before it has been sent.
 */
function inTurn(outgoing: ServerResponse, task: () => void): void {
  if (outgoing.socket) handleInBatch(task)
  else
    outgoing.once('socket', () => {
      handleInBatch(task)
    })
}
