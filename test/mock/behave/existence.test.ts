import { expect } from 'chai'
import { said, tell } from '../../support/story.js'

const THING = '{ type: object, required: [id, name], properties: { id: { type: integer }, name: { type: string } } }'
const NEW = '{ type: object, properties: { name: { type: string } } }'
const one = `{ 200: { description: d, content: { application/json: { schema: ${THING} } } } }`
const many = `{ 200: { description: d, content: { application/json: { schema: { type: array, items: ${THING} } } } } }`
const body = `{ content: { application/json: { schema: ${NEW} } } }`
const id = (name: string): string => `{ name: ${name}, in: path, required: true, schema: { type: integer } }`

describe('what exists', () => {
  it('is every well-formed id where nothing can create, the same each time, until it is removed', async () => {
    const { ask } = await tell(`
      paths:
        /things/{id}:
          parameters: [${id('id')}]
          get: { responses: ${one} }
          delete: { responses: { 204: { description: d } } }
    `)
    const first = said(await ask('GET /things/{id}', [7]))
    expect(first.value).to.include({ id: 7 })
    expect(said(await ask('GET /things/{id}', [7]))).to.deep.equal(first)
    expect(said(await ask('DELETE /things/{id}', [7])).status).to.equal(204)
    expect(said(await ask('GET /things/{id}', [7])).status).to.equal(404)
    expect(said(await ask('GET /things/{id}', [8])).status).to.equal(200)
  })

  it('agrees between list and read on what nobody created', async () => {
    const { ask } = await tell(`
      paths:
        /things: { get: { responses: ${many} } }
        /things/{id}: { parameters: [${id('id')}], get: { responses: ${one} } }
    `)
    const items = said(await ask('GET /things')).value as { id: number }[]
    expect(items).to.have.length(2)
    for (const item of items) expect(said(await ask('GET /things/{id}', [item.id])).value).to.deep.equal(item)
  })

  it('begins with the examples of the document', async () => {
    const { ask } = await tell(`
      paths:
        /things:
          get:
            responses: { 200: { description: d, content: { application/json: { schema: { type: array, items: ${THING} }, example: [{ id: 5, name: Five }] } } } }
          post: { requestBody: ${body}, responses: ${one} }
        /things/{id}: { parameters: [${id('id')}], get: { responses: ${one} } }
    `)
    expect(said(await ask('GET /things/{id}', [5])).value).to.deep.equal({ id: 5, name: 'Five' })
    await ask('POST /things', [], { body: { name: 'New' } })
    expect(said(await ask('GET /things')).value).to.deep.equal([
      { id: 5, name: 'Five' },
      { id: 1, name: 'New' },
    ])
  })

  it('begins with the ids that are examples of a path parameter, wherever below the item', async () => {
    const no = '404: { description: d }'
    const { ask } = await tell(`
      paths:
        /things: { post: { requestBody: ${body}, responses: ${one} } }
        /things/{id}: { parameters: [${id('id')}], get: { responses: { ${one.slice(1, -1)}, ${no} } } }
        /things/{thingId}/parts:
          parameters: [{ name: thingId, in: path, required: true, schema: { type: integer }, example: 31 }]
          post: { requestBody: ${body}, responses: { ${one.slice(1, -1)}, ${no} } }
    `)
    expect(said(await ask('GET /things/{id}', [31])).status).to.equal(200)
    expect(said(await ask('GET /things/{id}', [32])).status).to.equal(404)
    expect(said(await ask('POST /things/{thingId}/parts', [31], { body: { name: 'wheel' } })).status).to.equal(200)
  })

  it('is presumed where an operation declares no 404: written always, read until something is created, neither once it was removed', async () => {
    const { ask } = await tell(`
      paths:
        /owners: { post: { requestBody: ${body}, responses: ${one} } }
        /owners/{ownerId}:
          parameters: [${id('ownerId')}]
          get: { responses: ${one} }
          put: { requestBody: ${body}, responses: ${one} }
          delete: { responses: { 204: { description: d } } }
        /owners/{ownerId}/things:
          parameters: [${id('ownerId')}]
          post: { requestBody: ${body}, responses: ${one} }
    `)
    const presumed = said(await ask('GET /owners/{ownerId}', [7]))
    expect(presumed.value).to.include({ id: 7 })
    expect(said(await ask('GET /owners/{ownerId}', [7]))).to.deep.equal(presumed)
    expect(said(await ask('PUT /owners/{ownerId}', [7], { body: { name: 'x' } })).status).to.equal(200)
    expect(said(await ask('GET /owners/{ownerId}', [9])).status).to.equal(404)
    expect(said(await ask('DELETE /owners/{ownerId}', [8])).status).to.equal(204)
    expect(said(await ask('POST /owners/{ownerId}/things', [8], { body: { name: 'x' } })).status).to.equal(200)
    await ask('POST /owners', [], { body: { name: 'Ann' } })
    expect(said(await ask('DELETE /owners/{ownerId}', [1])).status).to.equal(204)
    expect(said(await ask('GET /owners/{ownerId}', [1])).status).to.equal(404)
    expect(said(await ask('POST /owners/{ownerId}/things', [1], { body: { name: 'x' } })).status).to.equal(404)
  })

  it('is every id where a create neither is told an id nor tells one', async () => {
    const { ask } = await tell(`
      paths:
        /things: { post: { requestBody: ${body}, responses: { 204: { description: d } } } }
        /things/{id}: { parameters: [${id('id')}], get: { responses: { 200: { description: d } } }, put: { requestBody: ${body}, responses: { 204: { description: d } } } }
    `)
    await ask('POST /things', [], { body: { name: 'x' } })
    expect(said(await ask('GET /things/{id}', [5])).status).to.equal(200)
  })

  it('is every id where a create answers without one and nothing lists what it made', async () => {
    const { ask } = await tell(`
      paths:
        /tasks: { post: { requestBody: ${body}, responses: { 202: { description: d, content: { application/json: { schema: { type: object, properties: { message: { type: string } } } } } } } } }
        /tasks/{taskId}: { parameters: [${id('taskId')}], get: { responses: { 200: { description: d, content: { application/json: { schema: ${THING} } } }, 404: { description: d } } } }
    `)
    await ask('POST /tasks', [], { body: { name: 'x' } })
    expect(said(await ask('GET /tasks/{taskId}', [5])).status).to.equal(200)
  })

  it('is never asked for where the document declares no success', async () => {
    const { ask } = await tell(`
      paths:
        /things: { post: { requestBody: ${body}, responses: ${one} } }
        /things/{id}: { parameters: [${id('id')}], get: { responses: { 302: { description: d } } } }
    `)
    expect(await ask('GET /things/{id}', [5])).to.deep.equal({ kind: 'example' })
  })

  it('needs what is above it', async () => {
    const { ask } = await tell(`
      paths:
        /owners: { post: { requestBody: ${body}, responses: ${one} } }
        /owners/{ownerId}:
          parameters: [${id('ownerId')}]
          get: { responses: ${one} }
          delete: { responses: { 204: { description: d } } }
        /owners/{ownerId}/things:
          parameters: [${id('ownerId')}]
          get: { responses: ${many} }
          post: { requestBody: ${body}, responses: { 200: { description: d, content: { application/json: { schema: ${THING} } } }, 404: { description: d } } }
        /owners/{ownerId}/things/{id}: { parameters: [${id('ownerId')}, ${id('id')}], get: { responses: ${one} } }
    `)
    expect(said(await ask('POST /owners/{ownerId}/things', [1], { body: { name: 'x' } })).status).to.equal(404)
    await ask('POST /owners', [], { body: { name: 'Ann' } })
    expect(said(await ask('GET /owners/{ownerId}/things', [1])).value).to.deep.equal([])
    await ask('POST /owners/{ownerId}/things', [1], { body: { name: 'x' } })
    expect(said(await ask('GET /owners/{ownerId}/things/{id}', [1, 1])).value).to.deep.equal({ id: 1, name: 'x' })
    await ask('DELETE /owners/{ownerId}', [1])
    expect(said(await ask('GET /owners/{ownerId}/things/{id}', [1, 1])).status).to.equal(404)
    expect(said(await ask('GET /owners/{ownerId}/things', [1])).status).to.equal(404)
  })

  it('keeps the digits of ids beyond 2^53', async () => {
    const { ask } = await tell(`
      paths:
        /things/{id}:
          parameters: [{ name: id, in: path, required: true, schema: { type: integer, format: int64 } }]
          get: { responses: { 200: { description: d, content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } } } } }
    `)
    const big = '9223372036854775807'
    expect(said(await ask('GET /things/{id}', [big])).value).to.include({ id: big })
  })
})

