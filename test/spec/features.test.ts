import { expect } from 'chai'
import { ID, INSTANCES, call, verdict, useSystemApi, type Options } from './system-api.js'

describe('the feature service', () => {
  useSystemApi()

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
