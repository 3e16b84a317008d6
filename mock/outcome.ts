import { type Finding, NO_FINDINGS } from '../src/base/finding.js'
import type { HttpResponse } from '../src/http/exchange.js'

/** How an exchange went, before CORS and the journal. */
export interface Outcome {
  readonly response: HttpResponse
  readonly findings: readonly Finding[]
}

export function joined(...lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const [only = NO_FINDINGS, ...others] = lists.filter(({ length }) => length > 0)
  return others.length === 0 ? only : only.concat(...others)
}
