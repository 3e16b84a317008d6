import { expect } from 'chai'
import { createMock, type Mock } from '../../../mock/index.js'
import type { SeedSource, SeedValues } from '../../../mock/behave/seeds/seed-entries.js'
import type { Behaviours } from '../../../mock/behave/behaviour.js'
import { ToolError } from '../../../src/base/tool-error.js'
import type { ApiModel } from '../../../src/model/api-model.js'
import { api } from '../../support/api.js'
import { request } from '../../support/request.js'

const SHOPS = `
  paths:
    /shops:
      get: { responses: { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Shop' } } } } } } }
      post:
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Shop' } } } }
        responses: { '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Shop' } } } } }
    /shops/{shopId}:
      parameters: [{ name: shopId, in: path, required: true, schema: { type: integer } }]
      get:
        responses:
          '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Shop' }, example: { id: 7, name: of the document } } } }
          '404': { description: not there }
      delete: { responses: { '204': { description: gone }, '404': { description: not there } } }
    /shops/{shopId}/items:
      parameters: [{ name: shopId, in: path, required: true, schema: { type: integer } }]
      get: { responses: { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Item' } } } } }, '404': { description: no } } }
      post: { responses: { '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } } } }
    /shops/{shopId}/items/{sku}:
      parameters:
        - { name: shopId, in: path, required: true, schema: { type: integer } }
        - { name: sku, in: path, required: true, schema: { type: string } }
      get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } }, '404': { description: no } } }
    /settings:
      get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } } } }
      put: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } }, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } } } }
  components:
    schemas:
      Shop: { type: object, required: [id, name], properties: { id: { type: integer, readOnly: true }, name: { type: string } } }
      Item: { type: object, required: [sku], properties: { sku: { type: string, maxLength: 8 }, shopId: { type: integer } } }
      Settings: { type: object, properties: { theme: { enum: [dark, light] } } }
`

function fixture(values: SeedValues): SeedSource {
  return { values, placeOf: (...keys) => `fixture at ${keys.join(' ')}` }
}

