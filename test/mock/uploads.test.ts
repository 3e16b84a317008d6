import { expect } from 'chai'
import { mocked } from '../support/mocked.js'

describe('an uploaded file', () => {
  it('is remembered as Base64 beside the other members', async () => {
    const ask = await mocked(`
      paths:
        /proofs:
          post:
            requestBody: { required: true, content: { multipart/form-data: { schema: { $ref: '#/components/schemas/Proof' } } } }
            responses: { 201: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Stored' } } } } }
        /proofs/{id}:
          parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
          get: { responses: { 200: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Stored' } } } } } }
      components:
        schemas:
          Proof: { type: object, required: [title, file], properties: { title: { type: string }, file: {} } }
          Stored: { type: object, required: [id], properties: { id: { type: integer }, title: { type: string }, file: { type: string } } }
    `)
    const body = [
      '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nMay\r\n',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\nhello\r\n--b--\r\n',
    ].join('')
    const created = await ask('POST /proofs', { body, type: 'multipart/form-data; boundary=b' })
    expect(created.status).to.equal(201)
    const read = await ask('GET /proofs/1')
    expect(read.json).to.deep.equal({ id: 1, title: 'May', file: Buffer.from('hello').toString('base64') })
  })
})
