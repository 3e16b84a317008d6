import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'
import { json, ref } from '../../support/operations.js'

describe('a body of one member that is what was meant', () => {
  it('is taken for it, though it is not called as the collection is', async () => {
    const ask = await mocked(`
      paths:
        /customer_categories:
          get: { responses: { 200: { description: d, ${json(`{ type: array, items: ${ref('Shown')} }`)} } } }
          post: { requestBody: { ${json(ref('Sent'))} }, responses: { 200: { description: d, ${json(ref('Shown'))} } } }
        /customer_categories/{id}:
          parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
          get: { responses: { 200: { description: d, ${json(ref('Shown'))} }, 404: { description: d } } }
          put: { requestBody: { ${json(ref('Sent'))} }, responses: { 200: { description: d, ${json(ref('Shown'))} } } }
      components:
        schemas:
          Sent: { type: object, properties: { category: { type: object, properties: { name: { type: string } } } } }
          Shown: { type: object, properties: { category: { type: object, properties: { id: { type: integer }, name: { type: string } } } } }
    `)
    const category = { name: 'new' }
    const shown = { category: { id: 1, name: 'new' } }
    expect((await ask('POST /customer_categories', { body: { category } })).json).to.deep.equal(shown)
    expect((await ask('GET /customer_categories')).json).to.deep.equal([shown])
    const changed = { category: { id: 1, name: 'other' } }
    expect((await ask('PUT /customer_categories/1', { body: { category: { name: 'other' } } })).json).to.deep.equal(
      changed,
    )
    expect((await ask('GET /customer_categories/1')).json).to.deep.equal(changed)
  })
})
