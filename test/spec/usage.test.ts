import { expect } from 'chai'
import { ID, INSTANCE, INSTANCES, START, call, verdict, useSystemApi, type Seen } from './system-api.js'

describe('quotas and limits', () => {
  useSystemApi()

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
  useSystemApi()

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
