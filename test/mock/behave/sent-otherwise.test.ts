import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'
import { json } from '../../support/operations.js'

const answers = (status: number, schema: string): string => `${status}: { description: d, ${json(schema)} }`
const id = (name: string, type = 'string'): string =>
  `{ name: ${name}, in: path, required: true, schema: { type: ${type} } }`
const USER = '{ type: object, properties: { id: { type: integer }, login: { type: string }, name: { type: string } } }'

const ISSUES = `
  paths:
    /issues:
      get:
        parameters: [{ name: assignee, in: query, schema: { type: string } }]
        responses: { ${answers(200, '{ type: array, items: { $ref: "#/components/schemas/Issue" } }')} }
      post: { requestBody: { ${json("{ $ref: '#/components/schemas/NewIssue' }")} }, responses: { ${answers(201, "{ $ref: '#/components/schemas/Issue' }")} } }
    /issues/{issue_gid}:
      parameters: [${id('issue_gid')}]
      get: { responses: { ${answers(200, "{ $ref: '#/components/schemas/Issue' }")}, 404: { description: d } } }
      put: { requestBody: { ${json("{ $ref: '#/components/schemas/IssueChange' }")} }, responses: { ${answers(200, "{ $ref: '#/components/schemas/Issue' }")}, 404: { description: d } } }
  components:
    schemas:
      Issue:
        type: object
        properties:
          gid: { type: string, readOnly: true }
          title: { type: string }
          target: { type: string, readOnly: true }
          createdAt: { type: string, format: date-time, readOnly: true }
          weight: { type: string }
          assignee: ${USER}
          labels: { type: array, items: ${USER} }
          milestone: { type: object, properties: { id: { type: integer }, created_at: { type: string, format: date-time }, version: { type: string } } }
      NewIssue:
        type: object
        required: [title]
        properties: { title: { type: string }, target: { type: string }, createdAt: { type: string }, weight: { type: number }, assignee: { type: string }, assignee_id: { type: integer }, label_ids: { type: array, items: { type: integer } }, labels: { type: array, items: { type: string } } }
      IssueChange: { type: object, properties: { title: { type: string }, weight: { type: number } } }
`

describe('what is sent in another form than it is shown', () => {
  it('is shown as a thing where it names one: by its id, or by what else of it has that type', async () => {
    const ask = await mocked(ISSUES)
    const made = async (body: object) => (await ask('POST /issues', { body: { title: 't', ...body } })).json
    expect(await made({ assignee_id: 7, label_ids: [1, 2] })).to.deep.include({
      assignee: { id: 7 },
      labels: [{ id: 1 }, { id: 2 }],
    })
    expect(await made({ assignee: 'ann', labels: ['bug'] })).to.deep.include({
      assignee: { login: 'ann' },
      labels: [{ login: 'bug' }],
    })
    expect(await made({})).to.not.have.any.keys('assignee', 'labels')
    expect((await ask('GET /issues?assignee=ann')).json).to.have.length(1)
    expect((await ask('GET /issues?assignee=7')).json).to.have.length(1)
  })

  it('is text where only text is shown', async () => {
    const ask = await mocked(ISSUES)
    const { json } = await ask('POST /issues', { body: { title: 't', weight: 3 } })
    expect(json).to.include({ title: 't', weight: '3' })
  })

  it('is the client’s where a request asks for it, although answers say readOnly; dates stay the server’s', async () => {
    const ask = await mocked(ISSUES)
    const { json } = await ask('POST /issues', { body: { title: 't', target: 'x', createdAt: '1999-01-01T00:00:00Z' } })
    expect(json).to.include({ target: 'x' })
    expect((json as { createdAt: string }).createdAt).to.not.match(/^1999/)
  })

  it('changes what it says and no more, where a PUT may leave out what creating must say', async () => {
    const ask = await mocked(ISSUES)
    const { json } = await ask('POST /issues', { body: { title: 't', assignee: 'ann', weight: 1 } })
    const { gid } = json as { gid: string }
    expect((await ask(`PUT /issues/${gid}`, { body: { weight: 2 } })).json).to.deep.include({ title: 't', weight: '2' })
    expect((await ask(`GET /issues/${gid}`)).json).to.deep.include({
      title: 't',
      weight: '2',
      assignee: { login: 'ann' },
    })
  })

  it('gives no dates and no version to what is a thing of its own', async () => {
    const ask = await mocked(ISSUES)
    expect((await ask('POST /issues', { body: { title: 't' } })).json).to.not.have.property('milestone')
  })
})

