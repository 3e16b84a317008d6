import type { Clock } from '../../src/base/clock.js'
import type { Finding } from '../../src/base/finding.js'
import type { Random } from '../../src/base/random.js'
import type { HeaderMap, HttpRequest, ParameterValues, Principal } from '../../src/http/exchange.js'
import type { ApiModel, Operation } from '../../src/model/api-model.js'
import type { PlanHints } from '../../src/resources/overrule.js'
import type { ResourcePlan } from '../../src/resources/resource-plan.js'
import type { Rule } from '../control/rules/rule.js'
import type { StateWriter } from '../state/store.js'
import type { SeedValues } from './seeds/seed-entries.js'

/** A request that was understood. */
export interface Call {
  readonly operation: Operation
  readonly params: ParameterValues
  readonly body: unknown
  readonly principal: Principal | undefined
  /** The request as it came, for headers such as If-Match. */
  readonly request: HttpRequest
  /** What decoding and checking found. A behaviour sees any only where a `refuse` hook let the request pass. */
  readonly findings: readonly Finding[]
}

/** What a behaviour may use; nothing else, so that runs can be repeated. */
export interface World {
  readonly model: ApiModel
  readonly plan: ResourcePlan
  readonly state: StateWriter
  readonly random: Random
  readonly clock: Clock
}

/**
 * What a behaviour wants said. The responder gives it the document's shape, media type and headers, and checks it.
 * A 'problem' rolls back what the behaviour wrote.
 */
export type Reply =
  | {
      readonly kind: 'value'
      readonly status: number
      readonly value?: unknown
      readonly headers?: HeaderMap
      /** To say it in, where the document and the client allow it: of a file, the type that it was uploaded as. */
      readonly mediaType?: string
      /** The value is never changed: what is written and found of it once may be kept as long as it lives. */
      readonly lasting?: boolean
    }
  | Problem
  /** From the document's examples and schemas; `status` undefined means the success status. */
  | { readonly kind: 'example'; readonly status?: number; readonly name?: string; readonly headers?: HeaderMap }

/** A refusal or failure, to be said in the operation's own declared error schema, or as RFC 9457 where it declares none. */
export interface Problem {
  readonly kind: 'problem'
  readonly status: number
  readonly title: string
  readonly detail?: string
  /** The API's own code, where it has one ('INSTANCE-8ls9f', 5). */
  readonly code?: string | number
  /** A whole body that replaces what would be made from the above; still checked against the document. */
  readonly body?: unknown
  readonly headers?: HeaderMap
  readonly findings?: readonly Finding[]
}

export type Behaviour = (call: Call, world: World) => Reply | Promise<Reply>

/** What the mock is about to refuse before any behaviour runs. */
export interface Refusal {
  readonly reason:
    | 'preference'
    | 'no-path'
    | 'wrong-method'
    | 'unauthenticated'
    | 'forbidden'
    | 'invalid'
    | 'unsupported-media-type'
    | 'not-acceptable'
    | 'too-large'
  readonly problem: Problem
  readonly findings: readonly Finding[]
  readonly request: HttpRequest
  readonly operation: Operation | undefined
}

/** A caller that the mock knows by its credentials. */
export interface Persona {
  readonly name: string
  /** Bearer token, API key, or 'user:password' for basic. */
  readonly token: string
  /** Scopes and permissions; 'all' for everything. */
  readonly permissions: readonly string[] | 'all'
}

/** What a user's own file may say where the plan cannot know: the default export of lockstep.config.ts. */
export interface Behaviours {
  readonly operations?: Readonly<Record<string, Behaviour>>
  /**
   * Runs once the request is decoded, before credentials are checked; undefined lets it go on. For APIs that look at
   * something else first. Findings of decoding and checking are given, whether or not they will be refused.
   */
  readonly gate?: (call: Call, world: World) => Reply | undefined | Promise<Reply | undefined>
  /** The last word on a refusal: another reply, 'proceed' to let the request pass, or undefined to leave it as it is. */
  readonly refuse?: (refusal: Refusal, world: World) => Reply | 'proceed' | undefined
  /** With personas, credentials that belong to none are refused with 401; without, any credentials will do. */
  readonly personas?: readonly Persona[]
  /** Permissions that an operation needs beside its declared scopes. */
  readonly permissions?: (operation: Operation) => readonly string[]
  /**
   * Entities that a fresh world holds, by collection: its path as in the document ('/instances'), below concrete parents
   * ('/instances/69/domains'). As a list where the plan knows which member is the id; by id where it does not.
   */
  readonly seed?: SeedValues
  /** Files of the same, JSON or YAML; relative to the configuration's own file. */
  readonly seedFiles?: readonly string[]
  /** So many entities for each collection that a schema describes and no seed: the document's examples, then generated ones. */
  readonly seedCount?: number
  /** What operations do to which collection, where the document does not say it: as `x-lockstep` does, by operation. */
  readonly plan?: PlanHints
  /** For behaviours that several documents share: operations and seeds of what a document does not have are left out. */
  readonly shared?: boolean
  /** What shall happen to certain requests, in every session: answers, delays, faults. */
  readonly rules?: readonly Rule[]
  /** Rules under a name, to be started in a session or asked for with `Prefer: lockstep-scenario=NAME`. */
  readonly scenarios?: Readonly<Record<string, readonly Rule[]>>
}
