import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const LIBRARY = `
  components:
    schemas:
      Book:
        type: object
        required: [isbn, title]
        properties: { isbn: { type: string, pattern: '^[0-9]{4}$', readOnly: true }, title: { type: string, minLength: 1 }, pages: { type: integer, minimum: 1 }, secret: { type: string, writeOnly: true }, tags: { type: array, items: { type: string } } }
      Fault: { type: object, required: [code, reason], additionalProperties: false, properties: { code: { type: integer }, reason: { type: string }, fields: { type: array, items: { type: object, required: [field], properties: { field: { type: string }, message: { type: string } } } } } }
    responses:
      Book: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }
      Fault: { description: no, content: { application/json: { schema: { $ref: '#/components/schemas/Fault' } } } }
  paths:
    /books:
      get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Book' } } } } } } }
      post: { requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }, responses: { 201: { $ref: '#/components/responses/Book' }, 4XX: { $ref: '#/components/responses/Fault' } } }
    /books/{isbn}:
      parameters: [{ name: isbn, in: path, required: true, schema: { type: string, pattern: '^[0-9]{4}$' } }]
      get: { responses: { 200: { $ref: '#/components/responses/Book' }, default: { $ref: '#/components/responses/Fault' } } }
      put: { requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }, responses: { 200: { $ref: '#/components/responses/Book' }, 404: { $ref: '#/components/responses/Fault' }, 400: { $ref: '#/components/responses/Fault' } } }
      patch:
        requestBody:
          content:
            application/merge-patch+json: { schema: { type: object } }
            application/json-patch+json: { schema: { type: array } }
            application/json: { schema: { type: object } }
        responses: { 200: { $ref: '#/components/responses/Book' }, 422: { $ref: '#/components/responses/Fault' }, 409: { $ref: '#/components/responses/Fault' } }
      delete: { responses: { 204: { description: gone } } }
`

