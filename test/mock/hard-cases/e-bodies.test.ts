import { expect } from 'chai'
import { echoing, mocked } from '../../support/mocked.js'

/** `POST /x` with this request body object in flow style; answers what is understood. */
async function posting(requestBody: string, openapi = '3.0.3') {
  const ask = await echoing(
    `
      paths:
        /x:
          post: { operationId: x, requestBody: ${requestBody}, responses: { 200: { description: ok } } }
    `,
    { openapi },
  )
  return async (body: string | Uint8Array, type?: string, headers: Record<string, string> = {}) => {
    const { status, json } = await ask('POST /x', { body, type, headers })
    return status === 200 ? (json as { body?: unknown }).body : status
  }
}

const json = (schema: string) => `{ required: true, content: { application/json: { schema: ${schema} } } }`

function multipart(...parts: readonly (readonly [headers: string, content: string])[]): string {
  return parts.map(([headers, content]) => `--b\r\n${headers}\r\n\r\n${content}\r\n`).join('') + '--b--\r\n'
}
const named = (name: string, more = '') => `Content-Disposition: form-data; name="${name}"${more}`
const FORM = 'application/x-www-form-urlencoded'
const PARTS = 'multipart/form-data; boundary=b'

describe('hard cases E: request bodies', () => {
  it('49 demands a body only where it is required', async () => {
    const optional = await posting('{ content: { application/json: { schema: { type: object, required: [a] } } } }')
    expect(await optional('', 'text/weird')).to.equal(undefined)
    expect(await optional('{}', 'application/json')).to.equal(400)
    expect(await (await posting(json('{}')))('', 'application/json')).to.equal(400)
  })

  it('50 takes every JSON text for a body, and says where broken JSON breaks', async () => {
    const any = await posting(json('{}'), '3.1.0')
    for (const text of ['null', 'false', '0', '""', '"x"', '[]', '-0.0'])
      expect(await any(text, 'application/json'), text).to.deep.equal(JSON.parse(JSON.stringify(JSON.parse(text))))
    expect(await any('\ufeff{"a":1}', 'application/json')).to.deep.equal({ a: 1 })
    for (const text of ['1e400', '{"a":[-1e999]}', '9'.repeat(400)])
      expect(await any(text, 'application/json'), text).to.equal(400)
    const ask = await mocked(
      `paths: { /x: { post: { requestBody: ${json('{}')}, responses: { 204: { description: ok } } } } }`,
    )
    const broken = await ask('POST /x', { body: '{"a":1,\n "b":}', type: 'application/json' })
    expect(broken.status).to.equal(400)
    expect(String(broken.headers['lockstep-findings'])).to.match(/line 2|2:\d/)
    await ask('POST /x', {
      body: '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      type: 'application/json',
    })
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined)
  })

  it('51 ignores a body on GET in 3.0 and checks it from 3.1 on; on DELETE in 3.0 none is demanded', async () => {
    const serve = (method: string, openapi: string) =>
      mocked(
        `paths: { /x: { ${method}: { requestBody: ${json('{ type: object }')}, responses: { 204: { description: ok } } } } }`,
        { openapi },
      )
    const array = { body: '[]', type: 'application/json' }
    expect((await (await serve('get', '3.0.3'))('GET /x', array)).status).to.equal(204)
    expect((await (await serve('get', '3.1.0'))('GET /x', array)).status).to.equal(400)
    expect((await (await serve('delete', '3.0.3'))('DELETE /x')).status).to.equal(204)
    expect((await (await serve('delete', '3.1.0'))('DELETE /x')).status).to.equal(400)
  })

  it('52 matches media types by RFC 9110: case, blanks, quotes, charset, precedence, ranges', async () => {
    const only = await posting(json('{ type: integer }'))
    for (const type of [
      'APPLICATION/JSON',
      'application/json ; charset=UTF-8',
      'application/json;charset="utf-8"',
      'application/json; x=y',
    ])
      expect(await only('1', type), type).to.equal(1)
    const many = await posting(
      '{ content: { "*/*": { schema: { maxLength: 4 } }, "text/*": { schema: { type: string, maxLength: 3 } }, text/plain: { schema: { type: string, maxLength: 2 } }, "text/plain; v=2": { schema: { type: string, maxLength: 1 } } } }',
    )
    const accepted = async (type: string) => {
      const lengths = await Promise.all([1, 2, 3, 4].map((length) => many('x'.repeat(length), type)))
      return lengths.filter((body) => body !== 400).length
    }
    expect(await accepted('text/plain; v=2')).to.equal(1)
    expect(await accepted('text/plain')).to.equal(2)
    expect(await accepted('text/html')).to.equal(3)
    const suffix = await posting('{ content: { "application/*+json": { schema: { type: integer } } } }')
    expect(await suffix('1', 'application/vnd.a+json')).to.equal(1)
    expect(await suffix('1', 'application/json')).to.equal(415)
    const version = await posting('{ content: { "application/json; version=1": { schema: { type: integer } } } }')
    expect(await version('1', 'application/json')).to.equal(1)
  })

  it('53 refuses other media types with 415, and says which would do', async () => {
    const ask = await mocked(`
      paths:
        /x:
          post: { requestBody: ${json('{}')}, responses: { 204: { description: ok } } }
          patch: { requestBody: { content: { application/merge-patch+json: {}, application/json-patch+json: {} } }, responses: { 204: { description: ok } } }
          put: { requestBody: ${json('{}')}, responses: { 204: { description: ok } } }
    `)
    const post = await ask('POST /x', { body: 'a', type: 'text/csv' })
    expect([post.status, post.headers['accept-post']]).to.deep.equal([415, 'application/json'])
    const patch = await ask('PATCH /x', { body: 'a', type: 'text/csv' })
    expect([patch.status, patch.headers['accept-patch']]).to.deep.equal([
      415,
      'application/merge-patch+json, application/json-patch+json',
    ])
    const put = await ask('PUT /x', { body: 'a', type: 'text/csv' })
    expect([put.status, put.headers['accept']]).to.deep.equal([415, 'application/json'])
    for (const type of ['abcdef', '/', 'a/b/c', 'application/', ';', 'application/json, text/plain', 'é/é'])
      expect((await ask('POST /x', { body: '1', type })).status, type).to.equal(415)
    expect((await ask('POST /x', { body: '1' })).status).to.equal(204)
  })

  it('54 reads +json as JSON, and blames nobody for types it cannot parse', async () => {
    const problem = await posting(
      '{ content: { application/vnd.shop.v2+json: { schema: { type: object, required: [a] } } } }',
    )
    expect(await problem('{}', 'application/vnd.shop.v2+json')).to.equal(400)
    expect(await problem('{"a":1}', 'application/vnd.shop.v2+json; charset=utf-8')).to.deep.equal({ a: 1 })
    const csv = await posting(
      '{ content: { text/csv: { schema: { type: object, required: [a] } }, application/pdf: { schema: { type: array } } } }',
    )
    expect(await csv('a,b\n1,2', 'text/csv')).to.not.equal(400)
    expect(await csv('%PDF', 'application/pdf')).to.not.equal(400)
    const note = await posting('{ content: { text/plain: { schema: { type: string, maxLength: 3 } } } }')
    expect(await note('abcd', 'text/plain')).to.equal(400)
    expect(await note('123', 'text/plain')).to.equal('123')
  })

  it('55 decodes charsets, and counts what was sent', async () => {
    const note = await posting('{ content: { text/plain: { schema: { type: string, pattern: "^[a-zżó]+$" } } } }')
    expect(await note(Uint8Array.of(0xbf, 0xf3, 0x6f), 'text/plain; charset=iso-8859-2')).to.equal('żóo')
    expect(await note('żó', 'text/plain; charset=utf-8')).to.equal('żó')
    expect(await note('abc', 'text/plain; charset=klingon')).to.equal(400)
    const bigEndian = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
    expect(await note(bigEndian('żó'), 'text/plain; charset=utf-16')).to.equal('żó')

    const xml = await posting('{ content: { application/xml: { schema: { type: object, properties: { a: {} } } } } }')
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><n><a>é</a></n>', 'latin1')
    expect(await xml(latin, 'application/xml')).to.deep.equal({ a: 'é' })
    expect(await xml(latin, 'application/xml; charset=utf-8')).to.equal(400)
    expect(await xml(bigEndian('<n><a>é</a></n>'), 'application/xml')).to.deep.equal({ a: 'é' })
    const many = Array.from({ length: 100_001 }, (_, i) => ` a${i}=""`).join('')
    expect(await xml(`<n${many}/>`, 'application/xml')).to.equal(400)
  })

  it('56 reads urlencoded forms by schema and encoding', async () => {
    const form = (schema: string, encoding = '{}', openapi = '3.0.3') =>
      posting(`{ content: { ${FORM}: { schema: { type: object, ${schema} }, encoding: ${encoding} } } }`, openapi)
    const plain = await form(
      'required: [a], properties: { a: { type: integer }, b: { type: string }, c: { type: array, items: { type: integer } }, ok: { type: boolean } }',
    )
    expect(await plain('a=1&b=x+y%26&c=1&c=2&ok=true', FORM)).to.deep.equal({ a: 1, b: 'x y&', c: [1, 2], ok: true })
    expect(await plain('a=1&c=3', FORM)).to.deep.equal({ a: 1, c: [3] })
    expect(await plain('b=1', FORM)).to.equal(400)
    expect(await plain('a=one', FORM)).to.equal(400)
    const pipes = await form(
      'properties: { c: { type: array, items: { type: integer } } }',
      '{ c: { style: pipeDelimited, explode: false } }',
    )
    expect(await pipes('c=1|2', FORM)).to.deep.equal({ c: [1, 2] })
    const part = await form(
      'properties: { p: { type: object, required: [n], properties: { n: { type: integer } } } }',
      '{ p: { contentType: application/json } }',
    )
    expect(await part(`p=${encodeURIComponent('{"n":1}')}`, FORM)).to.deep.equal({ p: { n: 1 } })
    expect(await part(`p=${encodeURIComponent('{"n":"1"}')}`, FORM)).to.equal(400)
    const deep = await form(
      'properties: { p: { type: object, properties: { n: { type: integer } } } }',
      '{ p: { style: deepObject, explode: true } }',
    )
    expect(await deep('p[n]=4', FORM)).to.deep.equal({ p: { n: 4 } })
    const implied = await form('properties: { p: { type: object, properties: { n: { type: integer } } } }')
    expect(await implied(`p=${encodeURIComponent('{"n":1}')}`, FORM)).to.deep.equal({ p: { n: 1 } })
  })

  it('57 reads multipart: defaults by type, repeated names, files, headers, loose ends', async () => {
    const read = await posting(
      `{ content: { multipart/form-data: { schema: { type: object, required: [file, n], additionalProperties: false,
      properties: { file: { type: string, format: binary }, n: { type: integer }, o: { type: object, required: [a], properties: { a: { type: integer } } },
      tags: { type: array, items: { type: string } }, objs: { type: array, items: { type: object, properties: { a: { type: integer } } } } } } } } }`.replace(
        /\n\s*/g,
        ' ',
      ),
    )
    const file = [
      named('file', '; filename="a.bin"') + '\r\nContent-Type: application/octet-stream',
      '\x00\x01',
    ] as const
    const bare = [named('file'), 'raw'] as const
    expect(await read(multipart([named('tags'), 'one'], [named('n'), '4'], file), PARTS)).to.deep.include({
      n: 4,
      tags: ['one'],
    })
    expect(
      await read(multipart(bare, [named('n'), '4'], [named('tags'), 'a'], [named('tags'), 'b']), PARTS),
    ).to.deep.include({ tags: ['a', 'b'] })
    expect(
      await read(
        multipart(file, [named('n'), '4'], [named('o') + '\r\nContent-Type: application/json', '{"a":1}']),
        PARTS,
      ),
    ).to.deep.include({ o: { a: 1 } })
    expect(await read(multipart(file, [named('n'), '4'], [named('o'), '{"a":1}']), PARTS)).to.deep.include({
      o: { a: 1 },
    })
    expect(
      await read(multipart(file, [named('n'), '4'], [named('objs'), '{"a":1}'], [named('objs'), '{"a":2}']), PARTS),
    ).to.deep.include({ objs: [{ a: 1 }, { a: 2 }] })
    expect(await read(multipart(file, [named('n'), '4'], [named('o'), '{"a":"x"}']), PARTS)).to.equal(400)
    expect(await read(multipart([named('n'), '4']), PARTS)).to.equal(400)
    expect(await read(multipart(file, [named('n'), 'x']), PARTS)).to.equal(400)
    expect(await read(multipart(file, [named('n'), '4'], [named('extra'), '1']), PARTS)).to.equal(400)
    expect(await read(multipart(file, [named('n'), '4']).replace(/\r\n/g, '\n'), PARTS)).to.deep.include({ n: 4 })
    expect(await read(multipart(file, [named('n'), '4']), 'multipart/form-data')).to.equal(400)
    expect(await read('junk', PARTS)).to.equal(400)
    expect(await read(multipart(['Content-Type: text/plain', 'no name'], file, [named('n'), '4']), PARTS)).to.equal(400)
  })

  it('57 holds files against the types that encoding declares, where they say what they are', async () => {
    const read = await posting(
      '{ content: { multipart/form-data: { schema: { type: object, properties: { f: { type: string, format: binary } } }, encoding: { f: { contentType: "image/png, application/*+xml" } } } } }',
    )
    const send = (type: string) => read(multipart([named('f', '; filename="f"') + type, 'x']), PARTS)
    expect(await send('')).to.have.property('f')
    for (const type of ['image/png', 'IMAGE/PNG; a=1', 'application/rss+xml', 'application/octet-stream'])
      expect(await send(`\r\nContent-Type: ${type}`), type).to.have.property('f')
    for (const type of ['text/plain', 'image/svg+xml'])
      expect(await send(`\r\nContent-Type: ${type}`), type).to.equal(400)
    const field = (type: string) => read(multipart([named('f') + `\r\nContent-Type: ${type}`, 'x']), PARTS)
    expect(await field('text/plain; charset=utf-8')).to.have.property('f')
    expect(await field('text/csv')).to.equal(400)
  })

  it('reads x-json as the JSON that it is', async () => {
    const read = await posting('{ content: { application/x-json: { schema: { type: object, required: [a] } } } }')
    expect(await read('{"a":1}', 'application/x-json')).to.deep.equal({ a: 1 })
    expect(await read('{"b":1}', 'application/x-json')).to.equal(400)
    expect(await read('{', 'application/x-json')).to.equal(400)
  })

  it('58 judges bytes by nothing that speaks of characters', async () => {
    const binary = await posting(
      '{ content: { application/octet-stream: { schema: { type: string, format: binary, maxLength: 2, pattern: "^a" } } } }',
    )
    expect(await binary(Uint8Array.of(255, 254, 0, 1), 'application/octet-stream')).to.deep.equal({ bytes: 4 })
    const raw = await posting('{ content: { image/png: {} } }', '3.1.0')
    expect(await raw(Uint8Array.of(137, 80), 'image/png')).to.deep.equal({ bytes: 2 })
    const base64 = await posting(json('{ type: object, properties: { b: { type: string, format: byte } } }'))
    expect(await base64('{"b":"aGk="}', 'application/json')).to.deep.equal({ b: 'aGk=' })
    expect(await base64('{"b":"?!"}', 'application/json')).to.equal(400)
  })

  it('59 reads XML: names, attributes, wrapping, namespaces, lists of one', async () => {
    const read = await posting(
      `{ content: { application/xml: { schema: { type: object, required: [id], xml: { name: book },
      properties: { id: { type: integer, xml: { attribute: true } }, title: { type: string, xml: { name: Title, prefix: b, namespace: 'urn:b' } }, price: { type: number },
      tags: { type: array, xml: { name: tagList, wrapped: true }, items: { type: string, xml: { name: tag } } },
      authors: { type: array, items: { type: string, xml: { name: author } } },
      pages: { type: array, items: { type: object, properties: { n: { type: integer } } } } } } } } }`.replace(
        /\n\s*/g,
        ' ',
      ),
    )
    const xml = (inside: string, attributes = 'id="7"') => `<?xml version="1.0"?><book ${attributes}>${inside}</book>`
    expect(
      await read(
        xml(
          '<b:Title xmlns:b="urn:b">A &amp; B</b:Title><price>1.5</price><tagList><tag>x</tag></tagList><author>me</author><pages><n>3</n></pages>',
        ),
        'application/xml',
      ),
    ).to.deep.equal({ id: 7, title: 'A & B', price: 1.5, tags: ['x'], authors: ['me'], pages: [{ n: 3 }] })
    expect(await read(xml('<author>a</author><author>b</author>'), 'text/xml')).to.equal(415)
    expect(await read(xml('<price>dear</price>'), 'application/xml')).to.equal(400)
    expect(await read(xml('', ''), 'application/xml')).to.equal(400)
    expect(await read('<book id="7">', 'application/xml')).to.equal(400)
    for (const text of ['<tagList>x</tagList>', '<pages>3</pages>'])
      expect(await read(xml(text), 'application/xml'), text).to.equal(400)
    expect(await read('<book>7</book>', 'application/xml')).to.equal(400)
    expect(await read('<!DOCTYPE b [<!ENTITY a "b">]><book id="7">&a;</book>', 'application/xml')).to.equal(400)
  })
})
