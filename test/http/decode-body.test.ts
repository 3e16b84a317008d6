import { expect } from 'chai'
import { request } from '../support/request.js'
import { json, read, withBody } from './declared-body.js'

const PET = '{ content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }'
const ANY = '{ required: true, content: { application/json: {} } }'

describe('bodies', () => {
  it('that are optional may be missing, whatever the Content-Type says', async () => {
    expect(read(await withBody(PET), request('/x', { type: 'image/png' }))).to.deep.include({
      value: undefined,
      rules: [],
    })
  })

  it('that are required must not be empty', async () => {
    expect(read(await withBody(ANY), json('')).rules).to.deep.equal(['request/missing-body'])
  })

  it('may be any JSON value', async () => {
    const operation = await withBody(ANY)
    for (const value of [null, false, 0, '', 'x', [], {}]) {
      expect(read(operation, json(JSON.stringify(value))), JSON.stringify(value)).to.deep.include({ value, rules: [] })
    }
  })

  it('that are null, false, 0 or empty text are checked too', async () => {
    const operation = await withBody(PET)
    for (const body of ['null', 'false', '0', '""']) {
      expect(read(operation, json(body)).rules, body).to.deep.equal(['request/body-schema'])
    }
  })

  it('in malformed JSON name the place and quote it', async () => {
    const [finding] = read(await withBody(PET), json('{"name": "a",}')).findings
    expect(finding).to.deep.include({
      rule: 'request/body-syntax',
      message: "malformed JSON at line 1, column 13: a comma before '}' is not allowed in JSON",
      spec: '/paths/~1x/post/requestBody/content/application~1json',
    })
  })

  it('that break their schema name the member and the keyword', async () => {
    const [finding] = read(await withBody(PET), json('{"name":"a","age":"old"}')).findings
    expect(finding?.where).to.deep.equal({ side: 'request', in: 'body', pointer: '/age' })
    expect(finding?.spec).to.equal('/components/schemas/Pet/properties/age/type')
  })

  it('may begin with a byte order mark, and repeat a name', async () => {
    expect(read(await withBody(ANY), json('\ufeff{"a":1,"a":2}')).value).to.deep.equal({ a: 2 })
  })

  it('cannot pollute a prototype', async () => {
    const { value } = read(await withBody(ANY), json('{"__proto__":{"polluted":1}}'))
    expect(Object.keys(value as object)).to.deep.equal(['__proto__'])
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined)
  })

  it('nested without end, or not in UTF-8, are refused', async () => {
    const operation = await withBody(ANY)
    expect(read(operation, json('['.repeat(200_000) + ']'.repeat(200_000))).rules).to.deep.equal([
      'request/body-syntax',
    ])
    expect(read(operation, json(Buffer.from([0x22, 0xff, 0x22]))).rules).to.deep.equal(['request/body-syntax'])
  })

  it('are not read where OpenAPI 3.0 ignores them', async () => {
    const operation = await withBody(PET, '3.0.3', 'get')
    expect(read(operation, { ...json('{}'), method: 'GET' })).to.deep.include({ value: undefined, rules: [] })
  })
})

