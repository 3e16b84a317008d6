import { expect } from 'chai'
import { createMock } from '../../mock/create-mock.js'
import { mocked } from '../support/mocked.js'
import { request } from '../support/request.js'

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** A document whose answer is the first of many schemas, each made of the next; the last asks for an integer. */
async function answerOf(count: number, link: (next: object) => object, openapi = '3.1.0') {
  const schemas = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`S${i}`, link(reference(`S${i + 1}`))] as const),
  )
  const content = { 'application/json': { schema: reference('S0') } }
  const responses = { 200: { description: 'ok', content } }
  const mock = await createMock({
    openapi,
    info: { title: 't', version: '1' },
    paths: { '/a': { get: { responses } } },
    components: { schemas: { ...schemas, [`S${count}`]: { type: 'integer' } } },
  })
  const { status, body } = await mock.handle(request('/a'))
  return { status, body: String(body) }
}

describe('documents that are made to keep a mock busy', function () {
  this.timeout(20_000)

  it('have their answer although references lead on for long', async () => {
    expect((await answerOf(20_000, (next) => next, '3.0.0')).body).to.match(/^\d+$/)
  })

  it('have some answer although schemas stand in one another for long', async () => {
    expect((await answerOf(3000, (next) => ({ allOf: [next] }))).status).to.equal(200)
    expect((await answerOf(1500, (next) => ({ not: next }))).status).to.equal(200)
  })

  it('have some answer although every schema has two ways to the next', async () => {
    expect((await answerOf(40, (next) => ({ oneOf: [next, next] }))).status).to.equal(200)
    expect((await answerOf(200, (next) => ({ anyOf: [next, next] }))).status).to.equal(200)
  })

  it('are served although their schemas describe an object by nothing but one another', async () => {
    const ask = await mocked(`
      components:
        schemas:
          A: { allOf: [{ $ref: '#/components/schemas/B' }] }
          B: { anyOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }
      paths:
        /a:
          get: { responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } }
          post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }, responses: { 201: { description: ok } } }
    `)
    expect((await ask('GET /a')).status).to.equal(200)
    expect((await ask('POST /a', { body: {} })).status).to.equal(201)
    const pets = await mocked(`
      components:
        schemas:
          Pet: { type: object, properties: { id: { type: string, readOnly: true } }, oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] }
          Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { claws: { type: integer } } }] }
          Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { bark: { type: string } } }] }
      paths:
        /pets:
          post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, responses: { 201: { description: ok } } }
          get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } } }
        /pets/{id}: { get: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Cat' } } } } } } }
    `)
    expect((await pets('GET /pets')).status).to.equal(200)
  })
})
