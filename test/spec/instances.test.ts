import { expect } from 'chai'
import { INSTANCE, INSTANCES, START, call, verdict, useSystemApi, type Seen } from './system-api.js'

describe('instances', () => {
  useSystemApi()

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
  useSystemApi()

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
