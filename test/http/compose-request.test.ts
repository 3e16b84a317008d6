import { expect } from 'chai'
import { createRandom } from '../../src/base/random.js'
import { sampleRequest } from '../../src/generate/sample-request.js'
import { composeRequest } from '../../src/http/compose-request.js'
import { createRouter } from '../../src/http/create-router.js'
import { api } from '../support/api.js'

const RESPONSES = 'responses: { 200: { description: d } }'

describe('composeRequest', () => {
  it('writes what a path key has in its query or fragment where a client would, so that it leads to the operation', async () => {
    const model = await api(`
      paths:
        /x: { get: { ${RESPONSES} } }
        /x?view=all&acl:
          get:
            parameters: [{ name: page, in: query, required: true, schema: { enum: [2] } }]
            ${RESPONSES}
        /x?id={id}:
          get:
            parameters: [{ name: id, in: path, required: true, schema: { enum: [a b] } }]
            ${RESPONSES}
        /y#Action=List: { get: { ${RESPONSES} } }
        /y#Action=Find:
          get:
            parameters: [{ name: Action, in: query, required: true, schema: { enum: [Find] } }]
            ${RESPONSES}
        /z#Target=One:
          get: { parameters: [{ name: target, in: header, required: true, schema: { enum: [One] } }], ${RESPONSES} }
        /z#Target=Two:
          get: { parameters: [{ name: target, in: header, required: true, schema: { enum: [Two] } }], ${RESPONSES} }
    `)
    const router = createRouter(model)
    const written = model.operations.map((operation) => {
      const request = composeRequest(operation, sampleRequest(operation, { random: createRandom(1), mode: 'minimal' }))
      const found = router.match(request.method, request.path, request.query, request.headers)
      expect(found.kind === 'found' && found.operation.id).to.equal(operation.id)
      return `${request.path}?${request.query}`
    })
    expect(written).to.deep.equal([
      '/x?',
      '/x?view=all&acl&page=2',
      '/x?id=a%20b',
      '/y?Action=List',
      '/y?Action=Find',
      '/z?',
      '/z?',
    ])
  })
})
