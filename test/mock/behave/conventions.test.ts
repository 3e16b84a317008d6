import { expect } from 'chai'
import { mocked, type Ask } from '../../support/mocked.js'
import { json, ref } from '../../support/operations.js'

const ID = 'parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]'

function projects(parameters = '', page = `{ type: array, items: ${ref('Project')} }`): Promise<Ask> {
  return mocked(`
    paths:
      /projects:
        get:
          parameters: [${parameters}]
          responses: { 200: { description: d, ${json(page)} } }
        post:
          requestBody: { ${json(ref('Project'))} }
          responses: { 201: { description: d, ${json(ref('Project'))} } }
      /projects/{id}:
        ${ID}
        get: { responses: { 200: { description: d, ${json(ref('Project'))} }, 404: { description: d } } }
      /projects/{id}/archive:
        ${ID}
        post: { responses: { 200: { description: d, ${json(ref('Project'))} } } }
      /projects/{id}/restore:
        ${ID}
        post: { responses: { 200: { description: d, ${json(ref('Project'))} } } }
      /projects/{id}/tasks:
        ${ID}
        get: { responses: { 200: { description: d, ${json(`{ type: array, items: ${ref('Task')} }`)} } } }
        post:
          requestBody: { ${json(ref('Task'))} }
          responses: { 201: { description: d, ${json(ref('Task'))} } }
      /projects/{id}/tasks/{taskId}:
        parameters:
          - { name: id, in: path, required: true, schema: { type: integer } }
          - { name: taskId, in: path, required: true, schema: { type: integer } }
        delete: { responses: { 204: { description: d } } }
    components:
      schemas:
        Project:
          type: object
          required: [id, name]
          properties:
            id: { type: integer, readOnly: true }
            name: { type: string }
            budget: { type: number }
            created_at: { type: string, format: date-time }
            is_archived: { type: boolean, readOnly: true }
            archived_at: { type: [string, 'null'], format: date-time, readOnly: true }
            task_count: { type: integer, readOnly: true }
            meta: { type: object, readOnly: true, properties: { lastModified: { type: string, format: date-time } } }
        Task:
          type: object
          properties: { id: { type: integer, readOnly: true }, title: { type: string }, project: { type: integer, readOnly: true } }
  `)
}

const query = (name: string, schema = '{ type: string }'): string => `{ name: '${name}', in: query, schema: ${schema} }`

async function namesAt(ask: Ask, url: string): Promise<string> {
  const items = (await ask(`GET ${url}`)).json as { name: string }[]
  return items.map(({ name }) => name).join('')
}

async function withThree(parameters: string): Promise<Ask> {
  const ask = await projects(parameters)
  for (const [name, budget] of Object.entries({ b: 20, a: 30, c: 10 })) {
    await ask('POST /projects', { body: { name, budget, created_at: `2030-01-0${budget / 10}T00:00:00Z` } })
  }
  return ask
}

describe('an action', () => {
  it('sets the flag and the date that say it was done, once, and takes them back', async () => {
    const ask = await projects()
    await ask('POST /projects', { body: { name: 'a' } })
    const archived = (await ask('POST /projects/1/archive')).json as { archived_at: string }
    expect(archived).to.deep.include({ is_archived: true })
    expect(archived.archived_at).to.be.a('string')
    expect((await ask('POST /projects/1/archive')).json).to.deep.equal(archived)
    await ask('POST /projects/1/restore')
    expect((await ask('GET /projects/1')).json).to.deep.include({ is_archived: false, archived_at: null })
  })
})

