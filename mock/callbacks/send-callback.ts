/** One callback: where to, what, and what became of it. */
import type { Clock } from '../../src/base/clock.js'
import type { Finding } from '../../src/base/finding.js'
import { createRandom } from '../../src/base/random.js'
import type { RuleId } from '../../src/base/rule.js'
import { describeValue } from '../../src/base/text.js'
import { checkResponse } from '../../src/check/check-response.js'
import type { JournalEntry } from '../../src/check/journal.js'
import { sampleRequest } from '../../src/generate/sample-request.js'
import { composeRequest } from '../../src/http/compose-request.js'
import type { HttpRequest, HttpResponse } from '../../src/http/exchange.js'
import { fillExpressions, type Exchange } from '../../src/http/fill-expressions.js'
import type { CallbackSpec, Operation } from '../../src/model/api-model.js'
import { CALLBACK_HEADER } from './callback-header.js'
import { HostRefused, post, type PostOptions } from './post.js'

/** What is to be sent, and where to; or why it is not. */
export interface PreparedCallback {
  readonly spec: CallbackSpec
  readonly operation: Operation
  readonly request: HttpRequest
  readonly target: URL | Finding
}

export interface SendOptions extends PostOptions {
  readonly timeoutMs: number
}

export type Sent = Pick<JournalEntry, 'request' | 'response' | 'findings' | 'callback'>

const NO_ANSWER: HttpResponse = { status: 0, headers: {}, body: '' }

/** Holds nothing of the exchange that it follows: callbacks may have to wait, and bodies are large. */
export function prepareCallbacks(
  exchange: Exchange,
  { seed, clock }: { readonly seed: string | number; readonly clock: Clock },
): readonly PreparedCallback[] {
  return exchange.operation.callbacks.flatMap((spec) =>
    spec.operations.map((operation): PreparedCallback => {
      const random = createRandom(seed).fork(`callback ${spec.name}`)
      const { headers, ...rest } = composeRequest(operation, sampleRequest(operation, { random, clock }))
      const request = { ...rest, headers: { ...headers, [CALLBACK_HEADER]: encodeURIComponent(spec.name) } }
      const target = targetOf(spec, exchange, request.query)
      if (!(target instanceof URL)) return { spec, operation, request, target }
      return { spec, operation, request: { ...request, path: target.pathname, query: target.search.slice(1) }, target }
    }),
  )
}

/** Never rejects. */
export async function sendCallback(prepared: PreparedCallback, options: SendOptions): Promise<Sent> {
  const { spec, operation, request, target } = prepared
  if (!(target instanceof URL)) return notSent(prepared, target)
  const callback = { name: spec.name, url: target.href }
  try {
    const response = await post(target, request, options)
    // The receiver is the client's: what it does wrong is nothing that this mock, or its document, did.
    const findings = checkResponse(operation, response).map((finding): Finding => ({ ...finding, blame: 'client' }))
    return { request, response, findings, callback }
  } catch (error) {
    return notSent(prepared, failure(spec, error, options))
  }
}

export function dropCallback(prepared: PreparedCallback): Sent {
  const { spec } = prepared
  const message = `callback ${spec.name} was not sent: too many wait for answers already`
  return notSent(prepared, finding('callback/failed', 'warning', spec, message))
}

function notSent({ spec, request, target }: PreparedCallback, reason: Finding): Sent {
  const callback = { name: spec.name, url: target instanceof URL ? target.href : spec.expression }
  return { request, response: NO_ANSWER, findings: [reason], callback }
}

/** With the query parameters that the callback declares. */
function targetOf(spec: CallbackSpec, exchange: Exchange, query: string): URL | Finding {
  const filled = fillExpressions(spec.expression, exchange)
  if (filled.kind === 'missing') {
    const message = `callback ${spec.name} was not sent: the request and its answer have no text at ${filled.expression}`
    return finding('callback/url', 'hint', spec, message)
  }
  const url = URL.canParse(filled.text) ? new URL(filled.text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    const message = `callback ${spec.name}: expected an http or https URL from ${spec.expression}, got ${describeValue(filled.text)}`
    return finding('callback/url', 'warning', spec, message)
  }
  if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`
  url.hash = ''
  return url
}

function failure(spec: CallbackSpec, error: unknown, { signal, timeoutMs }: SendOptions): Finding {
  if (error instanceof HostRefused) {
    const message = `callback ${spec.name}: expected a host on this machine, got ${error.message}`
    return finding('callback/host', 'warning', spec, message, `Allow it with --allow-callback-host ${error.host}.`)
  }
  const said = error instanceof Error ? error.message || error.name : String(error)
  const reason = signal.aborted ? `no answer within ${timeoutMs} ms` : said
  return finding('callback/failed', 'warning', spec, `callback ${spec.name} was not answered: ${reason}`)
}

function finding(
  rule: RuleId,
  severity: Finding['severity'],
  spec: CallbackSpec,
  message: string,
  remedy?: string,
): Finding {
  const where = { side: 'request', in: 'url' } as const
  return { rule, severity, blame: 'client', message, where, spec: spec.at, ...(remedy === undefined ? {} : { remedy }) }
}