describe('a create that names its id', () => {
  const NAMED = '{ type: object, required: [key], properties: { key: { type: string }, note: { type: string } } }'
  const named = (statuses: string): string => `
    paths:
      /keys:
        post:
          requestBody: { content: { application/json: { schema: ${NAMED} } } }
          responses: { 201: { description: d, content: { application/json: { schema: ${NAMED} } } }${statuses} }
      /keys/{key}:
        get:
          parameters: [{ name: key, in: path, required: true, schema: { type: string } }]
          responses: { 200: { description: d, content: { application/json: { schema: ${NAMED} } } } }
  `

  it('keeps the id, and is refused a second time where 409 is declared', async () => {
    const { ask } = await tell(named(', 409: { description: d }'))
    expect(said(await ask('POST /keys', [], { body: { key: 'a/b', note: 'first' } })).status).to.equal(201)
    expect(said(await ask('POST /keys', [], { body: { key: 'a/b', note: 'second' } })).status).to.equal(409)
    expect(said(await ask('GET /keys/{key}', ['a/b'])).value).to.deep.equal({ key: 'a/b', note: 'first' })
  })

  it('replaces where the document declares no conflict', async () => {
    const { ask } = await tell(named(''))
    await ask('POST /keys', [], { body: { key: 'a', note: 'first' } })
    expect(said(await ask('POST /keys', [], { body: { key: 'a', note: 'second' } })).status).to.equal(201)
    expect(said(await ask('GET /keys/{key}', ['a'])).value).to.deep.equal({ key: 'a', note: 'second' })
  })
})
