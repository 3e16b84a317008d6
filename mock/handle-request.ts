/** The story of a request, in one place: match, authenticate, decode, check, gate, behave, respond, check, journal. */
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../src/base/clock.js'
import type { Finding } from '../src/base/finding.js'
import { createRandom, type Random } from '../src/base/random.js'
import { checkDeprecated } from '../src/check/check-deprecated.js'
import type { Refused } from '../src/check/check-strictly.js'
import type { Journal } from '../src/check/journal.js'
import type { Router } from '../src/http/create-router.js'
import type { HeaderMap, HttpHandler, HttpRequest, HttpResponse, Match } from '../src/http/exchange.js'
import { readPreferences, type Preferences } from '../src/http/prefer.js'
import type { ApiModel, Operation } from '../src/model/api-model.js'
import type { ResourcePlan } from '../src/resources/resource-plan.js'
import type { Behaviour, Behaviours, Call, Problem, Refusal, Reply, World } from './behave/behaviour.js'
import type { Seeding } from './behave/seed-world.js'
import type { Callbacks } from './callbacks/create-callbacks.js'
import { answerOptions, withCors } from './cors.js'
import { askedEffect, combined } from './control/asked-effect.js'
import { clockOf, findControl } from './control/session-control.js'
import { configuredRules, NO_EFFECT, rulesFor, takeRules, type Effect } from './control/take-rules.js'
import { withinLimit } from './control/within-limit.js'
import { askedReply, minimalReply, standingHeaders } from './preferred.js'
import { refuseMethod, refusePath, refuseSession } from './refusals.js'
import type { Responder } from './respond.js'
import { createScreen, type Screened } from './screen-request.js'
import { sessionOf, type SessionChoice } from './session-of.js'
import { StateFull, type StateWriter, type Store } from './state/store.js'

export interface HandlerParts {
  readonly model: ApiModel
  readonly plan: ResourcePlan
  readonly router: Router
  readonly behaviourOf: (operation: Operation) => Behaviour
  readonly behaviours: Behaviours
  readonly respond: Responder
  readonly store: Store
  /** Called before a request looks at the state. */
  readonly seeding: Seeding | undefined
  readonly clock: Clock
  readonly seed: string | number
  /** Other generated values with each call, as with `Prefer: dynamic=true`. */
  readonly dynamic: boolean
  readonly cors: boolean
  /** Refuse requests that name no session. */
  readonly refuse: readonly Refused[]
  readonly strictSessions: boolean
  readonly journal: Journal
  /** Undefined: none are sent. */
  readonly callbacks: Callbacks | undefined
  /** Called with what should never have been thrown; the client gets a 500. */
  readonly onBug: (error: unknown) => void
}

/** How an exchange went, before CORS and the journal. */
interface Outcome {
  readonly response: HttpResponse
  readonly findings: readonly Finding[]
}

/** What is to be said, and what shall happen to it on its way. */
interface Acted {
  readonly reply: Reply
  readonly effect: Effect
}

const NO_FINDINGS: readonly Finding[] = []
/** What a gateway would say; nobody hears it, for the connection is broken off. */
const NO_ANSWER: Reply = { kind: 'problem', status: 502, title: 'Bad Gateway', detail: 'a fault was asked for' }

