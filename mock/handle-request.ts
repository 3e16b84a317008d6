/** The story of a request, in one place: match, authenticate, decode, check, gate, behave, respond, check, journal. */
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../src/base/clock.js'
import type { Finding } from '../src/base/finding.js'
import { createRandom, type Random } from '../src/base/random.js'
import { soon, soonOr, type Soon } from '../src/base/soon.js'
import { checkDeprecated } from '../src/check/check-deprecated.js'
import type { Refused } from '../src/check/check-strictly.js'
import type { Journal } from '../src/check/journal.js'
import type { Router } from '../src/http/create-router.js'
import type { HeaderMap, HttpRequest, HttpResponse, Match, PromptHandler } from '../src/http/exchange.js'
import { readPreferences, type Preferences } from '../src/http/prefer.js'
import type { ApiModel, Operation } from '../src/model/api-model.js'
import type { ResourcePlan } from '../src/resources/resource-plan.js'
import { checkReply } from './behave/check-reply.js'
import type { Behaviour, Behaviours, Call, Problem, Refusal, Reply, World } from './behave/behaviour.js'
import type { Seeding } from './behave/seed-world.js'
import type { Callbacks } from './callbacks/create-callbacks.js'
import { withAddresses } from './address.js'
import { answerOptions, withCors } from './cors.js'
import { askedEffect, combined } from './control/asked-effect.js'
import { clockOf, findControl } from './control/session-control.js'
import { configuredRules, NO_EFFECT, rulesFor, takeRules, type Effect } from './control/take-rules.js'
import { withinLimit } from './control/within-limit.js'
import { askedReply, minimalReply, standingHeaders } from './preferred.js'
import { stateFull, withFinding } from './behave/problems.js'
import { refuseMethod, refusePath, refuseSession } from './refusals.js'
import type { Responder } from './respond.js'
import { createScreen, type Screened } from './screen-request.js'
import { sessionOf, type SessionChoice } from './session-of.js'
import { StateFull, type Change, type StateWriter, type Store, type WriteResult } from './state/store.js'

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

/** How an exchange went, before CORS and the journal. */
interface Outcome {
  readonly response: HttpResponse
  readonly findings: readonly Finding[]
}

/** The reply, and the delay or fault that rules put on it. */
interface Acted {
  readonly reply: Reply
  readonly effect: Effect
}

const NO_FINDINGS: readonly Finding[] = []
/** Only the journal sees it: the connection is broken off instead of answering. */
const NO_ANSWER: Reply = { kind: 'problem', status: 502, title: 'Bad Gateway', detail: 'a fault was asked for' }

