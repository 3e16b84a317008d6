import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const PET = '{ type: object, required: [id], properties: { id: { type: string }, name: { type: string } } }'
const NEW =
  '{ required: true, content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }'
const ID = '{ name: id, in: path, required: true, schema: { type: string } }'
const answer = (schema: string): string =>
  `{ 200: { description: d, content: { application/json: { schema: ${schema} } } } }`

describe('where a created id is told', () => {
  it('is Location with 201, which the standard wants there, and with any status where the answer shows no id', async () => {
    const ask = await mocked(`
      servers: [{ url: /v1 }]
      paths:
        /pets:
          post: { requestBody: ${NEW}, responses: { 201: { description: d, content: { application/json: { schema: ${PET} } } } } }
        /pets/{id}: { parameters: [${ID}], get: { responses: ${answer(PET)} } }
        /owners:
          post: { requestBody: ${NEW}, responses: ${answer('{ type: object, properties: { ok: { type: boolean } } }')} }
        /owners/{id}: { parameters: [${ID}], get: { responses: ${answer(PET)} } }
    `)
    const pet = await ask('POST /v1/pets', { body: { name: 'Rex' } })
    expect(pet.headers['location']).to.equal(`/v1/pets/${(pet.json as { id: string }).id}`)
    const { headers } = await ask('POST /v1/owners', { body: { name: 'Ann' } })
    expect((await ask(`GET ${String(headers['location'])}`)).json).to.include({ name: 'Ann' })
  })

  it('is not Location where the answer shows the id with 200, or where nothing is found by id', async () => {
    const ask = await mocked(`
      paths:
        /pets: { post: { requestBody: ${NEW}, responses: ${answer(PET)} } }
        /pets/{id}: { parameters: [${ID}], get: { responses: ${answer(PET)} } }
        /notes:
          get: { responses: ${answer(`{ type: array, items: ${PET} }`)} }
          post: { requestBody: ${NEW}, responses: { 201: { description: d, content: { application/json: { schema: ${PET} } } } } }
    `)
    expect((await ask('POST /pets', { body: { name: 'Rex' } })).headers).not.to.have.property('location')
    expect((await ask('POST /notes', { body: { name: 'Rex' } })).headers).not.to.have.property('location')
  })
})

describe('what an item is read from', () => {
  it('is the one in a bare list of what a create shows, where the path names an id', async () => {
    const ask = await mocked(`
      components: { schemas: { Pet: ${PET} } }
      paths:
        /pets: { post: { requestBody: ${NEW}, responses: ${answer('{ $ref: "#/components/schemas/Pet" }')} } }
        /pets/{petId}:
          parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
          get: { responses: ${answer('{ type: array, items: { $ref: "#/components/schemas/Pet" } }')} }
        /toys: { post: { requestBody: ${NEW}, responses: ${answer('{ $ref: "#/components/schemas/Pet" }')} } }
        /toys/{genre}:
          parameters: [{ name: genre, in: path, required: true, schema: { type: string } }]
          get: { responses: ${answer('{ type: array, items: { $ref: "#/components/schemas/Pet" } }')} }
    `)
    const { id } = (await ask('POST /pets', { body: { name: 'Rex' } })).json as { id: string }
    expect((await ask(`GET /pets/${id}`)).json).to.deep.equal([{ name: 'Rex', id }])
    expect((await ask('GET /pets/other')).status).to.equal(404)
    expect((await ask('GET /toys/funny')).status).to.equal(200)
  })

  it('is the schema, where the same media type stands there a second time for its examples', async () => {
    const ask = await mocked(`
      paths:
        /pets: { post: { requestBody: ${NEW}, responses: ${answer(PET)} } }
        /pets/{id}:
          parameters: [${ID}]
          get:
            responses:
              200:
                description: d
                content:
                  application/json: { example: '{ "id": "1" }' }
                  application/json; charset=utf-8: { schema: ${PET} }
    `)
    const { id } = (await ask('POST /pets', { body: { name: 'Rex' } })).json as { id: string }
    expect((await ask(`GET /pets/${id}`)).json).to.deep.equal({ name: 'Rex', id })
  })

  it('is what an example looks like, where JSON is answered without a schema, or with one that says nothing', async () => {
    const shown = (schema: string, example: string) =>
      `{ 200: { description: d, content: { application/json: { ${schema} example: ${example} } } } }`
    const ask = await mocked(`
      paths:
        /rules:
          get: { responses: ${shown('schema: { type: object },', '{ data: [{ rule_id: 4, name: First }], total: 1 }')} }
          post: { requestBody: ${NEW}, responses: ${shown('', '{ code: 200, data: { rule_id: 4, name: First } }')} }
        /rules/{rule_id}:
          parameters: [{ name: rule_id, in: path, required: true, schema: { type: number } }]
          get: { responses: ${shown('', '\'{ "data": { "rule_id": 4, "name": "First" } }\'')} }
    `)
    const made = await ask('POST /rules', { body: { name: 'Second' } })
    expect(made.json).to.deep.equal({ code: 200, data: { rule_id: 1, name: 'Second' } })
    expect((await ask('GET /rules/1')).json).to.deep.equal({ data: { rule_id: 1, name: 'Second' } })
    const { data } = (await ask('GET /rules')).json as { data: unknown }
    expect(data).to.deep.equal([
      { rule_id: 4, name: 'First' },
      { rule_id: 1, name: 'Second' },
    ])
  })

  it('is whether it is there, where a create is all that is declared beside an answer without content', async () => {
    const ask = await mocked(`
      paths:
        /pets: { post: { requestBody: ${NEW}, responses: ${answer(PET)} } }
        /pets/{id}: { parameters: [${ID}], get: { responses: { 200: { description: d } } } }
    `)
    const { id } = (await ask('POST /pets', { body: { name: 'Rex' } })).json as { id: string }
    expect((await ask(`GET /pets/${id}`)).status).to.equal(200)
    expect((await ask('GET /pets/other')).status).to.equal(404)
  })
})
