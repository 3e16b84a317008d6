import { expect } from 'chai'
import { checkResponse } from '../../src/check/check-response.js'
import type { HttpResponse } from '../../src/http/exchange.js'
import type { Operation } from '../../src/model/api-model.js'
import { api } from '../support/api.js'

async function operationWith(responses: string, method = 'get'): Promise<Operation> {
  const model = await api(`
    paths:
      /x:
        ${method}:
          responses: ${responses}
    components:
      schemas:
        Pet:
          type: object
          required: [name]
          properties: { name: { type: string } }
  `)
  const [operation] = model.operations
  if (!operation) throw new Error('no operation')
  return operation
}

function answer(
  status: number,
  body: string,
  headers: HttpResponse['headers'] = { 'content-type': 'application/json' },
) {
  return { status, headers, body }
}

const rulesOf = (operation: Operation, response: HttpResponse, value?: unknown) =>
  checkResponse(operation, response, value).map(({ rule }) => rule)

const NUMBER = '{ description: d, content: { application/json: { schema: { type: integer } } } }'

describe('checkResponse', () => {
  it('is silent when all is well', async () => {
    const operation = await operationWith(`{ '200': ${NUMBER} }`)
    expect(checkResponse(operation, answer(200, '5'))).to.deep.equal([])
    expect(
      checkResponse(operation, answer(200, '5', { 'content-type': 'application/json; charset=utf-8' })),
    ).to.deep.equal([])
  })

  it('prefers the exact status to its range, and that to default', async () => {
    const text = '{ description: d, content: { application/json: { schema: { type: string } } } }'
    const operation = await operationWith(`{ default: ${text}, 4XX: ${NUMBER}, '404': ${text} }`)
    expect(rulesOf(operation, answer(404, '"x"'))).to.deep.equal([])
    expect(rulesOf(operation, answer(403, '5'))).to.deep.equal([])
    expect(rulesOf(operation, answer(500, '"x"'))).to.deep.equal([])
    expect(rulesOf(operation, answer(500, '5'))).to.deep.equal(['response/body-schema'])
  })

  it('knows a status that is not declared', async () => {
    const operation = await operationWith(`{ '200': ${NUMBER} }`)
    expect(checkResponse(operation, answer(418, ''))[0]).to.deep.include({
      rule: 'response/status',
      blame: 'server',
      message: 'expected status 200, got 418',
      spec: '/paths/~1x/get',
    })
  })

  it('knows a media type that is not declared, or not said', async () => {
    const operation = await operationWith(`{ '200': ${NUMBER} }`)
    expect(rulesOf(operation, answer(200, '5', { 'content-type': 'text/plain' }))).to.deep.equal([
      'response/media-type',
    ])
    expect(rulesOf(operation, answer(200, '5', {}))).to.deep.equal(['response/media-type'])
    expect(rulesOf(operation, answer(200, '5', { 'content-type': ';;' }))).to.deep.equal(['response/media-type'])
  })

  it('knows a body that is missing, and one that must not be', async () => {
    const operation = await operationWith(`{ '200': ${NUMBER}, '204': { description: none }, '304': ${NUMBER} }`)
    expect(rulesOf(operation, answer(200, ''))).to.deep.equal(['response/body-missing'])
    expect(rulesOf(operation, answer(204, '5'))).to.deep.equal(['response/body-forbidden'])
    expect(rulesOf(operation, answer(304, ''))).to.deep.equal([])
    expect(rulesOf(await operationWith(`{ '200': { description: d } }`), answer(200, '{}'))).to.deep.equal([
      'response/body-forbidden',
    ])
  })

  it('expects no body of HEAD', async () => {
    const operation = await operationWith(`{ '200': ${NUMBER} }`, 'head')
    expect(rulesOf(operation, answer(200, ''))).to.deep.equal([])
  })

  it('knows text that is not JSON, and where a value breaks its schema', async () => {
    const operation = await operationWith(
      `{ '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }`,
    )
    expect(rulesOf(operation, answer(200, '{'))).to.deep.equal(['response/body-syntax'])
    const [finding] = checkResponse(operation, answer(200, '{"name":5}'))
    expect(finding?.where).to.deep.equal({ side: 'response', in: 'body', pointer: '/name' })
  })

  it('takes a value instead of parsing the body again', async () => {
    const operation = await operationWith(`{ '200': ${NUMBER} }`)
    expect(rulesOf(operation, answer(200, 'not looked at'), 5)).to.deep.equal([])
    expect(rulesOf(operation, answer(200, '5'), 'x')).to.deep.equal(['response/body-schema'])
  })

  it('reads headers by their schema, whatever the case of their names', async () => {
    const operation = await operationWith(
      `{ '204': { description: d, headers: { X-Count: { required: true, schema: { type: integer } }, X-List: { schema: { type: array, items: { type: integer } } }, X-Json: { content: { application/json: { schema: { type: object } } } }, Set-Cookie: { schema: { type: string, maxLength: 5 } } } } }`,
    )
    const headers = (more: HttpResponse['headers']) => answer(204, '', { 'x-count': '1', ...more })
    expect(rulesOf(operation, answer(204, '', {}))).to.deep.equal(['response/missing-header'])
    expect(
      rulesOf(operation, headers({ 'x-list': '1, 2', 'x-json': '{}', 'set-cookie': ['a=1', 'b=2'] })),
    ).to.deep.equal([])
    expect(rulesOf(operation, headers({ 'x-count': 'many' }))).to.deep.equal(['response/header-schema'])
    expect(rulesOf(operation, headers({ 'x-json': '{' }))).to.deep.equal(['response/header-schema'])
    expect(rulesOf(operation, headers({ 'set-cookie': ['a=1', 'much too long'] }))).to.deep.equal([
      'response/header-schema',
    ])
  })

  it('promises nothing for an operation without responses', async () => {
    expect(checkResponse(await operationWith('{}'), answer(500, 'x'))).to.deep.equal([])
  })

  it('checks XML, lines and bytes by their own rules', async () => {
    const operation = await operationWith(
      `{ '200': { description: d, content: { application/xml: { schema: { type: object, properties: { a: { type: integer } } } }, application/jsonl: { schema: { type: object, required: [a] } }, image/*: { schema: { type: string, format: binary, maxLength: 1 } } } } }`,
    )
    expect(rulesOf(operation, answer(200, '<x><a>1</a></x>', { 'content-type': 'application/xml' }))).to.deep.equal([])
    expect(rulesOf(operation, answer(200, '<x><a>b</a></x>', { 'content-type': 'application/xml' }))).to.deep.equal([
      'response/body-schema',
    ])
    // Before OpenAPI 3.2 a line's schema stood under \`schema\`.
    expect(rulesOf(operation, answer(200, '{"a":1}\n{"a":2}', { 'content-type': 'application/jsonl' }))).to.deep.equal(
      [],
    )
    expect(rulesOf(operation, answer(200, '{"a":1}\n{}', { 'content-type': 'application/jsonl' }))).to.deep.equal([
      'response/body-schema',
    ])
    const bytes = { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from([1, 2, 255]) }
    expect(rulesOf(operation, bytes)).to.deep.equal([])
  })
})
