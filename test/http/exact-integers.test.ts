import { expect } from 'chai'
import { checkRequest } from '../../src/check/check-request.js'
import { checkResponse } from '../../src/check/check-response.js'
import { decodeRequest } from '../../src/http/decode-request.js'
import { encodeBody } from '../../src/http/encode-body.js'
import { api } from '../support/api.js'
import { mocked } from '../support/mocked.js'
import { request } from '../support/request.js'

describe('integers beyond 2^53', () => {
  async function operation() {
    const model = await api(`
      paths:
        /x:
          post:
            requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Big' } } } }
            responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Big' } } } } }
      components:
        schemas:
          Big:
            type: object
            properties:
              id: { type: integer, format: int64 }
              small: { type: integer, maximum: 10 }
              text: { type: string }
              any: {}
              list: { type: array, items: { type: integer } }
    `)
    const [only] = model.operations
    if (!only) throw new Error('no operation')
    return only
  }

  const TEXT =
    '{"id":9007199254740993,"text":"say 9007199254740993 \\" ,9007199254740995","list":[-9007199254740993,1],"any":"9007199254740993"}'

  it('keep their digits from the request to the answer', async () => {
    const post = await operation()
    const decoded = decodeRequest(post, request('/x', { body: TEXT, type: 'application/json' }), new Map())
    expect(checkRequest(post, decoded)).to.deep.equal([])
    expect(decoded.body).to.deep.include({ id: '9007199254740993', list: ['-9007199254740993', 1] })
    const body = encodeBody(decoded.body, 'application/json', post.responses[0]?.content[0])
    expect(body).to.equal(TEXT)
    const response = { status: 200, headers: { 'content-type': 'application/json' }, body }
    expect(checkResponse(post, response, decoded.body)).to.deep.equal([])
    expect(checkResponse(post, response)).to.deep.equal([])
  })

  it('are judged by their schema', async () => {
    const post = await operation()
    const rules = (body: string) =>
      checkRequest(post, decodeRequest(post, request('/x', { body, type: 'application/json' }), new Map())).map(
        ({ where }) => where.pointer,
      )
    expect(rules('{"id":9223372036854775807}')).to.deep.equal([])
    expect(rules('{"id":9223372036854775808}')).to.deep.equal(['/id'])
    expect(rules('{"small":9007199254740993}')).to.deep.equal(['/small'])
    expect(rules('{"text":9007199254740993}')).to.deep.equal(['/text'])
  })

  it('are told as they were sent, and bounds as the number that they are', async () => {
    const ask = await mocked(`
      paths:
        /n:
          get:
            parameters: [{ name: n, in: query, schema: { type: integer, format: int64, maximum: 9223372036854775807 } }]
            responses: { 204: { description: ok } }`)
    const { json } = await ask('GET /n?n=9223372036854780001')
    expect((json as { detail: string }).detail)
      .to.contain('expected an integer of 64 bits, got 9223372036854780001')
      .and.contain('at most 9223372036854775808, got 9223372036854780001')
  })
})
