import { createRequire } from 'node:module'
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express'
import type { HttpHandler } from '../../src/http/exchange.js'
import { readRequest, type WantsPeer } from './read-request.js'
import { writeResponse } from './write-response.js'

const require = createRequire(import.meta.url)

/**
 * The mock as an Express router, to mount in an app of one's own. What the document does not know goes on to `next()`.
 * Bodies may have been parsed before, by `express.json()` or the like.
 * @param knows whether the document has a path
 */
export function toExpressRouter(
  handle: HttpHandler,
  knows: (method: string, path: string) => boolean,
  wantsPeer?: WantsPeer,
): Router {
  // Loaded when asked for: a server of our own does without, and starts in half the time.
  const express = require('express') as { Router(): Router }
  return express.Router().use(toExpressHandler(handle, knows, wantsPeer))
}

function toExpressHandler(
  handle: HttpHandler,
  knows: (method: string, path: string) => boolean,
  wantsPeer: WantsPeer | undefined,
): RequestHandler {
  return (incoming: Request, outgoing: Response, next: NextFunction) => {
    if (knows(incoming.method, incoming.path)) serve(handle, wantsPeer, incoming, outgoing).catch(next)
    else next()
  }
}

async function serve(
  handle: HttpHandler,
  wantsPeer: WantsPeer | undefined,
  incoming: Request,
  outgoing: Response,
): Promise<void> {
  const reading = readRequest(incoming, incoming.url, wantsPeer)
  const read = reading instanceof Promise ? await reading : reading
  if (read.kind === 'gone') return
  writeResponse(outgoing, read.kind === 'refused' ? read.response : await handle(read.request))
}
