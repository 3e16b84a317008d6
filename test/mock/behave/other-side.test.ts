import { expect } from 'chai'
import { said, tell } from '../../support/story.js'

const text = (...names: string[]): string =>
  names.map((name) => `{ name: ${name}, in: path, required: true, schema: { type: string } }`).join(', ')
const schema = (name: string): string => `{ $ref: '#/components/schemas/${name}' }`
const body = (name: string): string => `content: { application/json: { schema: ${schema(name)} } }`
const ok = (name: string): string => `200: { description: d, ${body(name)} }`
const list = (name: string): string =>
  `get: { responses: { 200: { description: d, content: { application/json: { schema: { type: array, items: ${schema(name)} } } } } } }`
const made = (name: string): string =>
  `post: { requestBody: { ${body(name)} }, responses: { 201: { description: d, ${body(name)} } } }`
const NONE = '404: { description: d }'
const item = (name: string): string =>
  `get: { responses: { ${ok(name)}, ${NONE} } }, delete: { responses: { 204: { description: d }, ${NONE} } }`
const PUT_AND_DELETE =
  'put: { responses: { 204: { description: d } } }, delete: { responses: { 204: { description: d } } }'

const CLUB = `
  paths:
    /users: { ${list('User')}, ${made('User')} }
    '/users/{userId}': { parameters: [${text('userId')}], ${item('User')} }
    /groups: { ${list('Group')}, ${made('Group')} }
    '/groups/{groupId}': { parameters: [${text('groupId')}], ${item('Group')} }
    '/groups/{groupId}/members': { parameters: [${text('groupId')}], ${list('User')} }
    /default-groups: { ${list('Group')} }
    '/default-groups/{groupId}': { parameters: [${text('groupId')}], ${PUT_AND_DELETE} }
    '/users/{userId}/groups': { parameters: [${text('userId')}], ${list('Group')} }
    '/users/{userId}/groups/{groupId}': { parameters: [${text('userId', 'groupId')}], ${PUT_AND_DELETE} }
  components:
    schemas:
      User: { type: object, required: [id, name], properties: { id: { type: string, readOnly: true }, name: { type: string } } }
      Group: { type: object, required: [id, title], properties: { id: { type: string, readOnly: true }, title: { type: string } } }
`
const TASKS = `
  paths:
    /tasks: { ${list('Task')}, ${made('Task')} }
    '/tasks/{taskId}': { parameters: [${text('taskId')}], ${item('Task')} }
    '/tasks/{taskId}/subtasks': { parameters: [${text('taskId')}], ${list('Task')}, ${made('Task')} }
    /volumes/create:
      post:
        parameters: [{ name: name, in: query, required: true, schema: { type: string } }]
        responses: { 201: { description: d, ${body('Volume')} } }
    '/volumes/{name}': { parameters: [${text('name')}], ${item('Volume')} }
  components:
    schemas:
      Volume: { type: object, properties: { size: { type: integer } } }
      Task:
        type: object
        required: [id, title]
        properties:
          id: { type: string, readOnly: true }
          title: { type: string }
          parent: { type: object, nullable: true, readOnly: true, properties: { id: { type: string } } }
`

const idOf = (reply: unknown): string => (reply as { readonly value: { readonly id: string } }).value.id
const namesIn = (value: unknown): unknown => (value as readonly { readonly name: string }[]).map(({ name }) => name)

