import { isRecord, type Json } from '../../../src/base/json.js'
import type { Interaction, PactBody, PactHeaders } from '../../../src/pact/pact.js'

/** An interaction with one fault in it, and what the fault is. */
export interface Faulty {
  readonly fault: string
  readonly interaction: Interaction
}

/** Every way in which one thing can be wrong in this interaction. Not each is: some change what nobody cares about. */
export function* faultsOf(interaction: Interaction): Generator<Faulty> {
  const { request, response } = interaction
  const asked = (fault: string, change: Partial<Interaction['request']>): Faulty => ({
    fault: `request ${fault}`,
    interaction: { ...interaction, request: { ...request, ...change } },
  })
  const answered = (fault: string, change: Partial<Interaction['response']>): Faulty => ({
    fault: `response ${fault}`,
    interaction: { ...interaction, response: { ...response, ...change } },
  })
  yield asked('path unknown', { path: `/unknown${request.path}` })
  yield asked('path longer', { path: `${request.path}/more` })
  for (const method of ['DELETE', 'PATCH', 'TRACE']) yield asked(`method ${method}`, { method })
  const segments = request.path.split('/')
  for (let i = 1; i < segments.length; i++) {
    for (const text of ['x!', '1.5', '99'])
      yield asked(`path segment ${i} ${text}`, { path: segments.with(i, text).join('/') })
  }
  for (const name of Object.keys(request.query ?? {})) {
    yield asked(`query without ${name}`, { query: without(request.query, name) })
    for (const text of ['x', '0', ''])
      yield asked(`query ${name}=${text}`, { query: { ...request.query, [name]: [text] } })
  }
  yield asked('query undeclared', { query: { ...request.query, undeclared: ['1'] } })
  for (const { fault, headers } of headerFaults(request.headers)) yield asked(fault, { headers })
  for (const { fault, body } of bodyFaults(request.body)) yield asked(fault, { body })
  yield* without200(interaction).map(({ fault, status }) => answered(fault, { status }))
  for (const { fault, headers } of headerFaults(response.headers)) yield answered(fault, { headers })
  for (const { fault, body } of bodyFaults(response.body)) yield answered(fault, { body })
}

function without200({ response }: Interaction): readonly { readonly fault: string; readonly status: number }[] {
  return [299, 302, 418, 599]
    .filter((status) => status !== response.status)
    .map((status) => ({ fault: `status ${status}`, status }))
}

function* headerFaults(
  headers: PactHeaders = {},
): Generator<{ readonly fault: string; readonly headers: PactHeaders }> {
  for (const name of Object.keys(headers)) {
    yield { fault: `header without ${name}`, headers: without<readonly string[]>(headers, name) }
    const values = /^(content-type|accept)$/i.test(name) ? ['text/csv', 'application/xml'] : ['x', '1.5']
    for (const value of values) yield { fault: `header ${name}: ${value}`, headers: { ...headers, [name]: [value] } }
  }
  yield { fault: 'header undeclared', headers: { ...headers, 'X-Undeclared': ['1'] } }
}

const STRANGERS: readonly Json[] = [null, true, -1, 1.5, 10_000, '', 'x!', [], ['x'], {}, { unexpected: 1 }]

function* bodyFaults(body: PactBody | undefined): Generator<{ readonly fault: string; readonly body: PactBody }> {
  if (!body || body.encoded) return
  for (const { fault, value } of valueFaults(body.content, ''))
    yield { fault: `body ${fault}`, body: { ...body, content: value } }
}

/** Each value inside in turn replaced with each stranger, each member left out, one more member in each object. */
function* valueFaults(value: Json, at: string): Generator<{ readonly fault: string; readonly value: Json }> {
  for (const stranger of STRANGERS) yield { fault: `${at}=${JSON.stringify(stranger)}`, value: stranger }
  if (Array.isArray(value)) {
    yield { fault: `${at}[] twice`, value: [...(value as Json[]), ...(value as Json[])] }
    for (const [index, item] of (value as Json[]).entries()) {
      for (const inner of valueFaults(item, `${at}/${index}`))
        yield { fault: inner.fault, value: (value as Json[]).with(index, inner.value) }
    }
  } else if (isRecord(value)) {
    yield { fault: `${at} with more`, value: { ...value, unexpected: 1 } }
    for (const [name, member] of Object.entries(value)) {
      yield { fault: `${at} without ${name}`, value: without(value, name) }
      for (const inner of valueFaults(member, `${at}/${name}`))
        yield { fault: inner.fault, value: { ...value, [name]: inner.value } }
    }
  }
}

function without<T>(from: { readonly [name: string]: T } | undefined, name: string): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(from ?? {}).filter(([each]) => each !== name))
}
