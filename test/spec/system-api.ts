/** The shipped API as tests speak with it: a mock of its own for each test. */
import { expect } from 'chai'
import { createMock, type Mock } from '../../mock/index.js'
import { createFixedClock } from '../../src/base/clock.js'
import type { HttpResponse } from '../../src/http/exchange.js'
import behaviours from '../../spec/zitadel.behaviours.js'

export const ID = '69629023906488334'
export const INSTANCES = '/system/v1/instances'
export const INSTANCE = `${INSTANCES}/${ID}`
export const FEATURES = `${INSTANCE}/features`
export const LOGIN = `${FEATURES}/INSTANCE_FEATURE_LOGIN_DEFAULT_ORG`
export const START = '2026-01-01T00:00:00Z'

/** An answer as a client sees it, with the ids of its details. */
export interface Seen {
  readonly status: number
  readonly body: Body
  readonly headers: HttpResponse['headers']
}
interface Body {
  readonly code?: number
  readonly message?: string
  readonly details?: unknown
  readonly [member: string]: unknown
}
export interface Options {
  readonly body?: unknown
  /** '' for none. */
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

export const clock = createFixedClock(Date.parse(START))

/** The mock of the running test. */
let mock: Mock

export function served(): Mock {
  return mock
}

/** Serves another document in its place. */
export async function serve(document: string): Promise<void> {
  await mock.close()
  mock = await createMock(document, { behaviours, clock })
}

export async function call(
  method: string,
  url: string,
  { body, token = 'lockstep-admin', headers = {} }: Options = {},
): Promise<Seen> {
  const [path = '', query = ''] = url.split('?')
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const response = await mock.handle({
    method,
    path,
    query,
    headers: {
      host: 'localhost:4010',
      ...(text === '' ? {} : { 'content-type': 'application/json' }),
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: new TextEncoder().encode(text),
  })
  return { status: response.status, body: JSON.parse(String(response.body)) as Body, headers: response.headers }
}

/** '400 3 SYST-dag5g': all that may be told apart by. */
export async function verdict(method: string, url: string, options?: Options): Promise<string> {
  const { status, body } = await call(method, url, options)
  const details = Array.isArray(body.details) ? (body.details as { '@type': string; id: string }[]) : []
  for (const detail of details) expect(detail['@type']).to.equal('type.googleapis.com/zitadel.v1.ErrorDetail')
  return [status, body.code ?? [], ...details.map(({ id }) => id)].flat().join(' ')
}

/** For a `describe`: a mock of its own for each of its tests. */
export function useSystemApi(): void {
  beforeEach(async () => {
    clock.set(Date.parse(START))
    mock = await createMock('spec/zitadel.openapi.yaml', { behaviours, clock })
  })

  afterEach(async () => {
    const wrong = mock.journal.entries().flatMap(({ findings }) => findings.filter(({ blame }) => blame !== 'client'))
    await mock.close()
    expect(wrong, 'answers that break the document').to.deep.equal([])
  })
}
