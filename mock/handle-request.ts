/** The story of a request, in one place: match, authenticate, decode, check, gate, behave, respond, check, journal. */
import { performance } from 'node:perf_hooks'
import type { Clock } from '../src/base/clock.js'
import type { Finding } from '../src/base/finding.js'
import { createRandom, type Random } from '../src/base/random.js'
import { checkRequest } from '../src/check/check-request.js'
import type { Journal } from '../src/check/journal.js'
import { authenticate, type AuthenticateOptions } from '../src/http/authenticate.js'
import type { Router } from '../src/http/create-router.js'
import { decodeRequest } from '../src/http/decode-request.js'
import type { Decoded, HttpHandler, HttpRequest, HttpResponse, Match, Principal } from '../src/http/exchange.js'
import { negotiate } from '../src/http/negotiate.js'
import { readPreferences, type Preferences } from '../src/http/prefer.js'
import { selectResponse, successResponse } from '../src/http/select-response.js'
import type { ApiModel, Operation } from '../src/model/api-model.js'
import type { ResourcePlan } from '../src/resources/resource-plan.js'
import type { Behaviour, Behaviours, Call, Refusal, Reply, World } from './behave/behaviour.js'
import type { Seeding } from './behave/seed-world.js'
import { answerOptions, withCors } from './cors.js'
import {
  refuseAcceptance,
  refuseAccess,
  refuseInvalid,
  refuseMethod,
  refusePath,
  refusePreference,
} from './refusals.js'
import { accept, type Responder } from './respond.js'
import { sessionOf } from './session-of.js'
import type { StateWriter, Store } from './state/store.js'

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
  readonly journal: Journal
  /** Called with what should never have been thrown; the client gets a 500. */
  readonly onBug: (error: unknown) => void
}

/** How an exchange went, before CORS and the journal. */
interface Outcome {
  readonly response: HttpResponse
  readonly findings: readonly Finding[]
}

/** A request that found its operation, and all that can be said of it without looking at the state. */
interface Screened {
  readonly call: Call
  readonly refusals: readonly Refusal[]
}

type Found = Match & { readonly kind: 'found' }

const NO_FINDINGS: readonly Finding[] = []
const NO_REFUSALS: readonly Refusal[] = []

