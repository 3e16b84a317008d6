import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const THING = '{ type: object, required: [id], properties: { id: { type: string }, name: { type: string } } }'
const NEW =
  '{ required: true, content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }'
const answer = (schema: string): string =>
  `{ 200: { description: d, content: { application/json: { schema: ${schema} } } } }`
const ONE = answer(THING)
const MANY = answer(`{ type: array, items: ${THING} }`)
const inPath = (...names: string[]): string =>
  `[${names.map((name) => `{ name: ${name}, in: path, required: true, schema: { type: string } }`).join(', ')}]`

describe('a path that is an item and a collection', () => {
  it('is an item where it is read as one, whatever stands below it', async () => {
    const ask = await mocked(`
      paths:
        /boards: { post: { requestBody: ${NEW}, responses: ${ONE} } }
        /boards/{id}:
          parameters: ${inPath('id')}
          get: { responses: ${ONE} }
          put: { requestBody: ${NEW}, responses: ${ONE} }
        /boards/{id}/{field}: { parameters: ${inPath('id', 'field')}, get: { responses: ${ONE} } }
    `)
    const { id } = (await ask('POST /boards', { body: { name: 'one' } })).json as { id: string }
    await ask(`PUT /boards/${id}`, { body: { name: 'two' } })
    expect((await ask(`GET /boards/${id}`)).json).to.deep.equal({ name: 'two', id })
    expect((await ask(`GET /boards/${id}/name`)).status).to.equal(200)
  })

  it('is a collection where nothing is done to it but to create', async () => {
    const ask = await mocked(`
      paths:
        /{kind}/{product}: { parameters: ${inPath('kind', 'product')}, post: { requestBody: ${NEW}, responses: ${ONE} } }
        /payments/{product}: { parameters: ${inPath('product')}, post: { requestBody: ${NEW}, responses: ${ONE} } }
        /payments/{product}/{id}: { parameters: ${inPath('product', 'id')}, get: { responses: ${ONE} } }
    `)
    const { id } = (await ask('POST /payments/sepa', { body: { name: 'rent' } })).json as { id: string }
    expect((await ask(`GET /payments/sepa/${id}`)).json).to.deep.equal({ name: 'rent', id })
    expect((await ask('GET /payments/sepa/other')).status).to.equal(404)
  })

  it('is a collection where it answers a list', async () => {
    const ask = await mocked(`
      paths:
        /buckets/{cluster}:
          parameters: ${inPath('cluster')}
          get: { responses: ${MANY} }
          post: { requestBody: ${NEW}, responses: ${ONE} }
        /buckets/{cluster}/{id}: { parameters: ${inPath('cluster', 'id')}, get: { responses: ${ONE} } }
    `)
    const { id } = (await ask('POST /buckets/eu', { body: { name: 'logs' } })).json as { id: string }
    expect((await ask('GET /buckets/eu')).json).to.deep.equal([{ name: 'logs', id }])
    expect((await ask('GET /buckets/us')).json).to.deep.equal([])
  })
})

describe('an item that is made on its own path', () => {
  it('is created by POST where that answers 201, and changed by PUT of a JSON Patch', async () => {
    const ask = await mocked(`
      paths:
        /notes/{id}:
          parameters: ${inPath('id')}
          post: { requestBody: ${NEW}, responses: { 201: { description: d, content: { application/json: { schema: ${THING} } } } } }
          get: { responses: { 200: { description: d, content: { application/json: { schema: ${THING} } } }, 404: { description: d } } }
          put:
            requestBody: { required: true, content: { application/json-patch+json: { schema: { type: array, items: { type: object } } } } }
            responses: ${ONE}
    `)
    await ask('POST /notes/first', { body: { name: 'x' } })
    expect((await ask('GET /notes/second')).status).to.equal(404)
    expect((await ask('POST /notes/second', { body: { name: 'one' } })).json).to.deep.equal({
      name: 'one',
      id: 'second',
    })
    const body = [{ op: 'replace', path: '/name', value: 'two' }]
    expect((await ask('PUT /notes/second', { body, type: 'application/json-patch+json' })).status).to.equal(200)
    expect((await ask('GET /notes/second')).json).to.deep.equal({ name: 'two', id: 'second' })
  })
})

