import type { Json } from '../../../src/base/json.js'

/**
 * What shall happen to certain requests: an answer, a delay, a fault. Written by people, in the configuration or through
 * the admin API; all conditions that are named must hold, and a rule without any means every request.
 */
export interface Rule {
  /** To find it again; given by us where it is left out. */
  readonly id?: string
  /** Of the document. */
  readonly operation?: string
  readonly method?: string
  /** '/pets/7', '/pets/{petId}', '/pets/*' (any one segment), '/admin/**' (all below). */
  readonly path?: string
  /** Request headers that must have these values; '*' for any. */
  readonly whenHeaders?: Readonly<Record<string, string>>

  /** Answer with this status: from the document's examples and schemas, or as an error in its declared shape. */
  readonly status?: number
  /** Name of a declared example. */
  readonly example?: string
  /** Answer with this body; JSON. */
  readonly body?: Json
  /** Headers of that answer. */
  readonly headers?: Readonly<Record<string, string>>
  readonly delay?: Delay
  readonly fault?: Fault

  /** For so many requests only. */
  readonly times?: number
  /** For this share of them, 0 to 1; drawn from the seed. */
  readonly probability?: number
}

/** Milliseconds, or a distribution that they are drawn from. No delay is longer than MAX_DELAY_MS. */
export type Delay =
  | number
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  /** Half of all delays are below the median; sigma 0.5 looks like a web service, 1 like one in trouble. */
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }

/**
 * 'reset' breaks the connection off, 'empty' closes it without an answer: both before anything is done. 'truncate' does
 * what was asked for and sends half of the answer.
 */
export type Fault = 'reset' | 'empty' | 'truncate'

export const FAULTS: readonly Fault[] = ['reset', 'empty', 'truncate']

export const MAX_DELAY_MS = 60_000
