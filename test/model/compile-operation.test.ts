import { expect } from 'chai'
import fc from 'fast-check'
import type { ApiModel, Operation } from '../../src/model/api-model.js'
import { compileModel } from '../../src/model/compile-model.js'
import { loadDocument } from '../../src/document/load-document.js'
import { api, dedent } from '../support/api.js'

function only(model: ApiModel): Operation {
  const [operation] = model.operations
  if (!operation) throw new Error('there is no operation')
  return operation
}

const rulesOf = (model: ApiModel) => model.findings().map(({ rule }) => rule)

describe('parameters of an operation', () => {
  it("are the path item's, overridden by the operation's of the same place and name", async () => {
    const model = await api(`
      paths:
        /a:
          parameters:
            - { name: x, in: query, schema: { type: string } }
            - { name: X-Id, in: header, schema: { type: string } }
          get:
            parameters:
              - { name: x-id, in: header, required: true, schema: { type: integer } }
              - { name: x, in: cookie, schema: { type: string } }
            responses: { 200: { description: ok } }
    `)
    expect(only(model).parameters.map((each) => [each.in, each.name, each.required])).to.deep.equal([
      ['query', 'x', false],
      ['header', 'x-id', true],
      ['cookie', 'x', false],
    ])
  })

  it('leave out Accept, Content-Type and Authorization, however they are spelt', async () => {
    const model = await api(`
      paths:
        /a:
          get:
            parameters:
              - { name: ACCEPT, in: header, required: true, schema: { type: string } }
              - { name: Content-type, in: header, schema: { type: string } }
              - { name: authorization, in: header, schema: { type: string } }
              - { name: authorization, in: query, schema: { type: string } }
            responses: { 200: { description: ok } }
    `)
    expect(only(model).parameters.map((each) => each.in)).to.deep.equal(['query'])
  })

  it('have the styles of their place by default, and a finding where a style does not fit', async () => {
    const model = await api(`
      paths:
        /a/{p}:
          get:
            parameters:
              - { name: p, in: path, required: true, style: matrix, explode: true, schema: {} }
              - { name: q, in: query, schema: {} }
              - { name: d, in: query, style: deepObject, schema: {} }
              - { name: h, in: header, style: form, schema: {} }
              - { name: c, in: cookie, content: { application/json: { schema: { type: object } } } }
            responses: { 200: { description: ok } }
    `)
    expect(only(model).parameters.map(({ name, style, explode }) => [name, style, explode])).to.deep.equal([
      ['p', 'matrix', true],
      ['q', 'form', true],
      ['d', 'deepObject', false],
      ['h', 'simple', false],
      ['c', 'form', true],
    ])
    expect(only(model).parameters.at(-1)).to.have.nested.property('content.declared', 'application/json')
    expect(rulesOf(model)).to.deep.equal(['document/wrong-type'])
  })

  it('agree with the path: missing ones are made, unused ones left out, both with a finding', async () => {
    const model = await api(`
      paths:
        /a/{x}.{y}:
          get:
            parameters:
              - { name: x, in: path, required: true, schema: {} }
              - { name: z, in: path, required: true, schema: {} }
            responses: { 200: { description: ok } }
    `)
    expect(only(model).parameters.map(({ name, schema }) => [name, schema !== undefined])).to.deep.equal([
      ['x', true],
      ['y', false],
    ])
    expect(rulesOf(model)).to.deep.equal(['document/path-parameter-unused', 'document/path-parameter-undeclared'])
  })

  it('are read by a `type` that was left over from Swagger 2.0, with a finding', async () => {
    const model = await api(`
      paths:
        /a: { get: { parameters: [{ name: q, in: query, required: true, type: integer }], responses: { 200: { description: ok } } } }
    `)
    expect(only(model).parameters[0]?.schema?.accepts('x', 'request')).to.equal(false)
    expect(only(model).parameters[0]?.schema?.accepts(1, 'request')).to.equal(true)
    expect(rulesOf(model)).to.deep.equal(['document/wrong-type'])
  })

  it('count once where they are declared twice', async () => {
    const model = await api(`
      paths:
        /a:
          get:
            parameters:
              - { name: q, in: query, required: true, schema: {} }
              - { name: q, in: query, schema: {} }
            responses: { 200: { description: ok } }
    `)
    expect(only(model).parameters.map(({ required }) => required)).to.deep.equal([true])
    expect(rulesOf(model)).to.deep.equal(['document/duplicate-parameter'])
  })
})

