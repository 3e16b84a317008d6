import { createRequire } from 'node:module'
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express'
import type { PromptHandler } from '../../src/http/exchange.js'
import { answerRequest } from './answer-request.js'
import type { WantsPeer } from './read-request.js'

const require = createRequire(import.meta.url)

/**
 * The mock as an Express router, to mount in an app of one's own. What the document does not know goes on to `next()`.
 * Bodies may have been parsed before, by `express.json()` or the like.
 * @param knows whether the document has a path
 */
export function toExpressRouter(
  handle: PromptHandler,
  knows: (method: string, path: string) => boolean,
  wantsPeer: WantsPeer,
): Router {
  // Loaded when asked for: a server of our own does without, and starts in half the time.
  const express = require('express') as { Router(): Router & Dispatcher }
  const answer = toExpressHandler(handle, knows, wantsPeer)
  const router = express.Router()
  router.use(answer)
  // A router's dispatch costs more than an answer and finds nothing but us, as long as nobody adds to it.
  const dispatch = router.handle.bind(router)
  router.handle = (incoming, outgoing, next) => {
    if (router.stack.length === 1) void answer(incoming, outgoing, next)
    else dispatch(incoming, outgoing, next)
  }
  return router
}

/** What a router calls itself by; its types do not tell. */
interface Dispatcher {
  handle: (incoming: Request, outgoing: Response, next: NextFunction) => void
}

function toExpressHandler(
  handle: PromptHandler,
  knows: (method: string, path: string) => boolean,
  wantsPeer: WantsPeer | undefined,
): RequestHandler {
  return (incoming: Request, outgoing: Response, next: NextFunction) => {
    if (!knows(incoming.method, incoming.path)) {
      next()
      return
    }
    const { baseUrl: mount, url } = incoming
    const mounted: PromptHandler = mount === '' ? handle : (request) => handle({ mount, ...request })
    answerRequest(mounted, wantsPeer, incoming, url, outgoing, next)
  }
}
