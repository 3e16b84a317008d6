import { expect } from 'chai'
import { json } from '../../support/operations.js'
import { said, tell } from '../../support/story.js'

const id = (name: string): string => `{ name: ${name}, in: path, required: true, schema: { type: integer } }`
const ok = (schema: string): string => `200: { description: d, ${json(schema)} }`
const made = (schema: string): string =>
  `post: { requestBody: { ${json(schema)} }, responses: { 201: { description: d, ${json(schema)} } } }`
const item = (schema: string): string =>
  `get: { responses: { ${ok(schema)}, 404: { description: d } } }, delete: { responses: { 204: { description: d }, 404: { description: d } } }`
const USER = `{ $ref: '#/components/schemas/User' }`
const POST = `{ $ref: '#/components/schemas/Post' }`
const NOTE = `{ $ref: '#/components/schemas/Note' }`
const SCHEMAS = [
  'User: { type: object, required: [name], properties: { id: { type: integer, readOnly: true }, name: { type: string } } }',
  'Post: { type: object, required: [title], properties: { id: { type: integer, readOnly: true }, userId: { type: integer }, title: { type: string } } }',
  'Note: { type: object, required: [text], properties: { id: { type: integer, readOnly: true }, text: { type: string } } }',
].join(', ')
const list = (schema: string): string =>
  `get: { responses: { ${ok(`{ type: array, items: ${schema} }`)}, 404: { description: d } } }`
const BLOG = `
  paths:
    /users: { ${made(USER)} }
    '/users/{userId}': { parameters: [${id('userId')}], ${item(USER)} }
    '/users/{userId}/posts': { parameters: [${id('userId')}], ${list(POST)} }
    /posts: { ${list(POST)}, ${made(POST)} }
    '/posts/{postId}': { parameters: [${id('postId')}], ${item(POST)} }
    '/posts/{postId}/notes': { parameters: [${id('postId')}], ${list(NOTE)}, ${made(NOTE)} }
    '/notes/{noteId}': { parameters: [${id('noteId')}], ${item(NOTE)} }
    /posts/notes: { ${list(NOTE)} }
  components: { schemas: { ${SCHEMAS} } }
`

