import { expect } from 'chai'
import { mocked } from '../support/mocked.js'
import { api } from '../support/api.js'
import { onlyOperation, rulesOf } from '../support/model.js'

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
    expect(onlyOperation(model).parameters.map((each) => [each.in, each.name, each.required])).to.deep.equal([
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
    expect(onlyOperation(model).parameters.map((each) => each.in)).to.deep.equal(['query'])
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
    expect(onlyOperation(model).parameters.map(({ name, style, explode }) => [name, style, explode])).to.deep.equal([
      ['p', 'matrix', true],
      ['q', 'form', true],
      ['d', 'deepObject', false],
      ['h', 'simple', false],
      ['c', 'form', true],
    ])
    expect(onlyOperation(model).parameters.at(-1)).to.have.nested.property('content.declared', 'application/json')
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
    expect(onlyOperation(model).parameters.map(({ name, schema }) => [name, schema !== undefined])).to.deep.equal([
      ['x', true],
      ['y', false],
    ])
    expect(rulesOf(model)).to.deep.equal(['document/path-parameter-unused', 'document/path-parameter-undeclared'])
  })

  it('are not demanded where they stand in a fragment, which is never sent', async () => {
    const model = await api(`
      paths:
        /send/{a}#env/{b}/{a}:
          post:
            parameters: [{ name: a, in: path, required: true, schema: {} }, { name: b, in: path, required: true, schema: {} }]
            responses: { 204: { description: ok } }
    `)
    expect(onlyOperation(model).parameters.map(({ name }) => name)).to.deep.equal(['a'])
    expect(rulesOf(model)).to.deep.equal(['document/path-parameter-unused'])
    const ask = await mocked(model)
    expect((await ask('POST /send/1')).status).to.equal(204)
  })

  it('are read by a `type` that was left over from Swagger 2.0, with a finding', async () => {
    const model = await api(`
      paths:
        /a: { get: { parameters: [{ name: q, in: query, required: true, type: integer }], responses: { 200: { description: ok } } } }
    `)
    expect(onlyOperation(model).parameters[0]?.schema?.accepts('x', 'request')).to.equal(false)
    expect(onlyOperation(model).parameters[0]?.schema?.accepts(1, 'request')).to.equal(true)
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
    expect(onlyOperation(model).parameters.map(({ required }) => required)).to.deep.equal([true])
    expect(rulesOf(model)).to.deep.equal(['document/duplicate-parameter'])
  })
})
