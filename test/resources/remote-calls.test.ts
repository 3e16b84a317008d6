import { expect } from 'chai'
import { ToolError } from '../../src/base/tool-error.js'
import type { PlanHints } from '../../src/resources/overrule.js'
import { mocked } from '../support/mocked.js'

const USER = '{ type: object, required: [id], properties: { id: { type: string }, name: { type: string } } }'
const json = (schema: string): string => `{ content: { application/json: { schema: ${schema} } } }`
const body = (properties: string): string => `requestBody: ${json(`{ type: object, properties: ${properties} }`)}`
const answer = (schema: string): string =>
  `responses: { 200: { description: d, content: { application/json: { schema: ${schema} } } }, 404: { description: d } }`
const WRAPPED = `{ type: object, properties: { ok: { type: boolean }, user: ${USER} } }`
const LISTED = `{ type: object, properties: { ok: { type: boolean }, members: { type: array, items: ${USER} } } }`

/** A document whose names say nothing. */
const odd = (hints: readonly [string, string, string, string, string]): string => `
  paths:
    /make: { post: { ${hints[0]} ${body('{ name: { type: string } }')}, ${answer(WRAPPED)} } }
    /look: { get: { ${hints[1]} parameters: [{ name: who, in: query, schema: { type: string } }], ${answer(WRAPPED)} } }
    /everybody: { post: { ${hints[2]} ${answer(LISTED)} } }
    /rename: { post: { ${hints[3]} ${body('{ target: { type: string }, name: { type: string } }')}, ${answer(WRAPPED)} } }
    /drop: { post: { ${hints[4]} ${body('{ target: { type: string } }')}, responses: { 204: { description: d }, 404: { description: d } } } }
`
const NONE = ['', '', '', '', ''] as const
const HINTED = [
  'x-lockstep: { resource: /users, role: create },',
  'x-lockstep: { resource: /users, role: read, by: who },',
  'x-lockstep: { resource: /users, role: list },',
  'x-lockstep: { resource: /users, role: patch, by: target },',
  'x-lockstep: { resource: /users, role: remove, by: target },',
] as const
const PLAN: PlanHints = {
  'POST /make': { resource: '/users', role: 'create' },
  'GET /look': { resource: '/users', role: 'read', by: 'who' },
  'POST /everybody': { resource: '/users', role: 'list' },
  'POST /rename': { resource: '/users', role: 'patch', by: 'target' },
  'POST /drop': { resource: '/users', role: 'remove', by: 'target' },
}

describe('a collection that no path is of', () => {
  for (const [where, text, plan] of [
    ['x-lockstep in the document', odd(HINTED), undefined],
    ['a configuration', odd(NONE), PLAN],
  ] as const) {
    it(`is told by ${where}, with what says which item is meant`, async () => {
      const ask = await mocked(text, plan ? { behaviours: { plan } } : {})
      const { user } = (await ask('POST /make', { body: { name: 'Ann' } })).json as { user: { id: string } }
      expect((await ask(`GET /look?who=${user.id}`)).json).to.deep.include({ user: { id: user.id, name: 'Ann' } })
      expect((await ask('GET /look?who=other')).status).to.equal(404)
      await ask('POST /rename', { body: { target: user.id, name: 'Bea' } })
      expect((await ask('POST /everybody')).json)
        .to.have.property('members')
        .that.deep.includes({ id: user.id, name: 'Bea' })
      expect((await ask('POST /drop', { body: { target: user.id } })).status).to.equal(204)
      expect((await ask(`GET /look?who=${user.id}`)).status).to.equal(404)
    })
  }

  it('may stand below another, whose id a parameter of that name says', async () => {
    const ask = await mocked(`
      paths:
        /teams: { post: { ${body('{ name: { type: string } }')}, ${answer(USER)} } }
        /teams/{team}:
          parameters: [{ name: team, in: path, required: true, schema: { type: string } }]
          get: { ${answer(USER)} }
        /join: { post: { x-lockstep: { resource: '/teams/{team}/users', role: create }, ${body('{ team: { type: string }, name: { type: string } }')}, ${answer(WRAPPED)} } }
        /joined: { get: { x-lockstep: { resource: '/teams/{team}/users', role: list }, parameters: [{ name: team, in: query, schema: { type: string } }], ${answer(LISTED)} } }
    `)
    const { id } = (await ask('POST /teams', { body: { name: 'red' } })).json as { id: string }
    await ask('POST /join', { body: { team: id, name: 'Ann' } })
    const { members } = (await ask(`GET /joined?team=${id}`)).json as { members: { name: string }[] }
    expect(members.map(({ name }) => name)).to.deep.equal(['Ann'])
    expect((await ask('GET /joined?team=other')).status).to.equal(404)
  })

  it('is refused with the nearest names where a configuration misspells them', async () => {
    const refusal = async (hint: unknown, id = 'GET /look'): Promise<string> => {
      const plan = { ...PLAN, [id]: hint } as PlanHints
      return mocked(odd(NONE), { behaviours: { plan } }).then(
        () => 'served',
        (error: unknown) => (error instanceof ToolError ? `${error.message} ${error.remedy}` : String(error)),
      )
    }
    expect(await refusal({ resource: '/users', role: 'raed', by: 'who' })).to.contain('did you mean read')
    expect(await refusal({ resource: '/users', role: 'read', by: 'whom' })).to.contain('known are who')
    expect(await refusal({ resource: '/users', role: 'read' })).to.contain('name a parameter')
    expect(await refusal({ resource: '/user' })).to.contain('did you mean /users?')
    expect(await refusal({ resuorce: '/users' })).to.contain('Did you mean resource?')
    expect(await refusal({}, 'GET /lock')).to.contain('Did you mean GET /look?')
  })
})

