import { expect } from 'chai'
import { createMock } from '../../mock/create-mock.js'
import { tryRequests } from '../../src/cli/try-requests.js'
import zitadel from '../../spec/zitadel.behaviours.js'
import { api } from '../support/api.js'

const SHOP = `
  security: [{ key: [] }]
  paths:
    /shops/{shop}/shelves/{shelf}:
      put:
        parameters:
          - { name: shop, in: path, required: true, schema: { type: string } }
          - { name: shelf, in: path, required: true, schema: { type: string } }
        requestBody: { content: { application/json: { schema: { type: object } } } }
        responses: { 200: { description: ok }, 404: { description: unknown } }
    /pets:
      get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } } }
      post:
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { 201: { description: created, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    /pets/{id}:
      parameters: [{ name: id, in: path, required: true, schema: { type: string, format: uuid, example: 4ac5a6ab-1f5b-4f0e-8a38-6a0f5e7a3c11 } }]
      get:
        responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, 404: { description: unknown } }
      delete: { responses: { 204: { description: gone }, 404: { description: unknown } } }
  components:
    securitySchemes: { key: { type: http, scheme: bearer } }
    schemas:
      Pet:
        type: object
        required: [name]
        properties: { id: { type: string, format: uuid, readOnly: true }, name: { type: string }, age: { type: integer } }
`

describe('requests to paste', () => {
  it('answer what is said of them, one after the other', async () => {
    const mock = await createMock(await api(SHOP))
    const tried = await tryRequests(mock)
    expect(tried.map(({ status }) => status)).to.deep.equal([201, 400, 401, 404])
    const answers = []
    for (const { request } of tried) answers.push((await mock.handle(request)).status)
    expect(answers).to.deep.equal([201, 400, 401, 404])
    await mock.close()
  })

  it('are of few operations with short paths, and have a body where it is optional', async () => {
    const mock = await createMock(await api(SHOP))
    const tried = await tryRequests(mock)
    expect(
      tried.map(({ request }) => `${request.method} ${request.path.replace(/[0-9a-f-]{36}/, 'ID')}`),
    ).to.deep.equal(['POST /pets', 'POST /pets', 'POST /pets', 'GET /pets/ID'])
    expect(JSON.parse(new TextDecoder().decode(tried[0]?.request.body))).to.have.all.keys('name')
    await mock.close()
  })

  it('are the feature operation with each of its answers for the shipped document', async () => {
    const mock = await createMock('spec/zitadel.openapi.yaml', { behaviours: zitadel })
    const tried = await tryRequests(mock)
    expect(tried.map(({ status }) => status)).to.deep.equal([200, 400, 401, 403, 404])
    expect(tried.every(({ request }) => /^\/system\/v1\/instances\/\d+\/features\//.test(request.path))).to.equal(true)
    await mock.close()
  })
})
