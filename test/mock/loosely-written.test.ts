import { expect } from 'chai'
import { createMock } from '../../mock/create-mock.js'
import { api } from '../support/api.js'

/** The status of each request, sent one after the other. */
async function statuses(
  text: string,
  requests: readonly {
    method?: string
    path: string
    query?: string
    headers?: Record<string, string>
    body?: string
  }[],
): Promise<number[]> {
  const mock = await createMock(await api(text))
  const found: number[] = []
  for (const { method = 'GET', path, query = '', headers = {}, body = '' } of requests) {
    const reply = await mock.handle({ method, path, query, headers, body: Buffer.from(body) })
    found.push(reply.status)
  }
  await mock.close()
  return found
}

describe('what documents and clients write loosely', () => {
  it('is read as meant: null without quotes in a list of types', async () => {
    const text = `
      paths:
        /a:
          post:
            requestBody:
              content: { application/json: { schema: { type: object, properties: { n: { type: [integer, null] } } } } }
            responses: { 204: { description: done } }
    `
    const post = (body: string) => ({
      method: 'POST',
      path: '/a',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(await statuses(text, [post('{"n":1}'), post('{"n":null}'), post('{"n":"x"}')])).to.deep.equal([
      204, 204, 400,
    ])
  })

  it('is read as meant: %2F for the slash of a key in a reference', async () => {
    const text = `
      paths:
        /a:
          get:
            parameters: [{ $ref: '#/paths/%2Fb/get/parameters/0' }]
            responses: { 204: { description: done } }
        /b:
          get:
            parameters: [{ name: n, in: query, required: true, schema: { type: integer } }]
            responses: { 204: { description: done } }
    `
    expect(
      await statuses(text, [
        { path: '/a', query: 'n=1' },
        { path: '/a', query: 'n=x' },
      ]),
    ).to.deep.equal([204, 400])
  })

  it('is read as meant: a text where a header hints at an object without asking for one', async () => {
    const text = `
      paths:
        /a:
          get:
            parameters:
              - { name: X-Loose, in: header, schema: { properties: { n: { type: integer } } } }
              - { name: X-Strict, in: header, schema: { type: object, properties: { n: { type: integer } } } }
            responses: { 204: { description: done } }
    `
    const get = (headers: Record<string, string>) => ({ path: '/a', headers })
    expect(
      await statuses(text, [
        get({ 'x-loose': 'plain' }),
        get({ 'x-loose': 'n,1' }),
        get({ 'x-loose': 'n,x' }),
        get({ 'x-strict': 'plain' }),
      ]),
    ).to.deep.equal([204, 204, 400, 400])
  })

  it('is read as meant: a part in JSON that is a text without quotes', async () => {
    const text = `
      paths:
        /a:
          post:
            requestBody:
              content:
                multipart/form-data:
                  schema:
                    type: object
                    properties: { s: { type: string, maxLength: 5 }, o: { type: object }, n: { type: integer } }
                  encoding: { s: { contentType: application/json }, n: { contentType: application/json } }
            responses: { 204: { description: done } }
    `
    const post = (name: string, value: string) => ({
      method: 'POST',
      path: '/a',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `--b\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: application/json\r\n\r\n${value}\r\n--b--\r\n`,
    })
    const sent = [post('s', 'plain'), post('s', '"plain"'), post('s', '123'), post('s', 'too long'), post('o', 'x')]
    expect(await statuses(text, [...sent, post('n', 'x')])).to.deep.equal([204, 204, 204, 400, 400, 400])
  })

  it('is read as meant: a parameter in a type of several parts, which can have no boundary', async () => {
    const schema = '{ type: object, properties: { n: { type: integer } } }'
    const text = `
      paths:
        /a:
          get:
            parameters: [{ name: f, in: query, content: { multipart/form-data: { schema: ${schema} } } }]
            responses: { 204: { description: done } }
    `
    const get = (value: string) => ({ path: '/a', query: `f=${encodeURIComponent(value)}` })
    expect(await statuses(text, [get('{"n":1}'), get('{"n":"x"}')])).to.deep.equal([204, 400])
  })

  it('is read as meant: values of an enum with too many quotes, or too few', async () => {
    const text = `
      paths:
        /a:
          get:
            parameters:
              - { name: s, in: query, schema: { type: string, enum: [1, 2.5, true, x] } }
              - { name: i, in: query, schema: { type: integer, enum: ['0', '1'] } }
              - { name: b, in: query, schema: { type: boolean, enum: ['true'] } }
            responses: { 204: { description: done } }
    `
    const get = (query: string) => ({ path: '/a', query })
    const accepted = ['s=1', 's=2.5', 's=true', 's=x', 'i=1', 'b=true'].map(get)
    const refused = ['s=2', 'i=2', 'i=01', 'b=false'].map(get)
    expect(await statuses(text, accepted)).to.deep.equal(accepted.map(() => 204))
    expect(await statuses(text, refused)).to.deep.equal(refused.map(() => 400))
  })

  it('is read as meant: an object in a type that says nothing of how it is written', async () => {
    const text = `
      paths:
        /things/{id}:
          get:
            parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
            responses: { 200: { description: d, content: { text/plain: { schema: { $ref: '#/components/schemas/Thing' } } } }, 404: { description: d } }
        /things:
          post:
            requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
            responses: { 200: { description: d, content: { application/octet-stream: { schema: { $ref: '#/components/schemas/Thing' } } } } }
      components: { schemas: { Thing: { type: object, properties: { id: { type: string }, size: { type: integer } } } } }
    `
    const mock = await createMock(await api(text))
    const send = async (method: string, path: string, body: string) => {
      const headers = { 'content-type': 'application/json' }
      const { body: said } = await mock.handle({ method, path, query: '', headers, body: Buffer.from(body) })
      return JSON.parse(String(said)) as { id: string }
    }
    const made = await send('POST', '/things', '{"size":7}')
    expect(made).to.include({ size: 7 })
    expect(await send('GET', `/things/${made.id}`, '')).to.deep.equal(made)
  })

  it('is no ground to answer what the letter of the document forbids', async () => {
    const mock = await createMock(
      await api(`
        paths:
          /a:
            get: { responses: { 200: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } }
        components: { schemas: { A: { type: object, required: [n], properties: { n: { type: integer }, side: { type: string, enum: [1, 2] }, sides: { type: array, items: { type: boolean, enum: ['true'] } } } } } }
      `),
    )
    const { body } = await mock.handle({ method: 'GET', path: '/a', query: '', headers: {}, body: new Uint8Array() })
    expect(Object.keys(JSON.parse(String(body)) as object)).to.deep.equal(['n'])
  })
})
