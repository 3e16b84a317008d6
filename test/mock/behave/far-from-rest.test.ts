import { expect } from 'chai'
import { said, tell } from '../../support/story.js'
import { asked, json, done, list, made, ok, okOr404, ref, text } from '../../support/operations.js'

describe('things that lie at the root', () => {
  const REALMS = `
    paths:
      /:
        get: { ${ok(list('Realm'))} }
        post: { requestBody: { ${json(ref('Realm'))} }, responses: { 201: { description: d } } }
      /{realm}:
        parameters: [${text('realm')}]
        get: { ${okOr404(ref('Realm'))} }
        delete: { ${done} }
      /{realm}/users:
        parameters: [${text('realm')}]
        get: { ${okOr404(list('User'))} }
        post: { requestBody: { ${json(ref('User'))} }, ${made(ref('User'))} }
      /{realm}/users/{id}:
        parameters: [${text('realm')}, ${text('id')}]
        get: { ${okOr404(ref('User'))} }
    components:
      schemas:
        Realm: { type: object, properties: { realm: { type: string }, label: { type: string } } }
        User: { type: object, properties: { id: { type: string, readOnly: true }, name: { type: string } } }
  `

  it('are created, read, listed and removed like others, with all below them', async () => {
    const { ask } = await tell(REALMS)
    const created = await ask('POST /', [], { body: { realm: 'acme', label: 'A' } })
    expect(created).to.have.nested.property('headers.location', '/acme')
    expect(said(await ask('GET /')).value).to.deep.equal([{ realm: 'acme', label: 'A' }])
    expect(said(await ask('GET /{realm}', ['acme'])).value).to.deep.equal({ realm: 'acme', label: 'A' })
    expect(said(await ask('GET /{realm}', ['other'])).status).to.equal(404)
    expect(said(await ask('GET /{realm}/users', ['other'])).status).to.equal(404)
    const { id } = said(await ask('POST /{realm}/users', ['acme'], { body: { name: 'Ann' } })).value as { id: string }
    expect(said(await ask('GET /{realm}/users/{id}', ['acme', id])).status).to.equal(200)
    expect(said(await ask('DELETE /{realm}', ['acme'])).status).to.equal(204)
    expect(said(await ask('GET /{realm}/users/{id}', ['acme', id])).status).to.equal(404)
    await ask('POST /', [], { body: { realm: 'acme' } })
    expect(said(await ask('GET /{realm}/users', ['acme'])).value).to.deep.equal([])
    expect(said(await ask('GET /')).value).to.deep.equal([{ realm: 'acme' }])
  })

  it('are none where the root only tells of the API', async () => {
    const { model } = await tell(`
      paths:
        /: { get: { ${ok('{ type: object, properties: { version: { type: string } } }')} } }
        /{page}: { parameters: [${text('page')}], get: { ${ok('{ type: object, properties: { title: { type: string } } }')} } }
    `)
    const { planResources } = await import('../../../src/resources/plan-resources.js')
    const plan = planResources(model)
    expect(model.operations.map((operation) => plan.roleOf(operation).kind)).to.deep.equal(['stateless', 'stateless'])
  })
})

describe('what is sent in the query', () => {
  const BOARDS = `
    paths:
      /boards: { post: { parameters: [${asked('name')}, ${asked('token')}], ${ok(ref('Board'))} } }
      /boards/{id}:
        parameters: [${text('id')}, ${asked('token')}]
        get: { ${okOr404(ref('Board'))} }
        put: { parameters: [${asked('name')}, ${asked('closed', 'boolean')}], ${okOr404(ref('Board'))} }
    components:
      schemas:
        Board: { type: object, properties: { id: { type: string }, name: { type: string }, closed: { type: boolean }, token: { type: string } } }
  `

  it('is of the item, unless reading takes it as well', async () => {
    const { ask } = await tell(BOARDS)
    const created = said(await ask('POST /boards', [], { query: { name: 'Plans', token: 't' } })).value
    expect(created).to.include({ name: 'Plans' }).and.not.have.property('token', 't')
    const { id } = created as { id: string }
    await ask('PUT /boards/{id}', [id], { query: { closed: true, token: 't' } })
    expect(said(await ask('GET /boards/{id}', [id])).value).to.include({ id, name: 'Plans', closed: true })
  })
})

