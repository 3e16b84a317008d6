import { expect } from 'chai'
import { createRandom } from '../../src/base/random.js'
import { breakValue } from '../../src/generate/break-value.js'
import { sampleRequest } from '../../src/generate/sample-request.js'
import type { Operation } from '../../src/model/api-model.js'
import { api } from '../support/api.js'

async function operation(): Promise<Operation> {
  const model = await api(`
    paths:
      /shops/{shopId}/orders:
        post:
          operationId: order
          parameters:
            - { name: shopId, in: path, required: true, schema: { type: string } }
            - { name: dryRun, in: query, schema: { type: boolean } }
            - { name: X-Tenant, in: header, required: true, schema: { enum: [north] } }
          requestBody:
            required: true
            content:
              text/plain: { schema: { type: string } }
              application/json:
                schema:
                  type: object
                  required: [sku, count]
                  additionalProperties: false
                  properties:
                    sku: { type: string, pattern: '^[A-Z]{3}$' }
                    count: { type: integer, minimum: 1, maximum: 9 }
                    tags: { type: array, uniqueItems: true, maxItems: 3, items: { type: string, minLength: 2 } }
                    id: { type: string, readOnly: true }
          responses: { 201: { description: created } }
  `)
  const found = model.operations[0]
  if (!found) throw new Error('the document declares no operation')
  return found
}

describe('sampleRequest', () => {
  it('fills every parameter and a body of the first JSON media type', async () => {
    const { params, body, mediaType, valid } = sampleRequest(await operation(), { random: createRandom(1) })
    expect({ mediaType, valid }).to.deep.equal({ mediaType: 'application/json', valid: true })
    expect(Object.keys(params.path)).to.deep.equal(['shopId'])
    expect(Object.keys(params.query)).to.deep.equal(['dryRun'])
    expect(params.header).to.deep.equal({ 'X-Tenant': 'north' })
    expect(Object.keys(body as object)).to.deep.equal(['sku', 'count', 'tags'])
  })

  it('leaves out what is not required in minimal mode', async () => {
    const { params, body } = sampleRequest(await operation(), { random: createRandom(1), mode: 'minimal' })
    expect(params.query).to.deep.equal({})
    expect(Object.keys(body as object)).to.deep.equal(['sku', 'count'])
  })

  it('sends an optional body in minimal mode where one is asked for', async () => {
    const hook = '{ type: object, required: [url], properties: { url: { type: string }, note: { type: string } } }'
    const { operations } = await api(`
      paths:
        /hooks:
          post:
            requestBody: { content: { application/json: { schema: ${hook} } } }
            responses: {}
    `)
    const bodyOf = (withBody?: boolean) =>
      operations.map((each) => sampleRequest(each, { random: createRandom(1), mode: 'minimal', withBody }).body)
    expect(bodyOf()).to.deep.equal([undefined])
    expect(bodyOf(true)[0]).to.have.all.keys('url')
  })

  it('sends the media type that is asked for', async () => {
    const { body, mediaType } = sampleRequest(await operation(), { random: createRandom(1), mediaType: 'text/plain' })
    expect(mediaType).to.equal('text/plain')
    expect(body).to.be.a('string')
  })

  it('puts something into the required lists of forms, which cannot say that a list is empty', async () => {
    const form = '{ type: object, required: [tags], properties: { tags: { type: array, items: { type: string } } } }'
    const { operations } = await api(`
      paths:
        /hooks:
          post:
            requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: ${form} } } }
            responses: { 204: { description: d } }
    `)
    const [hook] = operations
    if (!hook) throw new Error('the document has an operation')
    const { body } = sampleRequest(hook, { random: createRandom(1), mode: 'minimal' })
    expect((body as { tags: string[] }).tags).to.have.length(1)
  })

  it('puts something into required lists and objects of parameters, which no style can write when they are empty', async () => {
    const { operations } = await api(`
      paths:
        /pets:
          get:
            parameters:
              - { name: ids, in: query, required: true, schema: { type: array, items: { type: string } } }
              - { name: where, in: query, required: true, style: deepObject, schema: { type: object, properties: { a: { type: string } } } }
            responses: { 200: { description: d } }
    `)
    const [list] = operations
    if (!list) throw new Error('the document has an operation')
    const { params } = sampleRequest(list, { random: createRandom(1), mode: 'minimal' })
    expect(params.query['ids']).to.have.length.above(0)
    expect(params.query['where']).to.have.all.keys('a')
  })
})

describe('breakValue', () => {
  it('breaks each keyword once, and each time so that the schema refuses it', async () => {
    const subject = await operation()
    const schema = subject.body?.content[1]?.schema
    if (!schema) throw new Error('the document declares no schema')
    const { body } = sampleRequest(subject, { random: createRandom(1) })
    const broken = breakValue(schema, body)
    expect(broken.map(({ keyword, at }) => `${keyword} ${at}`)).to.include.members([
      'type ',
      'required /sku',
      'additionalProperties /unexpected',
      'pattern /sku',
      'minimum /count',
      'maximum /count',
      'type /count',
      'uniqueItems /tags',
      'maxItems /tags',
      'minLength /tags/0',
    ])
    expect(broken.filter(({ value }) => schema.accepts(value, 'request'))).to.deep.equal([])
  })
})
