import type { Clock } from '../../src/base/clock.js'
import type { JsonObject } from '../../src/base/json.js'
import type { HeaderMap, HttpHandler } from '../../src/http/exchange.js'
import type { Operation } from '../../src/model/api-model.js'
import type { Behaviour, Call, Problem, Reply } from '../behave/behaviour.js'
import type { Mock } from '../mock.js'
import { sessionOf } from '../session-of.js'

/** What the admin API works with: the mock as it is served now, and how it was started. */
export interface ControlContext {
  readonly mock: Mock
  /** Answers as a client of the mock would be answered. */
  readonly answer: HttpHandler
  readonly prefix: string
  /** Below which path an operation is served. */
  readonly basePathOf: (operation: Operation) => string
  readonly clock: Clock
  /** What sessions grow old by. */
  readonly wallClock: Clock
  readonly seed: string | number
  readonly startedMs: number
  /** Sees to it that a session has been seeded. */
  readonly prepare: (session: string) => Promise<void>
  readonly onBug: (error: unknown) => void
}

/** Behaviours by the operationId of the admin API's own document. */
export type Operations = Readonly<Record<string, Behaviour>>

/** The session that an admin request is about. */
export function sessionFor(call: Call): string {
  const named = call.params.query['session']
  if (typeof named === 'string' && named !== '') return named
  const choice = sessionOf(call.request)
  return choice.kind === 'session' ? choice.session : ''
}

export function textParam(call: Call, name: string): string {
  return String(call.params.path[name])
}

export function answer(value: unknown, status = 200, headers: HeaderMap = {}): Reply {
  return { kind: 'value', status, value, headers }
}

export const DONE: Reply = { kind: 'value', status: 204 }

export function problem(status: 404 | 409 | 422 | 503, detail: string): Problem {
  return { kind: 'problem', status, title: TITLES[status], detail }
}

/** The body of a request that was checked against its schema. */
// The type is said where it is used; the schema stands in the document.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function bodyOf<Body = JsonObject>(call: Call): Body {
  return call.body as Body
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

const TITLES = {
  404: 'Not Found',
  409: 'Conflict',
  422: 'Unprocessable Content',
  503: 'Service Unavailable',
} as const
