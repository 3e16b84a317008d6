import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const ITEM =
  '{ type: object, required: [id], properties: { id: { type: integer }, name: { type: string }, size: { type: integer } } }'
const SHOWN = `content: { application/json: { schema: ${ITEM} } }`

describe('fields that are asked for', () => {
  for (const name of ['fields', 'columns']) {
    it(`are what ${name} leaves of items that are made, changed and read`, async () => {
      const ask = await mocked(`
        paths:
          /boxes:
            parameters: [{ name: ${name}, in: query, schema: { type: string } }]
            get: { responses: { 200: { description: d, content: { application/json: { schema: { type: array, items: ${ITEM} } } } } } }
            post: { requestBody: { ${SHOWN.replace('required: [id], ', '')} }, responses: { 201: { description: d, ${SHOWN} } } }
          /boxes/{id}:
            parameters: [{ name: ${name}, in: query, schema: { type: string } }, { name: id, in: path, required: true, schema: { type: integer } }]
            get: { responses: { 200: { description: d, ${SHOWN} } } }
            put: { requestBody: { ${SHOWN.replace('required: [id], ', '')} }, responses: { 200: { description: d, ${SHOWN} } } }
            patch: { requestBody: { ${SHOWN.replace('required: [id], ', '')} }, responses: { 200: { description: d, ${SHOWN} } } }
      `)
      const some = { name: 'a', size: 1 }
      const { id } = (await ask(`POST /boxes?${name}=id`, { body: some })).json as { id: number }
      expect((await ask(`POST /boxes?${name}=size`, { body: some })).json).to.have.all.keys('id', 'size')
      expect((await ask(`PUT /boxes/${id}?${name}=size`, { body: some })).json).to.deep.equal({ id, size: 1 })
      expect((await ask(`PATCH /boxes/${id}?${name}=name`, { body: { size: 2 } })).json).to.deep.equal({
        id,
        name: 'a',
      })
      expect((await ask(`GET /boxes/${id}?${name}=size`)).json).to.deep.equal({ id, size: 2 })
      expect((await ask(`GET /boxes/${id}`)).json).to.deep.equal({ id, name: 'a', size: 2 })
    })
  }
})
