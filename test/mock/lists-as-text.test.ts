import { expect } from 'chai'
import { createMock } from '../../mock/create-mock.js'
import { api } from '../support/api.js'

describe('a list that is answered as text', () => {
  it('is no breach of a schema that asks for a string, with or without items', async () => {
    const boat = '{ type: object, required: [name], properties: { id: { type: integer }, name: { type: string } } }'
    const model = await api(`
      paths:
        /boats:
          get:
            responses:
              200:
                description: boats
                content:
                  application/json: { schema: { type: array, items: ${boat} } }
                  text/csv: { schema: { type: string } }
          post:
            requestBody: { required: true, content: { application/json: { schema: ${boat} } } }
            responses: { 201: { description: made, content: { application/json: { schema: ${boat} } } } }
    `)
    const mock = await createMock(model, { errors: true })
    const ask = (method: string, headers: Record<string, string>, body: string) =>
      mock.handle({ method, path: '/boats', query: '', headers, body: Buffer.from(body) })
    const csv = () => ask('GET', { accept: 'text/csv' }, '')
    const empty = await csv()
    expect([empty.status, empty.headers['lockstep-findings']]).to.deep.equal([200, undefined])
    await ask('POST', { 'content-type': 'application/json' }, '{"id":7,"name":"Gull"}')
    const full = await csv()
    expect([full.status, full.headers['lockstep-findings']]).to.deep.equal([200, undefined])
    expect(String(full.body).split('\r\n')[0]).to.equal('id,name')
    await mock.close()
  })
})
