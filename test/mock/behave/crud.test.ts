import { expect } from 'chai'
import { said, tell } from '../../support/story.js'

const PETS = `
  paths:
    /pets:
      get:
        responses: { 200: { description: d, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } }
      post:
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewPet' } } } }
        responses: { 201: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    /pets/{petId}:
      parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
      get:
        responses: { 200: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, 404: { description: d } }
      put:
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewPet' } } } }
        responses: { 200: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, 404: { description: d } }
      patch:
        requestBody: { required: true, content: { application/merge-patch+json: { schema: { type: object } }, application/json-patch+json: { schema: { type: array } } } }
        responses: { 200: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, 404: { description: d } }
      delete:
        responses: { 204: { description: d }, 404: { description: d } }
  components:
    schemas:
      NewPet:
        type: object
        required: [name]
        properties: { name: { type: string }, tag: { type: string }, age: { type: integer, default: 3 }, secret: { type: string, writeOnly: true } }
      Pet:
        type: object
        required: [id, name, createdAt]
        properties:
          id: { type: integer, readOnly: true }
          name: { type: string }
          tag: { type: string }
          age: { type: integer }
          createdAt: { type: string, format: date-time }
          updatedAt: { type: string, format: date-time }
`

describe('a collection by its document alone', () => {
  it('finds what was created, with what the server owns and the defaults', async () => {
    const { ask } = await tell(PETS)
    const created = said(await ask('POST /pets', [], { body: { name: 'Rex', secret: 'x', id: 99 } }))
    expect(created).to.deep.equal({
      status: 201,
      value: {
        name: 'Rex',
        age: 3,
        id: 1,
        createdAt: '2030-01-01T00:00:00.000Z',
        updatedAt: '2030-01-01T00:00:00.000Z',
      },
    })
    expect(said(await ask('GET /pets/{petId}', [1]))).to.deep.equal({ status: 200, value: created.value })
    expect(said(await ask('GET /pets'))).to.deep.equal({ status: 200, value: [created.value] })
  })

  it('does not find what nobody created', async () => {
    const { ask } = await tell(PETS)
    for (const operation of ['GET /pets/{petId}', 'PUT /pets/{petId}', 'PATCH /pets/{petId}', 'DELETE /pets/{petId}']) {
      expect(said(await ask(operation, [7], { body: { name: 'Rex' } })), operation).to.deep.equal({ status: 404 })
    }
  })

  it('replaces all but what the server owns', async () => {
    const { ask, clock } = await tell(PETS)
    await ask('POST /pets', [], { body: { name: 'Rex', tag: 'dog' } })
    clock.advance(1000)
    await ask('PUT /pets/{petId}', [1], { body: { name: 'Max' } })
    expect(said(await ask('GET /pets/{petId}', [1])).value).to.deep.equal({
      name: 'Max',
      age: 3,
      id: 1,
      createdAt: '2030-01-01T00:00:00.000Z',
      updatedAt: '2030-01-01T00:00:01.000Z',
    })
  })

  it('moves nothing with a write that changes nothing', async () => {
    const { ask, clock } = await tell(PETS)
    const created = said(await ask('POST /pets', [], { body: { name: 'Rex', age: 1 } }))
    clock.advance(1000)
    await ask('PUT /pets/{petId}', [1], { body: { name: 'Rex', age: 1 } })
    await ask('PATCH /pets/{petId}', [1], { body: { name: 'Rex' } })
    expect(said(await ask('GET /pets/{petId}', [1])).value).to.deep.equal(created.value)
  })

  it('merges a patch, and removes by null', async () => {
    const { ask } = await tell(PETS)
    await ask('POST /pets', [], { body: { name: 'Rex', tag: 'dog' } })
    const patched = said(await ask('PATCH /pets/{petId}', [1], { body: { name: 'Max', tag: null } }))
    expect(patched.value).to.include({ name: 'Max', age: 3, id: 1 }).and.not.have.property('tag')
  })

  it('refuses a patch whose result breaks the schema, and keeps the item', async () => {
    const { ask } = await tell(PETS)
    await ask('POST /pets', [], { body: { name: 'Rex' } })
    expect(said(await ask('PATCH /pets/{petId}', [1], { body: { name: null } }))).to.deep.equal({ status: 422 })
    expect(said(await ask('GET /pets/{petId}', [1])).value).to.include({ name: 'Rex' })
  })

  it('applies a JSON Patch', async () => {
    const { ask } = await tell(PETS)
    await ask('POST /pets', [], { body: { name: 'Rex' } })
    const body = [
      { op: 'test', path: '/name', value: 'Rex' },
      { op: 'copy', from: '/name', path: '/tag' },
    ]
    const headers = { 'content-type': 'application/json-patch+json' }
    expect(said(await ask('PATCH /pets/{petId}', [1], { body, headers })).value).to.include({ tag: 'Rex' })
    const failing = [{ op: 'test', path: '/name', value: 'Max' }]
    expect(said(await ask('PATCH /pets/{petId}', [1], { body: failing, headers }))).to.deep.equal({ status: 409 })
  })

  it('no longer finds what was removed, and gives its id to nobody', async () => {
    const { ask } = await tell(PETS)
    await ask('POST /pets', [], { body: { name: 'Rex' } })
    expect(said(await ask('DELETE /pets/{petId}', [1]))).to.deep.equal({ status: 204, value: undefined })
    expect(said(await ask('GET /pets/{petId}', [1]))).to.deep.equal({ status: 404 })
    expect(said(await ask('DELETE /pets/{petId}', [1]))).to.deep.equal({ status: 404 })
    expect(said(await ask('GET /pets')).value).to.deep.equal([])
    expect(said(await ask('POST /pets', [], { body: { name: 'Max' } })).value).to.include({ id: 2 })
  })

  it('answers a create with the status that shows what was made', async () => {
    const thing =
      '{ type: object, required: [id, name], properties: { id: { type: integer }, name: { type: string } } }'
    const { ask } = await tell(`
      paths:
        /things:
          post:
            requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
            responses: { 200: { description: d, content: { application/json: { schema: ${thing} } } }, 201: { description: d } }
        /things/{id}:
          get:
            parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
            responses: { 200: { description: d, content: { application/json: { schema: ${thing} } } } }
    `)
    const created = said(await ask('POST /things', [], { body: { name: 'Rex' } }))
    expect(created).to.deep.equal({ status: 200, value: { id: 1, name: 'Rex' } })
  })

  it('says what the document declares rather than an empty object', async () => {
    const { ask } = await tell(`
      paths:
        /lists/{id}/tracks:
          parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
          get: { responses: { 200: { description: d, content: { application/json: { schema: { type: object, properties: { title: { type: string } } } } } } } }
          put:
            requestBody: { content: { application/json: { schema: { type: object, properties: { title: { type: string } } } } } }
            responses: { 200: { description: d, content: { application/json: { schema: { type: object, properties: { snapshot: { type: string } } } } } } }
    `)
    const reply = await ask('PUT /lists/{id}/tracks', ['1'], { body: { title: 'x' } })
    expect(reply.kind).to.equal('example')
  })

  it('says where the new item is as the header is declared, and counts and shows what is asked for', async () => {
    const thing =
      '{ type: object, properties: { id: { type: integer, readOnly: true }, kind: { type: string }, name: { type: string } } }'
    const ok = (schema: string) => `{ 200: { description: d, content: { application/json: { schema: ${schema} } } } }`
    const { ask } = await tell(`
      paths:
        /things:
          post:
            requestBody: { content: { application/json: { schema: ${thing} } } }
            responses: { 201: { description: d, headers: { Location: { schema: { type: string, format: uri } } }, content: { application/json: { schema: ${thing} } } } }
        /things/count: { get: { parameters: [{ name: kind, in: query, schema: { type: string } }], responses: ${ok('{ type: integer }')} } }
        /things/{id}: { get: { parameters: [{ name: id, in: path, required: true, schema: { type: integer } }, { name: fields, in: query, schema: { type: string } }], responses: ${ok(thing)} } }
    `)
    const made = await ask('POST /things', [], { body: { kind: 'a', name: 'x' } })
    await ask('POST /things', [], { body: { kind: 'b' } })
    expect(made.kind === 'value' && made.headers?.['location']).to.equal('http://localhost/things/1')
    expect(said(await ask('GET /things/count', [], { query: { kind: 'a' } })).value).to.equal(1)
    expect(said(await ask('GET /things/count')).value).to.equal(2)
    expect(said(await ask('GET /things/{id}', [1], { query: { fields: 'id,name' } })).value).to.deep.equal({
      id: 1,
      name: 'x',
    })
  })
})