describe('references', () => {
  it('are followed wherever they may stand', async () => {
    const model = await api(`
      paths:
        /a: { $ref: '#/components/pathItems/a' }
      components:
        pathItems:
          a:
            post:
              parameters: [{ $ref: '#/components/parameters/q' }]
              requestBody: { $ref: '#/components/requestBodies/b' }
              responses: { 200: { $ref: '#/components/responses/r' } }
              security: [{ s: [] }]
        parameters: { q: { name: q, in: query, schema: {} } }
        requestBodies: { b: { required: true, content: { text/plain: { examples: { e: { $ref: '#/components/examples/e' } } } } } }
        responses: { r: { description: r, headers: { X-A: { $ref: '#/components/headers/h' } } } }
        headers: { h: { required: true, schema: { type: integer } } }
        examples: { e: { value: 7 } }
        securitySchemes: { s: { $ref: '#/components/securitySchemes/t' }, t: { type: http, scheme: bearer } }
    `)
    const operation = only(model)
    expect(operation.at).to.equal('/components/pathItems/a/post')
    expect(operation.parameters[0]?.at).to.equal('/components/parameters/q')
    expect(operation.body?.content[0]?.examples[0]).to.include({ name: 'e', value: 7 })
    expect(operation.responses[0]?.headers[0]).to.include({ name: 'X-A', required: true })
    expect(operation.security[0]?.schemes[0]?.scheme).to.include({ kind: 'http', scheme: 'bearer' })
    expect(rulesOf(model)).to.deep.equal([])
  })

  it('of path items have siblings, which go first', async () => {
    const model = await api(`
      paths:
        /a:
          $ref: '#/components/pathItems/a'
          get: { operationId: mine, responses: { 200: { description: ok } } }
      components:
        pathItems:
          a:
            get: { operationId: theirs, responses: { 200: { description: ok } } }
            delete: { operationId: alsoTheirs, responses: { 200: { description: ok } } }
    `)
    expect(model.operations.map(({ id }) => id)).to.deep.equal(['mine', 'alsoTheirs'])
  })

  it('that lead nowhere are findings, and a response keeps its status', async () => {
    const model = await api(`
      paths:
        /a:
          get:
            parameters: [{ $ref: '#/nowhere' }]
            responses: { 200: { $ref: '#/nowhere/either' } }
    `)
    expect(only(model).parameters).to.deep.equal([])
    expect(only(model).responses.map(({ key }) => key)).to.deep.equal(['200'])
    expect(rulesOf(model)).to.include('document/unresolved-ref')
  })
})

describe('the body of an operation', () => {
  const body = (method: string) => `
      paths:
        /a:
          ${method}:
            requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
            responses: { 200: { description: ok } }
  `

  it('is left out in OpenAPI 3.0 where the standard ignores it, and never demanded of DELETE', async () => {
    expect(only(await api(body('get'), '3.0.4')).body).to.equal(undefined)
    expect(only(await api(body('head'), '3.0.4')).body).to.equal(undefined)
    expect(only(await api(body('delete'), '3.0.4')).body).to.include({ required: false })
    expect(only(await api(body('post'), '3.0.4')).body).to.include({ required: true })
    expect(only(await api(body('get'), '3.1.1')).body).to.include({ required: true })
  })
})

describe('responses of an operation', () => {
  it('have keys as the standard writes them, whatever YAML and authors make of them', async () => {
    const model = await api(`
      paths:
        /a: { get: { responses: { 200: { description: a }, 4xx: { description: b }, Default: { description: c }, 2000: { description: d }, x-y: 1 } } }
    `)
    expect(only(model).responses.map(({ key }) => key)).to.deep.equal(['200', '4XX', 'default'])
    expect(rulesOf(model)).to.deep.equal(['document/wrong-type'])
  })

  it('have no Content-Type among their headers', async () => {
    const model = await api(`
      paths:
        /a: { get: { responses: { 200: { description: a, headers: { content-type: { schema: {} }, X-A: { schema: {} } } } } } }
    `)
    expect(only(model).responses[0]?.headers.map(({ name }) => name)).to.deep.equal(['X-A'])
  })
})

