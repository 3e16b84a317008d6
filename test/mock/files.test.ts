import { expect } from 'chai'
import { openStore } from '../../mock/state/open-store.js'
import { createMemoryStore } from '../../mock/state/memory-store.js'
import { mocked, type Ask } from '../support/mocked.js'
import { newSqliteFile } from '../support/sqlite.js'

const inPath = (name: string, schema = '{ type: string }'): string =>
  `{ name: ${name}, in: path, required: true, schema: ${schema} }`
const bytes = (type: string): string => `{ ${type}: { schema: { type: string, format: binary } } }`
const json = (schema: string): string => `{ application/json: { schema: ${schema} } }`
const FACTS =
  '{ type: object, required: [name], properties: { name: { type: string }, size: { type: integer }, mimeType: { type: string } } }'
const FILES = `
  paths:
    /files: { get: { responses: { 200: { description: d, content: ${json(`{ type: array, items: ${FACTS} }`)} } } } }
    /files/{name}:
      parameters: [${inPath('name')}]
      put:
        requestBody: { required: true, content: ${bytes('"*/*"')} }
        responses: { 201: { description: d, content: ${json(FACTS)} }, 200: { description: d, content: ${json(FACTS)} } }
      get: { responses: { 200: { description: d, content: ${bytes('"*/*"')} }, 404: { description: d } } }
      delete: { responses: { 204: { description: d }, 404: { description: d } } }
`
/** No text in any charset. */
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255, 254, 13, 10])

async function bytesOf(
  ask: Ask,
  url: string,
  headers = {},
): Promise<{ type: unknown; body: number[]; status: number }> {
  const {
    status,
    headers: answered,
    body,
  } = await ask.mock.handle({
    method: 'GET',
    path: url,
    query: '',
    headers,
    body: new Uint8Array(),
  })
  return { status, type: answered['content-type'], body: [...(typeof body === 'string' ? Buffer.from(body) : body)] }
}

