import { expect } from 'chai'
import { mocked } from '../support/mocked.js'

const PETS = `
  paths:
    /pets:
      get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } } }
      post:
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses:
          201: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
          409: { description: taken, content: { application/problem+json: {} } }
    /pets/{id}:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      get: { responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } }
  components: { schemas: { Pet: { type: object, required: [id], properties: { id: { type: string } } } } }
`
const LONG = 'x'.repeat(10_000)

describe('what a client wrote at length', () => {
  it('is not said back at length, several times over', async () => {
    const ask = await mocked(PETS)
    expect((await ask('POST /pets', { body: { id: LONG } })).status).to.equal(201)
    const refused = [
      await ask(`GET /nothing/${LONG}`),
      await ask('GET /pets', { headers: { accept: `text/${LONG}` } }),
      await ask('GET /pets', { headers: { prefer: `example=${LONG}` } }),
      await ask(`GET /pets/${LONG}x`),
      await ask('POST /pets', { body: { id: LONG } }),
    ]
    expect(refused.map(({ status }) => status)).to.deep.equal([404, 406, 404, 404, 409])
    // RFC 9457 3.1.5: `instance` is the address itself.
    const told = refused.map(({ json }) => ({ ...(json as object), instance: '' }))
    for (const each of told) expect(JSON.stringify(each).length).to.be.lessThan(2000)
  })
})