export function createHandler(parts: HandlerParts): PromptHandler {
  const { model, plan, router, behaviours, respond, store, clock, journal } = parts
  const own = behaviours.operations ?? {}
  const root = createRandom(parts.seed)
  const calls = new WeakMap<Operation, number>()

  const rules = configuredRules(behaviours)
  const scenarios = behaviours.scenarios ?? {}
  const screen = createScreen(behaviours, Object.keys(scenarios), parts.refuse)

  return function handle(request) {
    const startMs = performance.now()
    const match = router.match(request.method, request.path, request.query, request.headers)
    const choice = sessionOf(request, parts.strictSessions)
    const outcome = soonOr(
      () => answer(request, match, choice),
      (error) => failed(request, match, error),
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
        parts.callbacks?.follow({ ...match, request, response: said, session })
      return response
    })
  }

  function answer(request: HttpRequest, match: Match, choice: SessionChoice): Soon<Outcome> {
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
    const isRefused = first !== undefined && !behaviours.gate && !behaviours.refuse
    const acted = soon(parts.seeding?.(session), () =>
      isRefused ? { reply: first.problem, effect: NO_EFFECT } : act(screened, preferences, session, random),
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

  /** Refusals, then what rules want, then the behaviour. */
  function act(screened: Screened, preferences: Preferences, session: string, random: Random): Soon<Acted> {
    const { operation, request } = screened.call
    const asked = askedEffect(preferences, scenarios, operation, request, random)
    const attempt: Change<Partial<Acted>> = (state) => {
      const control = findControl(state)
      const world = worldOf(state, random, clockOf(clock, control))
      return soon(refuseOrGate(screened, world), (refused): Soon<WriteResult<Partial<Acted>>> => {
        if (refused) return { commit: refused.kind !== 'problem', result: { reply: refused } }
        const applying = rulesFor(control, rules, operation, request)
        if (applying.length === 0 && asked === NO_EFFECT) {
          return soon(carryOut(screened.call, preferences, world), (reply) => ({
            commit: reply.kind !== 'problem',
            result: { reply },
          }))
        }
        // Committed even if the request then fails: each use of a rule counts.
        const effect = combined(asked, takeRules(state, applying, operation, parts.seed))
        return { commit: true, result: { effect } }
      })
    }
    return soon(store.write(session, attempt, habitOf(operation)), ({ reply, effect = NO_EFFECT }) =>
      reply ? { reply, effect: NO_EFFECT } : actUnder(effect, screened.call, preferences, session, random),
    )
  }

  /** What rules want, or the behaviour in a turn of its own. */
  function actUnder(
    effect: Effect,
    call: Call,
    preferences: Preferences,
    session: string,
    random: Random,
  ): Soon<Acted> {
    if (effect.fault === 'reset' || effect.fault === 'empty') return { reply: NO_ANSWER, effect }
    if (effect.reply && !prefersAnswer(preferences)) return { reply: effect.reply, effect }
    const done = store.write(session, (state) => {
      const world = worldOf(state, random, clockOf(clock, findControl(state)))
      return soon(carryOut(call, preferences, world), (reply) => ({ commit: reply.kind !== 'problem', result: reply }))
    })
    return soon(done, (reply) => ({ reply, effect }))
  }

  /** GET and HEAD seldom write (RFC 9110 9.2.1). Users' own code gets no such hint, because it must not run twice. */
  function habitOf({ id, method }: Operation): 'seldom' | undefined {
    if (behaviours.gate || behaviours.refuse || Object.hasOwn(own, id)) return undefined
    return method === 'GET' || method === 'HEAD' ? 'seldom' : undefined
  }

  /** A full session is for the client to clear; anything else that is thrown is a bug. */
  function failed(request: HttpRequest, match: Match, error: unknown): Outcome {
    if (!(error instanceof StateFull)) return crashed(error)
    return say(request, match, stateFull(error.message))
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

  /** Refuses a request that leads to no operation. */
  function refuse(request: HttpRequest, session: string, refusal: Refusal): Soon<Outcome> {
    const hook = behaviours.refuse
    const heard = hook
      ? store.write(session, (state) => ({ commit: false, result: hook(refusal, worldOf(state, root, clock)) }))
      : undefined
    return soon(heard, (said) => {
      const problem = typeof said === 'object' && said.kind === 'problem' ? said : refusal.problem
      const { response } = respond(request, undefined, told(problem, refusal), {}, root)
      return { response, findings: refusal.findings }
    })
  }

  function refuseOrGate({ call, refusals }: Screened, world: World): Soon<Reply | undefined> {
    const gated = behaviours.gate && withinLimit(behaviours.gate(call, world), 'the gate')
    return soon(gated, (reply) => {
      if (reply) return withFinding(call.operation, checkReply(reply, 'the gate'))
      for (const refusal of refusals) {
        const said = behaviours.refuse?.(refusal, world) ?? refusal.problem
        if (said !== 'proceed') return told(said, refusal)
      }
      return undefined
    })
  }

  function carryOut(call: Call, preferences: Preferences, world: World): Soon<Reply> {
    const asked = askedReply(call.operation, preferences)
    if (asked) return asked
    const reply = parts.behaviourOf(call.operation)(call, world)
    // Only users' own code can hang; a timer for every request would cost too much.
    return Object.hasOwn(own, call.operation.id) ? ownReply(call.operation, reply) : reply
  }

  function ownReply(operation: Operation, reply: Soon<Reply>): Soon<Reply> {
    const what = `the behaviour of ${operation.id}`
    return soon(withinLimit(reply, what), (said) => withFinding(operation, checkReply(said, what)))
  }

  function worldOf(state: StateWriter, random: Random, now: Clock): World {
    return { model, plan, state, random, clock: now }
  }

  /** The same values on every call of an operation, unless `dynamic` asks for new ones each time. */
  function randomFor(operation: Operation, { dynamic, seed }: Preferences): Random {
    const stream = seed === undefined ? root : createRandom(seed)
    if (!(dynamic ?? parts.dynamic)) return stream.fork(operation.id)
    const count = (calls.get(operation) ?? 0) + 1
    calls.set(operation, count)
    return stream.fork(`${operation.id} ${count}`)
  }
}

/** Keeps the findings of a refusal, also where a hook has reworded it. */
function told<Said extends Reply>(said: Said, { findings }: Refusal): Said {
  return said.kind === 'problem' && !said.findings ? Object.assign({}, said, { findings }) : said
}

function prefersAnswer({ code, example }: Preferences): boolean {
  return code !== undefined || example !== undefined
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

function joined(...lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const [only = NO_FINDINGS, ...others] = lists.filter(({ length }) => length > 0)
  return others.length === 0 ? only : only.concat(...others)
}
