import { expect } from 'chai'
import { lintDocument } from '../../src/document/lint/lint-document.js'
import { loadDocument } from '../../src/document/load-document.js'
import { dedent } from '../support/api.js'

/** 'rule pointer' of each finding. */
async function lint(text: string, version = 'openapi: 3.0.3'): Promise<string[]> {
  const document = await loadDocument('api.yaml', {
    text: `${version}\ninfo: { title: t, version: "1" }\n${dedent(text)}`,
  })
  return lintDocument(document).map(({ rule, spec }) => `${rule.slice('document/'.length)} ${spec ?? ''}`)
}

describe('lint: what does nothing, or something else than it says', () => {
  it('tells keywords beside a $ref, which only OpenAPI 3.1 hears, and headers that are declared elsewhere', async () => {
    const text = `
      paths:
        /a:
          get:
            parameters:
              - { name: Authorization, in: header, schema: { type: string } }
              - { name: accept, in: query, schema: { $ref: '#/components/schemas/A', maxLength: 3 } }
              - { name: b, in: query, schema: { $ref: '#/components/schemas/A', description: b, type: string, x-b: 1 } }
            responses: { 200: { description: ok } }
      components: { schemas: { A: { type: string } } }
    `
    const header = 'ignored /paths/~1a/get/parameters/0/name'
    expect(await lint(text)).to.have.members([header, 'ignored /paths/~1a/get/parameters/1/schema'])
    expect(await lint(text, 'openapi: 3.1.0')).to.deep.equal([header])
  })

  it('tells a $ref to a component of another kind', async () => {
    const text = `
      paths:
        /a:
          post:
            requestBody: { content: { application/json: { schema: { $ref: '#/components/requestBodies/B' } } } }
            responses: { 200: { $ref: '#/components/responses/R' }, 201: { $ref: '#/paths/~1a/post/responses/200' } }
      components:
        requestBodies: { B: { content: { text/plain: {} } } }
        responses: { R: { description: ok, headers: { h: { $ref: '#/components/parameters/P' } } } }
        parameters: { P: { name: p, in: header, schema: {} } }
    `
    expect((await lint(text)).filter((each) => each.startsWith('ref-kind'))).to.have.members([
      'ref-kind /paths/~1a/post/requestBody/content/application~1json/schema/$ref',
      'ref-kind /components/responses/R/headers/h/$ref',
    ])
    const old = `
      paths:
        /a: { get: { parameters: [{ $ref: '#/definitions/P' }], responses: { 200: { description: ok } } } }
      definitions: { P: { name: p, in: query, type: string } }
    `
    expect(await lint(old, 'swagger: "2.0"')).to.include('ref-kind /paths/~1a/get/parameters/0/$ref')
  })

  it('tells queries in paths, variables that nothing describes, and links and scopes to nowhere', async () => {
    const text = `
      servers: [{ url: 'https://{a}.test/{b}', variables: { b: { default: x } } }]
      paths:
        /a?b=1:
          get:
            operationId: known
            security: [{ o: [read, write] }, { k: [any] }]
            responses: { 200: { description: ok, links: { l: { operationId: nowhere }, k: { operationId: known } } } }
      components:
        securitySchemes:
          o: { type: oauth2, flows: { implicit: { authorizationUrl: 'https://a.test', scopes: { read: r } } } }
          k: { type: apiKey, in: header, name: k }
    `
    expect(await lint(text)).to.have.members([
      'missing-field /servers/0',
      'path-query /paths/~1a?b=1',
      'undefined-scope /paths/~1a?b=1/get/security/0/o/1',
      'unresolved-ref /paths/~1a?b=1/get/responses/200/links/l/operationId',
    ])
  })

  it('tells forms of Swagger 2 that nothing consumes, files outside of forms, and lists of schemas for items', async () => {
    const text = `
      paths:
        /a:
          post:
            consumes: [application/x-www-form-urlencoded]
            parameters: [{ name: f, in: formData, type: file }, { name: g, in: query, type: file }]
            responses: { 200: { description: ok, schema: { type: array, items: [{ type: string }] } } }
        /b: { post: { parameters: [{ name: f, in: formData, type: string }], responses: { 200: { description: ok } } } }
        /c:
          post:
            consumes: [multipart/form-data; charset=utf-8]
            parameters: [{ name: f, in: formData, type: file }]
            responses: { 200: { description: ok } }
    `
    expect(await lint(text, 'swagger: "2.0"')).to.have.members([
      'contradiction /paths/~1a/post',
      'contradiction /paths/~1a/post/parameters/1/type',
      'wrong-type /paths/~1a/post/responses/200/schema/items',
      'contradiction /paths/~1b/post',
    ])
  })
})