describe('ids', () => {
  it('may be the address that a path asks for', async () => {
    const user =
      '{ type: object, required: [id, email], properties: { id: { type: string }, email: { type: string, format: email } } }'
    const ask = await mocked(`
      paths:
        /users: { post: { requestBody: { required: true, content: { application/json: { schema: ${user} } } }, responses: ${answer(user)} } }
        /users/{userEmail}:
          parameters: [{ name: userEmail, in: path, required: true, schema: { type: string, format: email } }]
          get: { responses: ${answer(user)} }
    `)
    await ask('POST /users', { body: { id: '1', email: 'ann@example.com' } })
    expect((await ask('GET /users/ann@example.com')).json).to.deep.equal({ id: '1', email: 'ann@example.com' })
  })

  it('satisfy every operation that they stand in the path of', async () => {
    const ask = await mocked(`
      paths:
        /projects: { post: { requestBody: ${NEW}, responses: ${ONE} } }
        /projects/{id}: { parameters: ${inPath('id')}, get: { responses: ${ONE} } }
        /projects/{id}/notes:
          parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
          get: { responses: ${MANY} }
    `)
    const { id } = (await ask('POST /projects', { body: {} })).json as { id: string }
    expect(id).to.equal('1')
    expect((await ask(`GET /projects/${id}/notes`)).status).to.equal(200)
  })
})

describe('what says nothing of itself', () => {
  it('is created without a word, and found by Location', async () => {
    const ask = await mocked(`
      paths:
        /groups: { post: { responses: { 200: { description: d } } } }
        /groups/{id}:
          parameters: ${inPath('id')}
          get: { responses: { 200: { description: d } } }
          delete: { responses: { 200: { description: d } } }
    `)
    const where = String((await ask('POST /groups')).headers['location'])
    expect((await ask(`GET ${where}`)).status).to.equal(200)
    expect((await ask(`DELETE ${where}`)).status).to.equal(200)
    expect((await ask(`GET ${where}`)).status).to.equal(404)
  })

  it('is the entity, where JSON is answered and other operations show what it looks like', async () => {
    const ask = await mocked(`
      paths:
        /ads: { post: { requestBody: ${NEW}, responses: ${ONE} } }
        /ads/{id}:
          parameters: ${inPath('id')}
          get: { responses: { 200: { description: d, content: { application/json: {} } } } }
    `)
    const { id } = (await ask('POST /ads', { body: { name: 'one' } })).json as { id: string }
    expect((await ask(`GET /ads/${id}`)).json).to.deep.equal({ name: 'one', id })
  })
})

describe('a list whose offset counts from one', () => {
  it('begins with the first item', async () => {
    const ask = await mocked(`
      paths:
        /things:
          get:
            parameters: [{ name: start, in: query, schema: { type: integer, default: 1 } }, { name: limit, in: query, schema: { type: integer } }]
            responses: ${MANY}
          post: { requestBody: ${NEW}, responses: ${ONE} }
        /things/{id}: { parameters: ${inPath('id')}, get: { responses: ${ONE} } }
    `)
    for (const name of ['a', 'b', 'c']) await ask('POST /things', { body: { name } })
    const names = async (line: string) => ((await ask(line)).json as { name: string }[]).map(({ name }) => name)
    expect(await names('GET /things')).to.deep.equal(['a', 'b', 'c'])
    expect(await names('GET /things?start=2&limit=1')).to.deep.equal(['b'])
  })
})

describe('a change whose body may name its item', () => {
  const things = (more: string) => `
    paths:
      /things:
        patch: { requestBody: { required: true, content: { application/json: { schema: ${THING.replace('required: [id], ', '')} } } }, responses: { 200: { description: d, content: { application/json: { schema: ${THING} } } }${more} } }
        post: { requestBody: ${NEW}, responses: ${ONE} }
      /things/{id}: { parameters: ${inPath('id')}, get: { responses: ${ONE} } }
  `

  it('is answered as declared when it names none, where nothing else is declared', async () => {
    const ask = await mocked(things(''))
    expect((await ask('PATCH /things', { body: { name: 'two' } })).status).to.equal(200)
  })

  it('says that it names none where 404 is declared', async () => {
    const ask = await mocked(things(', 404: { description: none }'))
    const { status, findings } = await ask('PATCH /things', { body: { name: 'two' } })
    expect(status).to.equal(404)
    expect(findings).to.have.nested.property('[0].message', 'the request names no thing')
  })

  it('changes the item that it names', async () => {
    const ask = await mocked(things(''))
    const { id } = (await ask('POST /things', { body: { name: 'one' } })).json as { id: string }
    await ask('PATCH /things', { body: { id, name: 'two' } })
    expect((await ask(`GET /things/${id}`)).json).to.deep.equal({ id, name: 'two' })
  })
})