describe('items that are files', () => {
  it('give back the bytes that were put, in their media type, are listed, and are gone once removed', async () => {
    const ask = await mocked(FILES)
    await ask('PUT /files/first', { body: 'x', type: 'text/plain' })
    await ask('DELETE /files/first')
    const put = await ask('PUT /files/cat.png', { body: PNG, type: 'image/png' })
    expect(put.status).to.equal(201)
    expect(put.json).to.deep.equal({ name: 'cat.png', size: 9, mimeType: 'image/png' })
    expect(await bytesOf(ask, '/files/cat.png')).to.deep.equal({ status: 200, type: 'image/png', body: [...PNG] })
    expect((await ask('GET /files')).json).to.deep.include(put.json)
    expect((await ask('PUT /files/cat.png', { body: 'a text', type: 'text/plain' })).status).to.equal(200)
    expect((await ask('GET /files/cat.png')).text).to.equal('a text')
    expect((await ask('DELETE /files/cat.png')).status).to.equal(204)
    expect((await ask('GET /files/cat.png')).status).to.equal(404)
  })

  it('are kept apart by sessions, come back with a snapshot, and outlive a process', async () => {
    const file = await newSqliteFile()
    const first = await openStore(file)
    const ask = await mocked(FILES, { store: first })
    await ask('PUT /files/a', { body: PNG, type: 'image/png' })
    await ask('PUT /files/a', { body: 'other', type: 'text/plain', headers: { 'lockstep-session': 'one' } })
    expect((await bytesOf(ask, '/files/a')).body).to.deep.equal([...PNG])
    expect((await bytesOf(ask, '/files/a', { 'lockstep-session': 'one' })).type).to.equal('text/plain')
    await first.snapshot('', 'before')
    await ask('DELETE /files/a')
    await first.restore('', 'before')
    await first.close()
    const second = await openStore(file)
    expect((await bytesOf(await mocked(FILES, { store: second }), '/files/a')).body).to.deep.equal([...PNG])
    await second.close()
  })

  it('count against the size of the state', async () => {
    const ask = await mocked(FILES, { store: createMemoryStore({ maxWorldBytes: 10_000 }) })
    expect((await ask('PUT /files/small', { body: new Uint8Array(1000), type: 'image/png' })).status).to.equal(200)
    expect((await ask('PUT /files/large', { body: new Uint8Array(10_000), type: 'image/png' })).status).to.equal(507)
    expect((await ask('GET /files/large')).status).to.equal(404)
  })

  it('are served in a declared type when their own is not declared, and from the schema when a text would break it', async () => {
    const ask = await mocked(`
      paths:
        /files/{name}:
          parameters: [${inPath('name')}]
          put: { requestBody: { required: true, content: { text/*: { schema: { type: string } } } }, responses: { 204: { description: d } } }
          get: { responses: { 200: { description: d, content: { text/plain: { schema: { type: string, enum: [yes, no] } } } } } }
    `)
    await ask('PUT /files/a', { body: 'yes', type: 'text/csv' })
    const { text, headers } = await ask('GET /files/a')
    expect([text, headers['content-type']]).to.deep.equal(['yes', 'text/plain'])
    await ask('PUT /files/a', { body: 'perhaps', type: 'text/csv' })
    expect((await ask('GET /files/a')).text).to.be.oneOf(['yes', 'no'])
  })

  it('are never told under the name of another type', async () => {
    const ask = await mocked(`
      paths:
        /files/{name}:
          parameters: [${inPath('name')}]
          put: { requestBody: { required: true, content: { text/plain: {}, text/csv: {} } }, responses: { 204: { description: d } } }
          get: { responses: { 200: { description: d, content: { text/plain: { example: some words }, text/csv: { example: 'a,b' } } } } }
    `)
    await ask('PUT /files/a', { body: '1,2', type: 'text/csv' })
    const read = async (accept: string) => {
      const { text, headers } = await ask('GET /files/a', { headers: { accept } })
      return [text, headers['content-type']]
    }
    expect(await read('*/*')).to.deep.equal(['1,2', 'text/csv'])
    expect(await read('text/csv')).to.deep.equal(['1,2', 'text/csv'])
    expect(await read('text/plain')).to.deep.equal(['some words', 'text/plain'])
  })

  it('are made of a part of a form, and read below the item', async () => {
    const form =
      '{ type: object, required: [file], properties: { title: { type: string }, file: { type: string, format: binary } } }'
    const facts = '{ type: object, required: [id], properties: { id: { type: string }, title: { type: string } } }'
    const ask = await mocked(`
      paths:
        /files:
          post:
            requestBody: { required: true, content: { multipart/form-data: { schema: ${form} } } }
            responses: { 201: { description: d, content: ${json(facts)} } }
        /files/{id}: { parameters: [${inPath('id')}], get: { responses: { 200: { description: d, content: ${json(facts)} } } } }
        /files/{id}/content: { parameters: [${inPath('id')}], get: { responses: { 200: { description: d, content: ${bytes('image/png')} } } } }
    `)
    const part = (name: string, text: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`
    const body = `${part('title', 'Cat')}${part('file', 'miau')}--b--\r\n`
    const { json: made } = await ask('POST /files', { body, type: 'multipart/form-data; boundary=b' })
    const { id } = made as { id: string }
    expect((await ask(`GET /files/${id}`)).json).to.deep.equal({ id, title: 'Cat' })
    expect((await ask(`GET /files/${id}/content`)).text).to.equal('miau')
  })

  it('stand below an item, one to each', async () => {
    const ask = await mocked(`
      paths:
        /pets/{id}/photo:
          parameters: [${inPath('id')}]
          post: { requestBody: { required: true, content: ${bytes('image/*')} }, responses: { 204: { description: d } } }
          get: { responses: { 200: { description: d, content: ${bytes('image/*')} } } }
          delete: { responses: { 204: { description: d } } }
    `)
    await ask('POST /pets/1/photo', { body: PNG, type: 'image/png' })
    expect(await bytesOf(ask, '/pets/1/photo')).to.deep.equal({ status: 200, type: 'image/png', body: [...PNG] })
    expect((await ask('DELETE /pets/1/photo')).status).to.equal(204)
    expect((await ask('GET /pets/1/photo')).status).to.equal(404)
  })
})

describe('an item with two names', () => {
  it('is found by both, each path by what its parameter wants', async () => {
    const facts = '{ type: object, properties: { fileId: { type: string, format: uuid }, fileName: { type: string } } }'
    const ask = await mocked(`
      paths:
        /files/{fileId}:
          parameters: [${inPath('fileId', '{ type: string, format: uuid }')}]
          get: { responses: { 200: { description: d, content: ${bytes('"*/*"')} } } }
        /files/{fileName}:
          parameters: [${inPath('fileName')}]
          get: { responses: { 200: { description: d, content: ${bytes('"*/*"')} }, 404: { description: d } } }
          put: { requestBody: { required: true, content: ${bytes('"*/*"')} }, responses: { 200: { description: d, content: ${json(facts)} } } }
    `)
    const { json: made } = await ask('PUT /files/a.txt', { body: 'hello', type: 'text/plain' })
    const { fileId, fileName } = made as { fileId: string; fileName: string }
    expect(fileName).to.equal('a.txt')
    expect((await ask('GET /files/a.txt')).text).to.equal('hello')
    expect((await ask(`GET /files/${fileId}`)).text).to.equal('hello')
  })
})
