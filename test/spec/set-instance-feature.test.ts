import { expect } from 'chai'
import {
  FEATURES,
  ID,
  INSTANCE,
  INSTANCES,
  LOGIN,
  START,
  call,
  clock,
  serve,
  verdict,
  useSystemApi,
  type Options,
} from './system-api.js'

describe('setting a feature flag on an instance', () => {
  useSystemApi()

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

describe('the document of the one operation', () => {
  useSystemApi()

  it('is served by the same behaviours', async () => {
    await serve('spec/set-instance-feature.openapi.yaml')
    expect(await verdict('PUT', LOGIN, { body: { bool: true } })).to.equal('200')
    expect(await verdict('PUT', LOGIN, { body: {} })).to.equal('400 3 SYST-dag5g')
    expect(await verdict('PUT', LOGIN, { token: 'lockstep-viewer' })).to.equal('403 7 AUTH-5mWD2')
    expect(await verdict('PUT', LOGIN.replace(ID, '1'))).to.equal('404 5')
  })
})