describe('paths', () => {
  it('of OData count what is there, as a number in text, whatever its schema calls it', async () => {
    const user = '{ type: object, properties: { id: { type: string }, name: { type: string } } }'
    for (const media of [
      '{ schema: { type: integer } }',
      '{ schema: { type: string } }',
      '{ schema: { oneOf: [{ type: number }, { type: string }] } }',
      '{}',
    ]) {
      const ask = await mocked(`
        paths:
          /users:
            get: { responses: { 200: { description: d, content: { application/json: { schema: { type: array, items: ${user} } } } } } }
            post: { requestBody: { content: { application/json: { schema: ${user} } } }, responses: { 201: { description: d, content: { application/json: { schema: ${user} } } } } }
          /users/{id}:
            parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
            get: { responses: { 200: { description: d, content: { application/json: { schema: ${user} } } } } }
          /users/$count:
            get: { responses: { 200: { description: d, content: { text/plain: ${media} } } } }
      `)
      const { length } = (await ask('GET /users')).json as unknown[]
      for (const name of ['a', 'b', 'c']) await ask('POST /users', { body: { name } })
      const { headers, text } = await ask('GET /users/$count')
      expect([headers['content-type'], text], media).to.deep.equal(['text/plain', String(length + 3)])
    }
  })

  it('share what they remember where they differ in flags of the key alone', async () => {
    const file = '{ type: object, properties: { id: { type: string }, name: { type: string } } }'
    const shown = (schema: string): string =>
      `{ responses: { 200: { description: d, content: { application/json: { schema: ${schema} } } }, 404: { description: none } } }`
    const paths = ['', '?beta=true'].map(
      (flag) => `
        /files${flag}:
          get: ${shown(`{ type: array, items: ${file} }`)}
          post: { requestBody: { content: { application/json: { schema: ${file} } } }, ${shown(file).slice(2)}
        /files/{id}${flag}:
          parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
          get: ${shown(file)}
          delete: { responses: { 204: { description: d } } }`,
    )
    const ask = await mocked(`
      paths:${paths.join('')}
    `)
    const { json } = await ask('POST /files?beta=true', { body: { name: 'a' } })
    const { id } = json as { id: string }
    for (const flag of ['', '?beta=true']) {
      expect((await ask(`GET /files${flag}`)).json, flag).to.deep.equal([json])
      expect((await ask(`GET /files/${id}${flag}`)).json, flag).to.deep.equal(json)
    }
    expect((await ask(`DELETE /files/${id}`)).status).to.equal(204)
    expect((await ask(`GET /files/${id}?beta=true`)).status).to.equal(404)
  })
})

describe('a path whose text is no number', () => {
  const FILE = '{ type: object, required: [id, name], properties: { id: { type: integer }, name: { type: string } } }'
  const files = (path: string) => `
    paths:
      ${path}:
        parameters: ${inPath('key')}
        put: { requestBody: { content: { application/json: { schema: ${FILE} } } }, responses: ${answer(FILE)} }
        get: { responses: ${answer(FILE)} }
  `

  it('leaves an id that is one to whoever sends it', async () => {
    const ask = await mocked(files('/files/{key}'))
    const file = { id: 1, name: 'one' }
    expect((await ask('PUT /files/b.txt', { body: file })).json).to.deep.equal(file)
    expect((await ask('GET /files/b.txt')).json).to.deep.equal(file)
    expect((await ask('PUT /files/7', { body: file })).json).to.deep.equal({ id: 7, name: 'one' })
  })

  it('may be of several segments where the parameter takes the rest', async () => {
    const ask = await mocked(files('/files/{key+}'))
    const file = { id: 1, name: 'one' }
    await ask('PUT /files/a/b.txt', { body: file })
    expect((await ask('GET /files/a%2Fb.txt')).json).to.deep.equal(file)
  })
})
