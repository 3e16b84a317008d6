import { expect } from 'chai'
import fc from 'fast-check'
import { decodeMedia } from '../../src/http/decode-media.js'
import { encodeBody, wireMediaType } from '../../src/http/encode-body.js'
import type { MediaTypeSpec } from '../../src/model/api-model.js'
import { parseMediaType } from '../../src/model/media-type.js'
import { api } from '../support/api.js'

async function specOf(mediaType: string, schema: string, more = ''): Promise<MediaTypeSpec> {
  const model = await api(`
    paths:
      /x: { post: { requestBody: { content: { '${mediaType}': { schema: ${schema} ${more} } } }, responses: { '200': { description: ok } } } }
    components:
      schemas:
        Tag: { type: object, xml: { name: tag }, properties: { name: { type: string } } }
        Book: { type: object, properties: { title: { type: string } } }
  `)
  const spec = model.operations[0]?.body?.content[0]
  if (!spec) throw new Error('no media type')
  return spec
}

function decode(body: Uint8Array | string, mediaType: string, spec?: MediaTypeSpec): unknown {
  const type = parseMediaType(mediaType)
  if (!type) throw new Error(mediaType)
  return decodeMedia(typeof body === 'string' ? Buffer.from(body) : body, type, spec, (message) => {
    throw new Error(message)
  })
}

describe('XML', () => {
  const PET = `{ type: object, xml: { name: pet, namespace: 'http://x/y', prefix: p }, properties: {
      id: { type: integer, xml: { attribute: true } }, name: { type: string, xml: { name: called } },
      photos: { type: array, xml: { name: photos, wrapped: true }, items: { type: string, xml: { name: photo } } },
      tags: { type: array, items: { $ref: '#/components/schemas/Tag' } }, sold: { type: boolean } } }`
  const VALUE = { id: 7, name: 'a & b < "c"', photos: ['u', 'v'], tags: [{ name: 't' }], sold: true }
  const TEXT =
    '<p:pet xmlns:p="http://x/y" id="7"><called>a &amp; b &lt; "c"</called><photos><photo>u</photo><photo>v</photo></photos>' +
    '<tag><name>t</name></tag><sold>true</sold></p:pet>'

  it('is written as the XML Object says', async () => {
    const spec = await specOf('application/xml', PET.replaceAll('\n', ' '))
    expect(encodeBody(VALUE, 'application/xml', spec)).to.equal(`<?xml version="1.0" encoding="UTF-8"?>\n${TEXT}`)
  })

  it('is read as the XML Object says, one child being a list too', async () => {
    const spec = await specOf('application/xml', PET.replaceAll('\n', ' '))
    expect(decode(TEXT, 'application/xml', spec)).to.deep.equal(VALUE)
    expect(decode('<pet><photos/><sold> false </sold></pet>', 'application/xml', spec)).to.deep.equal({
      photos: [],
      sold: false,
    })
  })

  it('names the root after the component, and items of a list at the root after their own schema', async () => {
    const book = await specOf('application/xml', '{ $ref: "#/components/schemas/Book" }')
    expect(encodeBody({ title: 't' }, 'application/xml', book)).to.contain('<Book><title>t</title></Book>')
    const list = await specOf(
      'application/xml',
      '{ type: array, xml: { name: tags, wrapped: true }, items: { $ref: "#/components/schemas/Tag" } }',
    )
    expect(encodeBody([{ name: 'a' }], 'application/xml', list)).to.contain('<tags><tag><name>a</name></tag></tags>')
    expect(decode('<tags><tag><name>a</name></tag></tags>', 'application/xml', list)).to.deep.equal([{ name: 'a' }])
    const tuple = await specOf(
      'application/xml',
      '{ type: array, xml: { name: pair }, prefixItems: [{ type: string, xml: { name: a } }, { type: integer, xml: { name: b } }] }',
    )
    expect(encodeBody(['x', 1], 'application/xml', tuple)).to.contain('<pair><a>x</a><b>1</b></pair>')
    expect(decode('<pair><a>x</a><b>1</b></pair>', 'application/xml', tuple)).to.deep.equal(['x', 1])
  })

  it('keeps undeclared elements, so that a closed schema can refuse them', async () => {
    const spec = await specOf('application/xml', '{ $ref: "#/components/schemas/Book" }')
    expect(decode('<Book><title>t</title><x>1</x></Book>', 'application/xml', spec)).to.deep.equal({
      title: 't',
      x: '1',
    })
  })

  it('with a document type, unknown entities, or without an end is refused', () => {
    const bad = [
      '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
      '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
      '<a>&b;</a>',
      '<a><b></a>',
      '<a',
      '<a/><b/>',
      'text',
      '',
      '<a>'.repeat(5000),
      `<a>${'<b/>'.repeat(100_000)}</a>`,
      '<a>&#0;</a>',
      '<a>& b</a>',
      '<a b=1/>',
      '<!-- ',
    ]
    for (const text of bad) expect(() => decode(text, 'application/xml'), text.slice(0, 40)).to.throw('malformed XML')
  })

  it('decoding undoes encoding', async () => {
    const spec = await specOf(
      'application/xml',
      '{ type: object, properties: { a: { type: integer }, s: { type: string }, l: { type: array, items: { type: string } }, w: { type: array, xml: { wrapped: true }, items: { type: integer } }, t: { type: string, xml: { attribute: true } } } }',
    )
    // Control characters do not exist in XML, and parsers may join carriage returns.
    const text = fc
      .string({ unit: 'grapheme', maxLength: 8 })
      .map((each) => each.replace(/[\u0000-\u001f\ufffe\uffff]/g, ''))
    fc.assert(
      fc.property(
        fc.record({
          a: fc.integer(),
          s: text,
          l: fc.array(text, { minLength: 1 }),
          w: fc.array(fc.integer()),
          t: text,
        }),
        (value) => {
          expect(decode(encodeBody(value, 'application/xml', spec), 'application/xml', spec)).to.deep.equal(value)
        },
      ),
    )
  })
})

