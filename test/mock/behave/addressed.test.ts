import { expect } from 'chai'
import { said, tell } from '../../support/story.js'

const REPO = "{ $ref: '#/components/schemas/Repo' }"
const RULE = "{ $ref: '#/components/schemas/Rule' }"
const text = (...names: string[]): string =>
  names.map((name) => `{ name: ${name}, in: path, required: true, schema: { type: string } }`).join(', ')
const body = (schema: string): string => `content: { application/json: { schema: ${schema} } }`
const ok = (schema: string): string => `200: { description: d, ${body(schema)} }`
const list = (schema: string): string => `get: { responses: { ${ok(`{ type: array, items: ${schema} }`)} } }`
const made = (schema: string): string =>
  `post: { requestBody: { ${body(schema)} }, responses: { 201: { description: d, ${body(schema)} } } }`
const NONE = '404: { description: d }'
const item = (schema: string): string =>
  `get: { responses: { ${ok(schema)}, ${NONE} } }, delete: { responses: { 204: { description: d }, ${NONE} } }`
const NEW_REPO =
  '{ type: object, required: [name], properties: { name: { type: string }, private: { type: boolean } } }'
const newRepo = `post: { requestBody: { ${body(NEW_REPO)} }, responses: { 201: { description: d, ${body(REPO)} } } }`
const USER = '{ type: object, required: [login], properties: { login: { type: string }, bio: { type: string } } }'

const FORGE = `
  paths:
    /user: { get: { responses: { ${ok(USER)} } }, patch: { requestBody: { ${body(USER)} }, responses: { ${ok(USER)} } } }
    /user/repos: { ${list(REPO)}, ${newRepo} }
    '/orgs/{org}/repos': { parameters: [${text('org')}], ${list(REPO)}, ${newRepo} }
    '/users/{username}/repos': { parameters: [${text('username')}], ${list(REPO)} }
    '/teams/{id}/repos': { parameters: [${text('id')}], ${list(REPO)} }
    '/repos/{owner}/{repo}': { parameters: [${text('owner', 'repo')}], ${item(REPO)} }
    '/repos/{owner}/{repo}/rules': { parameters: [${text('owner', 'repo')}], ${list(RULE)}, ${made(RULE)} }
  components:
    schemas:
      Rule: { type: object, properties: { id: { type: integer, readOnly: true }, text: { type: string } } }
      Repo:
        type: object
        required: [id, name, full_name, owner]
        properties:
          id: { type: integer }
          name: { type: string }
          full_name: { type: string }
          private: { type: boolean }
          owner: { type: object, required: [login], properties: { id: { type: integer }, login: { type: string } } }
`
const DNS = `
  paths:
    '/zones/{zone}/sets': { parameters: [${text('zone')}], ${list(RULE)}, ${made(RULE)} }
    '/zones/{zone}/sets/{name}/{type}': { parameters: [${text('zone', 'name', 'type')}], ${item(RULE)} }
  components:
    schemas:
      Rule: { type: object, required: [name, type], properties: { name: { type: string }, type: { type: string }, ttl: { type: integer } } }
`

const namesIn = (value: unknown): unknown => (value as readonly { full_name: string }[]).map((each) => each.full_name)

describe('things whose address has several members', () => {
  it('are found there, and listed below their owner and nobody else', async () => {
    const { ask } = await tell(FORGE)
    const tools = said(await ask('POST /orgs/{org}/repos', ['acme'], { body: { name: 'tools' } }))
    expect(tools.value).to.include({ name: 'tools', full_name: 'acme/tools' })
    expect(tools.value).to.have.nested.property('owner.login', 'acme')
    expect(said(await ask('GET /repos/{owner}/{repo}', ['acme', 'tools'])).value).to.deep.equal(tools.value)
    for (const way of ['GET /orgs/{org}/repos', 'GET /users/{username}/repos'])
      expect(namesIn(said(await ask(way, ['acme'])).value)).to.deep.equal(['acme/tools'])
    expect(said(await ask('GET /repos/{owner}/{repo}', ['acme', 'other'])).status).to.equal(404)
  })

  it('are of whoever makes them where the path names no owner', async () => {
    const { ask } = await tell(FORGE)
    await ask('PATCH /user', [], { body: { login: 'ann' } })
    await ask('POST /user/repos', [], { body: { name: 'notes' } })
    expect(said(await ask('GET /repos/{owner}/{repo}', ['ann', 'notes'])).value).to.include({ full_name: 'ann/notes' })
    expect(namesIn(said(await ask('GET /user/repos')).value)).to.deep.equal(['ann/notes'])
    expect(namesIn(said(await ask('GET /users/{username}/repos', ['ann'])).value)).to.deep.equal(['ann/notes'])
  })

  it('take along what is below them, and are in no list any more', async () => {
    const { ask } = await tell(FORGE)
    await ask('POST /orgs/{org}/repos', ['acme'], { body: { name: 'tools' } })
    await ask('POST /repos/{owner}/{repo}/rules', ['acme', 'tools'], { body: { text: 'none' } })
    await ask('DELETE /repos/{owner}/{repo}', ['acme', 'tools'])
    expect(said(await ask('GET /repos/{owner}/{repo}', ['acme', 'tools'])).status).to.equal(404)
    expect(said(await ask('GET /orgs/{org}/repos', ['acme'])).value).to.deep.equal([])
  })

  it('say with each presumed one who the path says they are of', async () => {
    const { ask } = await tell(FORGE)
    const repo = said(await ask('GET /repos/{owner}/{repo}', ['ben', 'shop'])).value
    expect(repo).to.include({ name: 'shop', full_name: 'ben/shop' })
    expect(repo).to.have.nested.property('owner.login', 'ben')
  })

  it('are made by what is sent where they are made at the beginning of their own address', async () => {
    const { ask } = await tell(DNS)
    for (const [name, type] of [
      ['www', 'A'],
      ['www', 'MX'],
      ['mail', 'A'],
    ])
      await ask('POST /zones/{zone}/sets', ['z'], { body: { name, type, ttl: 60 } })
    const path = 'GET /zones/{zone}/sets/{name}/{type}'
    expect(said(await ask(path, ['z', 'www', 'MX'])).value).to.deep.equal({ name: 'www', type: 'MX', ttl: 60 })
    expect(said(await ask(path, ['z', 'www', 'TXT'])).status).to.equal(404)
    expect(said(await ask('GET /zones/{zone}/sets', ['z'])).value).to.have.length(3)
    await ask('DELETE /zones/{zone}/sets/{name}/{type}', ['z', 'www', 'A'])
    expect(said(await ask('GET /zones/{zone}/sets', ['z'])).value).to.have.length(2)
    expect(said(await ask(path, ['z', 'www', 'A'])).status).to.equal(404)
  })
})
