import { expect } from 'chai'
import { json, ok } from '../../support/operations.js'
import { said, tell } from '../../support/story.js'

const id = (type = 'integer'): string =>
  `parameters: [{ name: id, in: path, required: true, schema: { type: ${type} } }]`
const sends = (schema: string): string => `requestBody: { ${json(schema)} }`
const query = (...names: string[]): string =>
  `parameters: [${names.map((name) => `{ name: '${name}', in: query, schema: { type: string } }`).join(', ')}]`
const called = (value: unknown, at: string, member: string): unknown[] =>
  (value as Record<string, Record<string, unknown>[]>)[at]?.map((item) => item[member]) ?? []

describe('styles of APIs', () => {
  it('count a list by the name of what it lists, and find things by what their members name', async () => {
    const PERSON = '{ type: object, properties: { username: { type: string }, bio: { type: string } } }'
    const ARTICLE = `{ type: object, properties: { id: { type: integer, readOnly: true }, title: { type: string }, tagList: { type: array, items: { type: string } }, author: ${PERSON} } }`
    const { ask } = await tell(`
      paths:
        /articles:
          get: { ${query('tag', 'author', 'author_bio')}, ${ok(`{ type: object, required: [articlesCount], properties: { articles: { type: array, items: ${ARTICLE} }, articlesCount: { type: integer } } }`)} }
          post: { ${sends(ARTICLE)}, ${ok(ARTICLE)} }
    `)
    for (const [title, username] of [
      ['A', 'ann'],
      ['B', 'ben'],
    ])
      await ask('POST /articles', [], {
        body: { title, tagList: [`of ${title}`], author: { username, bio: username } },
      })
    const found = async (asked: Record<string, unknown>) => {
      const { value } = said(await ask('GET /articles', [], { query: asked }))
      return [...called(value, 'articles', 'title'), (value as { articlesCount: number }).articlesCount]
    }
    expect(await found({})).to.deep.equal(['A', 'B', 2])
    expect(await found({ tag: 'of B' })).to.deep.equal(['B', 1])
    expect(await found({ author: 'ann' })).to.deep.equal(['A', 1])
    expect(await found({ author: 'nobody' })).to.deep.equal([0])
    expect(await found({ author_bio: 'ben' })).to.deep.equal(['B', 1])
  })

  it('begin flags and counts of the server where nothing was done, and take back with DELETE what POST has done', async () => {
    const POST =
      '{ type: object, required: [favorited, following, likesCount, active], properties: { id: { type: integer, readOnly: true }, text: { type: string }, favorited: { type: boolean }, following: { type: boolean }, likesCount: { type: integer }, active: { type: boolean } } }'
    const { ask } = await tell(`
      paths:
        /posts: { post: { ${sends('{ type: object, properties: { text: { type: string } } }')}, ${ok(POST)} } }
        '/posts/{id}': { ${id()}, get: { ${ok(POST)} } }
        '/posts/{id}/favorite': { ${id()}, post: { ${ok(POST)} }, delete: { ${ok(POST)} } }
        '/posts/{id}/follow': { ${id()}, post: { ${ok(POST)} } }
    `)
    const fresh = { id: 1, text: 'hi', favorited: false, following: false, likesCount: 0, active: true }
    expect(said(await ask('POST /posts', [], { body: { text: 'hi' } })).value).to.deep.equal(fresh)
    expect(said(await ask('POST /posts/{id}/favorite', ['1'])).value).to.deep.equal({ ...fresh, favorited: true })
    expect(said(await ask('DELETE /posts/{id}/favorite', ['1'])).value).to.deep.equal(fresh)
    expect(said(await ask('POST /posts/{id}/follow', ['1'])).value).to.deep.equal({ ...fresh, following: true })
  })

  it('keep what JSON:API and Strapi hold in attributes, but not what is readOnly there', async () => {
    const HELD =
      '{ type: object, required: [name], properties: { name: { type: string }, views: { type: integer, readOnly: true }, createdAt: { type: string, format: date-time, readOnly: true } } }'
    const ITEM = `{ type: object, properties: { id: { type: integer, readOnly: true }, attributes: ${HELD} } }`
    const DATA = `{ type: object, properties: { data: ${ITEM} } }`
    const FLAT = '{ type: object, properties: { data: { type: object, properties: { name: { type: string } } } } }'
    const { ask } = await tell(`
      paths:
        /nested: { post: { ${sends(DATA)}, ${ok(DATA)} } }
        '/nested/{id}': { ${id()}, put: { ${sends(DATA)}, ${ok(DATA)} }, get: { ${ok(DATA)} } }
        /flat: { post: { ${sends(FLAT)}, ${ok(DATA)} } }
        '/flat/{id}': { ${id()}, put: { ${sends(FLAT)}, ${ok(DATA)} }, get: { ${ok(DATA)} } }
    `)
    const held = (name: string) => ({ data: { id: 1, attributes: { name, createdAt: '2030-01-01T00:00:00.000Z' } } })
    const sent = { data: { attributes: { name: 'A', views: 99 } } }
    expect(said(await ask('POST /nested', [], { body: sent })).value).to.deep.equal(held('A'))
    const changed = { data: { attributes: { name: 'B', createdAt: '1999-01-01T00:00:00Z' } } }
    expect(said(await ask('PUT /nested/{id}', ['1'], { body: changed })).value).to.deep.equal(held('B'))
    expect(said(await ask('POST /flat', [], { body: { data: { name: 'A' } } })).value).to.deep.equal(held('A'))
    expect(said(await ask('PUT /flat/{id}', ['1'], { body: { data: { name: 'B' } } })).value).to.deep.equal(held('B'))
  })

  it('filter and sort rows that no path names one by one, as PostgREST does', async () => {
    const ROW =
      '{ type: object, required: [id], properties: { id: { type: integer }, task: { type: string }, done: { type: boolean } } }'
    const { ask } = await tell(`
      paths:
        /rows:
          get: { ${query('id', 'task', 'done', 'order')}, ${ok(`{ type: array, items: ${ROW} }`)} }
          post: { ${sends(ROW)}, responses: { 201: { description: d } } }
          patch: { ${sends(ROW)}, responses: { 204: { description: d } } }
          delete: { ${query('id')}, responses: { 204: { description: d } } }
    `)
    for (const row of [3, 1, 2]) await ask('POST /rows', [], { body: { id: row, task: `t${row}`, done: row > 1 } })
    const found = async (asked: Record<string, unknown>) =>
      (said(await ask('GET /rows', [], { query: asked })).value as { id: number }[]).map((row) => row.id)
    expect(await found({ order: 'id.desc' })).to.deep.equal([3, 2, 1])
    expect(await found({ id: 'gte.2', order: 'id.asc' })).to.deep.equal([2, 3])
    expect(await found({ id: 'in.(1,3)', done: 'is.true' })).to.deep.equal([3])
    expect(await found({ task: 'not.eq.t3' })).to.deep.equal([1, 2])
    await ask('DELETE /rows', [], { query: { id: 'eq.3' } })
    expect(await found({})).to.deep.equal([1, 2])
  })

  it('take a value that only begins as an operator for a value, and a column of any name for a column', async () => {
    const HOST =
      '{ type: object, properties: { id: { type: integer, readOnly: true }, host: { type: string }, list: { type: array, items: { type: string } } } }'
    const { ask } = await tell(`
      paths:
        /hosts:
          get: { ${query('host', 'order', '_')}, ${ok(`{ type: array, items: ${HOST} }`)} }
          post: { ${sends(HOST)}, ${ok(HOST)} }
    `)
    for (const host of ['is.example.com', 'a,b', 'lt.example.com'])
      await ask('POST /hosts', [], { body: { host, list: ['x'] } })
    const found = async (asked: Record<string, unknown>) =>
      (said(await ask('GET /hosts', [], { query: asked })).value as { id: number }[]).map((each) => each.id)
    expect(await found({ host: 'is.example.com' })).to.deep.equal([1])
    expect(await found({ host: 'lt.example.com' })).to.deep.equal([3])
    expect(await found({ host: 'in.("a,b",c)' })).to.deep.equal([2])
    expect(await found({ order: 'DESC' })).to.deep.equal([3, 2, 1])
    expect(await found({ _: '1700000000' })).to.deep.equal([1, 2, 3])
  })

  it('go on behind the cursor of an edge', async () => {
    const NODE = `{ $ref: '#/components/schemas/Node' }`
    const EDGE = `{ type: object, required: [cursor, node], properties: { cursor: { type: string }, node: ${NODE} } }`
    const { ask } = await tell(`
      paths:
        /nodes:
          get: { ${query('first', 'after')}, ${ok(`{ type: object, properties: { edges: { type: array, items: ${EDGE} } } }`)} }
          post: { ${sends(NODE)}, ${ok(NODE)} }
      components: { schemas: { Node: { type: object, properties: { id: { type: string, readOnly: true }, name: { type: string } } } } }
    `)
    for (const name of ['A', 'B', 'C']) await ask('POST /nodes', [], { body: { name } })
    const edges = async (asked: Record<string, unknown>) =>
      (said(await ask('GET /nodes', [], { query: asked })).value as { edges: { cursor: string; node: unknown }[] })
        .edges
    const [, second] = await edges({})
    const [behind, ...more] = await edges({ after: second?.cursor })
    expect(behind?.node).to.have.property('name', 'C')
    expect(more).to.deep.equal([])
  })

  it('make and remove many at once by the words of Zendesk, and page by those of Strapi and Shopify', async () => {
    const TICKET = '{ type: object, properties: { id: { type: integer, readOnly: true }, subject: { type: string } } }'
    const NEW = '{ type: object, properties: { subject: { type: string } } }'
    const LIST = `{ type: object, properties: { tickets: { type: array, items: ${TICKET} } } }`
    const { ask } = await tell(`
      paths:
        /tickets:
          get: { ${query('since_id')}, ${ok(LIST)} }
          post: { ${sends(NEW)}, ${ok(TICKET)} }
        '/tickets/{id}': { ${id()}, get: { ${ok(TICKET)} } }
        /tickets/create_many: { post: { ${sends(`{ type: object, properties: { tickets: { type: array, items: ${NEW} } } }`)}, ${ok('{ type: object }')} } }
        /tickets/show_many: { get: { ${query('ids', 'pagination[pageSize]')}, ${ok(LIST)} } }
        /tickets/destroy_many: { delete: { ${query('ids')}, responses: { 204: { description: d } } } }
    `)
    const subjects = async (operation: string, asked: Record<string, unknown> = {}) =>
      called(said(await ask(operation, [], { query: asked })).value, 'tickets', 'subject')
    await ask('POST /tickets/create_many', [], { body: { tickets: ['A', 'B', 'C'].map((subject) => ({ subject })) } })
    expect(await subjects('GET /tickets')).to.deep.equal(['A', 'B', 'C'])
    expect(await subjects('GET /tickets', { since_id: '1' })).to.deep.equal(['B', 'C'])
    expect(await subjects('GET /tickets/show_many', { ids: '1,3' })).to.deep.equal(['A', 'C'])
    expect(await subjects('GET /tickets/show_many', { 'pagination[pageSize]': '2' })).to.deep.equal(['A', 'B'])
    await ask('DELETE /tickets/destroy_many', [], { query: { ids: '1,2' } })
    expect(await subjects('GET /tickets')).to.deep.equal(['C'])
  })

  it('list things that stand in things of their own, as the entries of a FHIR bundle', async () => {
    const PERSON = `{ $ref: '#/components/schemas/Person' }`
    const ENTRY = `{ type: object, properties: { fullUrl: { type: string }, resource: ${PERSON}, mode: { type: string } } }`
    const BUNDLE = `{ type: object, properties: { total: { type: integer }, link: { type: array, items: { type: object } }, entry: { type: array, items: ${ENTRY} } } }`
    const { ask } = await tell(`
      paths:
        /Person:
          get: { ${query('name', 'gender')}, ${ok(BUNDLE)} }
          post: { ${sends(PERSON)}, ${ok(PERSON)} }
        '/Person/{id}': { ${id('string')}, get: { ${ok(PERSON)} }, put: { ${sends(PERSON)}, ${ok(PERSON)} } }
      components: { schemas: { Person: { type: object, properties: { id: { type: string }, gender: { type: string }, name: { type: array, items: { type: object, properties: { family: { type: string } } } } } } } }
    `)
    for (const [own, gender] of [
      ['ann', 'female'],
      ['ben', 'male'],
    ])
      await ask('PUT /Person/{id}', [own ?? ''], { body: { id: own, gender, name: [{ family: `of ${own}` }] } })
    const ben = { id: 'ben', gender: 'male', name: [{ family: 'of ben' }] }
    for (const asked of [{ gender: 'male' }, { name: 'of ben' }]) {
      const { total, entry } = said(await ask('GET /Person', [], { query: asked })).value as Record<string, unknown[]>
      expect(total).to.equal(1)
      expect(entry).to.have.length(1)
      expect(entry?.[0]).to.have.property('resource').that.deep.equals(ben)
      expect(entry?.[0])
        .to.have.property('fullUrl')
        .that.matches(/\/Person\/ben$/)
    }
  })

  it('take the id from the query and change what the mask names, as Google has it; read the in of OData', async () => {
    const TOPIC =
      '{ type: object, properties: { name: { type: string }, title: { type: string }, labels: { type: object } } }'
    const { ask } = await tell(`
      paths:
        /topics:
          get: { ${query('$filter')}, ${ok(`{ type: object, required: ['@odata.count'], properties: { '@odata.count': { type: integer }, topics: { type: array, items: ${TOPIC} } } }`)} }
          post: { ${query('topicId')}, ${sends(TOPIC)}, ${ok(TOPIC)} }
        '/topics/{topic}':
          parameters: [{ name: topic, in: path, required: true, schema: { type: string } }]
          get: { ${ok(TOPIC)} }
          patch: { ${query('updateMask')}, ${sends(TOPIC)}, ${ok(TOPIC)} }
    `)
    for (const topicId of ['a', 'b', 'c'])
      await ask('POST /topics', [], { query: { topicId }, body: { title: `of ${topicId}`, labels: { x: 1 } } })
    const body = { title: 'new', labels: { y: 2 } }
    const changed = await ask('PATCH /topics/{topic}', ['b'], { query: { updateMask: 'title' }, body })
    expect(said(changed).value).to.deep.equal({ name: 'b', title: 'new', labels: { x: 1 } })
    const deeper = { title: 'other', labels: { y: 2, z: 3 } }
    const inner = await ask('PATCH /topics/{topic}', ['b'], {
      query: { updateMask: 'labels.z,labels.x' },
      body: deeper,
    })
    expect(said(inner).value).to.deep.equal({ name: 'b', title: 'new', labels: { z: 3 } })
    const taken = await ask('PATCH /topics/{topic}', ['b'], { query: { updateMask: 'labels' }, body: {} })
    expect(said(taken).value).to.deep.equal({ name: 'b', title: 'new' })
    const { value } = said(await ask('GET /topics', [], { query: { $filter: "title in ('new', 'of c')" } }))
    expect(called(value, 'topics', 'name')).to.deep.equal(['b', 'c'])
    expect(value).to.have.property('@odata.count', 2)
  })
})
