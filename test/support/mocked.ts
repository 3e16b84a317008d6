import { createMock } from '../../mock/create-mock.js'
import type { Mock, MockOptions } from '../../mock/mock.js'
import type { Behaviour } from '../../mock/behave/behaviour.js'
import type { HttpResponse } from '../../src/http/exchange.js'
import type { ApiModel } from '../../src/model/api-model.js'
import { api } from './api.js'
import { request } from './request.js'

export interface Answer {
  readonly status: number
  readonly headers: HttpResponse['headers']
  readonly text: string
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown
  /** Members of Lockstep-Findings. */
  readonly findings: readonly { readonly rule: string; readonly where: string; readonly spec?: string }[]
}

export interface Ask {
  /** `ask('PUT /pets/7?x=1', { body, type, headers })`; an object or list as body is sent as JSON. */
  (line: string, more?: More): Promise<Answer>
  readonly mock: Mock
}

interface More {
  readonly body?: unknown
  readonly type?: string | undefined
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

/** A mock of YAML text, asked through the door that users use. */
export async function mocked(
  text: string | ApiModel,
  { openapi, ...options }: MockOptions & { openapi?: string } = {},
): Promise<Ask> {
  const model = typeof text === 'string' ? await api(text, openapi) : text
  const mock = await createMock(model, { seed: 1, ...options })
  return Object.assign((line: string, more: More = {}) => send(mock, line, more), { mock })
}

/** A mock whose operations remember nothing: the `json` of an answer is what they understood, `{ path, query, header, cookie, querystring, body }`. */
export async function echoing(text: string, options: { openapi?: string } = {}): Promise<Ask> {
  const model = await api(text, options.openapi)
  let understood: unknown
  const note: Behaviour = ({ params, body }) => {
    understood = JSON.parse(JSON.stringify({ ...params, body: plain(body) }))
    return { kind: 'example' }
  }
  const operations = Object.fromEntries(model.operations.map(({ id }) => [id, note]))
  const ask = await mocked(model, { behaviours: { operations } })
  let before: Promise<unknown> = Promise.resolve()
  // One after another: what was understood last is of the request that is answered next.
  const asked = (line: string, more?: More): Promise<Answer> => {
    const answer = before.then(async () => {
      understood = undefined
      return { ...(await ask(line, more)), json: understood }
    })
    before = answer.catch(() => undefined)
    return answer
  }
  return Object.assign(asked, { mock: ask.mock })
}

function plain(body: unknown): unknown {
  return body instanceof Uint8Array ? { bytes: body.length } : body
}

async function send(mock: Mock, line: string, { body, type, headers = {} }: More): Promise<Answer> {
  const [, method = 'GET', url = '/'] = /^(\S+) (.*)$/s.exec(line) ?? []
  const isText = typeof body === 'string' || body instanceof Uint8Array
  const response = await mock.handle(
    request(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      ...(type !== undefined ? { type } : body !== undefined && !isText ? { type: 'application/json' } : {}),
    }),
  )
  const written = typeof response.body === 'string' ? response.body : Buffer.from(response.body).toString('utf8')
  return {
    status: response.status,
    headers: response.headers,
    text: written,
    json: parsed(written),
    findings: (parsed(String(response.headers['lockstep-findings'] ?? '[]')) ?? []) as Answer['findings'],
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