describe('things at two addresses', () => {
  it('lists below a thing those that name it, and no others', async () => {
    const { ask } = await tell(BLOG)
    for (const name of ['Ann', 'Ben']) await ask('POST /users', [], { body: { name } })
    for (const userId of [1, 2, 1]) await ask('POST /posts', [], { body: { userId, title: `of ${userId}` } })
    const below = async (user: string) => said(await ask('GET /users/{userId}/posts', [user]))
    expect((await below('1')).value).to.deep.equal([
      { id: 1, userId: 1, title: 'of 1' },
      { id: 3, userId: 1, title: 'of 1' },
    ])
    expect((await below('2')).value).to.deep.equal([{ id: 2, userId: 2, title: 'of 2' }])
    expect((await below('3')).status).to.equal(404)
    await ask('DELETE /posts/{postId}', ['2'])
    expect((await below('2')).value).to.deep.equal([])
  })

  it('reads, removes and lists at one path what was created at another, although it does not say what it is below', async () => {
    const { ask } = await tell(BLOG)
    for (const title of ['A', 'B']) await ask('POST /posts', [], { body: { title } })
    const created = await ask('POST /posts/{postId}/notes', ['1'], { body: { text: 'hi' } })
    expect(created).to.have.nested.property('headers.location', '/notes/1')
    expect(said(await ask('POST /posts/{postId}/notes', ['2'], { body: { text: 'ho' } })).value).to.include({ id: 2 })
    expect(said(await ask('GET /notes/{noteId}', ['1'])).value).to.deep.equal({ id: 1, text: 'hi' })
    expect(said(await ask('GET /notes/{noteId}', ['3'])).status).to.equal(404)
    expect(said(await ask('GET /posts/{postId}/notes', ['1'])).value).to.deep.equal([{ id: 1, text: 'hi' }])
    await ask('DELETE /notes/{noteId}', ['1'])
    expect(said(await ask('GET /posts/{postId}/notes', ['1'])).value).to.deep.equal([])
    expect(said(await ask('GET /posts/{postId}/notes', ['2'])).value).to.deep.equal([{ id: 2, text: 'ho' }])
  })

  it('lists at the top what was created below each thing, page by page, although ids are unique there only', async () => {
    const TASK = `{ type: object, required: [name], properties: { name: { type: string }, projectId: { type: integer } } }`
    const page = `{ type: object, properties: { tasks: { type: array, items: { $ref: '#/components/schemas/Task' } }, nextCursor: { type: [string, 'null'] } } }`
    const { ask } = await tell(`
      paths:
        '/projects/{projectId}/tasks':
          { parameters: [${id('projectId')}], ${made(`{ $ref: '#/components/schemas/Task' }`)} }
        '/projects/{projectId}/tasks/{name}':
          parameters: [${id('projectId')}, { name: name, in: path, required: true, schema: { type: string } }]
          ${item(`{ $ref: '#/components/schemas/Task' }`).replace(/, delete/, '\n          delete')}
        /tasks:
          get:
            parameters: [{ name: limit, in: query, schema: { type: integer } }, { name: cursor, in: query, schema: { type: string } }]
            responses: { ${ok(page)} }
      components: { schemas: { Task: ${TASK} } }
    `)
    for (const project of ['1', '2'])
      for (const name of ['a', 'b']) await ask('POST /projects/{projectId}/tasks', [project], { body: { name } })
    const walked: unknown[] = []
    let cursor: unknown = ''
    for (let pages = 0; pages < 9 && typeof cursor === 'string'; pages++) {
      const query = { limit: 1, ...(cursor === '' ? {} : { cursor }) }
      const { value } = said(await ask('GET /tasks', [], { query }))
      const shown = value as { tasks: unknown[]; nextCursor?: unknown }
      walked.push(...shown.tasks)
      cursor = shown.nextCursor
    }
    expect(walked).to.deep.equal([
      { name: 'a', projectId: 1 },
      { name: 'b', projectId: 1 },
      { name: 'a', projectId: 2 },
      { name: 'b', projectId: 2 },
    ])
  })

  it('lists nothing at the top once all that was created below things has gone with them', async () => {
    const { ask } = await tell(`
      paths:
        /boxes: { ${made(USER)} }
        '/boxes/{boxId}': { parameters: [${id('boxId')}], ${item(USER)} }
        '/boxes/{boxId}/notes': { parameters: [${id('boxId')}], ${list(NOTE)}, ${made(NOTE)} }
        /notes: { ${list(NOTE)} }
      components: { schemas: { ${SCHEMAS} } }
    `)
    const notes = async () => said(await ask('GET /notes')).value
    await ask('POST /boxes', [], { body: { name: 'a' } })
    await ask('POST /boxes/{boxId}/notes', ['1'], { body: { text: 'a' } })
    expect(await notes()).to.deep.equal([{ text: 'a', id: 1 }])
    await ask('DELETE /boxes/{boxId}', ['1'])
    expect(await notes()).to.deep.equal([])
  })

  it('takes along what was created below a thing that was only presumed to be there', async () => {
    const { ask } = await tell(`
      paths:
        '/boxes/{boxId}': { parameters: [${id('boxId')}], ${item(USER)} }
        '/boxes/{boxId}/posts': { parameters: [${id('boxId')}], ${made(POST)} }
        '/boxes/{boxId}/posts/{postId}': { parameters: [${id('boxId')}, ${id('postId')}], ${item(POST)} }
      components: { schemas: { ${SCHEMAS} } }
    `)
    await ask('POST /boxes/{boxId}/posts', ['7'], { body: { title: 'A' } })
    expect(said(await ask('GET /boxes/{boxId}/posts/{postId}', ['7', '1'])).status).to.equal(200)
    await ask('DELETE /boxes/{boxId}', ['7'])
    expect(said(await ask('GET /boxes/{boxId}/posts/{postId}', ['7', '1'])).status).to.equal(404)
  })

  it('leaves an item its own name below a thing that is found by name', async () => {
    const VIDEO = `{ type: object, properties: { id: { type: integer, readOnly: true }, name: { type: string } } }`
    const name = `{ name: name, in: path, required: true, schema: { type: string } }`
    const { ask } = await tell(`
      paths:
        '/accounts/{name}/videos': { parameters: [${name}], ${made(VIDEO)} }
        '/accounts/{name}/videos/{id}': { parameters: [${name}, ${id('id')}], ${item(VIDEO)} }
    `)
    const created = said(await ask('POST /accounts/{name}/videos', ['ann'], { body: { name: 'Holidays' } }))
    expect(created.value).to.deep.equal({ id: 1, name: 'Holidays' })
  })

  it('changes at one path what was created at another, and creates nothing by that', async () => {
    const { ask } = await tell(`
      paths:
        /posts: { ${made(POST)} }
        '/posts/{postId}/notes': { parameters: [${id('postId')}], ${list(NOTE)}, ${made(NOTE)} }
        '/notes/{noteId}': { parameters: [${id('noteId')}], ${item(NOTE)}, put: { requestBody: { ${json(NOTE)} }, responses: { ${ok(NOTE)}, 404: { description: d } } } }
      components: { schemas: { ${SCHEMAS} } }
    `)
    await ask('POST /posts', [], { body: { title: 'A' } })
    await ask('POST /posts/{postId}/notes', ['1'], { body: { text: 'hi' } })
    expect(said(await ask('PUT /notes/{noteId}', ['1'], { body: { text: 'ho' } })).value).to.deep.equal({
      id: 1,
      text: 'ho',
    })
    expect(said(await ask('GET /posts/{postId}/notes', ['1'])).value).to.deep.equal([{ id: 1, text: 'ho' }])
    expect(said(await ask('PUT /notes/{noteId}', ['2'], { body: { text: 'ho' } })).status).to.equal(404)
  })

  it('changes what it says and no more there, where creating must say more', async () => {
    const PLAN = `{ type: object, properties: { id: { type: integer }, title: { type: string }, note: { type: string } } }`
    const { ask } = await tell(`
      paths:
        /users: { ${made(USER)} }
        '/users/{userId}/plans': { parameters: [${id('userId')}], post: { requestBody: { ${json(PLAN.replace('object,', 'object, required: [title],'))} }, responses: { 201: { description: d, ${json(PLAN)} } } } }
        '/plans/{planId}': { parameters: [${id('planId')}], get: { responses: { ${ok(PLAN)} } }, put: { requestBody: { ${json(PLAN)} }, responses: { ${ok(PLAN)} } } }
      components: { schemas: { ${SCHEMAS} } }
    `)
    await ask('POST /users/{userId}/plans', ['1'], { body: { title: 'A', note: 'b' } })
    await ask('PUT /plans/{planId}', ['1'], { body: { title: 'B' } })
    expect(said(await ask('GET /plans/{planId}', ['1'])).value).to.deep.equal({ id: 1, title: 'B', note: 'b' })
  })

  it('reads what was created elsewhere, although each operation has a schema of its own', async () => {
    const members = (more: string): string =>
      `{ type: object, properties: { id: { type: integer }, topic: { type: string }, starts: { type: string }, minutes: { type: integer }, ${more}: { type: string } } }`
    const { ask } = await tell(`
      paths:
        /users: { ${made(USER)} }
        '/users/{userId}/meetings': { parameters: [${id('userId')}], ${list(members('host'))}, post: { requestBody: { ${json(members('agenda'))} }, responses: { 201: { description: d, ${json(members('register'))} } } } }
        '/meetings/{meetingId}': { parameters: [${id('meetingId')}], get: { responses: { ${ok(members('agenda'))}, 404: { description: d } } } }
      components: { schemas: { ${SCHEMAS} } }
    `)
    await ask('POST /users', [], { body: { name: 'Ann' } })
    await ask('POST /users/{userId}/meetings', ['1'], { body: { topic: 'Plans', agenda: 'a' } })
    expect(said(await ask('GET /meetings/{meetingId}', ['1'])).value).to.deep.equal({
      id: 1,
      topic: 'Plans',
      agenda: 'a',
    })
    expect(said(await ask('GET /users/{userId}/meetings', ['1'])).value).to.deep.equal([{ id: 1, topic: 'Plans' }])
  })

  it('puts what is created below a thing under it, where items show the thing itself', async () => {
    const TAG = `{ type: object, properties: { gid: { type: string, readOnly: true }, name: { type: string }, team: { type: object, properties: { gid: { type: string } } } } }`
    const { ask } = await tell(`
      paths:
        /teams: { ${made(`{ type: object, properties: { gid: { type: string, readOnly: true }, name: { type: string } } }`)} }
        '/teams/{team_gid}': { parameters: [{ name: team_gid, in: path, required: true, schema: { type: string } }], ${item(`{ type: object, properties: { gid: { type: string, readOnly: true }, name: { type: string } } }`)} }
        '/teams/{team_gid}/tags': { parameters: [{ name: team_gid, in: path, required: true, schema: { type: string } }], ${list(`{ $ref: '#/components/schemas/Tag' }`)}, ${made(`{ $ref: '#/components/schemas/Tag' }`)} }
        /tags: { ${list(`{ $ref: '#/components/schemas/Tag' }`)}, ${made(`{ $ref: '#/components/schemas/Tag' }`)} }
        '/tags/{tag_gid}': { parameters: [{ name: tag_gid, in: path, required: true, schema: { type: string } }], ${item(`{ $ref: '#/components/schemas/Tag' }`)} }
      components: { schemas: { Tag: ${TAG} } }
    `)
    const team = said(await ask('POST /teams', [], { body: { name: 'T' } })).value as { gid: string }
    const tag = said(await ask('POST /teams/{team_gid}/tags', [team.gid], { body: { name: 'web' } })).value
    expect(tag).to.deep.include({ name: 'web', team: { gid: team.gid } })
    expect(said(await ask('GET /tags/{tag_gid}', [(tag as { gid: string }).gid])).value).to.deep.equal(tag)
    expect(said(await ask('GET /teams/{team_gid}/tags', [team.gid])).value).to.deep.equal([tag])
    expect(said(await ask('GET /tags')).value).to.deep.equal([tag])
  })

  it('lists below a thing those that list it, as ids or as things', async () => {
    const TAG = `{ type: object, properties: { id: { type: integer }, name: { type: string } } }`
    const { ask } = await tell(`
      paths:
        /users: { ${made(USER)} }
        '/users/{userId}': { parameters: [${id('userId')}], ${item(USER)} }
        '/users/{userId}/tasks': { parameters: [${id('userId')}], ${list(`{ $ref: '#/components/schemas/Task' }`)} }
        /tags: { ${made(TAG)} }
        '/tags/{tagId}': { parameters: [${id('tagId')}], ${item(TAG)} }
        '/tags/{tagId}/tasks': { parameters: [${id('tagId')}], ${list(`{ $ref: '#/components/schemas/Task' }`)} }
        /tasks: { post: { requestBody: { ${json('{ type: object, properties: { userIds: { type: array, items: { type: integer } }, tags: { type: array, items: { type: integer } } } }')} }, responses: { 201: { description: d, ${json(`{ $ref: '#/components/schemas/Task' }`)} } } } }
        '/tasks/{taskId}': { parameters: [${id('taskId')}], ${item(`{ $ref: '#/components/schemas/Task' }`)} }
      components: { schemas: { ${SCHEMAS}, Task: { type: object, properties: { id: { type: integer }, userIds: { type: array, items: { type: integer } }, tags: { type: array, items: ${TAG} } } } } }
    `)
    await ask('POST /users', [], { body: { name: 'Ann' } })
    for (const name of ['a', 'b']) await ask('POST /tags', [], { body: { name } })
    const task = said(await ask('POST /tasks', [], { body: { userIds: [1], tags: [2] } })).value
    expect(said(await ask('GET /users/{userId}/tasks', ['1'])).value).to.deep.equal([task])
    expect(said(await ask('GET /tags/{tagId}/tasks', ['2'])).value).to.deep.equal([task])
    expect(said(await ask('GET /tags/{tagId}/tasks', ['1'])).value).to.deep.equal([])
    expect(said(await ask('GET /tags/{tagId}/tasks', ['3'])).status).to.equal(404)
  })

  it('takes nothing for a creation that does not take what creating must say', async () => {
    const PART = `{ $ref: '#/components/schemas/Part' }`
    const gid = (name: string): string => `{ name: ${name}, in: path, required: true, schema: { type: string } }`
    const wrapped = (schema: string): string => `{ type: object, properties: { data: ${schema} } }`
    const { ask } = await tell(`
      paths:
        /books: { ${made(wrapped(PART))} }
        '/books/{book_gid}': { parameters: [${gid('book_gid')}], get: { responses: { ${ok(wrapped(PART))}, 404: { description: d } } } }
        '/books/{book_gid}/parts':
          parameters: [${gid('book_gid')}]
          get: { responses: { ${ok(wrapped(`{ type: array, items: ${PART} }`))} } }
          post: { requestBody: { ${json(wrapped(`{ allOf: [${PART}], required: [name] }`))} }, responses: { 201: { description: d, ${json(wrapped(PART))} } } }
        '/books/{book_gid}/parts/insert':
          post: { parameters: [${gid('book_gid')}], requestBody: { ${json(wrapped('{ type: object, properties: { part: { type: string }, before: { type: string } } }'))} }, responses: { ${ok(wrapped('{ type: object }'))} } }
        '/parts/{part_gid}':
          parameters: [${gid('part_gid')}]
          get: { responses: { ${ok(wrapped(PART))}, 404: { description: d } } }
          put: { requestBody: { ${json(wrapped(PART))} }, responses: { ${ok(wrapped(PART))}, 404: { description: d } } }
      components: { schemas: { Part: { type: object, properties: { gid: { type: string, readOnly: true }, name: { type: string } } } } }
    `)
    const dataOf = (reply: unknown) => (said(reply as never).value as { data: { gid: string } }).data
    const book = dataOf(await ask('POST /books', [], { body: { data: { name: 'B' } } }))
    const part = dataOf(await ask('POST /books/{book_gid}/parts', [book.gid], { body: { data: { name: 'I' } } }))
    await ask('POST /books/{book_gid}/parts/insert', [book.gid], { body: { data: { part: part.gid } } })
    await ask('PUT /parts/{part_gid}', [part.gid], { body: { data: { name: 'II' } } })
    const listed = said(await ask('GET /books/{book_gid}/parts', [book.gid])).value
    expect(listed).to.deep.equal({ data: [{ gid: part.gid, name: 'II' }] })
    expect(said(await ask('PUT /parts/{part_gid}', ['no'], { body: { data: { name: 'III' } } })).status).to.equal(404)
  })
})