describe('one thing without an id', () => {
  it('is what was sent last where POST is the only way to write it', async () => {
    const { ask } = await tell(`
      paths:
        /settings:
          get: { ${ok(ref('Settings'))} }
          post: { requestBody: { ${json(ref('Settings'))} }, ${ok(ref('Settings'))} }
        /quote:
          get: { parameters: [{ name: of, in: query, required: true, schema: { type: string } }], ${ok(ref('Settings'))} }
          post: { requestBody: { ${json(ref('Settings'))} }, ${ok(ref('Settings'))} }
      components: { schemas: { Settings: { type: object, properties: { title: { type: string }, size: { type: integer } } } } }
    `)
    expect(said(await ask('POST /settings', [], { body: { title: 'Shop' } })).value).to.include({ title: 'Shop' })
    expect(said(await ask('GET /settings')).value).to.include({ title: 'Shop' })
    await ask('POST /settings', [], { body: { size: 3 } })
    expect(said(await ask('GET /settings')).value).to.include({ title: 'Shop', size: 3 })
    await ask('POST /quote', [], { body: { title: 'Shop' } })
    expect(await ask('GET /quote', [], { query: { of: 'x' } })).to.have.property('kind', 'example')
  })
})

describe('what is put below something else', () => {
  it('is the thing of that id below the same thing, as it was', async () => {
    const { ask } = await tell(`
      paths:
        /realms: { post: { requestBody: { ${json(ref('Group'))} }, ${made(ref('Group'))} } }
        /realms/{realm}: { parameters: [${text('realm')}], delete: { ${done} } }
        /realms/{realm}/groups:
          parameters: [${text('realm')}]
          post: { requestBody: { ${json(ref('Group'))} }, ${made(ref('Group'))} }
        /realms/{realm}/groups/{id}: { parameters: [${text('realm')}, ${text('id')}], get: { ${okOr404(ref('Group'))} } }
        /realms/{realm}/users: { post: { parameters: [${text('realm')}], ${made('{ type: object, properties: { id: { type: string } } }')} } }
        /realms/{realm}/users/{id}: { parameters: [${text('realm')}, ${text('id')}], delete: { ${done} } }
        /realms/{realm}/users/{id}/groups: { parameters: [${text('realm')}, ${text('id')}], get: { ${okOr404(list('Group'))} } }
        /realms/{realm}/users/{id}/groups/{group}:
          parameters: [${text('realm')}, ${text('id')}, ${text('group')}]
          put: { ${done} }
      components: { schemas: { Group: { type: object, properties: { id: { type: string, readOnly: true }, name: { type: string } } } } }
    `)
    const idOf = (value: unknown): string => (value as { id: string }).id
    const realm = idOf(said(await ask('POST /realms', [], { body: { name: 'r' } })).value)
    const group = idOf(said(await ask('POST /realms/{realm}/groups', [realm], { body: { name: 'staff' } })).value)
    const user = idOf(said(await ask('POST /realms/{realm}/users', [realm])).value)
    await ask('PUT /realms/{realm}/users/{id}/groups/{group}', [realm, user, group])
    const groups = said(await ask('GET /realms/{realm}/users/{id}/groups', [realm, user])).value
    expect(groups).to.deep.equal([{ id: group, name: 'staff' }])
    expect(said(await ask('PUT /realms/{realm}/users/{id}/groups/{group}', [realm, user, 'x'])).status).to.equal(404)
  })
})

