import { expect } from 'chai'
import type { Server } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { mocked } from '../../support/mocked.js'

let server: Server

/** Writes bytes to the server, and reads until it closes the connection. */
function exchange(...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString('latin1'))
    })
    for (const piece of pieces) socket.write(piece)
  })
}

function message(line: string, headers: Readonly<Record<string, string>> = {}, body: string | Uint8Array = ''): Buffer {
  const bytes = Buffer.from(body)
  const all = {
    Host: 'x',
    Connection: 'close',
    ...(bytes.length > 0 ? { 'Content-Length': bytes.length } : {}),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), bytes])
}

async function statusOf(...pieces: readonly (string | Uint8Array)[]): Promise<number> {
  const text = await exchange(...pieces)
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1])
}

const JSON_TYPE = { 'Content-Type': 'application/json' }
const postJson = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  statusOf(message('POST /items', { ...JSON_TYPE, ...headers }, body))

describe('hostile requests over a socket', () => {
  before(async () => {
    const ask = await mocked(`
      components:
        schemas:
          Item: { type: object, required: [name], properties: { id: { type: string, readOnly: true }, name: { type: string, pattern: '^(a+)+$' }, tags: { type: array, uniqueItems: true, items: {} }, nums: { type: array, items: { type: integer } } } }
      paths:
        /items:
          get:
            parameters: [{ name: X-Ids, in: header, schema: { type: array, items: { type: integer } } }, { name: f, in: query, style: deepObject, explode: true, schema: { type: object } }, { name: p, in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { type: string } } }]
            responses: { 200: { description: ok, headers: { X-Obj: { schema: { type: object, properties: { a: { type: integer } } } }, X-List: { schema: { type: array, items: { type: integer } } } }, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Item' } } } } } }
          post:
            requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } }, multipart/form-data: { schema: { $ref: '#/components/schemas/Item' } }, application/xml: { schema: { $ref: '#/components/schemas/Item' } } } }
            responses: { 204: { description: ok } }
        /label/{l}: { get: { parameters: [{ name: l, in: path, required: true, style: label, schema: { type: array, items: { type: integer } } }], responses: { 200: { description: ok } } } }
        /matrix/{m}: { get: { parameters: [{ name: m, in: path, required: true, style: matrix, schema: { type: object } }], responses: { 200: { description: ok } } } }
    `)
    server = ask.mock.server()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })

  after(() => {
    server.closeAllConnections()
    server.close()
  })

  it('survives the requests that end the process of Prism', async () => {
    expect(await statusOf(message('GET /items', { Accept: 'garbage' }))).to.equal(200)
    expect(await statusOf(message('GET /label/%E0%A4%A'))).to.equal(400)
    expect(await statusOf(message('GET /items'))).to.equal(200)
    expect(await statusOf(message('GET /label/5'))).to.equal(400)
    expect(await statusOf(message('GET /matrix/5'))).to.equal(400)
    expect(await statusOf(message('GET /items?p=a&p=b'))).to.equal(200)
    const nameless = message(
      'POST /items',
      { 'Content-Type': 'multipart/form-data; boundary=b' },
      '--b\r\n\r\nx\r\n--b--\r\n',
    )
    expect(await statusOf(nameless)).to.equal(400)
  })

  it('answers one after the other what is sent in one go', async () => {
    const alive = { Connection: 'keep-alive' }
    const text = await exchange(
      Buffer.concat([
        message('GET /items', alive),
        message('GET /nope', alive),
        message('PATCH /items', alive),
        message('GET /items'),
      ]),
    )
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).to.deep.equal([
      '200',
      '404',
      '405',
      '200',
    ])
  })

  it('reads chunks, and sends 100 to who waits for it', async () => {
    const start = 'POST /items HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n'
    expect(
      await statusOf(`${start}Transfer-Encoding: chunked\r\n\r\n`, '5\r\n{"nam\r\n7\r\ne":"a"}\r\n0\r\n\r\n'),
    ).to.equal(204)
    expect(await exchange(`${start}Expect: 100-continue\r\nContent-Length: 12\r\n\r\n`, '{"name":"a"}')).to.match(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 204/,
    )
  })

  it('takes the absolute form, and answers what asks about the server', async () => {
    expect(await statusOf(message('GET http://other.example/items'))).to.equal(200)
    expect(await statusOf(message('GET http://other.example'))).to.equal(404)
    expect(await statusOf(message('OPTIONS *'))).to.equal(204)
    expect(await statusOf(message('CONNECT other.example:80'))).to.equal(405)
  })

  it('refuses bytes, paths and headers that mean nothing', async () => {
    expect(await statusOf(message('GET /items', { 'X-Ids': '\xff\x80' }))).to.equal(400)
    expect(await statusOf('GET /items HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n')).to.equal(400)
    expect(await statusOf(message('GET /items', { 'X-Big': 'a'.repeat(30_000) }))).to.equal(431)
    for (const path of ['/..', '/../../etc/passwd', '/%2e%2e/x', `/${'/'.repeat(5000)}`, '/a%00b'])
      expect(await statusOf(message(`GET ${path}`)), path.slice(0, 40)).to.equal(404)
    expect(await statusOf(message('GET /label/%ed%a0%80'))).to.equal(400)
  })

  it('is not held up by values that are deep, huge, many or slow to match', async () => {
    expect(await postJson('['.repeat(50_000) + ']'.repeat(50_000))).to.equal(400)
    expect(await postJson('{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000))).to.equal(400)
    expect(await postJson(`{"name":"${'a'.repeat(50_000)}!"}`)).to.equal(400)
    expect(await postJson(`{"name":"a","nums":[${Array(100_000).fill('"x"').join(',')}]}`)).to.equal(400)
    expect(
      await postJson(`{"name":"a","tags":[${Array.from({ length: 20_000 }, (_, n) => `{"a":${n}}`).join(',')}]}`),
    ).to.equal(204)
    expect(await postJson(`{"name":"a","nums":[${'9'.repeat(20_000)}]}`)).to.equal(204)
    expect(await statusOf(message(`GET /items?f${'[a]'.repeat(4000)}=1`))).to.equal(200)
    expect(await statusOf(message('GET /items', { 'X-Ids': `1${' '.repeat(10_000)}x` }))).to.equal(400)
  })

  it('inflates no further than the limit', async () => {
    expect(await postJson(gzipSync(Buffer.alloc(50 * 1024 * 1024)), { 'Content-Encoding': 'gzip' })).to.equal(413)
    expect(await postJson('{}', { 'Content-Encoding': 'zap' })).to.equal(415)
    expect(await postJson('{}', { 'Content-Encoding': 'gzip' })).to.equal(400)
  })

  it('expands nothing in XML, and no more parts than a form has', async () => {
    const xml = { 'Content-Type': 'application/xml' }
    const bomb = '<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;&a;">]><Item><name>&b;</name></Item>'
    expect(await statusOf(message('POST /items', xml, bomb))).to.equal(400)
    expect(await statusOf(message('POST /items', xml, '<a>'.repeat(100_000)))).to.equal(400)
    const parts = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(20_000)
    expect(
      await statusOf(message('POST /items', { 'Content-Type': 'multipart/form-data; boundary=b' }, `${parts}--b--`)),
    ).to.equal(400)
  })

  it('lets uploads be broken off', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () => {
        const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1')
        return new Promise<void>((resolve) => {
          socket.write(
            'POST /items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
            () => socket.destroy(),
          )
          socket.on('close', () => {
            resolve()
          })
        })
      }),
    )
    expect(await statusOf(message('GET /items'))).to.equal(200)
  })
})
