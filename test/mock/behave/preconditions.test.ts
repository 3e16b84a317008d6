import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const DOORS = `
  paths:
    /doors/{id}:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      get: { responses: { 200: { $ref: '#/components/responses/Door' }, 404: { description: none } } }
      put:
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Door' } } } }
        responses: { 200: { $ref: '#/components/responses/Door' }, 201: { $ref: '#/components/responses/Door' } }
    /doors/{id}/open:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      post: { responses: { 200: { $ref: '#/components/responses/Door' }, 404: { description: none } } }
    /doors/{id}/close:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      post:
        responses:
          200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Door' } } } }
          404: { description: none }
  components:
    responses:
      Door:
        description: ok
        headers: { ETag: { schema: { type: string } } }
        content: { application/json: { schema: { $ref: '#/components/schemas/Door' } } }
    schemas:
      Door:
        type: object
        required: [name]
        properties: { id: { type: string }, name: { type: string }, status: { type: string, enum: [open, closed] } }
`

describe('If-Match where nothing but an ETag is declared', () => {
  async function withDoor() {
    const ask = await mocked(DOORS)
    const made = await ask('PUT /doors/a', { body: { id: 'a', name: 'A', status: 'closed' } })
    return { ask, etag: String(made.headers['etag']) }
  }

  it('refuses a stale read', async () => {
    const { ask, etag } = await withDoor()
    const asked = [etag, `"x", ${etag}`, '*', '"x"', `W/${etag}`]
    const answers = await Promise.all(asked.map((match) => ask('GET /doors/a', { headers: { 'if-match': match } })))
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 412, 412])
    const both = await ask('GET /doors/a', { headers: { 'if-match': etag, 'if-none-match': etag } })
    expect(both.status).to.equal(304)
    expect((await ask('GET /doors/none', { headers: { 'if-match': '*' } })).status).to.equal(404)
  })

  it('goes on where If-Match names no tag, which would stand in quotes', async () => {
    const { ask } = await withDoor()
    const headers = { 'if-match': 'sample' }
    const body = { id: 'a', name: 'B', status: 'closed' }
    expect((await ask('GET /doors/a', { headers })).status).to.equal(200)
    expect((await ask('POST /doors/a/open', { headers })).status).to.equal(200)
    expect((await ask('PUT /doors/a', { headers, body })).status).to.equal(200)
    expect((await ask('PUT /doors/b', { headers, body: { ...body, id: 'b' } })).status).to.equal(201)
  })

  it('knows an earlier version also without quotes, but takes what the item itself shows as its tag', async () => {
    const { ask, etag } = await withDoor()
    const put = async (match: string) => {
      const body = { id: 'a', name: 'B', status: 'closed' }
      return (await ask('PUT /doors/a', { body, headers: { 'if-match': match } })).status
    }
    const first = etag.replaceAll('"', '')
    expect(await put(first)).to.equal(200)
    expect(await put(first)).to.equal(412)
    const box = await mocked(`
      paths:
        /boxes/{id}:
          parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
          put:
            parameters: [{ name: If-Match, in: header, schema: { type: string } }]
            requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Box' } } } }
            responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Box' } } } } }
      components: { schemas: { Box: { type: object, properties: { id: { type: string }, etag: { type: string, example: '1' } } } } }
    `)
    for (let i = 0; i < 3; i++) {
      const put = await box('PUT /boxes/a', { body: { etag: '1' }, headers: { 'if-match': '1' } })
      expect(put.status).to.equal(200)
      expect(put.json).to.include({ etag: '1' })
    }
  })

  it('refuses a stale write', async () => {
    const { ask, etag } = await withDoor()
    const put = async (id: string, headers: Record<string, string>) =>
      (await ask(`PUT /doors/${id}`, { body: { id, name: 'B', status: 'closed' }, headers })).status
    expect(await put('a', { 'if-match': '"x"' })).to.equal(412)
    expect(await put('a', { 'if-none-match': '*' })).to.equal(412)
    expect(await put('b', { 'if-match': '*' })).to.equal(412)
    expect(await put('b', { 'if-none-match': '*' })).to.equal(201)
    expect(await put('a', { 'if-match': etag })).to.equal(200)
  })

  it('refuses a stale action, which says the new ETag', async () => {
    const { ask, etag } = await withDoor()
    expect((await ask('POST /doors/a/open', { headers: { 'if-match': '"x"' } })).status).to.equal(412)
    expect((await ask('GET /doors/a')).json).to.include({ status: 'closed' })
    const opened = await ask('POST /doors/a/open', { headers: { 'if-match': etag } })
    expect(opened.json).to.include({ status: 'open' })
    expect(opened.headers['etag'])
      .to.equal((await ask('GET /doors/a')).headers['etag'])
      .and.not.equal(etag)
    // This one declares nothing of the kind.
    expect((await ask('POST /doors/a/close', { headers: { 'if-match': etag } })).status).to.equal(200)
  })
})
