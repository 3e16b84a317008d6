import { expect } from 'chai'
import { lint } from './linted.js'

describe('what fields mean together', () => {
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

  it('does not choke on paths made to be slow to compare', async () => {
    const path = `/${Array.from({ length: 200 }, (_, index) => `{a${index}}b`).join('')}`
    const text = `paths: {}`
    expect(await lint(text.replace('{}', `{ '${path}': {}, '/${'b'.repeat(3000)}c': {} }`))).to.deep.equal([])
  })
})
