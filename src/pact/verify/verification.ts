import type { Finding } from '../../base/finding.js'
import type { HttpRequest, HttpResponse } from '../../http/exchange.js'
import type { PlayedInteraction } from './interaction.js'

/** How one interaction went. */
export interface Verdict {
  readonly interaction: PlayedInteraction
  readonly outcome: 'passed' | 'failed' | 'not-verified'
  /** Why it was not verified. */
  readonly reason: string | undefined
  readonly findings: readonly Finding[]
  /** What was sent and answered last; undefined when it did not come so far. */
  readonly exchange: PlayedExchange | undefined
}

export interface PlayedExchange {
  readonly request: HttpRequest
  readonly response: HttpResponse
}

/** All of them, in the order of their pacts. */
export interface Verification {
  readonly provider: string
  readonly verdicts: readonly Verdict[]
  /** What was made for an interaction and is still there. */
  readonly leftBehind: readonly Finding[]
  /**
   * What became of the results for the broker: successes are withheld where an answer breaks the document although the
   * contract passed. Undefined where it was not to be told.
   */
  readonly published?: 'taken' | 'refused' | 'withheld'
}
