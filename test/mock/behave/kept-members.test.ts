import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const ORDERS = `
  paths:
    /orders:
      get:
        parameters: [{ name: limit, in: query, schema: { type: integer } }, { name: offset, in: query, schema: { type: integer } }]
        responses: { 200: { description: ok, headers: { Link: { schema: { type: string } } }, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } }
      post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }, responses: { 201: { $ref: '#/components/responses/Order' } } }
    /orders/{id}:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      get: { responses: { 200: { $ref: '#/components/responses/Order' } } }
      put: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }, responses: { 200: { $ref: '#/components/responses/Order' } } }
      patch: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }, responses: { 200: { $ref: '#/components/responses/Order' } } }
  components:
    responses:
      Order: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
    schemas:
      Order: { type: object, properties: { id: { type: integer, readOnly: true }, size: { type: string, default: small }, lines: { type: array, items: { $ref: '#/components/schemas/Line' } }, byName: { type: object, additionalProperties: { $ref: '#/components/schemas/Line' } } } }
      Line: { type: object, properties: { sku: { type: string }, pin: { type: string, writeOnly: true }, of: { $ref: '#/components/schemas/Order' } } }
`

describe('what is remembered', () => {
  it('holds no writeOnly member, however deep it was sent', async () => {
    const ask = await mocked(ORDERS)
    const line = (sku: string, more = {}) => ({ sku, pin: '1234', ...more })
    await ask('POST /orders', {
      body: { lines: [line('a', { of: { lines: [line('b')] } })], byName: { c: line('c') } },
    })
    const shown = { lines: [{ sku: 'a', of: { lines: [{ sku: 'b' }] } }], byName: { c: { sku: 'c' } } }
    expect((await ask('GET /orders/1')).json).to.deep.equal({ id: 1, size: 'small', ...shown })
    await ask('PATCH /orders/1', { body: { lines: [line('d')] } })
    expect((await ask('GET /orders/1')).text)
      .to.include('"d"')
      .and.not.include('1234')
  })

  it('is not refused for the name of what is above, where the schema wants that otherwise', async () => {
    const experiment = `{ type: object, required: [name, project], properties: { name: { type: string }, note: { type: string }, project: { type: string, pattern: '^arn:' } } }`
    const shown = `{ 200: { description: ok, content: { application/json: { schema: ${experiment} } } } }`
    const ask = await mocked(`
      paths:
        /projects:
          get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { type: object, properties: { name: { type: string } } } } } } } } }
        /projects/{project}:
          parameters: [{ name: project, in: path, required: true, schema: { type: string } }]
          get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } } } }
        /projects/{project}/experiments:
          parameters: [{ name: project, in: path, required: true, schema: { type: string } }]
          post: { requestBody: { content: { application/json: { schema: { type: object, required: [name], properties: { name: { type: string } } } } } }, responses: ${shown} }
        /projects/{project}/experiments/{experiment}:
          parameters: [{ name: project, in: path, required: true, schema: { type: string } }, { name: experiment, in: path, required: true, schema: { type: string } }]
          get: { responses: ${shown} }
          patch: { requestBody: { content: { application/json: { schema: { type: object, properties: { note: { type: string } } } } } }, responses: ${shown} }
    `)
    const { json: made } = await ask('POST /projects/p/experiments', { body: { name: 'e' } })
    const { status, json } = await ask('PATCH /projects/p/experiments/e', { body: { note: 'n' } })
    expect({ status, json }).to.deep.equal({ status: 200, json: { ...(made as object), note: 'n' } })
  })

  it('has the time of its creation as long as the document wants it', async () => {
    const ask = await mocked(
      ORDERS.replace(
        'readOnly: true }',
        'readOnly: true }, createdAt: { type: string, format: date-time, readOnly: true, minLength: 25, maxLength: 25 }',
      ),
    )
    const now = new Date().getFullYear()
    const { json, headers } = await ask('POST /orders', { body: {} })
    expect(Number((json as { createdAt: string }).createdAt.slice(0, 4))).to.be.at.least(now - 1)
    expect((json as { createdAt: string }).createdAt).to.match(/^[^Z]{19}[+]00:00$/)
    expect(headers).to.not.have.property('lockstep-findings')
  })

  it('shows no writeOnly member of an example, remembered or not', async () => {
    const user = '{ type: object, properties: { id: { type: string }, password: { type: string, writeOnly: true } } }'
    const read = (name: string) => `
          get:
            parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
            responses: { 200: { description: ok, content: { application/json: { schema: ${user}, example: { id: ${name}, password: secret } } } } }`
    const ask = await mocked(`
      paths:
        /users/{id}:${read('ann')}
        /users:
          post: { requestBody: { content: { application/json: { schema: ${user} } } }, responses: { 201: { description: ok } } }
        /reports/{id}/owner:${read('bob')}
    `)
    expect((await ask('GET /users/ann')).json).to.deep.equal({ id: 'ann' })
    expect((await ask('GET /reports/1/owner')).json).to.deep.equal({ id: 'bob' })
  })

  it('has its defaults after PUT as after POST', async () => {
    const ask = await mocked(ORDERS)
    await ask('POST /orders', { body: { size: 'large' } })
    expect((await ask('PUT /orders/1', { body: {} })).json).to.deep.equal({ id: 1, size: 'small' })
  })
})

describe('links of a page beyond the end', () => {
  it('lead back to the last one', async () => {
    const ask = await mocked(ORDERS)
    for (const size of ['a', 'b', 'c']) await ask('POST /orders', { body: { size } })
    const { headers } = await ask('GET /orders?limit=2&offset=100')
    expect(headers['link']).to.match(/offset=2>; rel="prev"/)
  })
})