describe('operations that are called after what they do', () => {
  it('are planned without a word where what is made can be read', async () => {
    const ask = await mocked(`
      paths:
        /users.create: { post: { ${body('{ name: { type: string } }')}, ${answer(WRAPPED)} } }
        /users.info: { get: { parameters: [{ name: user, in: query, required: true, schema: { type: string } }], ${answer(WRAPPED)} } }
        /users.list: { get: { ${answer(LISTED)} } }
        /users.update: { post: { ${body('{ user: { type: string }, name: { type: string } }')}, ${answer(WRAPPED)} } }
        /users.delete: { post: { ${body('{ user: { type: string } }')}, ${answer('{ type: object, properties: { ok: { type: boolean } } }')} } }
    `)
    const { user } = (await ask('POST /users.create', { body: { name: 'Ann' } })).json as { user: { id: string } }
    await ask('POST /users.update', { body: { user: user.id, name: 'Bea' } })
    expect((await ask(`GET /users.info?user=${user.id}`)).json).to.deep.include({ user: { id: user.id, name: 'Bea' } })
    expect((await ask('GET /users.list')).json)
      .to.have.property('members')
      .that.deep.includes({ id: user.id, name: 'Bea' })
    expect((await ask('POST /users.delete', { body: { user: user.id } })).status).to.equal(200)
    expect((await ask(`GET /users.info?user=${user.id}`)).status).to.equal(404)
  })

  it('are planned where what is made can be listed; the word that answers are called by says which one is meant, and others are actions', async () => {
    const CHANNEL =
      '{ type: object, required: [id], properties: { id: { type: string }, name: { type: string }, is_archived: { type: boolean } } }'
    const one = answer(`{ type: object, properties: { ok: { type: boolean }, channel: ${CHANNEL} } }`)
    const ask = await mocked(`
      paths:
        /rooms.create: { post: { ${body('{ name: { type: string } }')}, ${one} } }
        /rooms.list: { get: { ${answer(`{ type: object, properties: { rooms: { type: array, items: ${CHANNEL} } } }`)} } }
        /rooms.archive: { post: { ${body('{ channel: { type: string } }')}, ${one} } }
    `)
    const { channel } = (await ask('POST /rooms.create', { body: { name: 'Hall' } })).json as {
      channel: { id: string }
    }
    const archived = { ...channel, is_archived: true }
    expect((await ask('POST /rooms.archive', { body: { channel: channel.id } })).json).to.deep.include({
      channel: archived,
    })
    expect((await ask('GET /rooms.list')).json).to.deep.equal({ rooms: [archived] })
  })

  it('stay as they are where nothing says which one is read', async () => {
    const ask = await mocked(`
      paths:
        /jobs/create: { post: { ${body('{ name: { type: string } }')}, ${answer(USER)} } }
        /jobs/info: { get: { ${answer(USER)} } }
    `)
    expect(ask.mock.plan.collections).to.deep.equal([])
    expect((await ask('GET /jobs/info')).status).to.equal(200)
  })

  it('may say which one is meant behind their word', async () => {
    const one = 'parameters: [{ name: id, in: path, required: true, schema: { type: string } }]'
    const done = 'responses: { 204: { description: d }, 404: { description: d } }'
    const ask = await mocked(`
      paths:
        /users/add: { post: { ${body('{ name: { type: string } }')}, ${answer(USER)} } }
        /users/all: { get: { ${answer(`{ type: array, items: ${USER} }`)} } }
        /users/get/{id}: { get: { ${one}, ${answer(USER)} } }
        /users/update/{id}: { put: { ${one}, ${body('{ name: { type: string } }')}, ${answer(USER)} } }
        /users/destroy/{id}: { put: { ${one}, ${done} } }
        /users/export/{id}: { get: { ${one}, ${answer(USER)} } }
    `)
    const { id } = (await ask('POST /users/add', { body: { name: 'Ann' } })).json as { id: string }
    expect((await ask(`GET /users/get/${id}`)).json).to.deep.equal({ id, name: 'Ann' })
    await ask(`PUT /users/update/${id}`, { body: { name: 'Anna' } })
    expect((await ask('GET /users/all')).json).to.deep.equal([{ id, name: 'Anna' }])
    expect((await ask(`PUT /users/destroy/${id}`)).status).to.equal(204)
    expect((await ask('GET /users/all')).json).to.deep.equal([])
    expect((await ask(`GET /users/get/${id}`)).status).to.equal(404)
    expect((await ask(`GET /users/export/${id}`)).status).to.equal(200)
  })
})
