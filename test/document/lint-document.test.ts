import { expect } from 'chai'
import { lintDocument } from '../../src/document/lint/lint-document.js'
import { loadDocument } from '../../src/document/load-document.js'
import { locateFinding } from '../../src/document/locate-finding.js'
import { lint } from './linted.js'

describe('lintDocument', () => {
  it('says of a $ref that is no text just that', async () => {
    const document = `
      paths:
        /a:
          get: { parameters: [{ $ref: [a] }], responses: { 200: { $ref: 42 } } }
    `
    expect(await lint(document)).to.deep.equal([
      'wrong-type /paths/~1a/get/parameters/0/$ref',
      'wrong-type /paths/~1a/get/responses/200/$ref',
    ])
  })

  it('has nothing to say of a document that is right', async () => {
    expect(
      await lint(`
        servers: [{ url: / }]
        security: [{ key: [] }, {}]
        paths:
          /pets/{id}:
            parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
            get: { operationId: a, responses: { 200: { description: ok, content: { application/json: { schema: true } } }, 4XX: { description: no } } }
        components: { securitySchemes: { key: { type: apiKey, name: k, in: header } } }
      `),
    ).to.deep.equal([])
  })

  it('tells values of a wrong type, each once', async () => {
    expect(
      await lint(
        `
        paths:
          /a:
            get:
              parameters: { name: q, in: query }
              responses: [200]
            post:
              requestBody: { required: "yes", content: { application/json: { schema: { type: objekt, required: name, properties: [1] } } } }
              responses: { 200: { description: ok }, 2000: { description: no } }
              tags: [1]
          b: {}
      `,
        'openapi: 3.0.3',
      ),
    ).to.deep.equal([
      'wrong-type /paths/~1a/get/parameters',
      'wrong-type /paths/~1a/get/responses',
      'wrong-type /paths/~1a/post/requestBody/required',
      'wrong-type /paths/~1a/post/requestBody/content/application~1json/schema/type',
      'wrong-type /paths/~1a/post/requestBody/content/application~1json/schema/required',
      'wrong-type /paths/~1a/post/requestBody/content/application~1json/schema/properties',
      'wrong-type /paths/~1a/post/responses/2000',
      'wrong-type /paths/~1a/post/tags/0',
      'wrong-type /paths/b',
    ])
  })

  it('tells required fields that are missing', async () => {
    expect(
      await lint(
        `
        openapi: 3.0.0
        info: { title: t }
        paths:
          /a:
            get: { parameters: [{ in: query }], responses: { 200: {} } }
            delete: {}
      `,
      ),
    ).to.deep.equal([
      'missing-field /info',
      'missing-field /paths/~1a/get/parameters/0',
      'missing-field /paths/~1a/get/parameters/0',
      'missing-field /paths/~1a/get/responses/200',
      'no-responses /paths/~1a/delete',
    ])
  })

  it('finds references that lead nowhere wherever they mean something, and nowhere else', async () => {
    expect(
      await lint(`
        paths: {}
        components:
          schemas:
            A: { properties: { $ref: { $ref: '#/nope' } }, example: { $ref: '#/nope' }, enum: [{ $ref: '#/nope' }], default: { $ref: '#/nope' } }
            B: { $ref: '#/x-schemas/C' }
          examples: { e: { value: { $ref: '#/nope' } } }
        x-schemas: { C: { items: { $ref: '#/nope' } }, D: { items: { $ref: '#/nope' } } }
      `),
    ).to.deep.equal([
      'unresolved-ref /components/schemas/A/properties/$ref/$ref',
      'unresolved-ref /x-schemas/C/items/$ref',
    ])
  })

  it('tells fields of other versions, which nobody reads', async () => {
    const newer = `
      servers: [{ url: /v1 }]
      paths:
        /a:
          post:
            requestBody: { content: { a/b: {} } }
            responses: { 200: { description: ok, content: { a/b: {} } } }
      definitions: { A: { oneOf: [{}], properties: { oneOf: {} }, example: { const: 1 } } }
      components: { schemas: {} }`
    expect(await lint(newer, "swagger: '2.0'")).to.deep.equal([
      'other-version /servers',
      'other-version /paths/~1a/post/requestBody',
      'other-version /paths/~1a/post/responses/200/content',
      'other-version /definitions/A/oneOf',
      'other-version /components',
    ])
    const older = `
      basePath: /v1
      webhooks: {}
      components: { schemas: { A: { type: string, nullable: true, const: a } } }`
    expect(await lint(older, 'openapi: 3.0.0')).to.deep.equal([
      'other-version /basePath',
      'other-version /webhooks',
      'other-version /components/schemas/A/const',
    ])
    expect(await lint(older)).to.deep.equal(['other-version /basePath', 'other-version /components/schemas/A/nullable'])
  })

  it('tells a second document in one file, but not that nothing follows', async () => {
    expect(await lint('openapi: 3.1.0\ntags: []\npaths: {}\n---\n# the old one\nopenapi: 3.0.0\n')).to.deep.equal([
      'second-document ',
    ])
    const text = 'openapi: 3.1.0\ninfo: { title: t, version: "1" }\npaths: {}\n---\n# the old one\nopenapi: 3.0.0\n'
    const document = await loadDocument('api.yaml', { text })
    const [second] = lintDocument(document)
    expect(second && locateFinding(second, document)).to.deep.equal({ file: 'api.yaml', line: 6, column: 1 })
    expect(await lint('openapi: 3.1.0\ntags: []\npaths: {}\n---\n# nothing\n')).to.deep.equal([])
  })

  it('tells bytes that are no UTF-8, with their place', async () => {
    const text = 'openapi: 3.1.0\ninfo: { title: caf\uFFFD, version: "1" }\npaths: {}\n'
    const document = await loadDocument('api.yaml', { text })
    expect(
      lintDocument(document).map((finding) => [finding.rule, locateFinding(finding, document).line]),
    ).to.deep.equal([['document/encoding', 2]])
  })

  it('tells equal keys of one line by their columns', async () => {
    const text = '{"openapi": "3.1.0", "info": {"title": "t", "title": "t", "version": "1"}, "paths": {}}'
    const [equal] = lintDocument(await loadDocument('api.json', { text }))
    expect(equal?.message).to.contain('column 31 of line 1 and again at column 45')
  })

  it('tells fields that OpenAPI does not know, but not extensions, names of the author, and keywords', async () => {
    expect(
      await lint(`
        x-root: 1
        info: { title: t, version: '1', licence: { name: MIT } }
        paths:
          x-paths: 1
          /a: { get: { paramaters: [], responses: { 200: { description: ok, x-a: 1, content: { text/plain: { schema: { anyKeyword: 1 } } } } } } }
        components:
          headers: { H: { name: H, schema: {} } }
          securitySchemes: { s: { type: http, scheme: bearer, deprecated: true } }
      `),
    ).to.deep.equal([
      'unknown-field /info/licence',
      'unknown-field /paths/~1a/get/paramaters',
      'unknown-field /components/headers/H/name',
    ])
    const swagger = `
      paths: {}
      parameters: { p: { name: p, in: query, type: string, maxLength: 3, uniqueItems: true } }
    `
    expect(await lint(swagger, "swagger: '2.0'")).to.deep.equal([])
  })

  it('finds equal keys in a big JSON text, too', async () => {
    const text = `{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "x-a": "${'x'.repeat(2_100_000)}", "x-a": 1}`
    const document = await loadDocument('api.json', { text })
    expect(document.findings).to.deep.equal([])
    expect(lintDocument(document).map(({ rule, spec }) => [rule, spec])).to.deep.equal([
      ['document/duplicate-key', '/x-a'],
    ])
  })
})
