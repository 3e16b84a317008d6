/** The story of a request, in one place: match, authenticate, decode, check, gate, behave, respond, check, journal. */
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { NO_FINDINGS } from '../src/base/finding.js'
import { createRandom, type Random } from '../src/base/random.js'
import { soon, soonOr, type Soon } from '../src/base/soon.js'
import { checkDeprecated } from '../src/check/check-deprecated.js'
import type { Refused } from '../src/check/check-strictly.js'
import type { Journal } from '../src/check/journal.js'
import type { Router } from '../src/http/create-router.js'
import type { HeaderMap, HttpRequest, HttpResponse, Match, PromptHandler } from '../src/http/exchange.js'
import { readPreferences } from '../src/http/prefer.js'
import { createActor, type ActorParts } from './actor.js'
import { withAddresses } from './answer/address.js'
import { answerOptions, withCors } from './answer/cors.js'
import { minimalReply, standingHeaders } from './answer/preferred.js'
import type { Responder } from './answer/respond.js'
import type { Refusal } from './behave/behaviour.js'
import type { Seeding } from './behave/seeds/seed-world.js'
import type { Callbacks } from './callbacks/create-callbacks.js'
import { NO_EFFECT, type Effect } from './control/rules/take-rules.js'
import { createFailures, type Failures } from './failures.js'
import { joined, type Outcome } from './outcome.js'
import { refuseMethod, refusePath, refuseSession } from './problem/refusals.js'
import { createRandomFor } from './random-for.js'
import { createScreen } from './screen-request.js'
import { sessionOf, type SessionChoice } from './session-of.js'

export interface HandlerParts extends ActorParts {
  readonly router: Router
  readonly respond: Responder
  /** Called before a request looks at the state. */
  readonly seeding: Seeding | undefined
  /** Generate new values on every call, as with `Prefer: dynamic=true`. */
  readonly dynamic: boolean
  readonly cors: boolean
  /** What the document allows but the user wants refused. */
  readonly refuse: readonly Refused[]
  /** Refuse requests that name no session. */
  readonly strictSessions: boolean
  readonly journal: Journal
  /** Write our own addresses with the origin that the client used. */
  readonly addresses: boolean
  /** Undefined: none are sent. */
  readonly callbacks: Callbacks | undefined
  /** Called with unexpected errors; the client gets a 500. */
  readonly onBug: (error: unknown) => void
}

export function createHandler(parts: HandlerParts): PromptHandler {
  const { router, clock, journal, callbacks } = parts
  const root = createRandom(parts.seed)
  const failures = createFailures(parts.respond, root, parts.onBug)
  const answer = createAnswer(parts, root, failures)

  return function handle(request) {
    const startMs = performance.now()
    const match = router.match(request.method, request.path, request.query, request.headers)
    const choice = sessionOf(request, parts.strictSessions)
    const outcome = soonOr(
      () => answer(request, match, choice),
      (error) => failures.failed(request, match, error),
    )
    return soon(outcome, ({ response: said, findings }) => {
      const response = parts.cors ? withCors(request, said) : said
      const session = choice.kind === 'session' ? choice.session : ''
      journal.add({
        atMs: clock.now(),
        durationMs: performance.now() - startMs,
        session,
        operation: match.kind === 'found' ? match.operation.id : undefined,
        request,
        response,
        findings,
      })
      if (match.kind === 'found' && match.operation.callbacks.length > 0)
        callbacks?.follow({ ...match, request, response: said, session })
      return response
    })
  }
}

type Answer = (request: HttpRequest, match: Match, choice: SessionChoice) => Soon<Outcome>

function createAnswer(parts: HandlerParts, root: Random, failures: Failures): Answer {
  const { behaviours, respond } = parts
  const randomFor = createRandomFor(root, parts.dynamic)
  const screen = createScreen(behaviours, Object.keys(behaviours.scenarios ?? {}), parts.refuse)
  const actor = createActor(parts)

  return function answer(request, match, choice) {
    const options = answerOptions(request, match, parts.cors)
    if (options) return { response: options, findings: NO_FINDINGS }
    if (choice.kind === 'refused') return failures.say(request, match, refuseSession(choice))
    const { session } = choice
    if (match.kind !== 'found') {
      const refusal = match.kind === 'no-path' ? refusePath(request, match) : refuseMethod(request, match)
      return refuse(request, session, refusal)
    }
    const { operation } = match
    const { preferences, findings: misread } = readPreferences(request)
    const random = randomFor(operation, preferences)
    const screened = screen(request, match, preferences)
    const [first] = screened.refusals
    const isRefused = first !== undefined && !behaviours.gate && !behaviours.refuse
    const acted = soon(parts.seeding?.(session), () =>
      isRefused ? { reply: first.problem, effect: NO_EFFECT } : actor.act(screened, preferences, session, random),
    )
    return soon(acted, ({ reply, effect }) => {
      const said = minimalReply(operation, reply, preferences)
      const answered = respond(request, operation, said, preferences, random)
      const standing = standingHeaders(operation, said, preferences)
      const written = standing ? withHeaders(answered.response, standing) : answered.response
      const asked = reply.kind === 'problem' ? (reply.findings ?? NO_FINDINGS) : NO_FINDINGS
      const findings = joined(misread, checkDeprecated(operation, request), asked, answered.findings)
      const addressed = parts.addresses ? withAddresses(request, written, match.basePath) : written
      const response = effect === NO_EFFECT ? addressed : withEffect(addressed, effect)
      return soon(response, (response) => ({ response, findings }))
    })
  }

  /** Refuses a request that leads to no operation. */
  function refuse(request: HttpRequest, session: string, refusal: Refusal): Soon<Outcome> {
    return soon(actor.hear(refusal, session, root), (problem) => {
      const { response } = respond(request, undefined, problem, {}, root)
      return { response, findings: refusal.findings }
    })
  }
}

/** The answer with the delay and the fault that rules ask for. */
async function withEffect(response: HttpResponse, { delayMs, fault }: Effect): Promise<HttpResponse> {
  if (delayMs > 0) await delay(delayMs)
  return fault === undefined ? response : { ...response, fault }
}

/** Adds headers; those that a behaviour or the document has set win. */
function withHeaders(response: HttpResponse, headers: HeaderMap): HttpResponse {
  return { ...response, headers: { ...headers, ...response.headers } }
}
