import { expect } from 'chai'
import { mocked } from '../support/mocked.js'

const CODES = [
  'ERR_REGISTRATION_INVALID_TOKEN',
  'ERR_AUTHENTICATION_FAILED',
  'ERR_MISSING_PRIVILEGES',
  'ERR_UPDATE_DENIED',
  'ERR_FORBIDDEN',
  'ERR_INPUT_VALIDATION_FAILED',
  'ERR_ENTITY_NOT_FOUND',
  'ERR_DUPLICATE',
  'ERR_UNKNOWN',
]

const DOCUMENT = `
  security: [{ bearer: [] }]
  paths:
    /things:
      post:
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        responses: { 201: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }, 409: { $ref: '#/components/responses/Error' }, default: { $ref: '#/components/responses/Error' } }
    /things/{name}:
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
      get: { responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }, 404: { $ref: '#/components/responses/Error' } } }
  components:
    securitySchemes: { bearer: { type: http, scheme: bearer } }
    responses: { Error: { description: no, content: { application/json: { schema: { type: object, required: [code], properties: { code: { type: string, enum: [${CODES.join(', ')}] } } } } } } }
    schemas: { Thing: { type: object, required: [name], properties: { name: { type: string } } } }
`

describe('the code of a declared error', () => {
  it('is the one that tells most of the status, wherever the document lists it', async () => {
    const ask = await mocked(DOCUMENT)
    const headers = { authorization: 'Bearer t' }
    const codeOf = async (...[line, more]: Parameters<typeof ask>) =>
      ((await ask(line, more)).json as { code: string }).code
    await ask('POST /things', { headers, body: { name: 'a' } })
    expect(await codeOf('POST /things', { headers, body: {} })).to.equal('ERR_INPUT_VALIDATION_FAILED')
    expect(await codeOf('POST /things', { headers, body: { name: 'a' } })).to.equal('ERR_DUPLICATE')
    expect(await codeOf('POST /things', { body: { name: 'b' } })).to.equal('ERR_AUTHENTICATION_FAILED')
    expect(await codeOf('GET /things/b', { headers })).to.equal('ERR_ENTITY_NOT_FOUND')
  })
})

describe('a declared error', () => {
  it('tells the address that was asked for, and says of a singleton that is called as many that they are not there', async () => {
    const error =
      '{ type: object, properties: { err: { type: string }, url: { type: string, format: uri }, path: { type: string }, message: { type: string } } }'
    const none = `404: { description: no, content: { application/json: { schema: ${error} } } }`
    const limits = '{ type: object, properties: { max: { type: integer } } }'
    const ask = await mocked(`
      paths:
        /limits:
          get: { responses: { 200: { description: ok, content: { application/json: { schema: ${limits} } } }, ${none} } }
          delete: { responses: { 204: { description: ok }, ${none} } }
    `)
    await ask('DELETE /limits')
    expect((await ask('GET /limits')).json).to.deep.equal({
      err: 'Not Found',
      url: 'http://localhost/limits',
      path: '/limits',
      message: 'there are no limits',
    })
  })

  it('keeps its media type and members where its schema refuses every object: a choice of errors that are all alike', async () => {
    const error =
      '{ type: object, required: [title, detail], properties: { title: { type: string }, detail: { type: string } } }'
    const ask = await mocked(`
      paths:
        /keys: { post: { responses: { 201: { description: ok, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string } } } } } } } } }
        /keys/{id}:
          parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
          get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } } }, 404: { description: no, content: { application/json: { schema: { oneOf: [${error}, ${error}] } } } } } }
    `)
    const absent = await ask('GET /keys/none')
    expect([absent.status, absent.headers['content-type']]).to.deep.equal([404, 'application/json'])
    expect(absent.json).to.deep.equal({ title: 'Not Found', detail: "there is no key 'none'" })
  })
})