describe('an item', () => {
  const MEMBER = '{ type: object, properties: { id: { type: integer }, level: { type: integer } } }'
  const NEW =
    '{ type: object, required: [user_id], properties: { user_id: { type: integer }, level: { type: integer } } }'

  it('is found by what the path calls its id, when the client said that when it made it', async () => {
    const ask = await mocked(`
      paths:
        /members: { post: { requestBody: { ${json(NEW)} }, responses: { ${answers(201, MEMBER)} } } }
        /members/{user_id}: { parameters: [${id('user_id', 'integer')}], get: { responses: { ${answers(200, MEMBER)}, 404: { description: d } } } }
    `)
    const made = await ask('POST /members', { body: { user_id: 42, level: 30 } })
    expect(made.headers).to.include({ location: '/members/42' })
    expect((await ask('GET /members/42')).json).to.deep.equal({ id: 42, level: 30 })
  })

  it('is found by the name that it was given, where it shows no id', async () => {
    const TAG = '{ type: object, properties: { name: { type: string }, uses: { type: integer } } }'
    const ask = await mocked(`
      paths:
        /tags: { post: { requestBody: { ${json(TAG)} }, responses: { ${answers(201, TAG)} } } }
        /tags/{tag_id}: { parameters: [${id('tag_id')}], get: { responses: { ${answers(200, TAG)}, 404: { description: d } } } }
    `)
    expect((await ask('POST /tags', { body: { name: 'web' } })).headers).to.include({ location: '/tags/web' })
    expect((await ask('GET /tags/web')).json).to.include({ name: 'web' })
    expect((await ask('GET /tags/other')).status).to.equal(404)
  })

  it('is found by either of two names, and so is what is below it', async () => {
    const PROJECT = '{ type: object, properties: { id: { type: string }, key: { type: string } } }'
    const NOTE = '{ type: object, properties: { id: { type: integer }, text: { type: string } } }'
    const ask = await mocked(`
      paths:
        /projects: { post: { requestBody: { ${json(PROJECT.replace('id: { type: string }, ', ''))} }, responses: { ${answers(201, '{ type: object, properties: { id: { type: integer }, key: { type: string } } }')} } } }
        /projects/{projectIdOrKey}:
          parameters: [${id('projectIdOrKey')}]
          get: { responses: { ${answers(200, PROJECT)}, 404: { description: d } } }
          delete: { responses: { 204: { description: d }, 404: { description: d } } }
        /projects/{projectIdOrKey}/notes:
          parameters: [${id('projectIdOrKey')}]
          get: { responses: { ${answers(200, `{ type: array, items: ${NOTE} }`)}, 404: { description: d } } }
          post: { requestBody: { ${json(NOTE)} }, responses: { ${answers(201, NOTE)}, 404: { description: d } } }
    `)
    expect((await ask('POST /projects', { body: { key: 'EX' } })).json).to.deep.equal({ id: 1, key: 'EX' })
    for (const name of ['1', 'EX'])
      expect((await ask(`GET /projects/${name}`)).json).to.deep.equal({ id: '1', key: 'EX' })
    expect((await ask('POST /projects/EX/notes', { body: { text: 'hi' } })).status).to.equal(201)
    expect((await ask('GET /projects/1/notes')).json).to.have.length(1)
    expect((await ask('GET /projects/NO')).status).to.equal(404)
    await ask('DELETE /projects/EX')
    expect((await ask('GET /projects/1')).status).to.equal(404)
    expect((await ask('GET /projects/EX/notes')).status).to.equal(404)
  })
})
