import { expect } from 'chai'
import { said, tell } from '../../support/story.js'
import { asked, json, done, list, made, ok, okOr404, ref, text } from '../../support/operations.js'

describe('containers as Docker has them', () => {
  const CONTAINERS = `
    paths:
      /containers/json: { get: { parameters: [${asked('limit', 'integer')}], ${ok(list('Row'))} } }
      /containers/create:
        post:
          parameters: [${asked('name')}, ${asked('verbose', 'boolean')}]
          requestBody: { ${json(ref('Config'))} }
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

describe('rows of a table as PostgREST has them', () => {
  const TODO = ref('Todo')
  const ROWS = `
    paths:
      /todos:
        get: { parameters: [${asked('id')}, ${asked('done')}], ${ok(list('Todo'))} }
        post: { requestBody: { ${json(TODO)} }, responses: { 201: { description: d } } }
        patch:
          parameters: [${asked('id')}, ${asked('done')}, ${asked('task_pattern')}]
          requestBody: { ${json(TODO)} }
          responses: { 200: { description: d, ${json(list('Todo'))} } }
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
    const matching = async (pattern: string) =>
      said(await ask('PATCH /todos', [], { query: { task_pattern: pattern }, body: { done: true } })).value
    expect(await matching('%am%')).to.deep.equal([{ id: 3, task: 'named', done: true }])
    expect(await matching('none')).to.deep.equal([])
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
        post: { requestBody: { ${json(ref('Pod'))} }, ${made(ref('Pod'))} }
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
          post: { requestBody: { ${json(ref('Pod'))} }, ${made(ref('Pod'))} }
        /namespaces/{namespace}/pods/{name}:
          parameters: [${text('namespace')}, ${text('name')}]
          put: { requestBody: { ${json(ref('Pod'))} }, ${okOr404(ref('Pod'))} }
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
          responses: { 200: { description: d, headers: { X-WP-Total: ${count}, X-WP-TotalPages: ${count} }, ${json(list('Post'))} } }
        post:
          requestBody: { ${json('{ type: object, properties: { title: { type: string }, categories: { type: array, items: { type: integer } } } }')} }
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
