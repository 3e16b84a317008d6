import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'
import { said, tell } from '../../support/story.js'

const text = (name: string): string => `{ name: ${name}, in: path, required: true, schema: { type: string } }`
const asked = (name: string, type = 'string'): string => `{ name: ${name}, in: query, schema: { type: ${type} } }`
const body = (schema: string): string => `content: { application/json: { schema: ${schema} } }`
const ok = (schema: string): string => `responses: { 200: { description: d, ${body(schema)} } }`
const okOr404 = (schema: string): string =>
  `responses: { 200: { description: d, ${body(schema)} }, 404: { description: d } }`
const done = 'responses: { 204: { description: d }, 404: { description: d } }'
const made = (schema: string): string => `responses: { 201: { description: d, ${body(schema)} } }`
const ref = (name: string): string => `{ $ref: '#/components/schemas/${name}' }`
const list = (name: string): string => `{ type: array, items: ${ref(name)} }`

describe('things that lie at the root', () => {
  const REALMS = `
    paths:
      /:
        get: { ${ok(list('Realm'))} }
        post: { requestBody: { ${body(ref('Realm'))} }, responses: { 201: { description: d } } }
      /{realm}:
        parameters: [${text('realm')}]
        get: { ${okOr404(ref('Realm'))} }
        delete: { ${done} }
      /{realm}/users:
        parameters: [${text('realm')}]
        get: { ${okOr404(list('User'))} }
        post: { requestBody: { ${body(ref('User'))} }, ${made(ref('User'))} }
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

describe('containers as Docker has them', () => {
  const CONTAINERS = `
    paths:
      /containers/json: { get: { parameters: [${asked('limit', 'integer')}], ${ok(list('Row'))} } }
      /containers/create:
        post:
          parameters: [${asked('name')}, ${asked('verbose', 'boolean')}]
          requestBody: { ${body(ref('Config'))} }
          ${made('{ type: object, properties: { Id: { type: string } } }')}
      /containers/{id}/json: { parameters: [${text('id')}], get: { ${okOr404(ref('Container'))} } }
      /containers/{id}/rename: { parameters: [${text('id')}, ${asked('name')}], post: { ${done} } }
      /containers/{id}: { parameters: [${text('id')}], delete: { ${done} } }
    components:
      schemas:
        Config: { type: object, properties: { Image: { type: string }, Env: { type: array, items: { type: string } }, Labels: { type: object } } }
        Container: { type: object, properties: { Id: { type: string }, Name: { type: string }, Config: ${ref('Config')} } }
        Row: { type: object, properties: { Id: { type: string }, Name: { type: string } } }
  `

  it('are read and listed where the path says the format, keep what is sent in the query, and put what is sent where it is shown', async () => {
    const { ask } = await tell(CONTAINERS)
    const created = await ask('POST /containers/create', [], {
      query: { name: 'web', verbose: true },
      body: { Image: 'nginx', Env: ['A=1'], Labels: { a: 'b' } },
    })
    const { Id } = said(created).value as { Id: string }
    expect(created).to.have.nested.property('headers.location', `/containers/${Id}/json`)
    expect(said(await ask('GET /containers/{id}/json', [Id])).value).to.deep.equal({
      Id,
      Name: 'web',
      Config: { Image: 'nginx', Env: ['A=1'], Labels: { a: 'b' } },
    })
    await ask('POST /containers/{id}/rename', [Id], { query: { name: 'shop' } })
    expect(said(await ask('GET /containers/json')).value).to.deep.equal([{ Id, Name: 'shop' }])
    await ask('DELETE /containers/{id}', [Id])
    expect(said(await ask('GET /containers/{id}/json', [Id])).status).to.equal(404)
    expect(said(await ask('GET /containers/json')).value).to.deep.equal([])
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
          post: { requestBody: { ${body(ref('Settings'))} }, ${ok(ref('Settings'))} }
        /quote:
          get: { parameters: [{ name: of, in: query, required: true, schema: { type: string } }], ${ok(ref('Settings'))} }
          post: { requestBody: { ${body(ref('Settings'))} }, ${ok(ref('Settings'))} }
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

describe('what has more than one name', () => {
  const USERS = `
    paths:
      /users:
        get: { parameters: [${asked('first', 'integer')}, ${asked('max', 'integer')}], ${ok(list('User'))} }
        post: { requestBody: { ${body(ref('User'))} }, ${made(ref('User'))} }
      /users/{login}:
        parameters: [${text('login')}]
        get: { ${okOr404(ref('User'))} }
        put: { requestBody: { ${body(ref('User'))} }, ${okOr404(ref('User'))} }
      /users/by-email/{value}: { parameters: [${text('value')}], get: { ${okOr404(ref('User'))} }, delete: { ${done} } }
      /users/role/{role}: { parameters: [${text('role')}], get: { ${ok(list('User'))} } }
    components:
      schemas:
        User: { type: object, properties: { id: { type: integer }, login: { type: string }, email: { type: string }, role: { type: string } } }
  `

  it('is found by a member that the path names, one or all of them', async () => {
    const { ask } = await tell(USERS)
    for (const login of ['ann', 'ben', 'cleo'])
      await ask('POST /users', [], { body: { login, email: `${login}@x`, role: login === 'ben' ? 'b' : 'a' } })
    expect(said(await ask('GET /users/by-email/{value}', ['ben@x'])).value).to.include({ login: 'ben' })
    expect(said(await ask('GET /users/by-email/{value}', ['zoe@x'])).status).to.equal(404)
    expect(said(await ask('DELETE /users/by-email/{value}', ['cleo@x'])).status).to.equal(204)
    await ask('POST /users', [], { body: { login: 'cleo', role: 'a' } })
    const all = said(await ask('GET /users/role/{role}', ['a'])).value as { login: string }[]
    expect(all.map(({ login }) => login)).to.deep.equal(['ann', 'cleo'])
    expect(said(await ask('GET /users/role/{role}', ['c'])).value).to.deep.equal([])
  })

  it('keeps the ids that the server gave it when the rest is replaced', async () => {
    const { ask } = await tell(USERS)
    const { id } = said(await ask('POST /users', [], { body: { login: 'ann' } })).value as { id: number }
    await ask('PUT /users/{login}', ['ann'], { body: { login: 'ann', role: 'a' } })
    expect(said(await ask('GET /users/{login}', ['ann'])).value).to.deep.equal({ id, login: 'ann', role: 'a' })
  })

  it('lists from the first to so many where the list asks by first and max', async () => {
    const { ask } = await tell(USERS)
    for (const login of ['ann', 'ben', 'cleo']) await ask('POST /users', [], { body: { login } })
    const page = said(await ask('GET /users', [], { query: { first: 1, max: 1 } })).value as { login: string }[]
    expect(page.map(({ login }) => login)).to.deep.equal(['ben'])
  })
})

describe('what is put below something else', () => {
  it('is the thing of that id below the same thing, as it was', async () => {
    const { ask } = await tell(`
      paths:
        /realms: { post: { requestBody: { ${body(ref('Group'))} }, ${made(ref('Group'))} } }
        /realms/{realm}: { parameters: [${text('realm')}], delete: { ${done} } }
        /realms/{realm}/groups:
          parameters: [${text('realm')}]
          post: { requestBody: { ${body(ref('Group'))} }, ${made(ref('Group'))} }
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

describe('what people call a thing', () => {
  const REPOS = `
    paths:
      /orgs: { post: { requestBody: { ${body(ref('Org'))} }, ${made(ref('Org'))} } }
      /orgs/{org}: { parameters: [${text('org')}], get: { ${okOr404(ref('Org'))} } }
      /projects: { post: { requestBody: { ${body(ref('Project'))} }, ${made(ref('Project'))} } }
      /projects/{project}: { parameters: [${text('project')}], get: { ${okOr404(ref('Project'))} } }
      /projects/{project}/issues:
        parameters: [${text('project')}]
        post: { requestBody: { ${body(ref('Issue'))} }, ${made(ref('Issue'))} }
      /projects/{project}/issues/{index}:
        parameters: [${text('project')}, { name: index, in: path, required: true, schema: { type: integer } }]
        get: { ${okOr404(ref('Issue'))} }
      /projects/{project}/branches:
        parameters: [${text('project')}]
        post:
          requestBody: { ${body('{ type: object, properties: { new_branch_name: { type: string } } }')} }
          ${made(ref('Branch'))}
      /projects/{project}/branches/{branch}: { parameters: [${text('project')}, ${text('branch')}], get: { ${okOr404(ref('Branch'))} } }
      /machines: { post: { requestBody: { ${body(ref('Project'))} }, ${made(ref('Project'))} } }
      /machines/{id}:
        parameters: [{ name: id, in: path, required: true, description: ID or name of the machine, schema: { type: string } }]
        get: { ${okOr404(ref('Project'))} }
        head: { responses: { 200: { description: d, ${body('{ type: object, properties: { deleted: { type: boolean } } }')} }, 404: { description: d } } }
    components:
      schemas:
        Org: { type: object, properties: { id: { type: integer }, login: { type: string }, name: { type: string } } }
        Project: { type: object, properties: { id: { type: string, readOnly: true }, name: { type: string } } }
        Issue:
          type: object
          properties:
            id: { type: integer, readOnly: true }
            number: { type: integer, readOnly: true }
            title: { type: string }
            user: { type: object, readOnly: false, properties: { login: { type: string }, created: { type: string, format: date-time } } }
        Branch: { type: object, properties: { name: { type: string } } }
  `

  it('finds it where the path says no more than what it is, or that it may be an id or a name', async () => {
    const { ask } = await tell(REPOS)
    const created = await ask('POST /orgs', [], { body: { login: 'acme', name: 'Acme' } })
    expect(created).to.have.nested.property('headers.location', '/orgs/acme')
    expect(said(await ask('GET /orgs/{org}', ['acme'])).value).to.include({ login: 'acme', name: 'Acme' })
    for (const path of ['projects', 'machines']) {
      const one = path === 'projects' ? '/projects/{project}' : '/machines/{id}'
      const { id } = said(await ask(`POST /${path}`, [], { body: { name: 'web' } })).value as { id: string }
      expect(said(await ask(`GET ${one}`, [id])).value).to.deep.equal({ id, name: 'web' })
      expect(said(await ask(`GET ${one}`, ['web'])).value).to.deep.equal({ id, name: 'web' })
      expect(said(await ask(`GET ${one}`, ['shop'])).status).to.equal(404)
    }
  })

  it('counts issues by number, and names a branch as the client does', async () => {
    const { ask } = await tell(REPOS)
    const { id } = said(await ask('POST /projects', [], { body: { name: 'web' } })).value as { id: string }
    await ask('POST /projects/{project}/issues', [id], { body: { title: 'A' } })
    const issue = said(await ask('GET /projects/{project}/issues/{index}', [id, 1])).value
    expect(issue).to.include({ number: 1, title: 'A' })
    await ask('POST /projects/{project}/branches', [id], { body: { new_branch_name: 'dev' } })
    expect(said(await ask('GET /projects/{project}/branches/{branch}', [id, 'dev'])).value).to.deep.equal({
      name: 'dev',
    })
  })

  it('says by status alone whether something is there, whatever HEAD declares to answer', async () => {
    const { ask } = await tell(REPOS)
    await ask('POST /machines', [], { body: { name: 'web' } })
    expect(said(await ask('HEAD /machines/{id}', ['web'])).status).to.equal(200)
    expect(said(await ask('HEAD /machines/{id}', ['shop'])).status).to.equal(404)
  })

  it('does not begin what is another thing: an owner was not created with what is owned', async () => {
    const moment = '{ type: string, format: date-time }'
    const { ask } = await tell(`
      paths:
        /repos:
          post:
            requestBody: { ${body('{ type: object, properties: { name: { type: string } } }')} }
            ${made(ref('Repo'))}
        /repos/{id}: { parameters: [${text('id')}], get: { ${okOr404(ref('Repo'))} } }
      components:
        schemas:
          Repo:
            type: object
            properties:
              id: { type: string }
              name: { type: string }
              owner: { type: object, properties: { login: { type: string }, created: ${moment} } }
              history: { type: object, properties: { created: ${moment} } }
    `)
    const created = said(await ask('POST /repos', [], { body: { name: 'hello' } })).value
    expect(created).to.have.keys(['id', 'name', 'history'])
  })

  it('answers a HEAD that declares content without it, and finds nothing wrong with that', async () => {
    const ask = await mocked(`
      paths:
        /report: { head: { ${ok('{ type: object, properties: { size: { type: integer } } }')} } }
    `)
    const { status, text: sent, findings } = await ask('HEAD /report')
    expect({ status, sent, findings }).to.deep.equal({ status: 200, sent: '', findings: [] })
  })
})

describe('rows of a table as PostgREST has them', () => {
  const TODO = ref('Todo')
  const ROWS = `
    paths:
      /todos:
        get: { parameters: [${asked('id')}, ${asked('done')}], ${ok(list('Todo'))} }
        post: { requestBody: { ${body(TODO)} }, responses: { 201: { description: d } } }
        patch:
          parameters: [${asked('id')}, ${asked('done')}]
          requestBody: { ${body(TODO)} }
          responses: { 200: { description: d, ${body(list('Todo'))} } }
        delete: { parameters: [${asked('id')}, ${asked('done')}], responses: { 204: { description: d } } }
    components:
      schemas:
        Todo: { type: object, properties: { id: { type: integer }, task: { type: string }, done: { type: boolean } } }
  `

  it('are changed where the query selects them, and all of them where it does so', async () => {
    const { ask } = await tell(ROWS)
    for (const id of [1, 2, 3]) await ask('POST /todos', [], { body: { id, task: `t${id}`, done: id === 3 } })
    const changed = await ask('PATCH /todos', [], { query: { id: 'eq.2' }, body: { task: 'new' } })
    expect(said(changed)).to.deep.equal({ status: 200, value: [{ id: 2, task: 'new', done: false }] })
    await ask('PATCH /todos', [], { query: { done: 'is.false' }, body: { task: 'both' } })
    const rows = said(await ask('GET /todos')).value as { task: string }[]
    expect(rows.map(({ task }) => task)).to.deep.equal(['both', 'both', 't3'])
    expect(said(await ask('PATCH /todos', [], { query: { id: 'eq.9' }, body: { task: 'x' } })).value).to.deep.equal([])
    await ask('PATCH /todos', [], { body: { id: 3, task: 'named' } })
    expect(said(await ask('GET /todos', [], { query: { id: 'eq.3' } })).value).to.deep.equal([
      { id: 3, task: 'named', done: true },
    ])
  })
})

describe('a collection in the singular and in the plural', () => {
  it('is one where both are about the same things', async () => {
    const { ask } = await tell(`
      paths:
        /customers: { get: { ${ok(list('Customer'))} } }
        /customer: { post: { requestBody: { ${body(ref('Customer'))} }, ${made(ref('Customer'))} } }
        /customer/{id}: { parameters: [${text('id')}], get: { ${okOr404(ref('Customer'))} }, delete: { ${done} } }
        /rate: { get: { ${ok('{ type: array, items: { type: object, properties: { from: { type: string }, to: { type: string } } } }')} } }
        /rates/{id}: { parameters: [${text('id')}], put: { requestBody: { ${body(ref('Customer'))} }, ${okOr404(ref('Customer'))} } }
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
          requestBody: { ${body('{ type: object, properties: { data: { type: object }, options: { type: object } } }')} }
          responses: { 204: { description: d } }
        delete: { ${done} }
      /{index}:
        parameters: [${text('index')}]
        get: { ${okOr404('{ type: object, properties: { _id: { type: string }, _source: { type: object } } }')} }
        put: { requestBody: { ${body('{ type: object }')} }, responses: { 204: { description: d } } }
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
          post: { requestBody: { ${body(ref('Index'))} }, ${made(ref('Index'))} }
        /indexes/{name}: { parameters: [${text('name')}], get: { ${okOr404(ref('Index'))} } }
      components: { schemas: { Index: { type: object, properties: { name: { type: string } } } } }
    `)
    await ask('POST /indexes', [], { body: { name: 'sports' } })
    expect(said(await ask('GET /indexes')).value).to.deep.equal(['news', 'sports'])
    expect(said(await ask('GET /indexes/{name}', ['news'])).value).to.deep.equal({ name: 'news' })
  })
})

describe('selectors as Kubernetes has them', () => {
  const META =
    '{ type: object, properties: { name: { type: string }, labels: { type: object, additionalProperties: { type: string } } } }'
  const PODS = `
    paths:
      /pods:
        parameters: [${asked('labelSelector')}, ${asked('fieldSelector')}]
        get: { ${ok(`{ type: object, properties: { items: ${list('Pod')} } }`)} }
        post: { requestBody: { ${body(ref('Pod'))} }, ${made(ref('Pod'))} }
        delete: { responses: { 200: { description: d } } }
      /pods/{name}: { parameters: [${text('name')}], get: { ${okOr404(ref('Pod'))} } }
    components:
      schemas:
        Pod: { type: object, properties: { metadata: ${META}, status: { type: object, properties: { phase: { type: string } } } } }
  `

  it('choose by labels and members what is listed, and what is removed', async () => {
    const { ask } = await tell(PODS)
    const pod = (name: string, labels: object, phase: string) => ({ metadata: { name, labels }, status: { phase } })
    for (const each of [
      pod('a', { app: 'web' }, 'Running'),
      pod('b', { app: 'db', tier: 'x' }, 'Running'),
      pod('c', {}, 'Failed'),
    ])
      await ask('POST /pods', [], { body: each })
    const names = async (query: Record<string, string>): Promise<string> => {
      const { items } = said(await ask('GET /pods', [], { query })).value as { items: { metadata: { name: string } }[] }
      return items.map(({ metadata }) => metadata.name).join('')
    }
    const byLabel = [
      'app=web',
      'app == db',
      'app!=web',
      'app in (web, db)',
      'app notin (db)',
      'tier',
      '!tier',
      'app,!tier',
    ]
    const found = await Promise.all(byLabel.map((labelSelector) => names({ labelSelector })))
    expect(found).to.deep.equal(['a', 'b', 'bc', 'ab', 'ac', 'b', 'ac', 'a'])
    expect(await names({ fieldSelector: 'metadata.name=b' })).to.equal('b')
    expect(await names({ fieldSelector: 'status.phase!=Running,metadata.name!=b' })).to.equal('c')
    await ask('DELETE /pods', [], { query: { labelSelector: 'app=db' } })
    expect(await names({})).to.equal('ac')
  })

  it('are told apart by namespace and age, which their metadata says', async () => {
    const time = '{ type: string, format: date-time }'
    const meta = `{ type: object, properties: { name: { type: string }, namespace: { type: string }, creationTimestamp: ${time} } }`
    const { ask, clock } = await tell(`
      paths:
        /namespaces/{namespace}/pods:
          parameters: [${text('namespace')}]
          post: { requestBody: { ${body(ref('Pod'))} }, ${made(ref('Pod'))} }
        /namespaces/{namespace}/pods/{name}:
          parameters: [${text('namespace')}, ${text('name')}]
          put: { requestBody: { ${body(ref('Pod'))} }, ${okOr404(ref('Pod'))} }
          get: { ${okOr404(ref('Pod'))} }
      components: { schemas: { Pod: { type: object, properties: { metadata: ${meta}, image: { type: string } } } } }
    `)
    const metadata = { name: 'web', namespace: 'default', creationTimestamp: '2030-01-01T00:00:00.000Z' }
    const created = await ask('POST /namespaces/{namespace}/pods', ['default'], { body: { metadata: { name: 'web' } } })
    expect(said(created).value).to.deep.equal({ metadata })
    clock.advance(60_000)
    const changed = { metadata: { name: 'web' }, image: 'nginx' }
    await ask('PUT /namespaces/{namespace}/pods/{name}', ['default', 'web'], { body: changed })
    const shown = said(await ask('GET /namespaces/{namespace}/pods/{name}', ['default', 'web'])).value
    expect(shown).to.deep.equal({ metadata, image: 'nginx' })
  })
})

describe('posts as WordPress has them', () => {
  const numbers = (name: string): string =>
    `{ name: ${name}, in: query, schema: { type: array, items: { type: integer } } }`
  const count = '{ schema: { type: integer } }'
  const POSTS = `
    paths:
      /posts:
        get:
          parameters: [${['include', 'exclude', 'categories_exclude'].map(numbers).join(', ')}, ${asked('per_page', 'integer')}]
          responses: { 200: { description: d, headers: { X-WP-Total: ${count}, X-WP-TotalPages: ${count} }, ${body(list('Post'))} } }
        post:
          requestBody: { ${body('{ type: object, properties: { title: { type: string }, categories: { type: array, items: { type: integer } } } }')} }
          ${made(ref('Post'))}
      /posts/{id}: { parameters: [${text('id')}], get: { ${okOr404(ref('Post'))} } }
    components:
      schemas:
        Post:
          type: object
          properties:
            id: { type: integer, readOnly: true }
            title: { type: object, properties: { raw: { type: string }, rendered: { type: string } } }
            categories: { type: array, items: { type: integer } }
  `

  it('show the text that was sent in the forms that it is shown in', async () => {
    const { ask } = await tell(POSTS)
    const created = said(await ask('POST /posts', [], { body: { title: 'Hello' } })).value
    expect(created).to.deep.equal({ id: 1, title: { raw: 'Hello', rendered: 'Hello' } })
  })

  it('are listed by ids that are wanted and unwanted, with how many there are and how many pages', async () => {
    const { ask } = await tell(POSTS)
    for (const each of [3, 4, 3]) await ask('POST /posts', [], { body: { title: 't', categories: [each] } })
    const ids = async (query: Record<string, unknown>): Promise<number[]> => {
      const posts = said(await ask('GET /posts', [], { query })).value as { id: number }[]
      return posts.map(({ id }) => id)
    }
    expect(await ids({ include: [1, 3] })).to.deep.equal([1, 3])
    expect(await ids({ exclude: [1] })).to.deep.equal([2, 3])
    expect(await ids({ categories_exclude: [3] })).to.deep.equal([2])
    const page = await ask('GET /posts', [], { query: { per_page: 2 } })
    expect(page).to.have.property('headers').that.deep.includes({ 'x-wp-total': '3', 'x-wp-totalpages': '2' })
  })
})

describe('an alias of something else', () => {
  it('keeps what it leads to as it is sent', async () => {
    const { ask } = await tell(`
      paths:
        /room/{roomAlias}:
          parameters: [${text('roomAlias')}]
          get: { ${okOr404('{ type: object, properties: { room_id: { type: string } } }')} }
          put:
            requestBody: { ${body('{ type: object, required: [room_id], properties: { room_id: { type: string } } }')} }
            responses: { 204: { description: d } }
    `)
    await ask('PUT /room/{roomAlias}', ['#tea'], { body: { room_id: '!1' } })
    expect(said(await ask('GET /room/{roomAlias}', ['#tea'])).value).to.deep.equal({ room_id: '!1' })
  })
})