describe('what a server knows of an item', () => {
  it('counts what is below it', async () => {
    const ask = await projects()
    expect((await ask('POST /projects', { body: { name: 'a' } })).json).to.deep.include({ task_count: 0 })
    await ask('POST /projects/1/tasks', { body: { title: 'x' } })
    await ask('POST /projects/1/tasks', { body: { title: 'y' } })
    expect((await ask('GET /projects/1')).json).to.deep.include({ task_count: 2 })
    await ask('DELETE /projects/1/tasks/1')
    expect((await ask('GET /projects/1')).json).to.deep.include({ task_count: 1 })
  })

  it('counts only what is there', async () => {
    const ask = await projects()
    expect((await ask('POST /projects/9/tasks', { body: { title: 'x' } })).status).to.equal(201)
    expect((await ask('GET /projects')).json).to.deep.equal([])
  })

  it('has the id of what it stands below under the name of the thing', async () => {
    const ask = await projects()
    await ask('POST /projects', { body: { name: 'a' } })
    await ask('POST /projects', { body: { name: 'b' } })
    expect((await ask('POST /projects/2/tasks', { body: { title: 'x' } })).json).to.deep.include({ project: 2 })
  })

  it('has its dates in an object of read-only facts', async () => {
    const ask = await projects()
    const { meta } = (await ask('POST /projects', { body: { name: 'a' } })).json as { meta: { lastModified: string } }
    expect(meta.lastModified).to.match(/^2030-01-01/)
  })
})

describe('filters by name', () => {
  const cases: readonly (readonly [parameter: string, query: string, expected: string])[] = [
    ['budget__gte', '20', 'ba'],
    ['budget_lt', '20', 'c'],
    ['minBudget', '25', 'a'],
    ['budget[lte]', '20', 'bc'],
    ['filter[budget][gt]', '10', 'ba'],
    ['name__icontains', 'A', 'a'],
    ['name__in', 'a,c', 'ac'],
    ['name_ne', 'a', 'bc'],
    ['created_after', '2030-01-02', 'a'],
    ['created_at_before', '2030-01-02T00:00:00Z', 'c'],
  ]
  for (const [parameter, value, expected] of cases) {
    it(`compare as ${parameter} says`, async () => {
      const ask = await withThree(query(parameter))
      expect(await namesAt(ask, `/projects?${encodeURIComponent(parameter)}=${value}`)).to.equal(expected)
    })
  }

  it('take a range as an object', async () => {
    const range = '{ type: object, properties: { gte: { type: number }, lt: { type: number } } }'
    const ask = await withThree(`{ name: budget, in: query, style: deepObject, schema: ${range} }`)
    expect(await namesAt(ask, '/projects?budget[gte]=10&budget[lt]=30')).to.equal('bc')
  })
})

describe('filters that are expressions', () => {
  const cases: readonly (readonly [expression: string, expected: string])[] = [
    ['name eq "a"', 'a'],
    ["contains(name,'a') or budget lt 20", 'ac'],
    ['not (name eq "a") and budget ge 20', 'b'],
    ['budget > 10 AND name != "b"', 'a'],
    ['archived_at pr', ''],
    ['whatever', 'bac'],
    ['name eq', 'bac'],
    ['unknown eq "a"', 'bac'],
  ]
  for (const [expression, expected] of cases) {
    it(`select by ${expression}`, async () => {
      const ask = await withThree(query('filter'))
      expect(await namesAt(ask, `/projects?filter=${encodeURIComponent(expression)}`)).to.equal(expected)
    })
  }
})

describe('the order of a list', () => {
  for (const [asked, expected] of [
    ['budget,desc', 'abc'],
    ['name:asc', 'abc'],
    ['-name', 'cba'],
  ] as const) {
    it(`is read from ${asked}`, async () => {
      expect(await namesAt(await withThree(query('sort')), `/projects?sort=${asked}`)).to.equal(expected)
    })
  }
})

describe('a page', () => {
  it('has its number and its size in `page`', async () => {
    const counts = '{ size: { type: integer }, number: { type: integer }, totalElements: { type: integer } }'
    const page = `{ type: object, properties: { content: { type: array, items: ${ref('Project')} }, page: { type: object, properties: ${counts} } } }`
    const ask = await projects(
      `${query('page', '{ type: integer, default: 0 }')}, ${query('size', '{ type: integer, default: 20 }')}`,
      page,
    )
    await ask('POST /projects', { body: { name: 'a' } })
    const first = { size: 20, number: 0, totalElements: 1 }
    expect((await ask('GET /projects')).json)
      .to.have.property('page')
      .that.deep.equals(first)
    const third = { size: 5, number: 2, totalElements: 1 }
    expect((await ask('GET /projects?page=2&size=5')).json)
      .to.have.property('page')
      .that.deep.equals(third)
  })
})