describe('hard cases I: state', () => {
  it('89 tells an item that is not there from a path that is not there', async () => {
    const ask = await mocked(LIBRARY)
    const made = (await ask('POST /books', { body: { title: 'a' } })).json as { isbn: string }
    await ask(`DELETE /books/${made.isbn}`)
    const item = await ask(`GET /books/${made.isbn}`)
    const path = await ask('GET /boks/1')
    expect([item.status, path.status]).to.deep.equal([404, 404])
    expect(item.json).to.have.keys('code', 'reason')
    expect(path.headers['content-type']).to.equal('application/problem+json')
    expect(path.findings.map(({ rule }) => rule)).to.deep.equal(['request/path'])
    expect(item.findings.map(({ rule }) => rule)).to.deep.equal(['state/absent'])
  })

  it('90 validates before it looks at the state, and looks at the method before that', async () => {
    const ask = await mocked(LIBRARY)
    expect((await ask('PUT /books/9999', { body: { title: '' } })).status).to.equal(400)
    expect((await ask('PUT /books/zz', { body: { title: 'a' } })).status).to.equal(400)
    expect((await ask('POST /books/zz', { body: 1 })).status).to.equal(405)
  })

  it('91 answers what was sent, without writeOnly, with ids that their schemas take', async () => {
    const ask = await mocked(LIBRARY)
    const made = await ask('POST /books', { body: { title: 'Emma', pages: 400, secret: 's', isbn: '0000' } })
    expect(made.status).to.equal(201)
    expect(made.json).to.include({ title: 'Emma', pages: 400 })
    expect(made.json).to.not.have.property('secret')
    const { isbn } = made.json as { isbn: string }
    expect(isbn).to.match(/^\d{4}$/)
    expect((await ask(`GET /books/${isbn}`)).json).to.deep.equal(made.json)
    const ids = new Set([isbn])
    for (let n = 0; n < 20; n++)
      ids.add(((await ask('POST /books', { body: { title: 'x' } })).json as { isbn: string }).isbn)
    expect(ids.size).to.equal(21)
  })

  it('92 patches by media type, and only to what still satisfies the schema', async () => {
    const ask = await mocked(LIBRARY)
    const { isbn } = (await ask('POST /books', { body: { title: 'a', pages: 3, tags: ['x'] } })).json as {
      isbn: string
    }
    const patch = (type: string, body: unknown) => ask(`PATCH /books/${isbn}`, { type, body: JSON.stringify(body) })
    const merge = 'application/merge-patch+json'
    expect((await patch(merge, { pages: null, tags: ['y'] })).json).to.deep.equal({ isbn, title: 'a', tags: ['y'] })
    expect((await patch('application/json', { pages: 7 })).json).to.include({ pages: 7 })
    const steps = 'application/json-patch+json'
    expect(
      (
        await patch(steps, [
          { op: 'add', path: '/tags/-', value: 'z' },
          { op: 'test', path: '/title', value: 'a' },
        ])
      ).json,
    ).to.deep.include({ tags: ['y', 'z'] })
    for (const bad of [{ title: null }, { pages: 0 }, { title: 1 }]) {
      const refused = await patch(merge, bad)
      expect(refused.status, JSON.stringify(bad)).to.equal(422)
      expect(refused.json).to.have.keys('code', 'reason')
    }
    // RFC 5789 2.2: 409 where the state is not as the patch presumes, 422 where the patch itself, or its result, is wrong.
    const bad = [
      [409, { op: 'test', path: '/title', value: 'b' }],
      [409, { op: 'remove', path: '/nothing' }],
      [422, { op: 'replace', path: '/title', value: 5 }],
      [422, { op: 'boil', path: '/title' }],
      [409, { op: 'move', from: '/tags', path: '/tags/0' }],
    ] as const
    for (const [status, step] of bad) expect((await patch(steps, [step])).status, JSON.stringify(step)).to.equal(status)
    expect((await ask(`GET /books/${isbn}`)).json).to.deep.equal({ isbn, title: 'a', tags: ['y', 'z'], pages: 7 })
  })

  it('93 says errors in the shape that the operation declares, valid to it; else as problem+json', async () => {
    const ask = await mocked(LIBRARY)
    const refused = await ask('POST /books', { body: { title: '', pages: 'many' } })
    expect(refused.status).to.equal(400)
    expect(refused.headers['content-type']).to.equal('application/json')
    expect(refused.json).to.include({ code: 400 })
    expect(refused.json).to.have.property('fields').with.length(2)
    const { isbn } = (await ask('POST /books', { body: { title: 'a' } })).json as { isbn: string }
    const plain = await ask(`DELETE /books/${isbn}x`)
    expect([plain.status, plain.headers['content-type']]).to.deep.equal([400, 'application/problem+json'])
    expect(plain.json).to.include({ status: 400 }).and.to.have.property('title')
    for (const entry of ask.mock.journal.entries())
      expect(entry.findings.filter(({ blame }) => blame === 'server')).to.deep.equal([])
  })

  it('93 fills error schemas of any design by what their members mean', async () => {
    const ask = await mocked(`
      components:
        schemas:
          Problem: { type: object, required: [type, title, status], properties: { type: { type: string, format: uri-reference }, title: { type: string }, status: { type: integer }, invalid-params: { type: array, items: { type: object, properties: { name: { type: string }, reason: { type: string } } } } } }
          Coded: { type: object, required: [error], properties: { error: { type: object, required: [code], properties: { code: { enum: [NOT_FOUND, BAD_INPUT, ACCESS_DENIED] }, details: { type: array, items: { type: object, required: [path, issue], properties: { path: { type: string }, issue: { type: string } } } } } } } }
      paths:
        /a: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { n: { type: integer } } } } } }, responses: { 200: { description: ok }, 400: { description: no, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }, 415: { description: no } } } }
        /b: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { n: { type: integer } } } } } }, responses: { 200: { description: ok }, 4XX: { description: no, content: { application/json: { schema: { $ref: '#/components/schemas/Coded' } } } } } } }
    `)
    const problem = await ask('POST /a', { body: { n: 'x' } })
    expect(problem.headers['content-type']).to.equal('application/problem+json')
    expect(problem.json).to.deep.equal({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      'invalid-params': [{ name: 'n', reason: 'expected an integer, got "x"' }],
    })
    const coded = await ask('POST /b', { body: { n: 'x' } })
    expect(coded.json).to.deep.equal({
      error: { code: 'BAD_INPUT', details: [{ path: 'n', issue: 'expected an integer, got "x"' }] },
    })
    const bare = await ask('POST /a', { body: 'x', type: 'text/csv' })
    expect([bare.status, bare.text]).to.deep.equal([415, ''])
    expect(bare.headers).to.not.have.property('content-type')
  })

  it('names for every refusal what is wrong, where in the request, where in the document, and what to do', async () => {
    const ask = await mocked(`
      components: { securitySchemes: { K: { type: apiKey, in: header, name: k } } }
      paths:
        /x/{n}:
          post:
            security: [{ K: [] }]
            parameters: [{ name: n, in: path, required: true, schema: { type: integer } }, { name: q, in: query, required: true, schema: {} }]
            requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { a: { type: array, items: { type: integer } } } } } } }
            responses: { 200: { description: ok, content: { application/json: { example: 1 } } } }
    `)
    const headers = { k: '1' }
    const refusals = [
      await ask('POST /y'),
      await ask('GET /x/1'),
      await ask('POST /x/1'),
      await ask('POST /x/a', { headers, body: { a: [1, 'x'] } }),
      await ask('POST /x/1?q=1', { headers }),
      await ask('POST /x/1?q=1', { headers, body: '{', type: 'application/json' }),
      await ask('POST /x/1?q=1', { headers, body: 'a', type: 'text/csv' }),
      await ask('POST /x/1?q=1', { headers: { ...headers, accept: 'image/png' }, body: {} }),
      await ask('POST /x/1?q=1', { headers: { ...headers, prefer: 'code=555' }, body: {} }),
      await ask('POST /x/1?q=1', { headers: { ...headers, prefer: 'example=none' }, body: {} }),
    ]
    expect(refusals.map(({ status }) => status)).to.deep.equal([404, 405, 401, 400, 400, 400, 415, 406, 404, 404])
    for (const { findings, text } of refusals) {
      expect(findings, text).to.not.deep.equal([])
      for (const finding of findings) {
        expect(finding).to.include.keys('rule', 'where', 'message', 'remedy', 'spec')
        expect(finding.spec).to.match(/^api\.yaml:\d+:\d+$/)
      }
    }
    expect(refusals[3]?.findings.map(({ where }) => where)).to.have.members([
      'path parameter n',
      'query parameter q',
      'request body at /a/1',
    ])
  })
})