describe('the media type of a body', () => {
  const MANY = `{ content: { application/json: {}, 'application/vnd.x+json; v=2': {}, 'text/*': {}, application/*+json: {} } }`
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['application/json', 'application/json'],
    ['Application/JSON ; charset="utf-8"', 'application/json'],
    ['application/vnd.x+json; v=2', 'application/vnd.x+json; v=2'],
    ['application/vnd.x+json', 'application/vnd.x+json; v=2'],
    ['application/problem+json', 'application/*+json'],
    ['text/plain', 'text/*'],
    ['image/png', undefined],
    ['abcdef', undefined],
    ['application/json; charset', undefined],
    ['application/vnd.x+json; v=2; q=1', 'application/vnd.x+json; v=2'],
  ]
  for (const [sent, declared] of rows) {
    it(`'${sent}' ${declared === undefined ? 'is refused' : `is read as '${declared}'`}`, async () => {
      const { mediaType, rules } = read(await withBody(MANY), json('{}', sent))
      expect(mediaType).to.equal(declared)
      expect(rules).to.deep.equal(declared === undefined ? ['request/media-type'] : [])
    })
  }

  it('is another one where a parameter has another value', async () => {
    const operation = await withBody('{ content: { application/json; v=1: {} } }')
    for (const [type, refused] of [
      ['application/json;v=1', false],
      ['application/json', false],
      ['application/json;v=2', true],
    ] as const) {
      expect(read(operation, json('{}', type)).rules, type).to.deep.equal(refused ? ['request/media-type'] : [])
    }
  })

  it('is assumed where the client does not say it', async () => {
    expect(read(await withBody(PET), request('/x', { body: '{"name":"a"}' }))).to.deep.include({
      value: { name: 'a' },
      rules: [],
    })
    const xmlFirst = await withBody('{ content: { application/xml: {}, application/json: {} } }')
    expect(read(xmlFirst, request('/x', { body: '{}' })).mediaType).to.equal('application/json')
  })

  it('that no parser reads gives text or bytes, and schemas do not judge bytes', async () => {
    const binary = await withBody(
      '{ content: { image/png: { schema: { type: string, format: binary, maxLength: 1, pattern: "^x$" } } } }',
      '3.0.3',
    )
    expect(read(binary, json(Buffer.from([1, 255]), 'image/png'))).to.deep.include({
      value: Buffer.from([1, 255]),
      rules: [],
    })
    const text = await withBody('{ content: { application/graphql: { schema: { type: string, maxLength: 3 } } } }')
    expect(read(text, json('abcd', 'application/graphql')).rules).to.deep.equal(['request/body-schema'])
    const csv = await withBody('{ content: { text/csv: { schema: { $ref: "#/components/schemas/Pet" } } } }')
    expect(read(csv, json('a,b', 'text/csv'))).to.deep.include({ value: 'a,b', rules: [] })
  })

  it('may name a charset', async () => {
    const operation = await withBody('{ content: { text/plain: { schema: { type: string } } } }')
    expect(read(operation, json(Buffer.from([0xb1]), 'text/plain; charset=iso-8859-2')).value).to.equal('ą')
    expect(read(operation, json('x', 'text/plain; charset=klingon')).rules).to.deep.equal(['request/body-syntax'])
  })

  it('text is converted by its schema', async () => {
    const operation = await withBody('{ content: { text/plain: { schema: { type: integer } } } }')
    expect(read(operation, json('5', 'text/plain'))).to.deep.include({ value: 5, rules: [] })
    expect(read(operation, json('five', 'text/plain')).rules).to.deep.equal(['request/body-schema'])
  })
})

describe('sequences', () => {
  const LINES = '{ content: { application/jsonl: { itemSchema: { $ref: "#/components/schemas/Pet" } } } }'

  it('hold each item to itemSchema', async () => {
    const operation = await withBody(LINES, '3.2.0')
    expect(read(operation, json('{"name":"a"}\n\n{"name":"b"}\n', 'application/jsonl'))).to.deep.include({
      value: [{ name: 'a' }, { name: 'b' }],
      rules: [],
    })
    const [finding] = read(operation, json('{"name":"a"}\n{"age":1}', 'application/jsonl')).findings
    expect(finding?.where.pointer).to.equal('/1')
    expect(read(operation, json('{}\n{', 'application/jsonl')).findings[0]?.message).to.match(/^line 2: malformed JSON/)
  })

  it('hold the whole list to schema', async () => {
    const operation = await withBody('{ content: { application/json-seq: { schema: { type: array, maxItems: 1 } } } }')
    expect(read(operation, json('\u001e{"a":1}\n', 'application/json-seq'))).to.deep.include({
      value: [{ a: 1 }],
      rules: [],
    })
    expect(read(operation, json('\u001e1\n\u001e2\n', 'application/json-seq')).rules).to.deep.equal([
      'request/body-schema',
    ])
  })

  it('tell of a hundred bad items at most', async () => {
    const operation = await withBody(LINES, '3.2.0')
    expect(read(operation, json('1\n'.repeat(5000), 'application/jsonl')).findings).to.have.length(100)
  })

  it('are text where the schema of all of them is a string, unless each is one', async () => {
    const schema = '{ schema: { type: string } }'
    const operation = await withBody(`{ content: { application/jsonl: ${schema}, text/event-stream: ${schema} } }`)
    expect(read(operation, json('{"a":1}\n', 'application/jsonl'))).to.deep.include({
      value: '{"a":1}\n',
      findings: [],
    })
    expect(read(operation, json('"a"\n"b"\n', 'application/jsonl'))).to.deep.include({
      value: ['a', 'b'],
      findings: [],
    })
    expect(read(operation, json('data: 1\n\n', 'text/event-stream'))).to.deep.include({
      value: 'data: 1\n\n',
      findings: [],
    })
  })

  it('of server-sent events are objects', async () => {
    const operation = await withBody('{ content: { text/event-stream: {} } }', '3.2.0')
    const body = ': hello\nevent: add\ndata: 1\ndata: 2\nid: 7\nretry: 100\n\nid: 8\0\ndata: x\n\n'
    expect(read(operation, json(body, 'text/event-stream')).value).to.deep.equal([
      { event: 'add', data: '1\n2', id: '7', retry: 100 },
      { data: 'x' },
    ])
  })
})
