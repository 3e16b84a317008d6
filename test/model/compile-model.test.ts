import { expect } from 'chai'
import { api } from '../support/api.js'

describe('compileModel', () => {
  it('lists operations in document order, named by operationId or by method and path', async () => {
    const model = await api(`
      paths:
        /pets:
          post: { operationId: createPet, responses: { 201: { description: made } } }
          get: { responses: { 200: { description: all } } }
    `)
    expect(model.operations.map(({ id, method }) => [id, method])).to.deep.equal([
      ['createPet', 'POST'],
      ['GET /pets', 'GET'],
    ])
    expect(model.operation('createPet')?.path).to.equal('/pets')
  })

  it('calls the second of two operations with one operationId by its method and path', async () => {
    const model = await api(`
      paths:
        /a: { get: { operationId: same, responses: { 200: { description: a } } } }
        /b: { get: { operationId: same, responses: { 200: { description: b } } } }
    `)
    expect(model.operations.map(({ id }) => id)).to.deep.equal(['same', 'GET /b'])
    expect(model.findings().map(({ rule }) => rule)).to.deep.equal(['document/duplicate-operation-id'])
  })

  it('treats names of the prototype as names like any other', async () => {
    const model = await api(`
      paths:
        /__proto__/{constructor}:
          get:
            operationId: __proto__
            parameters: [{ name: constructor, in: path, required: true }]
            responses: { 200: { description: ok } }
    `)
    expect(model.operation('__proto__')?.parameters.map(({ name }) => name)).to.deep.equal(['constructor'])
    expect(model.operation('toString')).to.equal(undefined)
  })
})
