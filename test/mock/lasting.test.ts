import { expect } from 'chai'
import { mocked } from '../support/mocked.js'

const PET =
  '{ type: object, required: [id, name], properties: { id: { type: integer, readOnly: true }, name: { type: string } } }'
const PETS = `
  paths:
    /pets:
      get: { responses: { 200: { description: d, content: { application/json: { schema: { type: array, items: ${PET} } } } } } }
      post:
        requestBody: { content: { application/json: { schema: ${PET} } } }
        responses: { 201: { description: d, content: { application/json: { schema: ${PET} } } } }
    /pets/{id}:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      get:
        responses:
          200: { description: d, content: { application/json: { schema: ${PET} }, application/xml: { schema: ${PET} } } }
      put:
        requestBody: { content: { application/json: { schema: ${PET} } } }
        responses: { 200: { description: d, content: { application/json: { schema: ${PET} } } } }
      delete: { responses: { 204: { description: d } } }
`

describe('answers that are kept as long as what they show', () => {
  it('show a change of an item, alone and in a list that was read before', async () => {
    const ask = await mocked(PETS)
    await ask('POST /pets', { body: { name: 'Rex' } })
    await ask('POST /pets', { body: { name: 'Ada' } })
    await ask('GET /pets')
    await ask('GET /pets/2')
    await ask('PUT /pets/2', { body: { name: 'Eve' } })
    expect((await ask('GET /pets/2')).json).to.deep.equal({ id: 2, name: 'Eve' })
    expect((await ask('GET /pets')).json).to.deep.equal([
      { id: 1, name: 'Rex' },
      { id: 2, name: 'Eve' },
    ])
  })

  it('show what was added to and removed from a list that was read before', async () => {
    const ask = await mocked(PETS)
    await ask('POST /pets', { body: { name: 'Rex' } })
    await ask('GET /pets')
    await ask('POST /pets', { body: { name: 'Ada' } })
    expect((await ask('GET /pets')).json).to.have.lengthOf(2)
    await ask('DELETE /pets/2')
    expect((await ask('GET /pets')).json).to.deep.equal([{ id: 1, name: 'Rex' }])
  })

  it('are written anew for another media type', async () => {
    const ask = await mocked(PETS)
    await ask('POST /pets', { body: { name: 'Rex' } })
    await ask('GET /pets/1', { headers: { accept: 'application/json' } })
    const xml = await ask('GET /pets/1', { headers: { accept: 'application/xml' } })
    expect(xml.text).to.contain('<name>Rex</name>')
    expect((await ask('GET /pets/1', { headers: { accept: 'application/json' } })).json).to.deep.equal({
      id: 1,
      name: 'Rex',
    })
  })
})