export function createHandler(parts: HandlerParts): HttpHandler {
  const { model, plan, router, behaviours, respond, store, clock, journal } = parts
  const root = createRandom(parts.seed)
  const calls = new WeakMap<Operation, number>()

  return async function handle(request) {
    const startMs = performance.now()
    const match = router.match(request.method, request.path, request.query)
    const outcome = await answer(request, match).catch((error: unknown) => crashed(error))
    const response = parts.cors ? withCors(request, outcome.response) : outcome.response
    journal.add({
      atMs: clock.now(),
      durationMs: performance.now() - startMs,
      session: sessionOf(request),
      operation: match.kind === 'found' ? match.operation.id : undefined,
      request,
      response,
      findings: outcome.findings,
    })
    return response
  }

  async function answer(request: HttpRequest, match: Match): Promise<Outcome> {
    const options = answerOptions(request, match, parts.cors)
    if (options) return { response: options, findings: NO_FINDINGS }
    if (match.kind !== 'found')
      return refuse(request, match.kind === 'no-path' ? refusePath(request, match) : refuseMethod(request, match))
    const { operation } = match
    const { preferences, findings: misread } = readPreferences(request)
    const random = randomFor(operation, preferences)
    const screened = screen(request, match, preferences)
    const [first] = screened.refusals
    await parts.seeding?.(sessionOf(request))
    const reply =
      first && !behaviours.gate && !behaviours.refuse
        ? first.problem
        : await store.write(sessionOf(request), async (state) => {
            const result = await behave(screened, preferences, worldOf(state, random))
            return { commit: result.kind !== 'problem', result }
          })
    const answered = respond(request, operation, reply, preferences, random)
    const asked = reply.kind === 'problem' ? (reply.findings ?? NO_FINDINGS) : NO_FINDINGS
    return { response: answered.response, findings: joined(misread, asked, answered.findings) }
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
  async function refuse(request: HttpRequest, refusal: Refusal): Promise<Outcome> {
    const hook = behaviours.refuse
    const said = hook
      ? await store.write(sessionOf(request), (state) =>
          Promise.resolve({ commit: false, result: hook(refusal, worldOf(state, root)) }),
        )
      : undefined
    const problem = said !== undefined && said !== 'proceed' && said.kind === 'problem' ? said : refusal.problem
    const { response } = respond(request, undefined, problem, {}, root)
    return { response, findings: refusal.findings }
  }

  function screen(request: HttpRequest, match: Found, preferences: Preferences): Screened {
    const { operation, pathValues } = match
    const access = authenticate(operation, request, accessOf(operation))
    const principal = access.kind === 'granted' ? access.principal : undefined
    if (access.kind === 'denied' && !behaviours.gate && !behaviours.refuse) {
      return {
        call: emptyCall(operation, request),
        refusals: [refuseAccess(request, operation, access)],
      }
    }
    const decoded = decodeRequest(operation, request, pathValues)
    const findings = checkRequest(operation, decoded)
    const refusals: Refusal[] = []
    if (access.kind === 'denied') refusals.push(refuseAccess(request, operation, access))
    if (findings.length > 0) refusals.push(refuseInvalid(request, operation, findings))
    const preferred = refusePreferred(request, operation, preferences) ?? refuseAccept(request, operation)
    if (preferred) refusals.push(preferred)
    return {
      call: callOf(operation, request, decoded, principal, findings),
      refusals: refusals.length > 0 ? refusals : NO_REFUSALS,
    }
  }

  async function behave({ call, refusals }: Screened, preferences: Preferences, world: World): Promise<Reply> {
    const gated = await behaviours.gate?.(call, world)
    if (gated) return gated
    for (const refusal of refusals) {
      const said = behaviours.refuse?.(refusal, world) ?? refusal.problem
      if (said !== 'proceed') return said
    }
    if (preferences.code !== undefined) return { kind: 'example', status: preferences.code }
    if (preferences.example !== undefined) return { kind: 'example' }
    return parts.behaviourOf(call.operation)(call, world)
  }

  function accessOf(operation: Operation): AuthenticateOptions {
    const permissions = behaviours.permissions?.(operation)
    return {
      ...(behaviours.personas ? { personas: behaviours.personas } : {}),
      ...(permissions ? { permissions } : {}),
    }
  }

  function worldOf(state: StateWriter, random: Random): World {
    return { model, plan, state, random, clock }
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

function callOf(
  operation: Operation,
  request: HttpRequest,
  { params, body }: Decoded,
  principal: Principal | undefined,
  findings: readonly Finding[],
): Call {
  return { operation, params, body, principal, request, findings }
}

function emptyCall(operation: Operation, request: HttpRequest): Call {
  const params = { path: {}, query: {}, querystring: {}, header: {}, cookie: {} }
  return { operation, params, body: undefined, principal: undefined, request, findings: NO_FINDINGS }
}

/** A status or example that is not declared cannot be served (as Prism does: 404). */
function refusePreferred(
  request: HttpRequest,
  operation: Operation,
  { code, example }: Preferences,
): Refusal | undefined {
  if (code === undefined && example === undefined) return undefined
  const response =
    code === undefined ? successResponse(operation.responses).response : selectResponse(operation.responses, code)
  if (code !== undefined && !response) {
    const declared = operation.responses.map(({ key }) => key).join(', ')
    return refusePreference(request, operation, `expected a declared status (${declared}), got ${code}`)
  }
  if (example === undefined) return undefined
  const names = new Set(response?.content.flatMap(({ examples }) => examples.map(({ name }) => name)))
  if (names.has(example)) return undefined
  return refusePreference(request, operation, `expected one of the examples ${[...names].join(', ')}, got ${example}`)
}

/** RFC 9110 12.5.1: nothing that was asked for can be said. */
function refuseAccept(request: HttpRequest, operation: Operation): Refusal | undefined {
  const header = accept(request)
  if (header === undefined || header === '*/*') return undefined
  const content = successResponse(operation.responses).response?.content ?? []
  if (content.length === 0) return undefined
  const chosen = negotiate(header, content)
  return chosen.kind === 'none' ? refuseAcceptance(request, operation, chosen.available) : undefined
}

function joined(...lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const filled = lists.filter(({ length }) => length > 0)
  return filled.length === 0 ? NO_FINDINGS : filled.flat()
}
