import { expect } from 'chai'
import fc from 'fast-check'
import { loadDocument } from '../../src/document/load-document.js'
import { compileModel } from '../../src/model/compile-model.js'
import { api, dedent } from '../support/api.js'
import { onlyOperation, rulesOf } from '../support/model.js'

describe('documents that are wrong', () => {
  it('serve methods in upper case, and no method of another version; both with a finding', async () => {
    const model = await api(`
      paths:
        /a: { GET: { responses: { 200: { description: ok } } }, query: { responses: { 200: { description: ok } } } }
    `)
    expect(model.operations.map(({ id }) => id)).to.deep.equal(['GET /a'])
    expect(rulesOf(model)).to.deep.equal(['document/wrong-type', 'document/wrong-type'])
  })

  it('may write nothing for an empty object', async () => {
    const model = await api(`
      paths:
        /a:
          get:
            tags:
            parameters:
            responses: { 200: { description: ok, headers: , content: { application/json: } } }
    `)
    expect(onlyOperation(model).responses[0]?.content.map(({ declared }) => declared)).to.deep.equal([
      'application/json',
    ])
    expect(onlyOperation(model).parameters).to.deep.equal([])
    expect(rulesOf(model)).to.deep.equal([])
  })

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
