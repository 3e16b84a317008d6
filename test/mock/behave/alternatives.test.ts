import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'
import { json } from '../../support/operations.js'

const PET = `{ $ref: '#/components/schemas/Pet' }`

/** Things of several kinds, each with members and rules of its own. */
const pets = (besides = '', kinds = { cat: '{ const: Cat }', dog: '{ const: Dog }' }): string => `
  paths:
    /pets:
      get: { responses: { 200: { description: d, ${json(`{ type: array, items: ${PET} }`)} } } }
      post: { requestBody: { required: true, ${json(PET)} }, responses: { 201: { description: d, ${json(PET)} } } }
    /pets/{id}:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      get: { responses: { 200: { description: d, ${json(PET)} } } }
      put: { requestBody: { required: true, ${json(PET)} }, responses: { 200: { description: d, ${json(PET)} } } }
      patch: { requestBody: { required: true, ${json('{ type: object }')} }, responses: { 200: { description: d, ${json(PET)} } } }
  components:
    schemas:
      Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] ${besides} }
      Cat:
        type: object
        required: [id, kind, lives, chip]
        additionalProperties: false
        properties:
          id: { type: string, readOnly: true }
          kind: ${kinds.cat}
          lives: { type: integer, default: 9 }
          chip: { type: string, readOnly: true }
          quiet: { type: boolean, default: true }
          note: { type: string }
      Dog:
        type: object
        required: [id, kind, chip]
        additionalProperties: false
        properties:
          id: { type: string, readOnly: true }
          kind: ${kinds.dog}
          chip: { type: integer, readOnly: true }
          barks: { type: boolean, default: true }
          created_at: { type: string, format: date-time, readOnly: true }
          note: { type: string, writeOnly: true }
`

describe('a thing that is one of several kinds', () => {
  it('is remembered as the kind that was sent, with the defaults and the read-only members of that kind', async () => {
    const ask = await mocked(pets())
    const { json } = await ask('POST /pets', { body: { kind: 'Dog', note: 'secret' } })
    const { id, chip, created_at, ...rest } = json as Record<string, unknown>
    expect(rest).to.deep.equal({ kind: 'Dog', barks: true })
    expect([typeof id, typeof chip, typeof created_at]).to.deep.equal(['string', 'number', 'string'])
    const cat = (await ask('POST /pets', { body: { kind: 'Cat', lives: 3, note: 'shown' } })).json
    expect(cat).to.include({ kind: 'Cat', lives: 3, quiet: true, note: 'shown' }).and.not.to.have.property('barks')
    expect((await ask('GET /pets')).json).to.deep.equal([json, cat])
  })

  it('changes within its kind, and becomes another when that is sent', async () => {
    const ask = await mocked(pets())
    const dog = (await ask('POST /pets', { body: { kind: 'Dog' } })).json as Record<string, unknown>
    const { id, chip, created_at } = dog
    expect((await ask(`PATCH /pets/${String(id)}`, { body: { barks: false } })).json).to.deep.equal({
      ...dog,
      barks: false,
    })
    expect((await ask(`PUT /pets/${String(id)}`, { body: { kind: 'Dog' } })).json).to.deep.equal({
      id,
      chip,
      created_at,
      kind: 'Dog',
      barks: true,
    })
    const cat = (await ask(`PUT /pets/${String(id)}`, { body: { kind: 'Cat', lives: 1 } })).json
    expect(cat).to.include({ id, kind: 'Cat', lives: 1 }).and.not.to.have.property('created_at')
  })

  it('is known by its tag, where a discriminator names the kind', async () => {
    const open = { cat: '{ type: string }', dog: '{ type: string }' }
    const tags = `, discriminator: { propertyName: kind, mapping: { meow: Cat, woof: '#/components/schemas/Dog' } }`
    const ask = await mocked(pets(tags, open))
    const dog = (await ask('POST /pets', { body: { kind: 'woof', barks: false } })).json
    expect(dog).to.include({ kind: 'woof', barks: false }).and.not.to.have.property('lives')
  })

  it('is known by its members, where nothing else tells', async () => {
    const ask = await mocked(`
      paths:
        /shapes:
          get: { responses: { 200: { description: d, ${json('{ type: array, items: { $ref: "#/components/schemas/Shape" } }')} } } }
          post:
            requestBody: { required: true, ${json('{ $ref: "#/components/schemas/Shape" }')} }
            responses: { 201: { description: d, ${json('{ $ref: "#/components/schemas/Shape" }')} } }
      components:
        schemas:
          Shape:
            type: object
            required: [id]
            properties: { id: { type: string, readOnly: true } }
            anyOf:
              - { properties: { radius: { type: number }, unit: { type: string, default: mm } } }
              - { properties: { width: { type: number }, height: { type: number, default: 1 } }, required: [width] }
    `)
    const square = (await ask('POST /shapes', { body: { width: 4 } })).json
    expect(square).to.include({ width: 4, height: 1 })
  })

  it('keeps what was sent where its kinds cannot be told apart, so that no answer can be right', async () => {
    const either = `{ oneOf: [{ $ref: '#/components/schemas/Board' }, { $ref: '#/components/schemas/Wide' }] }`
    const ask = await mocked(`
      paths:
        /boards:
          post:
            requestBody: { required: true, ${json(`{ $ref: '#/components/schemas/Board' }`)} }
            responses: { 201: { description: d, ${json(either)} } }
        /boards/{id}:
          get:
            parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
            responses: { 200: { description: d, ${json(either)} }, 404: { description: d } }
      components:
        schemas:
          Board: { type: object, properties: { id: { type: string, readOnly: true }, name: { type: string } } }
          Wide: { allOf: [{ $ref: '#/components/schemas/Board' }, { properties: { width: {} } }] }
    `)
    const made = await ask('POST /boards', { body: { name: 'mine' } })
    expect(made.json).to.include({ name: 'mine' })
    expect((await ask(`GET ${String(made.headers['location'])}`)).json).to.deep.equal(made.json)
  })

  it('shows it as a kind that the answer has, where what is sent looks like another or the first is a list', async () => {
    const ask = await mocked(`
      paths:
        /files/{path}:
          parameters: [{ name: path, in: path, required: true, schema: { type: string } }]
          get:
            responses:
              200:
                description: d
                ${json(`{ oneOf: [{ type: array, items: { type: string } }, { $ref: '#/components/schemas/File' }, { $ref: '#/components/schemas/Link' }] }`)}
          put:
            requestBody: { required: true, ${json('{ type: object, properties: { message: { type: string } } }')} }
            responses:
              200:
                description: d
                ${json("{ type: object, properties: { content: { $ref: '#/components/schemas/Any' } } }")}
      components:
        schemas:
          Any: { type: object, properties: { path: { type: string }, type: { type: string }, target: { type: integer }, size: { type: string } } }
          File: { type: object, required: [type, path, size], properties: { type: { enum: [file] }, path: { type: string }, size: { type: integer } } }
          Link: { type: object, required: [type, path, target], properties: { type: { enum: [link] }, path: { type: string }, target: { type: string } } }
    `)
    const { status, json: shown } = await ask('GET /files/a.txt')
    expect(status).to.equal(200)
    expect(shown).to.include({ path: 'a.txt' })
    expect(['file', 'link']).to.include((shown as { type?: string }).type)
  })
})