describe('a collection in the singular and in the plural', () => {
  it('is one where both are about the same things', async () => {
    const { ask } = await tell(`
      paths:
        /customers: { get: { ${ok(list('Customer'))} } }
        /customer: { post: { requestBody: { ${json(ref('Customer'))} }, ${made(ref('Customer'))} } }
        /customer/{id}: { parameters: [${text('id')}], get: { ${okOr404(ref('Customer'))} }, delete: { ${done} } }
        /rate: { get: { ${ok('{ type: array, items: { type: object, properties: { from: { type: string }, to: { type: string } } } }')} } }
        /rates/{id}: { parameters: [${text('id')}], put: { requestBody: { ${json(ref('Customer'))} }, ${okOr404(ref('Customer'))} } }
      components:
        schemas:
          Customer: { type: object, properties: { id: { type: string, readOnly: true }, name: { type: string } } }
    `)
    const created = await ask('POST /customer', [], { body: { name: 'Ann' } })
    const { id } = said(created).value as { id: string }
    expect(created).to.have.nested.property('headers.location', `/customer/${id}`)
    expect(said(await ask('GET /customers')).value).to.deep.equal([{ id, name: 'Ann' }])
    await ask('DELETE /customer/{id}', [id])
    expect(said(await ask('GET /customers')).value).to.deep.equal([])
    expect(await ask('GET /rate')).to.have.property('kind', 'example')
  })
})

describe('a store of keys and values', () => {
  const SECRETS = `
    paths:
      /secrets: { get: { ${ok('{ type: object, properties: { keys: { type: array, items: { type: string } } } }')} } }
      /secrets/{path}:
        parameters: [${text('path')}]
        get: { ${okOr404('{ type: object, properties: { data: { type: object }, metadata: { type: object } } }')} }
        put:
          requestBody: { ${json('{ type: object, properties: { data: { type: object }, options: { type: object } } }')} }
          responses: { 204: { description: d } }
        delete: { ${done} }
      /{index}:
        parameters: [${text('index')}]
        get: { ${okOr404('{ type: object, properties: { _id: { type: string }, _source: { type: object } } }')} }
        put: { requestBody: { ${json('{ type: object }')} }, responses: { 204: { description: d } } }
        delete: { ${done} }
  `

  it('lists the keys, and shows what is sent as it is sent', async () => {
    const { ask } = await tell(SECRETS)
    expect(said(await ask('GET /secrets')).value).to.deep.equal({ keys: [] })
    await ask('PUT /secrets/{path}', ['app'], { body: { data: { user: 'ann' } } })
    expect(said(await ask('GET /secrets/{path}', ['app'])).value).to.deep.include({ data: { user: 'ann' } })
    expect(said(await ask('GET /secrets')).value).to.deep.equal({ keys: ['app'] })
    await ask('DELETE /secrets/{path}', ['app'])
    expect(said(await ask('GET /secrets')).value).to.deep.equal({ keys: [] })
  })

  it('may lie at the root, and keep what nothing is said of in the one member that takes anything', async () => {
    const { ask } = await tell(SECRETS)
    await ask('PUT /{index}', ['2'], { body: { title: 'Dune', year: 1965 } })
    const shown = { _id: '2', _source: { title: 'Dune', year: 1965 } }
    expect(said(await ask('GET /{index}', ['2'])).value).to.deep.equal(shown)
    await ask('DELETE /{index}', ['2'])
    expect(said(await ask('GET /{index}', ['2'])).status).to.equal(404)
  })

  it('holds the keys of the example from the start', async () => {
    const { ask } = await tell(`
      paths:
        /indexes:
          get: { responses: { 200: { description: d, content: { application/json: { schema: { type: array, items: { type: string } }, example: [news] } } } } }
          post: { requestBody: { ${json(ref('Index'))} }, ${made(ref('Index'))} }
        /indexes/{name}: { parameters: [${text('name')}], get: { ${okOr404(ref('Index'))} } }
      components: { schemas: { Index: { type: object, properties: { name: { type: string } } } } }
    `)
    await ask('POST /indexes', [], { body: { name: 'sports' } })
    expect(said(await ask('GET /indexes')).value).to.deep.equal(['news', 'sports'])
    expect(said(await ask('GET /indexes/{name}', ['news'])).value).to.deep.equal({ name: 'news' })
  })
})
