import { expect } from 'chai'
import { createMock } from '../../mock/index.js'
import type { Mock } from '../../mock/index.js'
import { createFixedClock } from '../../src/base/clock.js'
import type { HttpResponse } from '../../src/http/exchange.js'
import behaviours from '../../spec/zitadel.behaviours.js'

const ID = '69629023906488334'
const INSTANCES = '/system/v1/instances'
const INSTANCE = `${INSTANCES}/${ID}`
const FEATURES = `${INSTANCE}/features`
const LOGIN = `${FEATURES}/INSTANCE_FEATURE_LOGIN_DEFAULT_ORG`
const START = '2026-01-01T00:00:00Z'

/** An answer as a client sees it, with the ids of its details. */
interface Seen {
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
interface Options {
  readonly body?: unknown
  /** '' for none. */
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

let mock: Mock
const clock = createFixedClock(Date.parse(START))

async function call(
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
async function verdict(method: string, url: string, options?: Options): Promise<string> {
  const { status, body } = await call(method, url, options)
  const details = Array.isArray(body.details) ? (body.details as { '@type': string; id: string }[]) : []
  for (const detail of details) expect(detail['@type']).to.equal('type.googleapis.com/zitadel.v1.ErrorDetail')
  return [status, body.code ?? [], ...details.map(({ id }) => id)].flat().join(' ')
}

beforeEach(async () => {
  clock.set(Date.parse(START))
  mock = await createMock('spec/zitadel.openapi.yaml', { behaviours, clock })
})

afterEach(async () => {
  const wrong = mock.journal.entries().flatMap(({ findings }) => findings.filter(({ blame }) => blame !== 'client'))
  await mock.close()
  expect(wrong, 'answers that break the document').to.deep.equal([])
})

describe('setting a feature flag on an instance', () => {
  const on = { body: { bool: true } }

  it('answers in the order of the service', async () => {
    const rows: readonly (readonly [string, string, string, Options])[] = [
      ['404 5', 'PUT', `${INSTANCE}/nothing`, on],
      ['405 12', 'GET', LOGIN, {}],
      ['400 3', 'PUT', `${INSTANCES}/1/features/BOGUS`, { body: '{bool:true}', token: '' }],
      ['400 3', 'PUT', `${INSTANCES}/1/features/BOGUS`, { body: { bool: 'yes' }, token: '' }],
      ['400 3', 'PUT', `${INSTANCES}/1/features/BOGUS`, { ...on, token: '' }],
      ['404 5', 'PUT', `${INSTANCES}/1/features/INSTANCE_FEATURE_UNSPECIFIED`, { ...on, token: '' }],
      ['401 16', 'PUT', `${FEATURES}/INSTANCE_FEATURE_UNSPECIFIED`, { ...on, token: '' }],
      ['401 16 AUTH-7fs1e', 'PUT', `${FEATURES}/INSTANCE_FEATURE_UNSPECIFIED`, { ...on, token: 'nobody' }],
      ['403 7 AUTH-5mWD2', 'PUT', `${FEATURES}/INSTANCE_FEATURE_UNSPECIFIED`, { ...on, token: 'lockstep-viewer' }],
      ['404 5 AUTHZ-cdgFk', 'PUT', `${FEATURES}/INSTANCE_FEATURE_UNSPECIFIED`, { ...on, token: 'lockstep-stranger' }],
      ['400 3', 'PUT', `${FEATURES}/INSTANCE_FEATURE_UNSPECIFIED`, {}],
      ['400 3 SYST-dag5g', 'PUT', LOGIN, {}],
      ['400 3 SYST-dag5g', 'PUT', LOGIN, { body: {} }],
      ['400 3 SYST-dag5g', 'PUT', LOGIN, { body: { bool: null } }],
      ['200', 'PUT', LOGIN, on],
    ]
    for (const [expected, method, url, options] of rows) {
      expect(await verdict(method, url, options), `${method} ${url} ${JSON.stringify(options)}`).to.equal(expected)
    }
  })

  it('says the bodies of the gateway as they are', async () => {
    expect((await call('GET', '/nowhere')).body).to.deep.equal({ code: 5, message: 'Not Found' })
    const wrongMethod = await call('GET', LOGIN)
    expect(wrongMethod.body).to.deep.equal({ code: 12, message: 'Method Not Allowed' })
    expect(wrongMethod.headers.allow).to.contain('PUT')
    expect((await call('PUT', `${FEATURES}/BOGUS`, on)).body).to.deep.equal({
      code: 3,
      message: 'type mismatch, parameter: feature_id, error: BOGUS is not valid',
    })
  })

  it('says with the status of 401 what is missing', async () => {
    const { headers, body } = await call('PUT', LOGIN, { ...on, token: '' })
    expect(headers['www-authenticate']).to.equal('auth header missing')
    expect(body).to.deep.equal({ code: 16, message: 'auth header missing' })
  })

  it('lets every refusal say what was found', async () => {
    const found = async (url: string, options: Options): Promise<string> =>
      String((await call('PUT', url, options)).headers['lockstep-findings'])
    expect(await found(LOGIN, { body: '{' })).to.contain('request/body-syntax')
    expect(await found(LOGIN, {})).to.contain('request/missing-body')
    expect(await found(`${FEATURES}/BOGUS`, on)).to.contain('path parameter featureId')
    expect(await found(LOGIN, { ...on, token: '' })).to.contain('request/credentials')
    expect(await found(LOGIN, { ...on, token: 'lockstep-viewer' })).to.contain('request/permission')
    expect(await found(INSTANCE, { body: { instanceName: '' } })).to.contain('/instanceName')
  })

  it('answers with the event, without creationDate', async () => {
    const { status, body, headers } = await call('PUT', LOGIN, on)
    expect(status).to.equal(200)
    expect(body).to.deep.equal({ details: { sequence: '2', changeDate: START, resourceOwner: ID } })
    expect(headers).to.include({
      'content-type': 'application/json',
      'grpcgateway-content-type': 'application/grpc',
      'cache-control': 'no-store',
    })
  })

  it('moves sequence and time only when the value changes', async () => {
    const first = await call('PUT', LOGIN, on)
    clock.advance(1500)
    expect((await call('PUT', LOGIN, on)).body).to.deep.equal(first.body)
    expect((await call('PUT', LOGIN, { body: { bool: false } })).body).to.deep.equal({
      details: { sequence: '3', changeDate: '2026-01-01T00:00:01.500Z', resourceOwner: ID },
    })
  })

  it('takes false for a value on a flag that was never set', async () => {
    expect((await call('PUT', LOGIN, { body: { bool: false } })).body.details).to.include({ sequence: '2' })
  })

  it('takes the feature by number, and what JSON decoders in Go let pass', async () => {
    expect(await verdict('PUT', `${FEATURES}/1`, on)).to.equal('200')
    expect(await verdict('PUT', `${FEATURES}/0`, on)).to.equal('400 3')
    expect(await verdict('PUT', `${FEATURES}/7`, on)).to.equal('400 3')
    expect(await verdict('PUT', LOGIN, { body: '{"bool":true} and more' })).to.equal('200')
    expect(await verdict('PUT', LOGIN, { body: { bool: true, other: 1, feature_id: 'BOGUS' } })).to.equal('200')
  })

  it('reads and writes JSON whatever the headers say', async () => {
    for (const type of ['application/grpc', 'text/plain', 'nonsense']) {
      const headers = { 'content-type': type, accept: type }
      const seen = await call('PUT', LOGIN, { ...on, headers })
      expect([seen.status, seen.headers['content-type']], type).to.deep.equal([200, 'application/json'])
    }
  })

  it('is served without the prefix as well', async () => {
    expect(await verdict('PUT', LOGIN.replace('/system/v1', ''), on)).to.equal('200')
  })

  it('is read back in the feature service', async () => {
    await call('PUT', LOGIN, on)
    const { body } = await call('GET', '/v2/features/instance', { headers: { host: 'acme.localhost:4010' } })
    expect(body.loginDefaultOrg).to.deep.equal({ enabled: true, source: 'SOURCE_INSTANCE' })
    expect(body.details).to.deep.equal({ sequence: '2', changeDate: START, resourceOwner: ID })
  })

  it('gives each of many writers at once a sequence of its own', async () => {
    const seen = await Promise.all(
      Array.from({ length: 20 }, (_, i) => call('PUT', LOGIN, { body: { bool: i % 2 === 0 } })),
    )
    const sequences = seen.map(({ body }) => (body.details as { sequence: string }).sequence)
    expect(new Set(sequences).size).to.equal(20)
  })
})

describe('the feature service', () => {
  const SYSTEM = '/v2/features/system'
  const INSIDE = '/v2/features/instance'

  it('sets only the members that are present', async () => {
    await call('PUT', INSIDE, { body: { loginDefaultOrg: true, userSchema: true } })
    await call('PUT', INSIDE, {
      body: { userSchema: false, loginV2: { required: true, baseUri: 'https://login.test' } },
    })
    const { body } = await call('GET', INSIDE)
    expect(body).to.deep.include({
      loginDefaultOrg: { enabled: true, source: 'SOURCE_INSTANCE' },
      userSchema: { source: 'SOURCE_INSTANCE' },
      loginV2: { required: true, baseUri: 'https://login.test', source: 'SOURCE_INSTANCE' },
      oidcTokenExchange: {},
    })
  })

  it('refuses to set nothing', async () => {
    for (const url of [SYSTEM, INSIDE]) {
      for (const body of [undefined, {}, { improvedPerformance: [] }, { unknown: true }]) {
        expect(await verdict('PUT', url, { body }), url).to.equal('400 3 COMMAND-Vigh1')
      }
    }
  })

  it('resets, and does nothing when nothing is set', async () => {
    expect((await call('DELETE', INSIDE)).body).to.deep.equal({ details: { resourceOwner: ID } })
    await call('PUT', INSIDE, { body: { userSchema: true } })
    const reset = await call('DELETE', INSIDE)
    expect(reset.body.details).to.include({ sequence: '3' })
    expect((await call('DELETE', INSIDE)).body).to.deep.equal(reset.body)
    expect((await call('GET', INSIDE)).body.userSchema).to.deep.equal({})
  })

  it('inherits from the system where it is asked to, and says so', async () => {
    await call('PUT', SYSTEM, {
      body: { loginDefaultOrg: true, improvedPerformance: ['IMPROVED_PERFORMANCE_PROJECT'] },
    })
    await call('PUT', INSIDE, { body: { loginDefaultOrg: false } })
    expect((await call('GET', INSIDE)).body.improvedPerformance).to.deep.equal({})
    expect((await call('GET', `${INSIDE}?inheritance=true`)).body).to.deep.include({
      loginDefaultOrg: { source: 'SOURCE_INSTANCE' },
      improvedPerformance: { executionPaths: ['IMPROVED_PERFORMANCE_PROJECT'], source: 'SOURCE_SYSTEM' },
    })
    expect(await verdict('GET', `${INSIDE}?inheritance=maybe`)).to.equal('400 3')
  })

  it('finds the instance by host', async () => {
    const made = await call('POST', `${INSTANCES}/_create`, {
      body: { instanceName: 'Other', customDomain: 'Other.test', machine: {} },
    })
    const at = (host: string): Options => ({ headers: { host } })
    await call('PUT', INSIDE, { body: { userSchema: true }, ...at('other.test:8080') })
    const owner = async (options: Options): Promise<unknown> =>
      ((await call('GET', INSIDE, options)).body.details as { resourceOwner: string }).resourceOwner
    expect(await owner(at('other.test'))).to.equal(made.body.instanceId)
    expect(await owner({ headers: { 'x-zitadel-instance-host': 'other.test' } })).to.equal(made.body.instanceId)
    for (const host of ['localhost:4010', '127.0.0.1', '[::1]:4010', 'acme.localhost']) {
      expect(await owner(at(host)), host).to.equal(ID)
    }
    expect(await verdict('GET', INSIDE, { ...at('unknown.test'), token: '' })).to.equal('404 5')
  })

  it('lets everybody who is known read, and admins write', async () => {
    expect(await verdict('GET', INSIDE, { token: 'lockstep-viewer' })).to.equal('200')
    expect(await verdict('PUT', INSIDE, { token: 'lockstep-viewer' })).to.equal('403 7 AUTH-5mWD2')
    expect(await verdict('GET', INSIDE, { token: '' })).to.equal('401 16')
  })

  it('has no flags of organizations and users', async () => {
    for (const url of ['/v2/features/organization/1', '/v2/features/user/1']) {
      for (const method of ['PUT', 'DELETE', 'GET']) {
        expect((await call(method, url)).body, `${method} ${url}`).to.deep.equal({ details: { resourceOwner: '1' } })
      }
    }
  })
})

describe('instances', () => {
  const human = { email: { email: 'root@new.test' } }

  it('are created, found, renamed and removed, with their domains', async () => {
    const body = { instanceName: 'New', customDomain: 'login.new.test', human }
    const made = await call('POST', `${INSTANCES}/_create`, { body })
    const id = String(made.body.instanceId)
    expect(made.body.details).to.deep.equal({ sequence: '2', creationDate: START, resourceOwner: id })
    expect((await call('GET', `${INSTANCES}/${id}`)).body.instance).to.deep.include({
      id,
      name: 'New',
      state: 'STATE_RUNNING',
    })
    expect(await verdict('PUT', `${INSTANCES}/${id}`, { body: { instanceName: 'New' } })).to.equal('400 9 INST-alpxism')
    expect(await verdict('PUT', `${INSTANCES}/${id}`, { body: { instanceName: 'Newer' } })).to.equal('200')
    const query = { queries: [{ domainQuery: { domains: ['login.new.test'] } }] }
    const found = (await call('POST', `${INSTANCES}/_search`, { body: query })).body
    expect(found.details).to.deep.equal({ totalResult: '1' })
    expect(found.result).to.have.nested.property('[0].name', 'Newer')
    expect(await verdict('DELETE', `${INSTANCES}/${id}`)).to.equal('200')
    expect(await verdict('DELETE', `${INSTANCES}/${id}`)).to.equal('404 5')
    expect((await call('POST', '/system/v1/domains/login.new.test/_exists')).body).to.deep.equal({})
  })

  it('need exactly one owner, a name, and a domain that nobody has', async () => {
    const create = (body: unknown): Promise<string> => verdict('POST', `${INSTANCES}/_create`, { body })
    expect(await create({ instanceName: 'x' })).to.equal('400 3')
    expect(await create({ instanceName: 'x', human, machine: {} })).to.equal('400 3')
    expect(await create({ instanceName: '', human })).to.equal('400 3')
    expect(await create({ instanceName: 'x'.repeat(201), human })).to.equal('400 3')
    expect(await create({ instanceName: 'x', human: { email: { email: 'nobody' } } })).to.equal('400 3')
    expect(await create({ instanceName: 'x', human, customDomain: 'a_b' })).to.equal('400 3 INST-S3v3w')
    expect(await create({ instanceName: 'x', human, customDomain: 'ACME.localhost' })).to.equal('409 6 INST-i2nl')
    expect(await create({ instance_name: 'x', human })).to.equal('200')
    const legacy = { instanceName: 'x', ownerEmail: { email: 'anything' } }
    expect(await verdict('POST', INSTANCES, { body: legacy })).to.equal('200')
    expect(await verdict('POST', INSTANCES, { body: { instanceName: 'x' } })).to.equal('400 3')
  })

  it('tell a machine owner its credentials', async () => {
    const machine = { userName: 'robot', personalAccessToken: {}, machineKey: { type: 'KEY_TYPE_JSON' } }
    const { body } = await call('POST', `${INSTANCES}/_create`, { body: { instanceName: 'x', machine } })
    expect(body.pat).to.be.a('string')
    expect(JSON.parse(Buffer.from(String(body.machineKey), 'base64').toString())).to.include({ type: 'serviceaccount' })
  })

  it('are searched page by page, sorted when a column is named', async () => {
    for (const name of ['Beta', 'Delta', 'Gamma']) {
      await call('POST', INSTANCES, { body: { instanceName: name, ownerEmail: { email: 'x' } } })
    }
    const names = async (body: unknown): Promise<unknown> => {
      const { result = [] } = (await call('POST', `${INSTANCES}/_search`, { body })).body as {
        result?: { name: string }[]
      }
      return result.map(({ name }) => name)
    }
    expect(await names({})).to.deep.equal(['ACME', 'Beta', 'Delta', 'Gamma'])
    expect(await names({ sortingColumn: 'FIELD_NAME_NAME' })).to.deep.equal(['Gamma', 'Delta', 'Beta', 'ACME'])
    expect(
      await names({ sortingColumn: 'FIELD_NAME_NAME', query: { asc: true, offset: '1', limit: 2 } }),
    ).to.deep.equal(['Beta', 'Delta'])
    expect(await names({ query: { offset: 9 } })).to.deep.equal([])
    expect(await names({ queries: [{ idQuery: { ids: ['1'] } }] })).to.deep.equal([])
    const refused = (body: unknown): Promise<string> => verdict('POST', `${INSTANCES}/_search`, { body })
    expect(await refused({ query: { limit: 1001 } })).to.equal('400 3 QUERY-4M0fs')
    expect(await refused({ queries: [{}] })).to.equal('400 3 INST-3m0se')
  })

  it('have administrators', async () => {
    const search = (query: unknown): Promise<Seen> =>
      call('POST', `${INSTANCE}/members/_search`, { body: { queries: [query] } })
    const endsWith = { email: 'ACME.example', method: 'TEXT_QUERY_METHOD_ENDS_WITH_IGNORE_CASE' }
    expect((await search({ emailQuery: endsWith })).body.details).to.include({ totalResult: '1' })
    expect((await search({ emailQuery: { email: 'acme.example' } })).body).not.to.have.property('result')
    expect((await search({})).status).to.equal(400)
  })
})

describe('domains', () => {
  const DOMAINS = `${INSTANCE}/domains`

  it('belong to one instance, whatever their case', async () => {
    expect(await verdict('POST', DOMAINS, { body: { domain: 'New.test' } })).to.equal('200')
    expect(await verdict('POST', DOMAINS, { body: { domain: 'new.TEST' } })).to.equal('409 6 INST-i2nl')
    expect(await verdict('POST', DOMAINS, { body: { domain: 'a b' } })).to.equal('400 3 INST-S3v3w')
    expect((await call('POST', '/system/v1/domains/NEW.test/_exists', { body: {} })).body).to.deep.equal({
      exists: true,
    })
  })

  it('are removed, but for the generated one', async () => {
    expect(await verdict('DELETE', `${DOMAINS}/login.acme.test`)).to.equal('200')
    expect(await verdict('DELETE', `${DOMAINS}/login.acme.test`)).to.equal('404 5 INSTANCE-8ls9f')
    expect(await verdict('DELETE', `${DOMAINS}/acme.localhost`)).to.equal('400 9 INSTANCE-9hn3n')
  })

  it('have one that is primary; choosing it again is an event again', async () => {
    const choose = { body: { domain: 'login.acme.test' } }
    expect((await call('POST', `${DOMAINS}/_set_primary`, choose)).body.details).to.include({ sequence: '2' })
    expect((await call('POST', `${DOMAINS}/_set_primary`, choose)).body.details).to.include({ sequence: '3' })
    expect(await verdict('POST', `${DOMAINS}/_set_primary`, { body: { domain: 'no.test' } })).to.equal(
      '404 5 INSTANCE-9nkWf',
    )
    const primary = await call('POST', `${DOMAINS}/_search`, {
      body: { queries: [{ primaryQuery: { primary: true } }] },
    })
    expect(primary.body.result).to.have.length(1)
    expect(primary.body.result).to.have.nested.property('[0].domain', 'login.acme.test')
  })
})

describe('quotas and limits', () => {
  const QUOTAS = `${INSTANCE}/quotas`
  const quota = {
    unit: 'UNIT_REQUESTS_ALL_AUTHENTICATED',
    from: '2025-04-01T00:00:00Z',
    resetInterval: '60s',
    amount: '5',
  }

  it('add a quota once, set it any time, remove it once', async () => {
    expect(await verdict('POST', QUOTAS, { body: { ...quota, amount: 0 } })).to.equal('400 3')
    expect(await verdict('POST', QUOTAS, { body: quota })).to.equal('200')
    expect(await verdict('POST', QUOTAS, { body: quota })).to.equal('409 6 COMMAND-WDfFf')
    expect((await call('PUT', QUOTAS, { body: { ...quota, unit: 1, amount: 5 } })).body.details).to.include({
      sequence: '2',
    })
    expect((await call('PUT', QUOTAS, { body: { ...quota, amount: 6 } })).body.details).to.include({ sequence: '3' })
    expect(await verdict('DELETE', `${QUOTAS}/${quota.unit}`)).to.equal('200')
    expect(await verdict('DELETE', `${QUOTAS}/1`)).to.equal('404 5 COMMAND-WDfFf')
  })

  it('refuse a quota that breaks a rule', async () => {
    const set = (change: object): Promise<string> => verdict('PUT', QUOTAS, { body: { ...quota, ...change } })
    expect(await set({ unit: 'UNIT_UNIMPLEMENTED' })).to.equal('400 3')
    expect(await set({ from: undefined })).to.equal('400 3')
    expect(await set({ resetInterval: '59s' })).to.equal('400 3 QUOTA-R5otd')
    expect(await set({ notifications: [{ percent: 5, callUrl: 'nowhere' }] })).to.equal('400 3 QUOTA-HAYmN')
    expect(await set({ amount: 0 })).to.equal('200')
  })

  it('set limits that are given, and reset them once', async () => {
    const limits = `${INSTANCE}/limits`
    expect(await verdict('PUT', limits, { body: {} })).to.equal('400 3 COMMAND-4M9vs')
    expect((await call('PUT', limits, { body: { block: false } })).body.details).to.include({ sequence: '2' })
    expect((await call('PUT', limits, { body: { block: false } })).body.details).to.include({ sequence: '2' })
    expect((await call('PUT', limits, { body: { auditLogRetention: '1.5s' } })).body.details).to.include({
      sequence: '3',
    })
    expect((await call('DELETE', limits)).body.details).to.have.property('changeDate', START)
    expect(await verdict('DELETE', limits)).to.equal('404 5 COMMAND-9JToT')
  })

  it('set limits in bulk for all or for none', async () => {
    const bulk = (limits: unknown): Promise<Seen> => call('PUT', `${INSTANCES}/limits/_bulk`, { body: { limits } })
    const set = await bulk([
      { instanceId: 'nobody', block: true },
      { instanceId: ID, block: true },
    ])
    expect(set.body.details).to.deep.equal({ sequence: '3', creationDate: START })
    expect(set.body.targetDetails).to.have.length(2)
    expect((await bulk([{ instanceId: 'other', block: true }, { instanceId: ID }])).status).to.equal(400)
    expect((await call('PUT', `${INSTANCE}/limits`, { body: { block: true } })).body.details).to.include({
      sequence: '3',
    })
  })
})

describe('what operators see', () => {
  it('is health without a token', async () => {
    expect((await call('GET', '/system/v1/healthz', { token: '' })).body).to.deep.equal({})
  })

  it('is views, and failed events that can be taken off the list', async () => {
    expect((await call('POST', '/system/v1/views/_search')).body.result).to.have.length.greaterThan(1)
    expect(await verdict('POST', '/system/v1/views/zitadel/projections.orgs')).to.equal('200')
    const event = '/system/v1/failedevents/zitadel/projections.orgs/9823758'
    expect((await call('POST', '/system/v1/failedevents/_search')).body.result).to.have.length(1)
    expect(await verdict('DELETE', event)).to.equal('200')
    expect(await verdict('DELETE', event)).to.equal('400 3')
    expect((await call('POST', '/system/v1/failedevents/_search')).body).to.deep.equal({})
  })
})

describe('the document of the one operation', () => {
  it('is served by the same behaviours', async () => {
    await mock.close()
    mock = await createMock('spec/set-instance-feature.openapi.yaml', { behaviours, clock })
    expect(await verdict('PUT', LOGIN, { body: { bool: true } })).to.equal('200')
    expect(await verdict('PUT', LOGIN, { body: {} })).to.equal('400 3 SYST-dag5g')
    expect(await verdict('PUT', LOGIN, { token: 'lockstep-viewer' })).to.equal('403 7 AUTH-5mWD2')
    expect(await verdict('PUT', LOGIN.replace(ID, '1'))).to.equal('404 5')
  })
})

describe('every operation of the shipped document', () => {
  it('refuses nobody, a wrong token and, for its writes, a viewer', async () => {
    for (const { id, method, path, basePaths, source } of mock.model.operations) {
      const url = (basePaths[0] ?? '') + fill(path)
      const permission = source['x-required-permission']
      if (permission === undefined) continue
      expect(await verdict(method, url, { token: '' }), id).to.equal('401 16')
      expect(await verdict(method, url, { token: 'nobody' }), id).to.equal('401 16 AUTH-7fs1e')
      const viewer = await verdict(method, url, { token: 'lockstep-viewer' })
      if (typeof permission === 'string' && /write|delete/.test(permission))
        expect(viewer, id).to.equal('403 7 AUTH-5mWD2')
      else expect(viewer, id).to.equal('200')
    }
  })

  it('answers 404 to anybody when its instance is not there', async () => {
    const inside = mock.model.operations.filter(({ path }) => path.includes('{instanceId}'))
    expect(inside).to.have.length(14)
    for (const { id, method, path } of inside) {
      const url = `/system/v1${fill(path.replace('{instanceId}', '1'))}`
      expect(await verdict(method, url, { token: '' }), id).to.equal('404 5')
    }
  })

  it('has a behaviour', () => {
    expect(Object.keys(behaviours.operations).sort()).to.deep.equal(mock.model.operations.map(({ id }) => id).sort())
  })

  const VALUES: Readonly<Record<string, string>> = {
    instanceId: ID,
    featureId: 'INSTANCE_FEATURE_LOGIN_DEFAULT_ORG',
    domain: 'acme.localhost',
    unit: 'UNIT_REQUESTS_ALL_AUTHENTICATED',
    failedSequence: '9823758',
  }

  function fill(path: string): string {
    return path.replace(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? 'x')
  }
})
