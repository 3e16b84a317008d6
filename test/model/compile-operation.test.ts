import { expect } from 'chai'
import { api } from '../support/api.js'
import { onlyOperation, rulesOf } from '../support/model.js'

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
    const operation = onlyOperation(model)
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
    expect(onlyOperation(model).parameters).to.deep.equal([])
    expect(onlyOperation(model).responses.map(({ key }) => key)).to.deep.equal(['200'])
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
    expect(onlyOperation(await api(body('get'), '3.0.4')).body).to.equal(undefined)
    expect(onlyOperation(await api(body('head'), '3.0.4')).body).to.equal(undefined)
    expect(onlyOperation(await api(body('delete'), '3.0.4')).body).to.include({ required: false })
    expect(onlyOperation(await api(body('post'), '3.0.4')).body).to.include({ required: true })
    expect(onlyOperation(await api(body('get'), '3.1.1')).body).to.include({ required: true })
  })
})

describe('responses of an operation', () => {
  it('have keys as the standard writes them, whatever YAML and authors make of them', async () => {
    const model = await api(`
      paths:
        /a: { get: { responses: { 200: { description: a }, 4xx: { description: b }, Default: { description: c }, 2000: { description: d }, x-y: 1 } } }
    `)
    expect(onlyOperation(model).responses.map(({ key }) => key)).to.deep.equal(['200', '4XX', 'default'])
    expect(rulesOf(model)).to.deep.equal(['document/wrong-type'])
  })

  it('have no Content-Type among their headers', async () => {
    const model = await api(`
      paths:
        /a: { get: { responses: { 200: { description: a, headers: { content-type: { schema: {} }, X-A: { schema: {} } } } } } }
    `)
    expect(onlyOperation(model).responses[0]?.headers.map(({ name }) => name)).to.deep.equal(['X-A'])
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
    const operation = onlyOperation(model)
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

describe('callbacks of an operation', () => {
  it('have an expression and operations of their own, which are not the model’s', async () => {
    const model = await api(`
      paths:
        /a:
          post:
            callbacks:
              c: { $ref: '#/components/callbacks/c' }
              x: { x-note: 1 }
      components:
        callbacks: { c: { '{$request.query.u}': { put: { operationId: told, requestBody: { content: { text/plain: {} } } } } } }
    `)
    const [callback, ...others] = onlyOperation(model).callbacks
    expect(others).to.deep.equal([])
    expect(callback).to.include({ name: 'c', expression: '{$request.query.u}' })
    expect(callback?.operations.map(({ id, method, at }) => [id, method, at])).to.deep.equal([
      ['told', 'PUT', '/components/callbacks/c/{$request.query.u}/put'],
    ])
    expect(callback?.operations[0]?.body?.content[0]?.declared).to.equal('text/plain')
    expect(model.operation('told')).to.equal(undefined)
  })
})
