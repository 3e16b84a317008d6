/**
 * What a frontend really did with the mock, as its contract: the operations and statuses it met, and of answers the members
 * it looked at, where it says so. Credentials never reach the file.
 */
import { isRecord, type Json } from '../../base/json.js'
import { createRandom } from '../../base/random.js'
import type { JournalEntry } from '../../check/journal.js'
import { bodyJson } from '../../http/body-text.js'
import { createRouter } from '../../http/create-router.js'
import { type HttpRequest, type HttpResponse, NO_PARAMETERS, type PathValues } from '../../http/exchange.js'
import { firstLine } from '../../http/header-text.js'
import { selectResponse } from '../../http/select-response.js'
import type { ApiModel, MediaTypeSpec, Operation, ResponseSpec } from '../../model/api-model.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import { idPart, type Case } from '../cases/case.js'
import { expectBody, type ExpectedBodies } from '../expect/expect-body.js'
import { expectResponse } from '../expect/expect-response.js'
import type { Interaction, Pact } from '../pact.js'
import { providerState } from '../provider-state.js'
import { pactOf } from '../write-pact.js'
import { recordedRequest } from './recorded-request.js'
import { recordedStates } from './recorded-states.js'

export interface PactRecorder {
  add(entry: JournalEntry): void
  pact(): Pact
  /** Grows when there is something new to write. */
  readonly revision: number
}

/** One kind of call: the first of them, and what was looked at in the answers to all of them. */
interface Recorded {
  readonly key: string
  readonly operation: Operation
  readonly response: ResponseSpec
  readonly pathValues: PathValues
  readonly basePath: string
  readonly request: HttpRequest
  readonly status: number
  readonly body: unknown
  /** Path expressions; undefined until a recorder speaks. */
  used: Set<string> | undefined
}

/** Kinds of calls that are kept: more than any frontend makes, and a bound for one that invents query parameters. */
const MAX_RECORDED = 2000
/** Calls whose answers may still be looked at. */
const MAX_PENDING = 1000

export function createPactRecorder(model: ApiModel, plan: ResourcePlan, consumer: string): PactRecorder {
  const router = createRouter(model, { basePath: 'both' })
  const recorded = new Map<string, Recorded>()
  const pending = new Map<string, Recorded>()
  let revision = 0

  function add(entry: JournalEntry): void {
    noteUsed(entry.request)
    const { request, response } = entry
    const match = router.match(request.method, request.path, request.query, request.headers)
    if (match.kind !== 'found' || entry.operation !== match.operation.id) return
    const { operation, pathValues, basePath } = match
    const declared = selectResponse(operation.responses, response.status)
    if (!declared || response.status >= 500) return
    const key = keyOf(operation, request, response.status)
    let known = recorded.get(key)
    if (!known) {
      if (recorded.size >= MAX_RECORDED) return
      const body = jsonOf(response)
      known = {
        key,
        operation,
        response: declared,
        pathValues,
        basePath,
        request,
        status: response.status,
        body,
        used: undefined,
      }
      recorded.set(key, known)
      revision++
    }
    remember(firstLine(request.headers, 'lockstep-call'), known)
  }

  function remember(call: string | undefined, known: Recorded): void {
    if (call === undefined) return
    known.used ??= new Set()
    pending.set(call, known)
    const [oldest] = pending.keys()
    if (pending.size > MAX_PENDING && oldest !== undefined) pending.delete(oldest)
  }

  /** '17=$.name,$.tags[*]' for each call that was looked at since the last request. */
  function noteUsed(request: HttpRequest): void {
    for (const part of (firstLine(request.headers, 'lockstep-used') ?? '').split(';')) {
      const [call = '', paths = ''] = part.trim().split(/=(.*)/s)
      const known = pending.get(call)
      if (!known?.used) continue
      for (const path of paths.split(',')) {
        const text = decoded(path)
        if (text === '' || known.used.has(text) || known.used.size >= MAX_RECORDED) continue
        known.used.add(text)
        revision++
      }
    }
  }

  return {
    add,
    pact: () =>
      pactOf(
        [...recorded.values()].map((each) => interactionOf(each, plan)),
        consumer,
        model.title,
      ),
    get revision() {
      return revision
    },
  }
}

/** Calls of one kind: the same operation and status, and the same query parameters. */
function keyOf(operation: Operation, { query }: HttpRequest, status: number): string {
  const names = [...new Set(new URLSearchParams(query).keys())].sort()
  return `${operation.id}.${status}${names.length === 0 ? '' : `.with${idPart(...names)}`}`
}

function interactionOf(each: Recorded, plan: ResourcePlan): Interaction {
  const { key, operation, status, response } = each
  const { request, carried, credentials } = recordedRequest(each, plan)
  const states = recordedStates(each, plan, credentials.length > 0)
  const asCase: Case = {
    id: key,
    operation,
    response,
    status,
    statuses: undefined,
    cause: 'recorded',
    why: 'as it was used',
    states,
    request: { params: NO_PARAMETERS, body: undefined, mediaType: undefined, carried, credentials },
  }
  return {
    type: 'Synchronous/HTTP',
    key,
    description: `${operation.id} as it was used answers ${status} (${key})`,
    ...(states.length === 0
      ? {}
      : { providerStates: states.map(({ params, collection }) => providerState(params, collection)) }),
    comments: {
      testname: key,
      references: { lockstep: { operation: operation.id, response: response.key, cause: 'recorded' } },
    },
    request,
    response: expectResponse(asCase, (media) => expectUsed(media, each), createRandom(key)),
  }
}

function expectUsed({ schema }: MediaTypeSpec, { body, used }: Recorded): ExpectedBodies | undefined {
  return schema && body !== undefined ? expectBody(schema, body, used) : undefined
}

function jsonOf(response: HttpResponse): Json | undefined {
  const value = bodyJson(response)
  return isRecord(value) || Array.isArray(value) ? (value as Json) : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