describe('base paths of an operation', () => {
  const rows: [string, string[]][] = [
    ['[]', ['']],
    ['[{ url: / }]', ['']],
    ['[{ url: "https://x.test" }, { url: "https://x.test/v1/" }, { url: /v1 }]', ['', '/v1']],
    ['[{ url: "{scheme}://{host}/v1?x#y", variables: { scheme: { default: https } } }]', ['/v1']],
    ['[{ url: "https://x.test/{v}", variables: { v: { default: v2, enum: [v1, v2] } } }]', ['/v2', '/v1']],
    ['[{ url: "{base}/a", variables: { base: { default: "https://x.test/b" } } }]', ['/b/a']],
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
      expect(only(model).basePaths).to.deep.equal(expected)
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

describe('security of an operation', () => {
  it("is its own list or the document's; an empty list opens it, and an undefined scheme lets pass with a finding", async () => {
    const model = await api(`
      security: [{ a: [] }]
      paths:
        /a:
          get: { responses: { 200: { description: ok } } }
          put: { security: [], responses: { 200: { description: ok } } }
          post: { security: [{}, { b: [x], c: [] }], responses: { 200: { description: ok } } }
      components: { securitySchemes: { a: { type: apiKey, in: query, name: k }, b: { type: mutualTLS } } }
    `)
    const kinds = model.operations.map(({ security }) =>
      security.map(({ schemes }) => schemes.map((each) => each.scheme.kind)),
    )
    expect(kinds).to.deep.equal([[['apiKey']], [], [[], ['mutualTLS', 'unknown']]])
    expect(rulesOf(model)).to.deep.equal(['document/undefined-security-scheme'])
  })
})

describe('OpenAPI 3.2', () => {
  it('has QUERY, methods of any name, whole query strings, cookie style, item schemas and examples in two forms', async () => {
    const model = await api(
      `
      paths:
        /a:
          query:
            parameters:
              - { name: q, in: querystring, content: { application/json: { schema: { type: object } } } }
              - { name: c, in: cookie, style: cookie, schema: { type: array } }
            requestBody: { content: { application/jsonl: { $ref: '#/components/mediaTypes/lines' } } }
            responses: { 200: { description: ok } }
          additionalOperations:
            Copy: { responses: { 201: { description: ok } } }
            GET: { responses: { 201: { description: ok } } }
      components:
        mediaTypes:
          lines:
            itemSchema: { type: integer }
            examples: { a: { dataValue: [1], serializedValue: '1' }, b: { serializedValue: '2' } }
    `,
      '3.2.0',
    )
    expect(model.operations.map(({ method }) => method)).to.deep.equal(['QUERY', 'Copy'])
    const operation = only(model)
    expect(operation.parameters.map((each) => [each.in, each.style, each.explode])).to.deep.equal([
      ['querystring', 'form', true],
      ['cookie', 'cookie', true],
    ])
    const [media] = operation.body?.content ?? []
    expect(media?.itemSchema?.accepts('x', 'request')).to.equal(false)
    expect(media?.examples.map(({ value, serialized }) => [value, serialized])).to.deep.equal([
      [[1], false],
      ['2', true],
    ])
    expect(rulesOf(model)).to.deep.equal(['document/wrong-type'])
  })
})

describe('documents that are wrong', () => {
  const text = dedent(`
    openapi: 3.1.0
    info: { title: t, version: '1' }
    servers: [{ url: '/{v}', variables: { v: { default: a, enum: [a, b] } } }]
    security: [{ s: [] }]
    paths:
      /a/{id}:
        parameters: [{ name: id, in: path, required: true, schema: { type: integer }, examples: { e: { value: 1 } } }]
        post:
          operationId: o
          tags: [t]
          requestBody:
            content: { multipart/form-data: { schema: {}, encoding: { f: { style: form, headers: { X: { schema: {} } } } } } }
          responses: { 200: { description: ok, headers: { X: { schema: {} } }, content: { a/b: { example: 1 } } } }
    components: { securitySchemes: { s: { type: oauth2, flows: { implicit: { scopes: { a: b } } } } } }
  `)

  it('never make anything throw, whichever value has whichever type', async () => {
    const { root } = await loadDocument('api.yaml', { text })
    const json = JSON.stringify(root)
    const places = [...json.matchAll(/[:[](?=["{[\dtf])/g)].map((match) => match.index + 1)
    const junk = fc.constantFrom(
      'null',
      '7',
      '"x"',
      '[]',
      '{}',
      '[null]',
      '{"$ref":"#/x"}',
      '{"$ref":7}',
      'true',
      '{"__proto__":[]}',
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), junk, async (place, value) => {
        const mutated = json.slice(0, place) + value + json.slice(place + valueLength(json, place))
        const loaded = await loadDocument('api.json', { text: mutated }).catch(() => undefined)
        if (!loaded) return
        const model = compileModel(loaded)
        for (const each of model.operations) {
          expect([
            each.basePaths,
            each.parameters,
            each.responses,
            each.security,
            each.tags,
            each.deprecated,
          ]).to.have.length(6)
          expect(() => [each.body, each.summary]).not.to.throw()
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** Of the JSON value that starts at a place: by trying ever longer texts, as a test can afford. */
function valueLength(json: string, start: number): number {
  for (let end = start + 1; end <= json.length; end++) {
    try {
      JSON.parse(json.slice(start, end))
      if (!/[\d]/.test(json[end] ?? '') || !/[\d]/.test(json[end - 1] ?? '')) return end - start
    } catch {
      // Not yet a whole value.
    }
  }
  return json.length - start
}
