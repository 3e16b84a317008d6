/** A Pact file in version 4 of its specification: only HTTP interactions, which is all that an OpenAPI document speaks of. */
import type { Json } from '../base/json.js'

export interface Pact {
  readonly consumer: { readonly name: string }
  readonly provider: { readonly name: string }
  readonly interactions: readonly Interaction[]
  readonly metadata: { readonly pactSpecification: { readonly version: string }; readonly [key: string]: Json }
}

export interface Interaction {
  readonly type: 'Synchronous/HTTP'
  /** Stable and unique; ours is the case's id. */
  readonly key?: string
  /** Together with the provider states unique in a file. */
  readonly description: string
  readonly pending?: boolean
  readonly providerStates?: readonly ProviderState[]
  readonly comments?: Comments
  readonly request: PactRequest
  readonly response: PactResponse
}

export interface Comments {
  readonly text?: readonly string[]
  readonly testname?: string
  /** Where an interaction came from; tools show them, none acts on them. */
  readonly references?: { readonly [group: string]: { readonly [name: string]: Json } }
}

/** What must be so before the request is sent; see provider-state.ts for the names that are written here. */
export interface ProviderState {
  readonly name: string
  readonly params?: { readonly [name: string]: Json }
}

export interface PactRequest {
  readonly method: string
  /** Still encoded, without the query. */
  readonly path: string
  /** Values as decoded text, in order. */
  readonly query?: { readonly [name: string]: readonly string[] }
  readonly headers?: PactHeaders
  readonly body?: PactBody
  readonly matchingRules?: MatchingRules
  readonly generators?: Generators
}

export interface PactResponse {
  readonly status: number
  readonly headers?: PactHeaders
  readonly body?: PactBody
  readonly matchingRules?: MatchingRules
  readonly generators?: Generators
}

export type PactHeaders = { readonly [name: string]: readonly string[] }

/** No body at all is left out; a body that is there and empty has `content: ''`. */
export interface PactBody {
  /** JSON as data; anything else as text, or as base64 where `encoded` says so. */
  readonly content: Json
  readonly contentType: string
  readonly encoded: false | 'base64'
}

/** Which values are accepted in place of those written; by path expression ('$.items[*].id') for bodies, by name for headers and queries. */
export interface MatchingRules {
  readonly path?: RuleSet
  readonly status?: RuleSet
  readonly query?: RulesByName
  readonly header?: RulesByName
  readonly body?: RulesByName
}

export type RulesByName = { readonly [at: string]: RuleSet }

export interface RuleSet {
  readonly combine: 'AND' | 'OR'
  readonly matchers: readonly Matcher[]
}

/** Those that we write; a file of somebody else's may hold others. */
export type Matcher =
  | { readonly match: 'type'; readonly min?: number; readonly max?: number }
  | { readonly match: 'regex'; readonly regex: string }
  | { readonly match: 'integer' | 'decimal' | 'number' | 'boolean' | 'null' | 'equality' }
  | { readonly match: 'include'; readonly value: string }
  /** A class of statuses, or a list of them. */
  | { readonly match: 'statusCode'; readonly status: StatusClass | readonly number[] }
  | { readonly match: 'eachKey' | 'eachValue'; readonly rules: readonly Matcher[]; readonly value?: Json }
  | { readonly match: 'values' | 'notEmpty' | 'semver' }
  | { readonly match: 'contentType'; readonly value: string }

export type StatusClass = 'info' | 'success' | 'redirect' | 'clientError' | 'serverError' | 'nonError' | 'error'

/** What the verifier puts in place of a written value before it sends the request. */
export interface Generators {
  readonly path?: Generator
  readonly query?: { readonly [name: string]: Generator }
  readonly header?: { readonly [name: string]: Generator }
  readonly body?: { readonly [at: string]: Generator }
}

/** `expression` is text with `${name}`; the values come from the answers of the state handlers. */
export interface Generator {
  readonly type: 'ProviderState'
  readonly expression: string
  readonly dataType: 'STRING' | 'INTEGER' | 'DECIMAL' | 'BOOLEAN' | 'RAW'
}