export function createHandler(parts: HandlerParts): HttpHandler {
  const { model, plan, router, behaviours, respond, store, clock, journal } = parts
  const own = behaviours.operations ?? {}
  const root = createRandom(parts.seed)
  const calls = new WeakMap<Operation, number>()

  const rules = configuredRules(behaviours)
  const scenarios = behaviours.scenarios ?? {}
  const screen = createScreen(behaviours, Object.keys(scenarios), parts.refuse)

  return async function handle(request) {
    const startMs = performance.now()
    const match = router.match(request.method, request.path, request.query)
    const choice = sessionOf(request, parts.strictSessions)
    const outcome = await answerOrFail(request, match, choice)
    const response = parts.cors ? withCors(request, outcome.response) : outcome.response
    const session = choice.kind === 'session' ? choice.session : ''
    journal.add({
      atMs: clock.now(),
      durationMs: performance.now() - startMs,
      session,
      operation: match.kind === 'found' ? match.operation.id : undefined,
      request,
      response,
      findings: outcome.findings,
    })
    if (match.kind === 'found') parts.callbacks?.follow({ ...match, request, response: outcome.response, session })
    return response
  }

  async function answerOrFail(request: HttpRequest, match: Match, choice: SessionChoice): Promise<Outcome> {
    try {
      return await answer(request, match, choice)
    } catch (error) {
      return failed(request, match, error)
    }
  }

  async function answer(request: HttpRequest, match: Match, choice: SessionChoice): Promise<Outcome> {
    const options = answerOptions(request, match, parts.cors)
    if (options) return { response: options, findings: NO_FINDINGS }
    if (choice.kind === 'refused') return say(request, match, refuseSession(choice))
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
    if (parts.seeding) await parts.seeding(session)
    const { reply, effect } =
      first && !behaviours.gate && !behaviours.refuse
        ? { reply: first.problem, effect: NO_EFFECT }
        : await act(screened, preferences, session, random)
    const said = minimalReply(operation, reply, preferences)
    const answered = respond(request, operation, said, preferences, random)
    const standing = standingHeaders(operation, said, preferences)
    const written = standing ? withHeaders(answered.response, standing) : answered.response
    const asked = reply.kind === 'problem' ? (reply.findings ?? NO_FINDINGS) : NO_FINDINGS
    const response = effect === NO_EFFECT ? written : await suffer(written, effect)
    return { response, findings: joined(misread, checkDeprecated(operation, request), asked, answered.findings) }
  }

  /** Refusals, then what rules want, then the behaviour. */
  async function act(screened: Screened, preferences: Preferences, session: string, random: Random): Promise<Acted> {
    const { operation, request } = screened.call
    const asked = askedEffect(preferences, scenarios, operation, request, random)
    const { reply, effect } = await store.write<Partial<Acted>>(session, async (state) => {
      const control = findControl(state)
      const world = worldOf(state, random, clockOf(clock, control))
      const mayRefuse = behaviours.gate !== undefined || screened.refusals.length > 0
      const refused = mayRefuse ? await refuseOrGate(screened, world) : undefined
      if (refused) return { commit: refused.kind !== 'problem', result: { reply: refused } }
      const applying = rulesFor(control, rules, operation, request)
      if (applying.length === 0 && asked === NO_EFFECT) {
        const done = await carryOut(screened.call, preferences, world)
        return { commit: done.kind !== 'problem', result: { reply: done } }
      }
      // Kept whatever becomes of the request: a rule that was used once was used once.
      return {
        commit: true,
        result: { effect: combined(asked, takeRules(state, applying, operation, parts.seed)) },
      }
    })
    if (reply) return { reply, effect: NO_EFFECT }
    const suffered = effect ?? NO_EFFECT
    if (suffered.fault === 'reset' || suffered.fault === 'empty') return { reply: NO_ANSWER, effect: suffered }
    if (suffered.reply && !prefersAnswer(preferences)) return { reply: suffered.reply, effect: suffered }
    const done = await store.write(session, async (state) => {
      const world = worldOf(state, random, clockOf(clock, findControl(state)))
      const result = await carryOut(screened.call, preferences, world)
      return { commit: result.kind !== 'problem', result }
    })
    return { reply: done, effect: suffered }
  }

  /** A session that cannot grow any further is the client's to mend; anything else that is thrown is a bug. */
  function failed(request: HttpRequest, match: Match, error: unknown): Outcome {
    if (!(error instanceof StateFull)) return crashed(error)
    // RFC 4918 11.5.
    const problem = { kind: 'problem', status: 507, title: 'Insufficient Storage', detail: error.message } as const
    return say(request, match, problem)
  }

  /** In the declared shape of the operation, where there is one. */
  function say(request: HttpRequest, match: Match, problem: Problem): Outcome {
    const operation = match.kind === 'found' ? match.operation : undefined
    const { response, findings } = respond(request, operation, problem, {}, root)
    return { response, findings: joined(problem.findings ?? NO_FINDINGS, findings) }
  }

  function crashed(error: unknown): Outcome {
    parts.onBug(error)
    const body = JSON.stringify({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'The mock failed; its log says how.',
    })
    return {
      response: { status: 500, headers: { 'content-type': 'application/problem+json' }, body },
      findings: NO_FINDINGS,
    }
  }

  /** A refusal that no operation is behind. */
  async function refuse(request: HttpRequest, session: string, refusal: Refusal): Promise<Outcome> {
    const hook = behaviours.refuse
    const said = hook
      ? await store.write(session, (state) =>
          Promise.resolve({ commit: false, result: hook(refusal, worldOf(state, root, clock)) }),
        )
      : undefined
    const problem = said !== undefined && said !== 'proceed' && said.kind === 'problem' ? said : refusal.problem
    const { response } = respond(request, undefined, problem, {}, root)
    return { response, findings: refusal.findings }
  }

  async function refuseOrGate({ call, refusals }: Screened, world: World): Promise<Reply | undefined> {
    const gated = behaviours.gate && (await withinLimit(behaviours.gate(call, world), 'the gate'))
    if (gated) return gated
    for (const refusal of refusals) {
      const said = behaviours.refuse?.(refusal, world) ?? refusal.problem
      if (said !== 'proceed') return said
    }
    return undefined
  }

  function carryOut(call: Call, preferences: Preferences, world: World): Reply | Promise<Reply> {
    const asked = askedReply(call.operation, preferences)
    if (asked) return asked
    const reply = parts.behaviourOf(call.operation)(call, world)
    // Only what users wrote can fail to settle; a timer for each request would be felt.
    return Object.hasOwn(own, call.operation.id) ? withinLimit(reply, `the behaviour of ${call.operation.id}`) : reply
  }

  function worldOf(state: StateWriter, random: Random, now: Clock): World {
    return { model, plan, state, random, clock: now }
  }

  /** The same with each call of an operation, unless the answer is to be another each time. */
  function randomFor(operation: Operation, { dynamic, seed }: Preferences): Random {
    const stream = seed === undefined ? root : createRandom(seed)
    if (!(dynamic ?? parts.dynamic)) return stream.fork(operation.id)
    const count = (calls.get(operation) ?? 0) + 1
    calls.set(operation, count)
    return stream.fork(`${operation.id} ${count}`)
  }
}

function prefersAnswer({ code, example }: Preferences): boolean {
  return code !== undefined || example !== undefined
}

/** The answer as it arrives, when it does. */
async function suffer(response: HttpResponse, { delayMs, fault }: Effect): Promise<HttpResponse> {
  if (delayMs > 0) await delay(delayMs)
  return fault === undefined ? response : { ...response, fault }
}

/** Beside what is there already: a behaviour, or the document, may say more. */
function withHeaders(response: HttpResponse, headers: HeaderMap): HttpResponse {
  return { ...response, headers: { ...headers, ...response.headers } }
}

function joined(...lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const filled = lists.filter(({ length }) => length > 0)
  return filled.length === 0 ? NO_FINDINGS : filled.flat()
}
