import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'
import { json } from '../../support/operations.js'

const THING = '{ type: object, properties: { id: { type: integer }, name: { type: string } } }'
const tagged = `200: { description: d, headers: { ETag: { schema: { type: string } } }, ${json(THING)} }`
const change = (method: string): string =>
  `${method}: { requestBody: { ${json(THING)} }, responses: { ${tagged}, 412: { description: d } } }`

describe('the version of what was only presumed to exist', () => {
  for (const method of ['PUT', 'PATCH']) {
    it(`is another after ${method}, so that no client takes what it has for what there is`, async () => {
      const ask = await mocked(`
        paths:
          /things/{id}:
            parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
            get: { responses: { ${tagged}, 304: { description: d } } }
            ${change(method.toLowerCase())}
            delete: { responses: { 204: { description: d } } }
      `)
      const seen = String((await ask('GET /things/7')).headers['etag'])
      const changed = await ask(`${method} /things/7`, { body: { name: 'new' }, headers: { 'if-match': seen } })
      expect([changed.status, changed.headers['etag'] === seen]).to.deep.equal([200, false])
      const again = await ask('GET /things/7', { headers: { 'if-none-match': seen } })
      expect([again.status, again.json]).to.deep.equal([200, { id: 7, name: 'new' }])
      const late = await ask(`${method} /things/7`, { body: { name: 'late' }, headers: { 'if-match': seen } })
      expect(late.status).to.equal(412)
    })
  }
})
