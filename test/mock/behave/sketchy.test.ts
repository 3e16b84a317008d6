import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const FREE = 'content: { application/json: { schema: { type: object } } }'

async function sketchy() {
  return mocked(`
    paths:
      /users:
        get: { responses: { 200: { description: d, content: { application/json: { schema: { type: array, items: { type: object } } } } } } }
        post:
          responses: { 201: { description: d, content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } } }
      /users/{id}:
        parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
        get: { responses: { 200: { description: d, ${FREE} } } }
        put: { responses: { 200: { description: d, ${FREE} } } }
        delete: { responses: { 204: { description: d } } }
  `)
}

describe('a sketchy document', () => {
  it('has its clients send bodies all the same, and shows the id that it told', async () => {
    const ask = await sketchy()
    const { id } = (await ask('POST /users', { body: { name: 'ann' } })).json as { id: number }
    expect((await ask(`GET /users/${id}`)).json).to.deep.equal({ name: 'ann', id })
    await ask(`PUT /users/${id}`, { body: { name: 'bob' } })
    expect((await ask('GET /users')).json).to.deep.equal([{ name: 'bob', id }])
  })

  it('does not empty an item that is put without a body, or with one that cannot be read', async () => {
    const ask = await sketchy()
    const { id } = (await ask('POST /users', { body: { name: 'ann' } })).json as { id: number }
    expect((await ask(`PUT /users/${id}`)).status).to.equal(200)
    await ask(`PUT /users/${id}`, { body: 'name=bob', headers: { 'content-type': 'text/plain' } })
    await ask(`PUT /users/${id}`, { body: '{', headers: { 'content-type': 'application/json' } })
    expect((await ask(`GET /users/${id}`)).json).to.deep.equal({ name: 'ann', id })
  })
})
