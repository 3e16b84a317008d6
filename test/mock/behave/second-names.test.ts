import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'
import { said, tell } from '../../support/story.js'
import { asked, json, done, list, made, ok, okOr404, ref, text } from '../../support/operations.js'

describe('what has more than one name', () => {
  const USERS = `
    paths:
      /users:
        get: { parameters: [${asked('first', 'integer')}, ${asked('max', 'integer')}], ${ok(list('User'))} }
        post: { requestBody: { ${json(ref('User'))} }, ${made(ref('User'))} }
      /users/{login}:
        parameters: [${text('login')}]
        get: { ${okOr404(ref('User'))} }
        put: { requestBody: { ${json(ref('User'))} }, ${okOr404(ref('User'))} }
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

describe('what people call a thing', () => {
  const REPOS = `
    paths:
      /orgs: { post: { requestBody: { ${json(ref('Org'))} }, ${made(ref('Org'))} } }
      /orgs/{org}: { parameters: [${text('org')}], get: { ${okOr404(ref('Org'))} } }
      /projects: { post: { requestBody: { ${json(ref('Project'))} }, ${made(ref('Project'))} } }
      /projects/{project}: { parameters: [${text('project')}], get: { ${okOr404(ref('Project'))} } }
      /projects/{project}/issues:
        parameters: [${text('project')}]
        post: { requestBody: { ${json(ref('Issue'))} }, ${made(ref('Issue'))} }
      /projects/{project}/issues/{index}:
        parameters: [${text('project')}, { name: index, in: path, required: true, schema: { type: integer } }]
        get: { ${okOr404(ref('Issue'))} }
      /projects/{project}/branches:
        parameters: [${text('project')}]
        post:
          requestBody: { ${json('{ type: object, properties: { new_branch_name: { type: string } } }')} }
          ${made(ref('Branch'))}
      /projects/{project}/branches/{branch}: { parameters: [${text('project')}, ${text('branch')}], get: { ${okOr404(ref('Branch'))} } }
      /machines: { post: { requestBody: { ${json(ref('Project'))} }, ${made(ref('Project'))} } }
      /machines/{id}:
        parameters: [{ name: id, in: path, required: true, description: ID or name of the machine, schema: { type: string } }]
        get: { ${okOr404(ref('Project'))} }
        head: { responses: { 200: { description: d, ${json('{ type: object, properties: { deleted: { type: boolean } } }')} }, 404: { description: d } } }
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
            requestBody: { ${json('{ type: object, properties: { name: { type: string } } }')} }
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

describe('an alias of something else', () => {
  it('keeps what it leads to as it is sent', async () => {
    const { ask } = await tell(`
      paths:
        /room/{roomAlias}:
          parameters: [${text('roomAlias')}]
          get: { ${okOr404('{ type: object, properties: { room_id: { type: string } } }')} }
          put:
            requestBody: { ${json('{ type: object, required: [room_id], properties: { room_id: { type: string } } }')} }
            responses: { 204: { description: d } }
    `)
    await ask('PUT /room/{roomAlias}', ['#tea'], { body: { room_id: '!1' } })
    expect(said(await ask('GET /room/{roomAlias}', ['#tea'])).value).to.deep.equal({ room_id: '!1' })
  })
})
