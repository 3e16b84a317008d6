import { expect } from 'chai'
import { api } from '../support/api.js'
import { onlyOperation } from '../support/model.js'

describe('base paths of an operation', () => {
  const rows: [string, string[]][] = [
    ['[]', ['']],
    ['[{ url: / }]', ['']],
    ['[{ url: "https://x.test" }, { url: "https://x.test/v1/" }, { url: /v1 }]', ['', '/v1']],
    ['[{ url: "{scheme}://{host}/v1?x#y", variables: { scheme: { default: https } } }]', ['/v1']],
    ['[{ url: "https://x.test/{v}", variables: { v: { default: v2, enum: [v1, v2] } } }]', ['/v2', '/v1']],
    ['[{ url: "{base}/a", variables: { base: { default: "https://x.test/b" } } }]', ['/b/a']],
    [
      '[{ url: "https://{host}/{v}-{t}", variables: { host: { default: x }, v: { default: a, enum: [b] }, t: { default: c } } }]',
      ['/a-c', '/b-c', '/a-{t}', '/b-{t}'],
    ],
    ['[{ url: "https://x.test/v1/{undeclared}" }]', ['/v1/{undeclared}']],
    ['[{ url: v1 }, { url: ./v2/. }, { url: ../v3 }]', ['/v1', '/v2', '/v3']],
    ['[{ url: api.x.test/v1 }]', ['/v1']],
    ['[{ url: /v1.0/$& }]', ['/v1.0/$&']],
    ['[7, { url: 8 }]', ['']],
  ]
  for (const [servers, expected] of rows) {
    it(`of servers ${servers} are ${JSON.stringify(expected)}`, async () => {
      const model = await api(`
        servers: ${servers}
        paths: { /a: { get: { responses: { 200: { description: ok } } } } }
      `)
      expect(onlyOperation(model).basePaths).to.deep.equal(expected)
    })
  }

  it('come from the operation, else the path item, else the document', async () => {
    const model = await api(`
      servers: [{ url: /root }]
      paths:
        /a:
          servers: [{ url: /item }]
          get: { servers: [{ url: /operation }], responses: { 200: { description: ok } } }
          put: { responses: { 200: { description: ok } } }
        /b: { get: { responses: { 200: { description: ok } } } }
    `)
    expect(model.operations.map(({ basePaths }) => basePaths[0])).to.deep.equal(['/operation', '/item', '/root'])
  })
})
