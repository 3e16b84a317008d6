import { expect } from 'chai'
import { lintDocument } from '../../src/document/lint/lint-document.js'
import { loadDocument } from '../../src/document/load-document.js'
import { locateFinding } from '../../src/document/locate-finding.js'
import { dedent } from '../support/api.js'

/** 'rule pointer' of each finding of a document; `openapi`, `info` and `paths` are added where they are missing. */
async function lint(text: string, version = 'openapi: 3.1.0'): Promise<string[]> {
  const body = dedent(text)
  const head = [
    /^(openapi|swagger):/m.test(body) ? '' : version,
    /^info:/m.test(body) ? '' : 'info: { title: t, version: "1" }',
  ]
  const paths = /^paths:/m.test(body) ? '' : '\npaths: {}'
  const document = await loadDocument('api.yaml', { text: `${head.filter(Boolean).join('\n')}\n${body}${paths}` })
  return lintDocument(document).map(({ rule, spec }) => `${rule.slice('document/'.length)} ${spec ?? ''}`)
}

describe('lintDocument', () => {
  it('tells tags of one name, and parents that are no tags or stand below their children', async () => {
    const tags =
      '[{ name: a, parent: b }, { name: b, parent: a }, { name: c, parent: none }, { name: d, parent: a }, { name: c }]'
    expect(await lint(`tags: ${tags}`, 'openapi: 3.2.0')).to.deep.equal([
      'contradiction /tags/0/parent',
      'contradiction /tags/1/parent',
      'contradiction /tags/2/parent',
      'contradiction /tags/4',
    ])
  })

  it('tells braces of a path that do not pair or hold nothing', async () => {
    const paths = ['/a/{id', '/b/}x{', '/c/{}', '/d/{a{b}'].map((path) => `'${path}': {}`)
    expect(await lint(`paths: { ${paths.join(', ')}, '/e/{id}': {} }`)).to.deep.equal([
      'contradiction /paths/~1a~1{id',
      'contradiction /paths/~1b~1}x{',
      'contradiction /paths/~1c~1{}',
      'contradiction /paths/~1d~1{a{b}',
    ])
  })

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

  it('holds parameters against the path and against each other', async () => {
    expect(
      await lint(`
        paths:
          /a/{x}/{y}:
            parameters: [{ $ref: '#/components/parameters/x' }]
            get:
              parameters:
                - { name: q, in: query, schema: {} }
                - { name: q, in: query, schema: {} }
                - { name: H, in: header, schema: {} }
                - { name: h, in: header, schema: {} }
                - { name: z, in: path, required: true, schema: {} }
              responses: { 200: { description: ok } }
        components: { parameters: { x: { name: x, in: path, required: true, schema: {} } } }
      `),
    ).to.deep.equal([
      'path-parameter-undeclared /paths/~1a~1{x}~1{y}/get',
      'duplicate-parameter /paths/~1a~1{x}~1{y}/get/parameters/1',
      'duplicate-parameter /paths/~1a~1{x}~1{y}/get/parameters/3',
      'path-parameter-unused /paths/~1a~1{x}~1{y}/get/parameters/4',
    ])
  })

  it('tells operation ids that are taken, by callbacks and webhooks as well', async () => {
    expect(
      await lint(`
        paths:
          /a: { get: { operationId: same, responses: { 200: { description: ok } } } }
          /b: { get: { operationId: same, responses: { 200: { description: ok } } } }
        webhooks:
          hook: { post: { operationId: same, responses: { 200: { description: ok } } } }
      `),
    ).to.deep.equal([
      'duplicate-operation-id /paths/~1b/get/operationId',
      'duplicate-operation-id /webhooks/hook/post/operationId',
    ])
  })

  it('tells paths that match the same, and those that can', async () => {
    expect(
      await lint(`
        paths:
          /pets/mine: {}
          /pets/{id}: {}
          /pets/{name}: {}
          /{a}/me: {}
          /books/{id}: {}
          /files/{id}.json: {}
          /{kind}/a.xml: {}
          /x/{id}:cancel: {}
          /x/{id}:clone: {}
      `),
    ).to.deep.equal([
      'equal-paths /paths/~1pets~1{name}',
      'ambiguous-paths /paths/~1{a}~1me',
      'ambiguous-paths /paths/~1books~1{id}',
      'ambiguous-paths /paths/~1{kind}~1a.xml',
    ])
  })

  it('tells security schemes that are not defined, each once', async () => {
    expect(
      await lint(`
        security: [{ kee: [] }]
        paths:
          /a: { get: { security: [{ kee: [] }, { other: [] }], responses: { 200: { description: ok } } } }
        components: { securitySchemes: { key: { type: apiKey, name: k, in: header } } }
      `),
    ).to.deep.equal([
      'undefined-security-scheme /security/0/kee',
      'undefined-security-scheme /paths/~1a/get/security/1/other',
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

  it('tells media types that are none, and bodies that 3.0 gives no meaning', async () => {
    expect(
      await lint(
        `
        paths:
          /a:
            get:
              requestBody: { content: { json: {}, '*/*': {}, application/*: {}, 'text/plain; charset=utf-8': {}, application/vnd.a+json: {} } }
              responses: { 200: { description: ok } }
      `,
        'openapi: 3.0.0',
      ),
    ).to.deep.equal(['body-on-get /paths/~1a/get/requestBody', 'media-type /paths/~1a/get/requestBody/content/json'])
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

  it('tells a name that stands twice in one path, but not one behind a #', async () => {
    const parameter = '{ name: a, in: path, required: true, schema: { type: integer } }'
    const item = `{ parameters: [${parameter}], get: { responses: { 200: { description: ok } } } }`
    expect(await lint(`paths: { "/u/{a}/{a}/{a}": ${item}, "/v/{a}#{a}": ${item} }`)).to.deep.equal([
      'contradiction /paths/~1u~1{a}~1{a}~1{a}',
    ])
  })

  it('misses the items of lists in parameters and headers of Swagger 2', async () => {
    const text = `
      paths:
        /u:
          get:
            parameters: [{ name: t, in: query, type: array }, { name: u, in: query, type: array, items: { type: string } }]
            responses: { 200: { description: ok, headers: { L: { type: array }, M: { type: string } } } }
    `
    expect(await lint(text, 'swagger: "2.0"')).to.have.members([
      'missing-field /paths/~1u/get/parameters/0',
      'missing-field /paths/~1u/get/responses/200/headers/L',
    ])
  })

  it('tells what must not stand together, and what is missing beside something else', async () => {
    expect(
      await lint(
        `
        $self: 'https://x.test/api#a'
        info: { title: t, version: '1', license: { identifier: MIT }, contact: { name: 1 } }
        tags: [{ name: a }, { name: b }, { name: a }]
        servers: [{ url: '/{a}/{b}', variables: { a: { default: x, enum: [] }, b: { default: x, enum: [y] } } }]
        paths:
          /a:
            parameters: [{ name: all, in: querystring, content: { application/json: {} } }]
            get: { parameters: [{ name: q, in: query, schema: {} }], responses: { 200: { description: ok } } }
        components:
          parameters:
            one: { name: a, in: query, schema: {}, example: 1, examples: { x: { value: 1, externalValue: x.json } } }
            two: { name: b, in: query, style: form, content: { text/plain: {}, text/html: {} } }
            three: { name: c, in: header, style: form, allowReserved: true, schema: {} }
          links: { none: {}, both: { operationId: a, operationRef: '#/a' } }
          schemas: { a b: {} }
          securitySchemes:
            o: { type: oauth2, flows: { clientCredentials: { scopes: {} } } }
            i: { type: openIdConnect }
      `,
        'openapi: 3.2.0',
      ),
    ).to.have.members([
      'contradiction /$self',
      'wrong-type /info/contact/name',
      'missing-field /info/license',
      'contradiction /tags/2',
      'contradiction /servers/0/variables/a/enum',
      'contradiction /servers/0/variables/b/default',
      'contradiction /paths/~1a/get/parameters/0',
      'contradiction /components/parameters/one/examples',
      'contradiction /components/parameters/one/examples/x/externalValue',
      'contradiction /components/parameters/two/style',
      'contradiction /components/parameters/two/content',
      'contradiction /components/parameters/three/style',
      'contradiction /components/parameters/three/allowReserved',
      'missing-field /components/links/none',
      'unresolved-ref /components/links/both/operationId',
      'contradiction /components/links/both/operationRef',
      'wrong-type /components/schemas/a b',
      'missing-field /components/securitySchemes/o/flows/clientCredentials',
      'missing-field /components/securitySchemes/i',
    ])
  })

  it('finds equal keys in a big JSON text, too', async () => {
    const text = `{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "x-a": "${'x'.repeat(2_100_000)}", "x-a": 1}`
    const document = await loadDocument('api.json', { text })
    expect(document.findings).to.deep.equal([])
    expect(lintDocument(document).map(({ rule, spec }) => [rule, spec])).to.deep.equal([
      ['document/duplicate-key', '/x-a'],
    ])
  })

  it('does not choke on paths made to be slow to compare', async () => {
    const path = `/${Array.from({ length: 200 }, (_, index) => `{a${index}}b`).join('')}`
    const text = `paths: {}`
    expect(await lint(text.replace('{}', `{ '${path}': {}, '/${'b'.repeat(3000)}c': {} }`))).to.deep.equal([])
  })
})