describe('seeds', () => {
  let model: ApiModel
  let mock: Mock | undefined

  before(async () => {
    model = await api(SHOPS)
  })
  afterEach(async () => {
    await mock?.close()
    mock = undefined
  })

  async function seeded(behaviours: Behaviours, ...fixtures: SeedSource[]): Promise<void> {
    mock = await createMock(model, { behaviours, fixtures })
  }

  async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body), type: 'application/json' }
    const answer = await mock?.handle(request(path, { method, ...sent }))
    const text = Buffer.from(answer?.body ?? '').toString()
    return { status: answer?.status ?? 0, body: text === '' ? undefined : JSON.parse(text) }
  }

  const idsAt = async (path: string, member = 'id'): Promise<unknown[]> =>
    ((await ask('GET', path)).body as Record<string, unknown>[]).map((entity) => entity[member])

  async function refused(behaviours: Behaviours, ...fixtures: SeedSource[]): Promise<string> {
    try {
      await seeded(behaviours, ...fixtures)
    } catch (error) {
      if (error instanceof ToolError && error.code === 'CONFIG_INVALID') return `${error.message} | ${error.remedy}`
      throw error
    }
    return 'nothing was wrong'
  }

  it('are the examples of the document where nothing else is said', async () => {
    await seeded({})
    expect(await ask('GET', '/shops')).to.deep.equal({ status: 200, body: [{ id: 7, name: 'of the document' }] })
    expect((await ask('GET', '/shops/8')).status).to.equal(404)
  })

  it('of a fixture are all that a collection holds, also where that is nothing', async () => {
    await seeded({}, fixture({ '/shops': [{ id: 1, name: 'a' }] }))
    expect(await idsAt('/shops')).to.deep.equal([1])
    expect((await ask('GET', '/shops/7')).status).to.equal(404)
    await mock?.close()
    await seeded({}, fixture({ '/shops': [] }))
    expect(await idsAt('/shops')).to.deep.equal([])
  })

  it('have their ids, and those above them, filled in', async () => {
    await seeded({}, fixture({ '/shops': { 1: { name: 'a' } }, '/shops/1/items': { x: {} } }))
    expect((await ask('GET', '/shops/1')).body).to.deep.equal({ name: 'a', id: 1 })
    expect((await ask('GET', '/shops/1/items')).body).to.deep.equal([{ sku: 'x', shopId: 1 }])
  })

  it('may stand below what the document gives as an example', async () => {
    await seeded({}, fixture({ '/shops/7/items': [{ sku: 'x' }] }))
    expect(await idsAt('/shops/7/items', 'sku')).to.deep.equal(['x'])
    expect(await idsAt('/shops')).to.deep.equal([7])
  })

  it('of a singleton are given as they are', async () => {
    await seeded({ seed: { '/settings': { theme: 'dark' } } })
    expect((await ask('GET', '/settings')).body).to.deep.equal({ theme: 'dark' })
  })

  it('of a fixture take the place of those of the configuration, and of what is below what is gone', async () => {
    const seed = { '/shops': [{ id: 1, name: 'a' }], '/shops/1/items': [{ sku: 'x' }], '/settings': { theme: 'dark' } }
    await seeded({ seed }, fixture({ '/shops': [{ id: 2, name: 'b' }] }))
    expect(await idsAt('/shops')).to.deep.equal([2])
    expect((await ask('GET', '/shops/1/items')).status).to.equal(404)
    expect((await ask('GET', '/settings')).body).to.deep.equal({ theme: 'dark' })
  })

  it('leave ids that are made free of collisions', async () => {
    const shops = Array.from({ length: 120 }, (_, index) => ({ id: index + 1, name: 'x' }))
    await seeded({}, fixture({ '/shops': shops }))
    const { body } = await ask('POST', '/shops', { name: 'new' })
    expect(body).to.deep.equal({ id: 121, name: 'new' })
    expect(await idsAt('/shops')).to.have.length(121)
  })

  it('are refused where an entity breaks its schema', async () => {
    expect(await refused({}, fixture({ '/shops': [{ id: 1, name: 2 }] }))).to.match(
      /^fixture at \/shops 0 name: seed \/shops\/1: \/name: .*string.* \| The schema of \/shops says so, at #\/components\/schemas\/Shop\/properties\/name/,
    )
    expect(await refused({ seed: { '/settings': { theme: 'loud' } } })).to.match(/^seed\.\/settings\.theme: /)
  })

  it('get the ids that they are written without, as the collection gives them, but for those that others have', async () => {
    const shops = [{ name: 'a' }, { id: 1, name: 'b' }, { name: 'c' }, { id: '3', name: 'd' }, { name: 'e' }]
    await seeded({}, fixture({ '/shops': shops }))
    expect(await idsAt('/shops')).to.deep.equal([2, 1, 4, 3, 5])
    expect((await ask('POST', '/shops', { name: 'f' })).body).to.deep.equal({ id: 6, name: 'f' })
    await mock?.close()
    await seeded({ seed: { '/shops/7/items': [{}, {}] } })
    const [one, other] = await idsAt('/shops/7/items', 'sku')
    expect(one).to.be.a('string').with.length.within(1, 8).and.not.equal(other)
  })

  it('are refused without ids where nothing says what those are like, with two of one id, and with an id that says another thing', async () => {
    expect(await refused({ shared: true, seed: { '/shop': [{ name: 'x' }] } })).to.contain('a value has no id')
    const twice = [{ id: 1, name: 'x' }]
    expect(await refused({}, fixture({ '/shops': twice }), fixture({ '/shops': twice }))).to.contain(
      'there are two of this id',
    )
    expect(await refused({}, fixture({ '/shops': { 2: { id: 1, name: 'x' } } }))).to.contain(
      'id is 1, and its place says 2',
    )
    expect(await refused({}, fixture({ '/shops/7/items': [{ sku: 'x', shopId: 8 }] }))).to.contain('shopId is 8')
    expect(await refused({}, fixture({ '/shops': [1] }))).to.contain('a value is not an object')
    expect(await refused({}, fixture({ '/shops': 'x' as never }))).to.contain('expected a list of entities')
  })

  it('are refused below what is not there', async () => {
    const items = { '/shops/2/items': [{ sku: 'x' }] }
    expect(await refused({}, fixture(items))).to.contain('there is no 2 in /shops | Add it to /shops.')
    expect(await refused({}, fixture({ '/shops': [{ id: 1, name: 'a' }], ...items }))).to.contain('There are 1.')
  })

  it('are refused for collections that the document does not have, naming the nearest', async () => {
    expect(await refused({}, fixture({ '/shop': [] }))).to.equal(
      'fixture at /shop: /shop is no collection | Did you mean /shops?',
    )
    expect(await refused({ seed: { '/shops/1/item': [] } })).to.contain('Did you mean /shops/1/items?')
    expect(await refused({ seed: { '/shops/{shopId}/items': [] } })).to.contain('expected ids')
    expect(await refused({ shared: true, seed: { '/shop': [] } })).to.equal('nothing was wrong')
  })

  it('can be made, so many for each collection: valid, with ids of their own, the same each time', async () => {
    await seeded({ seedCount: 30 })
    const first = (await ask('GET', '/shops')).body as { id: number }[]
    expect(first).to.have.length(30)
    expect(new Set(first.map(({ id }) => id)).size).to.equal(30)
    const items = (await ask('GET', `/shops/${first[3]?.id ?? 0}/items`)).body as { shopId?: number }[]
    expect(items).to.have.length(30)
    expect(new Set(items.map(({ shopId }) => shopId ?? first[3]?.id))).to.deep.equal(new Set([first[3]?.id]))
    expect((await ask('GET', `/shops/${first[29]?.id ?? 0}`)).body).to.deep.equal(first[29])
    expect(mock?.journal.entries().flatMap(({ findings }) => findings)).to.deep.equal([])
    await mock?.close()
    await seeded({ seedCount: 30 })
    expect((await ask('GET', '/shops')).body).to.deep.equal(first)
  })
})
