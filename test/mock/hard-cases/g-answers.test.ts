import { expect } from 'chai'
import { mocked, type Ask } from '../../support/mocked.js'

/** `GET /x` with these responses in flow style. */
function answering(
  responses: string,
  more: { openapi?: string; errors?: boolean; ignoreExamples?: boolean } = {},
  components = '{}',
): Promise<Ask> {
  const flat = (text: string) => text.replace(/\s*\n\s*/g, ' ')
  return mocked(
    `
      components: ${flat(components)}
      paths:
        /x: { get: { responses: ${flat(responses)} } }
    `,
    more,
  )
}

const get = (ask: Ask, prefer?: string, headers: Record<string, string> = {}) =>
  ask('GET /x', { headers: { ...headers, ...(prefer === undefined ? {} : { prefer }) } })

describe('hard cases G: answers', () => {
  it('73 chooses the lowest success that is declared; a lone default is 200; no range but 1XX to 5XX', async () => {
    const status = async (responses: string) => (await get(await answering(responses))).status
    expect(await status('{ 204: { description: a }, 202: { description: b }, default: { description: c } }')).to.equal(
      202,
    )
    expect(await status('{ 2XX: { description: a }, 404: { description: b } }')).to.equal(200)
    expect(await status('{ default: { description: a } }')).to.equal(200)
    expect(await status('{ 302: { description: a } }')).to.equal(302)
    const ask = await answering('{ 200: { description: a }, 4XX: { description: b }, 503: { description: c } }')
    expect((await get(ask, 'code=418')).status).to.equal(418)
    expect((await get(ask, 'code=503')).status).to.equal(503)
  })

  it('74 sends no body, and no Content-Type, where there is no content', async () => {
    for (const responses of [
      '{ 200: { description: a } }',
      '{ 200: { description: a, content: {} } }',
      '{ 204: { description: a, content: { application/json: { example: 1 } } } }',
    ]) {
      const { text, headers, findings } = await get(await answering(responses))
      expect([text, headers['content-type'], findings], responses).to.deep.equal(['', undefined, []])
    }
  })

  it('76 serves the example that is asked for by name, also where examples are ignored; says dynamic only where it is', async () => {
    const ask = await answering(
      '{ 200: { description: a, content: { application/json: { schema: { type: integer }, examples: { big: { value: 70000 } } } } } }',
      { ignoreExamples: true },
    )
    expect((await get(ask)).text).to.not.equal('70000')
    for (const prefer of ['example=big', 'example=big, dynamic=true']) {
      const { text, headers } = await get(ask, prefer)
      expect([text, headers['preference-applied']], prefer).to.deep.equal(['70000', 'example=big'])
    }
  })

  it('75 tells caches that Accept chose, where there was a choice', async () => {
    const vary = async (content: string) =>
      (
        await get(await answering(`{ 200: { description: a, content: ${content} } }`), undefined, {
          accept: 'text/html',
        })
      ).headers['vary']
    expect(await vary('{ application/json: {}, text/html: { example: a } }')).to.equal('Accept')
    expect(await vary("{ '*/*': { example: a } }")).to.equal('Accept')
    expect(await vary('{ text/html: { example: a } }')).to.equal(undefined)
  })

  it('75 shows a refusal as its own example, where no schema says what it is', async () => {
    const ask = await mocked(`
      components: { securitySchemes: { Key: { type: apiKey, in: header, name: k } } }
      paths:
        /x:
          get:
            security: [{ Key: [] }]
            responses:
              200: { description: a }
              401: { description: b, content: { application/json: { example: who are you } } }
    `)
    expect((await get(ask)).json).to.equal('who are you')
  })

  it('75 negotiates: weights, ranges, exclusion, order of the document; 406 names what there is', async () => {
    const ask = await answering(
      '{ 200: { description: a, content: { text/plain: { example: t }, application/json: { example: j }, application/xml: { example: { a: 1 } } } } }',
    )
    const type = async (accept: string) => {
      const { status, headers } = await get(ask, undefined, { accept })
      return status === 200 ? String(headers['content-type']).split(';')[0] : status
    }
    expect(await type('application/xml;q=0.5, text/plain;q=0.4')).to.equal('application/xml')
    expect(await type('text/*;q=0.9, application/json;q=0.1')).to.equal('text/plain')
    expect(await type('*/*, application/json;q=0, text/plain;q=0')).to.equal('application/xml')
    expect(await type('APPLICATION/JSON; Q=1')).to.equal('application/json')
    expect(await type('image/png')).to.equal(406)
    expect(await type('garbage')).to.be.a('string')
    expect(await type('')).to.be.a('string')
    expect((await get(ask, undefined, { accept: 'image/png' })).text).to.include('application/xml')
    expect(await type('*/*')).to.equal('text/plain')
    const range = await answering('{ 200: { description: a, content: { "*/*": { schema: { type: object } } } } }')
    expect((await get(range, undefined, { accept: 'application/vnd.a+json' })).headers['content-type']).to.equal(
      'application/vnd.a+json',
    )
    expect((await get(range)).status).to.equal(200)
    const images = await answering(
      '{ 200: { description: a, content: { "image/*": { schema: { type: string, format: binary } } } } }',
    )
    expect((await get(images, undefined, { accept: 'image/webp' })).headers['content-type']).to.equal('image/webp')
  })

  it('76 prefers the named example, then example, the first of examples, the schema, default and enum', async () => {
    const value = async (media: string, prefer?: string, components?: string) =>
      (
        await get(
          await answering(`{ 200: { description: a, content: { application/json: ${media} } } }`, {}, components),
          prefer,
        )
      ).json
    const both = '{ schema: { type: integer, example: 9 }, examples: { one: { value: 1 }, two: { value: 2 } } }'
    expect(await value(both)).to.equal(1)
    expect(await value(both, 'example=two')).to.equal(2)
    expect(await value('{ schema: { type: integer, example: 9 }, example: 5 }')).to.equal(5)
    expect(await value('{ schema: { type: integer, examples: [8, 9] } }')).to.equal(8)
    expect(await value('{ schema: { type: integer, default: 4, enum: [3, 4] } }')).to.equal(4)
    expect(await value('{ schema: { enum: [b, a] } }')).to.equal('b')
    expect(await value('{ schema: { const: [1] } }')).to.deep.equal([1])
    expect(
      await value(
        `{ examples: { r: { $ref: '#/components/examples/R' } } }`,
        undefined,
        '{ examples: { R: { value: { r: 1 } } } }',
      ),
    ).to.deep.equal({ r: 1 })
    const missing = await get(
      await answering(`{ 200: { description: a, content: { application/json: ${both} } } }`),
      'example=three',
    )
    expect(missing.status).to.equal(404)
    const outside = await get(
      await answering(
        `{ 200: { description: a, content: { application/json: { examples: { e: { externalValue: 'http://169.254.169.254/x' } }, schema: { type: integer } } } } }`,
      ),
    )
    expect([outside.status, typeof outside.json]).to.deep.equal([200, 'number'])
  })

  it('76 never answers 500 because of an example that breaks its schema', async () => {
    const responses =
      '{ 200: { description: a, content: { application/json: { schema: { type: object, required: [n], properties: { n: { type: integer } } }, example: { n: "one" } } } } }'
    for (const errors of [false, true]) {
      const answer = await get(await answering(responses, { errors }))
      expect(answer.status).to.equal(200)
      expect(answer.json).to.have.property('n').that.is.a('number')
    }
  })

  it('76 answers what is little described with what clients can read', async () => {
    const text = async (media: string) =>
      (await get(await answering(`{ 200: { description: a, content: { ${media} } } }`))).text
    expect(await text('application/json: {}')).to.equal('{}')
    expect(await text('text/event-stream: { schema: { type: string, example: hello } }')).to.equal('data: hello\n\n')
    expect(await text('text/event-stream: { example: "event: x\\ndata: 1\\n\\n" }')).to.equal('event: x\ndata: 1\n\n')
    expect(await text('application/json: { schema: { type: string, contentEncoding: base64 } }')).to.match(
      /^"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"$/,
    )
  })

  it('77 reads Prefer as RFC 7240 has it', async () => {
    const ask = await answering(
      '{ 200: { description: a, content: { application/json: { examples: { a b: { value: 1 }, c: { value: 2 } } } } }, 404: { description: b, content: { application/json: { example: 3 } } } }',
    )
    const quoted = await get(ask, 'Example="a b", foo=bar, respond-async')
    expect([quoted.json, quoted.headers['preference-applied']]).to.deep.equal([1, 'example="a b"'])
    const code = await get(ask, 'code=404;foo')
    expect([code.status, code.json, code.headers['preference-applied']]).to.deep.equal([404, 3, 'code=404'])
    expect((await ask('GET /x', { headers: { prefer: ['wait=0', 'example=c'] } })).json).to.equal(2)
    expect((await ask('GET /x?__code=404')).status).to.equal(404)
    expect((await ask('GET /x?__example=c')).json).to.equal(2)
    const refused = [await ask('GET /x?__code=418'), await ask('GET /x?__example=z'), await get(ask, 'code=418')]
    expect(refused.map(({ findings }) => findings[0]?.where)).to.deep.equal([
      'query parameter __code',
      'query parameter __example',
      'request header Prefer',
    ])
    expect((await get(ask, 'code=abc')).status).to.equal(200)
    expect((await get(ask, 'code=999')).status).to.not.be.within(500, 599)
    expect((await get(ask)).headers['preference-applied']).to.equal(undefined)
    expect((await get(ask, 'foo=bar')).headers['preference-applied']).to.equal(undefined)
  })

  it('77 fills an error that was asked for by meaning, and generates a read that was asked for', async () => {
    const ask = await mocked(`
      components: { schemas: { E: { type: object, required: [status, reason], properties: { status: { type: integer }, reason: { type: string } } }, T: { type: object, required: [id], properties: { id: { type: string }, n: { type: integer } } } } }
      paths:
        /t/{id}:
          parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
          get: { responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/T' } } } }, default: { description: e, content: { application/json: { schema: { $ref: '#/components/schemas/E' } } } } } }
          put: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/T' } } } }, responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/T' } } } } } }
    `)
    const asked = await ask('GET /t/1', { headers: { prefer: 'code=503' } })
    expect([asked.status, asked.json, asked.headers['preference-applied']]).to.deep.equal([
      503,
      { status: 503, reason: 'asked for with Prefer' },
      'code=503',
    ])
    await ask('PUT /t/mine', { body: { id: 'mine', n: 7 } })
    const drawn = await ask('GET /t/mine?__dynamic=true')
    expect(drawn.headers['preference-applied']).to.equal('dynamic=true')
    expect((await ask('GET /t/mine')).json).to.deep.equal({ id: 'mine', n: 7 })
  })

  const schemas: readonly string[] = [
    '{ allOf: [{ type: integer, minimum: 5 }, { maximum: 6 }, { exclusiveMinimum: 5 }] }',
    '{ oneOf: [{ type: integer, multipleOf: 3 }, { type: integer, multipleOf: 5 }] }',
    '{ type: integer, not: { enum: [0, 1] }, minimum: 0, maximum: 2 }',
    '{ type: array, minItems: 3, uniqueItems: true, items: { enum: [a, b, c] } }',
    '{ type: string, pattern: "^[A-F]{2}-", minLength: 12, maxLength: 14 }',
    '{ type: number, multipleOf: 0.25, exclusiveMinimum: 1, maximum: 1.25 }',
    '{ type: object, minProperties: 3, propertyNames: { pattern: "^k[0-9]+$" }, additionalProperties: { type: boolean } }',
    '{ type: object, required: [a], properties: { a: { type: integer } }, dependentRequired: { a: [b] } }',
    '{ type: object, required: [kind], properties: { kind: { enum: [x] } }, if: { properties: { kind: { const: x } } }, then: { required: [only], properties: { only: { type: string, minLength: 40 } } } }',
    '{ type: array, contains: { const: 7 }, minContains: 2, maxItems: 4, items: { type: integer } }',
    '{ type: array, prefixItems: [{ type: string }, { type: boolean }], items: false, minItems: 2 }',
    '{ type: string, format: date-time, pattern: "Z$" }',
    '{ type: object, properties: { a: {} }, required: [b], patternProperties: { "^b": { type: integer } }, unevaluatedProperties: false }',
  ]
  for (const schema of schemas)
    it(`78 generates what satisfies ${schema}`, async () => {
      const media = `{ 200: { description: a, content: { application/json: { schema: ${schema} } } } }`
      for (const prefer of [undefined, 'dynamic=true', 'dynamic=true, seed=5']) {
        const answer = await get(await answering(media, { errors: true }), prefer)
        expect([answer.status, answer.findings], answer.text).to.deep.equal([200, []])
      }
    })

  it('78 stops recursion, and says so where it cannot stop', async () => {
    const node = (required: string) =>
      `{ schemas: { N: { type: object, ${required} properties: { next: { $ref: '#/components/schemas/N' }, many: { type: array, items: { $ref: '#/components/schemas/N' } } } } } }`
    const media = `{ 200: { description: a, content: { application/json: { schema: { $ref: '#/components/schemas/N' } } } } }`
    const fine = await get(await answering(media, { errors: true }, node('required: [many],')))
    expect([fine.status, fine.findings]).to.deep.equal([200, []])
    const endless = await get(await answering(media, {}, node('required: [next],')))
    expect(endless.status).to.equal(200)
    expect(endless.findings).to.not.deep.equal([])
  })

  it('79 sends required headers, styled; Set-Cookie unjoined; and none that belongs to the connection', async () => {
    const ask = await answering(`{ 200: { description: a, headers: {
      X-Limit: { required: true, schema: { type: integer, minimum: 10, maximum: 10 } }, x-list: { required: true, schema: { type: array, items: { enum: [a, b] }, minItems: 2, uniqueItems: true } },
      X-Flag: { required: true, schema: { type: boolean, const: true } }, X-Obj: { required: true, explode: true, schema: { type: object, properties: { R: { const: 1 } }, required: [R], additionalProperties: false } },
      X-Json: { required: true, content: { application/json: { schema: { const: { a: 1 } } } } }, Connection: { required: true, schema: { type: string } }, Transfer-Encoding: { schema: { type: string } } } } }`)
    const { headers, findings } = await get(ask)
    expect(headers).to.include({ 'x-limit': '10', 'x-flag': 'true', 'x-obj': 'R=1', 'x-json': '{"a":1}' })
    expect(String(headers['x-list']).split(',').sort()).to.deep.equal(['a', 'b'])
    expect(headers).to.not.have.any.keys('connection', 'transfer-encoding')
    expect(findings.filter(({ where }) => !/Connection/i.test(where))).to.deep.equal([])
  })

  it('79 sends what the document says a header holds, and invents no place to go to', async () => {
    const headers =
      '{ X-Api: { schema: { type: integer, default: 3 } }, Location: { schema: { type: string } }, ETag: { schema: { type: string } } }'
    const thing = '{ type: object, required: [id], properties: { id: { type: integer } } }'
    const shown = `{ description: a, headers: ${headers}, content: { application/json: { schema: ${thing} } } }`
    const ask = await mocked(`
      paths:
        /things: { get: { responses: { 200: { description: a, headers: ${headers} } } } }
        /things/{id}: { get: { responses: { 200: ${shown} } } }
        /old: { get: { responses: { 301: { description: a, headers: ${headers} } } } }
    `)
    for (const path of ['/things', '/things/7']) {
      const answer = await ask(`GET ${path}`)
      expect(answer.headers, path).to.include({ 'x-api': '3' })
      expect(answer.headers, path).to.not.have.any.keys('location')
    }
    expect((await ask('GET /old')).headers).to.have.property('location')
  })

  it('80 finds every way in which an answer can break the document', async () => {
    const text = `
      paths:
        /x: { get: { operationId: x, responses: { 200: { description: a, headers: { X-A: { required: true, schema: { type: integer } } }, content: { application/json: { schema: { type: object } } } }, 204: { description: b } } } }
    `
    const answers = [
      { status: 418, value: {} },
      { status: 200, value: [], headers: { 'x-a': '1' } },
      { status: 200, value: {}, headers: { 'x-a': 'one' } },
      { status: 200, value: {}, headers: { 'x-a': '1', 'content-type': 'text/csv' } },
    ]
    const expected = ['response/status', 'response/body-schema', 'response/header-schema', 'response/media-type']
    for (const [index, answer] of answers.entries()) {
      const ask = await mocked(text, { behaviours: { operations: { x: () => ({ kind: 'value', ...answer }) } } })
      const { findings, status } = await get(ask)
      expect(findings.map(({ rule }) => rule)).to.include(expected[index])
      expect(status).to.equal(answer.status)
      expect(ask.mock.journal.brokenResponses).to.equal(1)
      const strict = await mocked(text, {
        errors: true,
        behaviours: { operations: { x: () => ({ kind: 'value', ...answer }) } },
      })
      expect((await get(strict)).status).to.equal(500)
    }
  })

  it('83 says that an operation is deprecated, and answers it all the same', async () => {
    const ask = await mocked(
      'paths: { /x: { get: { deprecated: true, responses: { 200: { description: ok } } }, post: { responses: { 200: { description: ok } } } } }',
    )
    const { status, headers } = await get(ask)
    expect(status).to.equal(200)
    expect(headers['deprecation']).to.be.a('string')
    expect((await ask('POST /x')).headers['deprecation']).to.equal(undefined)
  })
})
