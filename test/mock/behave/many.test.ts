import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const json = (schema: string): string => `{ content: { application/json: { schema: ${schema} } } }`
const ok = (schema: string): string =>
  `{ 200: { description: d, content: { application/json: { schema: ${schema} } } } }`
const PET = `{ $ref: '#/components/schemas/Pet' }`
const PETS = `{ type: array, items: ${PET} }`
const WRAPPED = `{ type: object, properties: { Pets: ${PETS}, warnings: { type: array, items: { type: string } } } }`
const document = (paths: string): string => `
  components: { schemas: { Pet: { type: object, required: [petId], properties: { petId: { type: string }, name: { type: string, maxLength: 5 } } } } }
  paths:
    /Pets/{petId}:
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      get: { responses: { 200: { description: d, content: { application/json: { schema: ${WRAPPED} } } }, 404: { description: d } } }
      delete: { responses: { 204: { description: d } } }
${paths}
`

describe('several items in one request', () => {
  it('stand in a list even where there is one', async () => {
    const ask = await mocked(
      document(`
    /Pets:
      get: { responses: ${ok(WRAPPED)} }
      post: { requestBody: ${json(WRAPPED)}, responses: ${ok(WRAPPED)} }
    `),
    )
    const made = await ask('POST /Pets', {
      body: {
        Pets: [
          { petId: 'a', name: 'Rex' },
          { petId: 'b', name: 'Max' },
        ],
      },
    })
    const [first, second] = (made.json as { Pets: { petId: string; name: string }[] }).Pets
    expect([first?.name, second]).to.deep.equal(['Rex', { petId: 'b', name: 'Max' }])
    expect((await ask(`GET /Pets/${first?.petId ?? ''}`)).json).to.deep.equal({ Pets: [first] })
    expect((await ask('GET /Pets')).json).to.deep.equal({ Pets: [first, second] })
    await ask('DELETE /Pets/b')
    expect((await ask('GET /Pets')).json).to.deep.equal({ Pets: [first] })
  })

  it('are created, changed and removed by the verbs of real APIs', async () => {
    const ask = await mocked(
      document(`
    /Pets:
      get: { responses: ${ok(PETS)} }
      post: { requestBody: ${json(PET)}, responses: ${ok(PET)} }
      patch: { requestBody: ${json(PETS)}, responses: ${ok(PETS)} }
    /Pets/_bulk: { post: { requestBody: ${json(PETS)}, responses: ${ok(PETS)} } }
    /Pets:batchDelete: { post: { requestBody: ${json('{ type: object, properties: { ids: { type: array, items: { type: string } } } }')}, responses: { 204: { description: d } } } }
    `),
    )
    const all = [
      { petId: 'a', name: 'Rex' },
      { petId: 'b', name: 'Max' },
      { petId: 'c', name: 'Bo' },
    ]
    expect((await ask('POST /Pets/_bulk', { body: all })).json).to.deep.equal(all)
    const changed = await ask('PATCH /Pets', { body: [{ petId: 'a', name: 'Ann' }, { petId: 'c' }] })
    expect(changed.json).to.deep.equal([
      { petId: 'a', name: 'Ann' },
      { petId: 'c', name: 'Bo' },
    ])
    expect((await ask('POST /Pets:batchDelete', { body: { ids: ['a', 'x', 'b'] } })).status).to.equal(204)
    expect((await ask('POST /Pets:batchDelete', { body: {} })).status).to.equal(204)
    expect((await ask('GET /Pets')).json).to.deep.equal([{ petId: 'c', name: 'Bo' }])
  })

  it('are created below their collection, and shown when all of them are removed', async () => {
    const ask = await mocked(
      document(`
    /Pets:
      get: { responses: ${ok(PETS)} }
      post: { requestBody: ${json(PETS)}, responses: { 201: { description: d, headers: { Location: { schema: { type: string } } } } } }
      delete: { parameters: [{ name: name, in: query, schema: { type: string } }], responses: ${ok(PETS)} }
    `),
    )
    await ask('DELETE /Pets')
    const [rex, max] = [
      { petId: 'a', name: 'Rex' },
      { petId: 'b', name: 'Max' },
    ]
    expect((await ask('POST /Pets', { body: [rex, max] })).headers['location']).to.equal('/Pets')
    expect((await ask('POST /Pets', { body: [{ petId: 'c', name: 'Tom' }] })).headers['location']).to.equal('/Pets/c')
    expect((await ask('DELETE /Pets?name=Tom')).json).to.deep.equal([{ petId: 'c', name: 'Tom' }])
    expect((await ask('DELETE /Pets')).json).to.deep.equal([rex, max])
    expect((await ask('DELETE /Pets')).json).to.deep.equal([])
  })

  it('are told where they are by a PUT that creates them', async () => {
    const created = '{ 201: { description: d, headers: { Location: { schema: { type: string } } } } }'
    const ask = await mocked(
      document(`
    /Pets:
      get: { responses: ${ok(PETS)} }
      put: { requestBody: ${json(PET)}, responses: ${created} }
    `),
    )
    const put = await ask('PUT /Pets', { body: { petId: 'a b' } })
    expect([put.status, put.headers['location']]).to.deep.equal([201, '/Pets/a%20b'])
    expect((await ask('GET /Pets')).json).to.deep.equal([{ petId: 'a b' }])
  })

  it('are all written, or none', async () => {
    const ask = await mocked(
      document(`
    /Pets:
      get: { responses: ${ok(PETS)} }
      post: { requestBody: ${json(PETS)}, responses: { 201: { description: d, content: { application/json: { schema: ${PETS} } } }, 409: { description: d } } }
    `),
    )
    expect((await ask('POST /Pets', { body: [{ petId: 'a' }] })).json).to.deep.equal([{ petId: 'a' }])
    expect((await ask('POST /Pets', { body: [{ petId: 'b' }, { petId: 'a' }] })).status).to.equal(409)
    expect((await ask('GET /Pets')).json).to.deep.equal([{ petId: 'a' }])
  })

  it('are those that a list is asked for by their ids', async () => {
    const ask = await mocked(
      document(`
    /Pets:
      get: { parameters: [{ name: ids, in: query, explode: false, schema: { type: array, items: { type: string } } }], responses: ${ok(PETS)} }
      post: { requestBody: ${json(PET)}, responses: ${ok(PET)} }
    `),
    )
    for (const petId of ['a', 'b', 'c']) await ask('POST /Pets', { body: { petId } })
    expect((await ask('GET /Pets?ids=c,a')).json).to.deep.equal([{ petId: 'c' }, { petId: 'a' }])
  })
})
