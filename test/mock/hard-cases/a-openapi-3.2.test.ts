import { expect } from 'chai'
import { echoing, mocked } from '../../support/mocked.js'

describe('hard cases A: what OpenAPI 3.2 adds', () => {
  it('12 serves QUERY, additional operations, querystring and style cookie of 3.2', async () => {
    const ask = await echoing(
      `
      paths:
        /search:
          query:
            operationId: search
            requestBody: { required: true, content: { application/json: { schema: { type: object, required: [term] } } } }
            responses: { 200: { description: ok } }
          additionalOperations:
            LINK: { operationId: link, responses: { 200: { description: ok } } }
        /whole:
          get:
            operationId: whole
            parameters:
              - { name: q, in: querystring, content: { application/json: { schema: { type: object, required: [a] } } } }
            responses: { 200: { description: ok } }
        /jar:
          get:
            operationId: jar
            parameters:
              - { name: ids, in: cookie, style: cookie, schema: { type: array, items: { type: integer } } }
            responses: { 200: { description: ok } }
    `,
      { openapi: '3.2.0' },
    )
    expect((await ask('QUERY /search', { body: { term: 'x' } })).status).to.equal(200)
    expect((await ask('QUERY /search', { body: {} })).status).to.equal(400)
    expect((await ask('LINK /search')).status).to.equal(200)
    expect((await ask('link /search')).status).to.equal(405)
    expect((await ask('GET /search')).headers['allow'])
      .to.include('QUERY')
      .and.include('LINK')
    expect((await ask('GET /whole?%7B%22a%22%3A1%7D')).json).to.deep.nested.property('querystring.q', { a: 1 })
    expect((await ask('GET /whole?%7B%22b%22%3A1%7D')).status).to.equal(400)
    expect((await ask('GET /jar', { headers: { cookie: 'ids=1; ids=2' } })).json).to.deep.nested.property(
      'cookie.ids',
      [1, 2],
    )
  })

  it('13 checks every item of a sequence against itemSchema', async () => {
    const ask = await mocked(
      `
      paths:
        /log:
          post:
            requestBody:
              content:
                application/jsonl: { itemSchema: { type: object, required: [n], properties: { n: { type: integer } } } }
                application/json-seq: { schema: { type: array, maxItems: 1 } }
                text/event-stream: { itemSchema: { type: object, required: [data], properties: { retry: { type: integer } } } }
            responses: { 204: { description: ok } }
    `,
      { openapi: '3.2.0' },
    )
    const jsonl = { type: 'application/jsonl' }
    expect((await ask('POST /log', { ...jsonl, body: '{"n":1}\n{"n":2}\n' })).status).to.equal(204)
    const bad = await ask('POST /log', { ...jsonl, body: '{"n":1}\n{"n":"2"}\n' })
    expect(bad.status).to.equal(400)
    expect(bad.findings[0]?.where).to.equal('request body at /1/n')
    const seq = { type: 'application/json-seq' }
    expect((await ask('POST /log', { ...seq, body: '\x1e1\n' })).status).to.equal(204)
    expect((await ask('POST /log', { ...seq, body: '\x1e1\n\x1e2\n' })).status).to.equal(400)
    const events = { type: 'text/event-stream' }
    expect((await ask('POST /log', { ...events, body: 'data: a\nretry: 10\n\ndata: b\n\n' })).status).to.equal(204)
    expect((await ask('POST /log', { ...events, body: 'event: x\nid: 7\n\n' })).status).to.equal(204)
  })

  it('14 resolves references against $self, and reads media types from components', async () => {
    const ask = await mocked(
      `
      $self: https://self.example/api/openapi.yaml
      components:
        mediaTypes:
          Small: { schema: { type: object, required: [a] } }
        schemas:
          A: { type: integer }
        securitySchemes: {}
      paths:
        /x:
          post:
            requestBody: { content: { application/json: { $ref: '#/components/mediaTypes/Small' } } }
            responses: { 204: { description: ok } }
        /y:
          post:
            requestBody: { content: { application/json: { schema: { $ref: 'https://self.example/api/openapi.yaml#/components/schemas/A' } } } }
            responses: { 200: { description: ok, content: { application/json: { examples: { e: { dataValue: { z: 1 } } } } } } }
    `,
      { openapi: '3.2.0' },
    )
    expect((await ask('POST /x', { body: {} })).status).to.equal(400)
    expect((await ask('POST /x', { body: { a: 1 } })).status).to.equal(204)
    expect((await ask('POST /y', { body: '"s"', type: 'application/json' })).status).to.equal(400)
    const good = await ask('POST /y', { body: '1', type: 'application/json' })
    expect(good.json).to.deep.equal({ z: 1 })
  })

  it('14 reads and writes parts without names by their places: prefixEncoding, then itemEncoding', async () => {
    const ask = await mocked(
      `
      components:
        mediaTypes:
          Mixed:
            schema:
              prefixItems: [{ type: object, required: [n], properties: { n: { type: integer } } }, { type: object }]
              items: { type: object, properties: { a: { type: integer } } }
            prefixEncoding: [{ contentType: application/xml }, { contentType: application/json }]
            itemEncoding: { contentType: application/x-www-form-urlencoded }
            example: [{ n: 1 }, { b: 2 }, { a: 3 }]
      paths:
        /x:
          post:
            requestBody: { content: { multipart/mixed: { $ref: '#/components/mediaTypes/Mixed' } } }
            responses:
              200: { description: ok, content: { multipart/mixed: { $ref: '#/components/mediaTypes/Mixed' } } }
    `,
      { openapi: '3.2.0', stateless: true },
    )
    const parts = ['<p><n>1</n></p>', '{"b":2}', 'a=3', 'a=4']
    const body = parts.map((part) => `--B\r\n\r\n${part}\r\n`).join('') + '--B--'
    const type = 'multipart/mixed; boundary=B'
    const { status, text } = await ask('POST /x', { type, body })
    expect(status).to.equal(200)
    expect(text).to.match(/xml\r\n\r\n[^{]*<n>1<\/n>[^]*json\r\n\r\n\{"b":2\}[^]*urlencoded\r\n\r\na=3\r\n/)
    for (const [good, bad] of [
      ['<n>1', '<n>x'],
      ['{"b":2}', '[1]'],
      ['a=4', 'a=y'],
    ] as const) {
      expect((await ask('POST /x', { type, body: body.replace(good, bad) })).status, bad).to.equal(400)
    }
  })
})