describe('views from the other side', () => {
  it('show the members of a group by what each user is in, until one leaves or is no more', async () => {
    const { ask } = await tell(CLUB)
    const users: string[] = []
    for (const name of ['Ann', 'Ben', 'Cid']) users.push(idOf(await ask('POST /users', [], { body: { name } })))
    const [ann = '', ben = '', cid = ''] = users
    const staff = idOf(await ask('POST /groups', [], { body: { title: 'staff' } }))
    const members = async () => namesIn(said(await ask('GET /groups/{groupId}/members', [staff])).value)
    expect(await members()).to.deep.equal([])
    for (const user of [ann, cid]) await ask('PUT /users/{userId}/groups/{groupId}', [user, staff])
    expect(await members()).to.deep.equal(['Ann', 'Cid'])
    expect(said(await ask('GET /users/{userId}/groups', [ann])).value).to.deep.equal([{ id: staff, title: 'staff' }])
    expect(said(await ask('GET /users/{userId}/groups', [ben])).value).to.deep.equal([])
    await ask('DELETE /users/{userId}/groups/{groupId}', [ann, staff])
    expect(await members()).to.deep.equal(['Cid'])
    await ask('DELETE /users/{userId}', [cid])
    expect(await members()).to.deep.equal([])
  })

  it('read by its own address what was made as a part of another of its kind', async () => {
    const { ask } = await tell(TASKS)
    const launch = said(await ask('POST /tasks', [], { body: { title: 'Launch' } }))
    expect(launch.value).to.not.have.property('parent')
    const step = said(await ask('POST /tasks/{taskId}/subtasks', [idOf(launch)], { body: { title: 'Step' } }))
    expect(step.value).to.deep.include({ title: 'Step', parent: { id: idOf(launch) } })
    expect(said(await ask('GET /tasks/{taskId}', [idOf(step)])).value).to.deep.equal(step.value)
    const below = async (id: string) => said(await ask('GET /tasks/{taskId}/subtasks', [id])).value
    expect(await below(idOf(launch))).to.deep.equal([step.value])
    expect(await below(idOf(step))).to.deep.equal([])
    await ask('DELETE /tasks/{taskId}', [idOf(step)])
    expect(await below(idOf(launch))).to.deep.equal([])
  })
})

describe('a create that names what it makes in the query, as its path does', () => {
  it('makes what is found by that name, although nothing shows it', async () => {
    const { ask } = await tell(TASKS)
    await ask('POST /volumes/create', [], { query: { name: 'data' } })
    expect(said(await ask('GET /volumes/{name}', ['data'])).status).to.equal(200)
    await ask('DELETE /volumes/{name}', ['data'])
    expect(said(await ask('GET /volumes/{name}', ['data'])).status).to.equal(404)
  })
})

const CLUSTERS = `
  paths:
    /clusters: { ${list('Cluster')}, ${made('Cluster')} }
    '/clusters/{clusterId}': { parameters: [${text('clusterId')}], ${item('Cluster')} }
    '/clusters/{clusterId}/pools': { parameters: [${text('clusterId')}], ${list('Pool')}, ${made('Pool')} }
    '/clusters/{clusterId}/pools/{poolId}': { parameters: [${text('clusterId', 'poolId')}], ${item('Pool')} }
  components:
    schemas:
      Pool: { type: object, required: [size], properties: { id: { type: string, readOnly: true }, size: { type: integer } } }
      Cluster:
        type: object
        required: [name]
        properties:
          id: { type: string, readOnly: true }
          name: { type: string }
          pools: { type: array, items: ${schema('Pool')} }
`

describe('what a new thing holds of what stands below it', () => {
  it('is found there, by ids that both show, and goes with it', async () => {
    const { ask } = await tell(CLUSTERS)
    const cluster = said(await ask('POST /clusters', [], { body: { name: 'c', pools: [{ size: 2 }, { size: 3 }] } }))
    const { pools } = cluster.value as { readonly pools: readonly { readonly id: string }[] }
    expect(said(await ask('GET /clusters/{clusterId}/pools', [idOf(cluster)])).value).to.deep.equal(pools)
    const path = '/clusters/{clusterId}/pools/{poolId}'
    const ids = [idOf(cluster), pools[1]?.id ?? '']
    expect(said(await ask(`GET ${path}`, ids)).value).to.deep.equal({ id: ids[1], size: 3 })
    expect(said(await ask('GET /clusters/{clusterId}', [idOf(cluster)])).value).to.deep.equal(cluster.value)
    await ask('DELETE /clusters/{clusterId}', [idOf(cluster)])
    expect(said(await ask(`GET ${path}`, ids)).status).to.equal(404)
  })
})

describe('a thing of which the document says nothing', () => {
  it('is found by the id that was sent', async () => {
    const any = 'content: { application/json: { schema: { type: object } } }'
    const { ask } = await tell(`
      paths:
        /documents: { post: { requestBody: { ${any} }, responses: { 201: { description: d, ${any} } } } }
        '/documents/{documentId}':
          parameters: [${text('documentId')}]
          get: { responses: { 200: { description: d, ${any} }, ${NONE} } }
    `)
    await ask('POST /documents', [], { body: { id: '124', title: 'Emma' } })
    const read = said(await ask('GET /documents/{documentId}', ['124']))
    expect(read.value).to.deep.equal({ id: '124', title: 'Emma' })
  })
})
