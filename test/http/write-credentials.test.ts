import { expect } from 'chai'
import { authenticate } from '../../src/http/authenticate.js'
import { writeCredentials } from '../../src/http/write-credentials.js'
import { api } from '../support/api.js'

const SCHEMES: Readonly<Record<string, string>> = {
  bearer: '{ type: http, scheme: bearer }',
  basic: '{ type: http, scheme: basic }',
  digest: '{ type: http, scheme: digest }',
  'a scheme of its own': '{ type: http, scheme: hoba }',
  'a key in a header': '{ type: apiKey, in: header, name: X-Key }',
  'a key in the query': '{ type: apiKey, in: query, name: api key }',
  'a key in a cookie': '{ type: apiKey, in: cookie, name: sid }',
  OAuth: '{ type: oauth2, flows: {} }',
  OpenID: '{ type: openIdConnect, openIdConnectUrl: https://id.example }',
}

describe('written credentials', () => {
  for (const [name, scheme] of Object.entries(SCHEMES)) {
    it(`are known again: ${name}`, async () => {
      const model = await api(`
        paths: { /pets: { get: { operationId: list, security: [{}, { s: [] }], responses: {} } } }
        components: { securitySchemes: { s: ${scheme} } }
      `)
      const [operation] = model.operations
      if (!operation) throw new Error('no operation')
      const token = 'ann:secret'
      const { headers, query = '' } = writeCredentials(operation, token)
      const personas = [{ name: 'Ann', token, permissions: 'all' as const }]
      const access = authenticate(operation, { headers, query }, { personas })
      expect(access).to.have.nested.property('principal.name', 'Ann')
    })
  }

  it('do not write a key over credentials that have a form, in one header', async () => {
    const model = await api(`
      paths: { /pets: { get: { security: [{ basic: [], key: [] }], responses: {} } } }
      components:
        securitySchemes:
          basic: { type: http, scheme: basic }
          key: { type: apiKey, in: header, name: Authorization }
    `)
    const [operation] = model.operations
    if (!operation) throw new Error('no operation')
    const { headers } = writeCredentials(operation, 't')
    expect(authenticate(operation, { headers, query: '' })).to.have.property('kind', 'granted')
  })

  it('are all that an operation wants together', async () => {
    const model = await api(`
      paths: { /pets: { get: { security: [{ a: [], b: [], c: [] }], responses: {} } } }
      components:
        securitySchemes:
          a: { type: apiKey, in: cookie, name: one }
          b: { type: apiKey, in: cookie, name: two }
          c: { type: http, scheme: bearer }
    `)
    const [operation] = model.operations
    expect(operation && writeCredentials(operation, 't').headers).to.deep.equal({
      authorization: 'Bearer t',
      cookie: 'one=t; two=t',
    })
  })
})
