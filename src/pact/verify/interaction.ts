import type { Location } from '../../base/finding.js'
import type { PathValues } from '../../http/exchange.js'
import type { Operation } from '../../model/api-model.js'
import type { ProviderState } from '../pact.js'

/** One HTTP interaction of a pact, as far as verifying has to understand it. */
export interface PlayedInteraction {
  /** Its number among all that are verified together. */
  readonly index: number
  readonly consumer: string
  readonly description: string
  readonly states: readonly ProviderState[]
  readonly method: string
  /** As the pact writes it: still encoded, without query. */
  readonly path: string
  readonly status: number
  /** The request brings credentials. */
  readonly authorized: boolean
  /** Names that generators expect from the states: `${instanceId}`. */
  readonly wanted: readonly string[]
  /** The path is made from states by the pact itself. */
  readonly generatedPath: boolean
  /** The credentials are made from states by the pact itself. */
  readonly generatedCredentials: boolean
  readonly pending: boolean
  readonly match: InteractionMatch | undefined
  /** Where it stands in its pact. */
  readonly source: Location
}

/** What the document knows of an interaction. */
export interface InteractionMatch {
  readonly operation: Operation
  readonly pathValues: PathValues
  readonly basePath: string
}
