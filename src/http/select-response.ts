import type { ResponseSpec } from '../model/api-model.js'

/** What the document says of a status: its own entry, else its range ('4XX'), else `default` (OpenAPI 3.0.4 Responses Object). */
export function selectResponse(responses: readonly ResponseSpec[], status: number): ResponseSpec | undefined {
  const text = String(status)
  return byKey(responses, text) ?? byKey(responses, `${text.charAt(0)}XX`) ?? byKey(responses, 'default')
}

function byKey(responses: readonly ResponseSpec[], key: string): ResponseSpec | undefined {
  return responses.find((response) => response.key === key)
}

/** A status to answer with, and what the document says of it; undefined where it declares no responses at all. */
export interface SelectedResponse {
  readonly status: number
  readonly response: ResponseSpec | undefined
}

/**
 * How an operation answers when all is well: the lowest 2xx, else '2XX' as 200, else the lowest redirect, else `default`
 * as 200. An operation that declares errors alone answers the lowest of them.
 */
export function successResponse(responses: readonly ResponseSpec[]): SelectedResponse {
  let known = successes.get(responses)
  if (!known) successes.set(responses, (known = chooseSuccess(responses)))
  return known
}

/** Asked with every request. */
const successes = new WeakMap<readonly ResponseSpec[], SelectedResponse>()

function chooseSuccess(responses: readonly ResponseSpec[]): SelectedResponse {
  return (
    lowest(responses, '2') ??
    lowest(responses, '3') ??
    selected(200, byKey(responses, 'default')) ??
    lowest(responses, '4') ??
    // RFC 9110 15.2: what is interim is no answer, and a client would wait for one.
    lowest(responses, '5') ?? { status: 200, response: undefined }
  )
}

/** Of one class: the lowest exact status, else the range under the status that says least. */
function lowest(responses: readonly ResponseSpec[], digit: string): SelectedResponse | undefined {
  const exact = responses
    .filter(({ key }) => key.startsWith(digit) && key !== `${digit}XX`)
    .sort((a, b) => Number(a.key) - Number(b.key))[0]
  if (exact) return { status: Number(exact.key), response: exact }
  // RFC 9110 15.4.3: of the redirects, 302 is the one that every client knows.
  return selected(digit === '3' ? 302 : Number(digit) * 100, byKey(responses, `${digit}XX`))
}

function selected(status: number, response: ResponseSpec | undefined): SelectedResponse | undefined {
  return response && { status, response }
}
