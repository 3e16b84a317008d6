import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'
import { json } from '../../support/operations.js'

const MARK = json("{ type: string, enum: ['.', X, O] }")
const NUMBER = json('{ type: number }')

/** A text is sent as it stands. */
const headers = { 'content-type': 'application/json' }

describe('one value of JSON that is no object', () => {
  it('is read as it was put, beside others that nobody put', async () => {
    const ask = await mocked(`
      paths:
        /board/{row}/{column}:
          parameters:
            - { name: row, in: path, required: true, schema: { type: integer, maximum: 3 } }
            - { name: column, in: path, required: true, schema: { type: integer, maximum: 3 } }
          get: { responses: { 200: { description: d, ${MARK} } } }
          put: { requestBody: { required: true, ${MARK} }, responses: { 204: { description: d } } }
    `)
    await ask('PUT /board/1/1', { headers, body: '"X"' })
    await ask('PUT /board/1/2', { headers, body: '"O"' })
    expect((await ask('GET /board/1/1')).json).to.equal('X')
    expect((await ask('GET /board/1/2')).json).to.equal('O')
    expect((await ask('GET /board/3/3')).status).to.equal(200)
  })

  it('is told by the PUT, and gone once it was removed', async () => {
    const ask = await mocked(`
      paths:
        /gauges/{name}:
          parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
          get: { responses: { 200: { description: d, ${NUMBER} }, 404: { description: d } } }
          put: { requestBody: { required: true, ${NUMBER} }, responses: { 200: { description: d, ${NUMBER} } } }
          delete: { responses: { 204: { description: d } } }
    `)
    expect((await ask('PUT /gauges/heat', { body: 5.5 })).json).to.equal(5.5)
    expect((await ask('GET /gauges/heat')).json).to.equal(5.5)
    await ask('DELETE /gauges/heat')
    expect((await ask('GET /gauges/heat')).status).to.equal(404)
  })

  it('is a setting where its path has no id', async () => {
    const theme = json('{ type: string }')
    const ask = await mocked(`
      paths:
        /theme:
          get: { responses: { 200: { description: d, ${theme} } } }
          put: { requestBody: { required: true, ${theme} }, responses: { 204: { description: d } } }
    `)
    await ask('PUT /theme', { headers, body: '"dark"' })
    expect((await ask('GET /theme')).json).to.equal('dark')
  })
})