describe('a search', () => {
  it('takes conditions from its body', async () => {
    const item =
      '{ type: object, required: [id], properties: { id: { type: integer, readOnly: true }, name: { type: string } } }'
    const condition = '{ type: object, properties: { field: { type: string }, operator: { type: string }, value: {} } }'
    const ask = await mocked(`
      paths:
        /items:
          post:
            requestBody: { ${json(item)} }
            responses: { 201: { description: d, ${json(item)} } }
        /items/search:
          post:
            requestBody: { ${json(`{ type: object, properties: { filters: { type: array, items: ${condition} } } }`)} }
            responses: { 200: { description: d, ${json(`{ type: array, items: ${item} }`)} } }
        /items/{id}:
          ${ID}
          get: { responses: { 200: { description: d, ${json(item)} } } }
    `)
    for (const name of ['ann', 'bob']) await ask('POST /items', { body: { name } })
    const filters = [{ field: 'name', operator: 'contains', value: 'nn' }]
    expect((await ask('POST /items/search', { body: { filters } })).json).to.deep.equal([{ name: 'ann', id: 1 }])
  })
})

describe('JSON:API', () => {
  it('filters and sorts by attributes, and says what is wrong in its list of errors', async () => {
    const attributes = '{ type: object, properties: { title: { type: string } } }'
    const item = `{ type: object, required: [id], properties: { id: { type: string }, attributes: ${attributes} } }`
    const body = `{ type: object, required: [data], properties: { data: { type: object, properties: { attributes: ${attributes} } } } }`
    const one = `{ type: object, required: [data], properties: { data: ${item} } }`
    const error =
      '{ type: object, properties: { status: { type: string }, title: { type: string }, detail: { type: string } } }'
    const ask = await mocked(`
      paths:
        /articles:
          get:
            parameters: [${query('filter[title]')}, ${query('sort')}]
            responses: { 200: { description: d, ${json(`{ type: object, properties: { data: { type: array, items: ${item} } } }`)} } }
          post:
            requestBody: { ${json(body)} }
            responses: { 201: { description: d, ${json(one)} } }
        /articles/{id}:
          parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
          get:
            responses:
              200: { description: d, ${json(one)} }
              404: { description: d, ${json(`{ type: object, required: [errors], properties: { errors: { type: array, items: ${error} } } }`)} }
    `)
    for (const title of ['a', 'b']) await ask('POST /articles', { body: { data: { attributes: { title } } } })
    const titles = async (url: string): Promise<string> => {
      const { data } = (await ask(`GET ${url}`)).json as { data: { attributes: { title: string } }[] }
      return data.map((article) => article.attributes.title).join('')
    }
    expect(await titles('/articles?sort=-title')).to.equal('ba')
    expect(await titles('/articles?filter[title]=b')).to.equal('b')
    expect((await ask('GET /articles/x')).json).to.deep.equal({
      errors: [{ status: '404', title: 'Not Found', detail: "there is no article 'x'" }],
    })
  })
})

describe('a refusal whose word is one of a list', () => {
  it('takes the word that the status means', async () => {
    const error =
      '{ type: object, required: [error], properties: { error: { type: string, enum: [invalid_token, insufficient_scope, other] } } }'
    const ask = await mocked(
      `
      paths:
        /notes:
          get:
            security: [{ oauth: [read] }]
            responses: { 200: { description: d }, 401: { description: d, ${json(error)} }, 403: { description: d, ${json(error)} } }
      components: { securitySchemes: { oauth: { type: oauth2, flows: {} } } }
    `,
      { behaviours: { personas: [{ name: 'nobody', token: 'none', permissions: [] }] } },
    )
    expect((await ask('GET /notes')).json).to.deep.equal({ error: 'invalid_token' })
    const known = { headers: { authorization: 'Bearer none' } }
    expect((await ask('GET /notes', known)).json).to.deep.equal({ error: 'insufficient_scope' })
  })
})