describe('encodeBody', () => {
  it('writes JSON, and null where JSON has no words', () => {
    expect(encodeBody({ a: 1 }, 'application/problem+json', undefined)).to.equal('{"a":1}')
    expect(encodeBody(10n, 'application/json', undefined)).to.equal('null')
    expect(encodeBody(undefined, 'application/json', undefined)).to.equal('null')
  })

  it('writes sequences', () => {
    expect(encodeBody([{ a: 1 }, 2], 'application/x-ndjson', undefined)).to.equal('{"a":1}\n2\n')
    expect(encodeBody([1], 'application/json-seq', undefined)).to.equal('\u001e1\n')
    // What is written already is left alone, but for the blank line without which its last event is lost.
    expect(encodeBody('event: e\ndata: 1', 'text/event-stream', undefined)).to.equal('event: e\ndata: 1\n\n')
    expect(encodeBody('data: 1\r\n', 'text/event-stream', undefined)).to.equal('data: 1\r\n\n')
    expect(encodeBody('data: 1\r\n\r\n', 'text/event-stream', undefined)).to.equal('data: 1\r\n\r\n')
    expect(encodeBody([{ event: 'e', data: 'a\nb' }, { x: 1 }], 'text/event-stream', undefined)).to.equal(
      'event: e\ndata: a\ndata: b\n\ndata: {"x":1}\n\n',
    )
  })

  it('writes text, CSV, and bytes as they are', () => {
    expect(encodeBody(5, 'text/plain', undefined)).to.equal('5')
    expect(encodeBody({ a: 1 }, 'text/html', undefined)).to.equal('{"a":1}')
    expect(encodeBody([{ a: 1, b: 'x,y' }, { a: 2 }], 'text/csv', undefined)).to.equal('a,b\r\n1,"x,y"\r\n2,\r\n')
    expect(encodeBody(Buffer.from([1]), 'image/png', undefined)).to.deep.equal(Buffer.from([1]))
    expect(encodeBody('x', 'nonsense', undefined)).to.equal('x')
  })

  const SCHEMA =
    '{ type: object, properties: { n: { type: integer }, s: { type: string }, l: { type: array, items: { type: integer } }, o: { type: object, properties: { x: { type: boolean } } } } }'
  const arbitrary = fc.record({
    n: fc.integer(),
    s: fc.string({ unit: 'binary' }),
    l: fc.array(fc.integer(), { minLength: 1 }),
    o: fc.record({ x: fc.boolean() }),
  })

  for (const mediaType of ['application/x-www-form-urlencoded', 'multipart/form-data']) {
    it(`is undone by decoding: ${mediaType}`, async () => {
      const spec = await specOf(mediaType, SCHEMA)
      const wire = wireMediaType(mediaType)
      fc.assert(
        fc.property(arbitrary, (value) => {
          expect(decode(encodeBody(value, wire, spec), wire, spec)).to.deep.equal(value)
        }),
      )
    })
  }
})
