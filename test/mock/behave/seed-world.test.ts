import { expect } from 'chai'
import { readSeeds } from '../../../mock/behave/seeds/read-seeds.js'
import { createSeeding, type Seeding } from '../../../mock/behave/seeds/seed-world.js'
import type { SeedValues } from '../../../mock/behave/seeds/seed-entries.js'
import { createMemoryStore } from '../../../mock/state/memory-store.js'
import type { CollectionKey, Store } from '../../../mock/state/store.js'
import { planResources } from '../../../src/resources/plan-resources.js'
import type { ResourcePlan } from '../../../src/resources/resource-plan.js'
import { api } from '../../support/api.js'

const SHOPS = '/shops' as CollectionKey
const ITEMS = '/shops/1/items' as CollectionKey

describe('createSeeding', () => {
  let plan: ResourcePlan
  let store: Store
  const idsIn = async (session: string, key: CollectionKey): Promise<readonly string[]> =>
    store.read(session, (state) => state.list(key, { offset: 0 }).map(({ id }) => id))

  function seedingOf(seed: SeedValues): Seeding {
    const parts = { fixtures: [], placeOf: () => 'here', idOf: () => 'any', isThere: () => false }
    return createSeeding(store, plan, readSeeds({ plan, behaviours: { seed, shared: true }, ...parts }))
  }

  before(async () => {
    const model = await api(`
      paths:
        /shops/{shopId}:
          get:
            parameters: [{ name: shopId, in: path, required: true, schema: { type: string } }]
            responses:
              '200': { description: ok, content: { application/json: { schema: { properties: { shopId: { type: string } } } } } }
        /shops:
          post: { responses: { '201': { description: ok } } }
    `)
    plan = planResources(model)
  })
  beforeEach(() => {
    store = createMemoryStore()
  })
  afterEach(() => store.close())

  it('takes ids from the member that the plan knows, or as they are given', async () => {
    await seedingOf({ '/shops': [{ shopId: '1' }], '/shops/1/items': { a: { n: 1 } } })('')
    expect(await idsIn('', SHOPS)).to.deep.equal(['1'])
    expect(await idsIn('', ITEMS)).to.deep.equal(['a'])
  })

  it('seeds once, so that what was removed stays removed', async () => {
    const seeding = seedingOf({ '/shops': [{ shopId: '1' }] })
    await seeding('')
    await store.write('', (state) => ({ commit: state.remove(SHOPS, '1'), result: undefined }))
    await seeding('')
    expect(await idsIn('', SHOPS)).to.deep.equal([])
  })

  it('seeds a world again when it was dropped, and a session on its own', async () => {
    const seeding = seedingOf({ '/shops': [{ shopId: '1' }] })
    await seeding('')
    await store.drop('')
    await Promise.all([seeding(''), seeding(''), seeding('mine')])
    expect(await idsIn('', SHOPS)).to.deep.equal(['1'])
    expect(await idsIn('mine', SHOPS)).to.deep.equal(['1'])
  })

  it('seeds the base world first, so that sessions share the seeds and weigh nothing', async () => {
    const seeding = seedingOf({ '/shops': Array.from({ length: 100 }, (_, i) => ({ shopId: String(i) })) })
    await Promise.all([seeding('a'), seeding('b')])
    expect(await idsIn('a', SHOPS)).to.have.length(100)
    expect((await store.describe()).map(({ ownBytes }) => ownBytes)).to.deep.equal([0, 0])
  })
})
