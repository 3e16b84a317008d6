import { NO_FINDINGS } from '../src/base/finding.js'
import type { Random } from '../src/base/random.js'
import type { HttpRequest, Match } from '../src/http/exchange.js'
import type { Problem } from './behave/behaviour.js'
import { stateFull } from './behave/problems.js'
import { joined, type Outcome } from './outcome.js'
import type { Responder } from './answer/respond.js'
import { StateFull } from './state/store.js'

/** What is answered where no behaviour answers. */
export interface Failures {
  /** In the declared shape of the operation, where there is one. */
  say(request: HttpRequest, match: Match, problem: Problem): Outcome
  /** A full session is for the client to clear; anything else that is thrown is a bug. */
  failed(request: HttpRequest, match: Match, error: unknown): Outcome
}

export function createFailures(respond: Responder, random: Random, onBug: (error: unknown) => void): Failures {
  return { say, failed }

  function say(request: HttpRequest, match: Match, problem: Problem): Outcome {
    const operation = match.kind === 'found' ? match.operation : undefined
    const { response, findings } = respond(request, operation, problem, {}, random)
    return { response, findings: joined(problem.findings ?? NO_FINDINGS, findings) }
  }

  function failed(request: HttpRequest, match: Match, error: unknown): Outcome {
    if (error instanceof StateFull) return say(request, match, stateFull(error.message))
    onBug(error)
    return { response: crashed(), findings: NO_FINDINGS }
  }
}

function crashed(): Outcome['response'] {
  const body = JSON.stringify({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: 'The mock failed; its log says how.',
  })
  return { status: 500, headers: { 'content-type': 'application/problem+json' }, body }
}
