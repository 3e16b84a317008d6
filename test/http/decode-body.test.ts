import { expect } from 'chai'
import { checkRequest } from '../../src/check/check-request.js'
import { decodeRequest } from '../../src/http/decode-request.js'
import type { HttpRequest } from '../../src/http/exchange.js'
import type { Operation } from '../../src/model/api-model.js'
import { api } from '../support/api.js'
import { request } from '../support/request.js'

/** The only operation, with this request body. */
async function withBody(body: string, version = '3.1.0', method = 'post'): Promise<Operation> {
  const model = await api(
    `
    paths:
      /x:
        ${method}:
          requestBody: ${body}
          responses: { '200': { description: ok } }
    components:
      schemas:
        Pet: { type: object, required: [name], properties: { name: { type: string }, age: { type: integer } } }
    `,
    version,
  )
  const [operation] = model.operations
  if (!operation) throw new Error('no operation')
  return operation
}

function read(operation: Operation, sent: HttpRequest) {
  const decoded = decodeRequest(operation, sent, new Map())
  const findings = checkRequest(operation, decoded)
  return { value: decoded.body, mediaType: decoded.mediaType, rules: findings.map(({ rule }) => rule), findings }
}

function json(body: string | Uint8Array, type: string | undefined = 'application/json') {
  return request('/x', { body, type })
}

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
      message: "malformed JSON: expected a property name in double quotes, got '}' at line 1, column 14",
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

  it('of server-sent events are objects', async () => {
    const operation = await withBody('{ content: { text/event-stream: {} } }', '3.2.0')
    const body = ': hello\nevent: add\ndata: 1\ndata: 2\nid: 7\nretry: 100\n\nid: 8\0\ndata: x\n\n'
    expect(read(operation, json(body, 'text/event-stream')).value).to.deep.equal([
      { event: 'add', data: '1\n2', id: '7', retry: 100 },
      { data: 'x' },
    ])
  })
})

describe('urlencoded bodies', () => {
  const FORM = `
            content:
              application/x-www-form-urlencoded:
                schema:
                  type: object
                  required: [a]
                  additionalProperties: false
                  properties:
                    a: { type: integer }
                    b: { type: string }
                    c: { type: array, items: { type: integer } }
                    p: { type: array, items: { type: integer } }
                    o: { type: object, properties: { x: { type: integer } } }
                    d: { type: object, properties: { x: { type: integer } } }
                    j: { type: string }
                encoding:
                  p: { style: pipeDelimited, explode: false }
                  d: { style: deepObject, explode: true }`

  it('are typed by schema and encoding', async () => {
    const operation = await withBody(FORM)
    const body = 'a=1&b=x+y%26&c=1&c=2&p=3|4&o=%7B%22x%22%3A1%7D&d[x]=5'
    expect(read(operation, json(body, 'application/x-www-form-urlencoded'))).to.deep.include({
      value: { a: 1, b: 'x y&', c: [1, 2], p: [3, 4], o: { x: 1 }, d: { x: 5 } },
      rules: [],
    })
  })

  it('read a list of one, and brackets that nobody declared', async () => {
    const operation = await withBody(FORM)
    const type = 'application/x-www-form-urlencoded'
    expect(read(operation, json('a=1&c=2', type)).value).to.deep.equal({ a: 1, c: [2] })
    expect(read(operation, json('a=1&c[]=2&c[]=3&o[x]=1', type)).value).to.deep.equal({ a: 1, c: [2, 3], o: { x: 1 } })
  })

  it('read the commas of a list as forms write them, percent-encoded', async () => {
    const schema = '{ type: object, properties: { a: { type: array, items: { type: string } } } }'
    const media = `{ schema: ${schema}, encoding: { a: { style: form, explode: false } } }`
    const operation = await withBody(`{ content: { application/x-www-form-urlencoded: ${media} } }`)
    for (const [body, a] of [
      ['a=x%2Cy', ['x', 'y']],
      ['a=x,y', ['x', 'y']],
      ['a=x%2Cy,z', ['x,y', 'z']],
    ] as const) {
      expect(read(operation, json(body, 'application/x-www-form-urlencoded')).value, body).to.deep.equal({ a })
    }
  })

  it('are refused with more names than anyone needs', async () => {
    const names = Array.from({ length: 10_001 }, (_, index) => `k${index}=`).join('&')
    expect(read(await withBody(FORM), json(names, 'application/x-www-form-urlencoded')).rules).to.deep.equal([
      'request/body-syntax',
    ])
  })

  it('are refused for what is missing, undeclared or malformed', async () => {
    const operation = await withBody(FORM)
    const type = 'application/x-www-form-urlencoded'
    expect(read(operation, json('b=1', type)).rules).to.deep.equal(['request/body-schema'])
    expect(read(operation, json('a=1&z=1', type)).rules).to.deep.equal(['request/body-schema'])
    expect(read(operation, json('a=1&b=%zz', type)).rules).to.deep.equal(['request/body-syntax'])
    expect(read(operation, json('a=1&o={', type)).rules).to.deep.equal(['request/body-syntax'])
  })
})

describe('multipart bodies', () => {
  const FORM = `
            content:
              multipart/form-data:
                schema:
                  type: object
                  required: [file]
                  additionalProperties: false
                  properties:
                    id: { type: integer }
                    tags: { type: array, items: { type: string } }
                    meta: { type: object, properties: { a: { type: integer } } }
                    file: { type: string, format: binary, maxLength: 1 }
                    files: { type: array, items: { type: string, format: binary } }`

  it('hold lists in one part where a style says so, and members of objects by brackets', async () => {
    const operation = await withBody(`
            content:
              multipart/form-data:
                schema:
                  type: object
                  properties:
                    l: { type: array, items: { type: integer } }
                    o: { type: object, properties: { n: { type: integer }, t: { type: array, items: { type: string } } } }
                    'a[b]': { type: integer }
                encoding: { l: { style: pipeDelimited, explode: false } }`)
    const parts = [
      'name="l"\n\n1|2',
      'name="o[n]"\n\n5',
      'name="o[t][]"\n\n%2C',
      'name="a[b]"\n\n6',
      'name="z[y]"\n\n7',
    ]
    expect(read(operation, multipart(parts))).to.deep.include({
      value: { l: [1, 2], o: { n: 5, t: ['%2C'] }, 'a[b]': 6, 'z[y]': '7' },
      rules: [],
    })
    expect(
      read(operation, multipart(['name="l"\n\n1|x', 'name="o[n]"\n\ny'])).findings.map(({ where }) => where.pointer),
    ).to.have.members(['/l/1', '/o/n'])
    expect(read(operation, multipart(['name="l"\n\n1', 'name="l"\n\n2'])).value).to.deep.equal({ l: [1, 2] })
  })

  function multipart(parts: readonly string[], lineBreak = '\r\n') {
    const lines = parts.map(
      (part) => `--B${lineBreak}Content-Disposition: form-data; ${part.replaceAll('\n', lineBreak)}`,
    )
    return json([...lines, '--B--', ''].join(lineBreak), 'multipart/form-data; boundary=B')
  }

  const FILE = 'name="file"; filename="f.bin"\nContent-Type: application/octet-stream\n\nab\ncd'

  for (const [called, lineBreak] of [
    ['CRLF', '\r\n'],
    ['LF', '\n'],
  ] as const) {
    it(`are typed part by part, with lines that end in ${called}`, async () => {
      const operation = await withBody(FORM, '3.0.3')
      const parts = ['name="id"\n\n5', 'name=tags\n\nx', 'name="meta"\n\n{"a":1}', FILE]
      const { value, rules } = read(operation, multipart(parts, lineBreak))
      expect(value).to.deep.equal({ id: 5, tags: ['x'], meta: { a: 1 }, file: Buffer.from(`ab${lineBreak}cd`) })
      expect(rules).to.deep.equal([])
    })
  }

  it('repeat a name for a list, of files too', async () => {
    const operation = await withBody(FORM, '3.0.3')
    const again = FILE.replace('"file"', '"files"')
    const { value, rules } = read(operation, multipart([FILE, again, again, 'name="tags"\n\na', 'name="tags"\n\nb']))
    expect((value as { files: unknown[]; tags: unknown[] }).files).to.have.length(2)
    expect((value as { tags: unknown[] }).tags).to.deep.equal(['a', 'b'])
    expect(rules).to.deep.equal([])
  })

  it('are refused for a missing file, an undeclared part, or a file where a number belongs', async () => {
    const operation = await withBody(FORM, '3.0.3')
    for (const parts of [['name="id"\n\n5'], [FILE, 'name="other"\n\n1'], [FILE, FILE.replace('"file"', '"id"')]]) {
      expect(read(operation, multipart(parts)).rules, parts.join('|')).to.deep.equal(['request/body-schema'])
    }
  })

  it('that are malformed are refused, and nothing throws or hangs', async () => {
    const operation = await withBody(FORM, '3.0.3')
    const bodies: readonly (readonly [string, string])[] = [
      ['multipart/form-data', 'x'],
      ['multipart/form-data; boundary=B', 'x'],
      ['multipart/form-data; boundary=B', '--B'],
      ['multipart/form-data; boundary=B', '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'],
      ['multipart/form-data; boundary=B', '--B\r\nContent-Disposition: form-data; name="a"'],
      ['multipart/form-data; boundary=B', '--B\r\n\r\nnameless\r\n--B--'],
      ['multipart/form-data; boundary=B', `--B\r\n${'X'.repeat(100_000)}\r\n\r\n\r\n--B--`],
      ['multipart/form-data; boundary=B', '--B\r\n\r\n'.repeat(200_000) + '--B--'],
      ['multipart/form-data; boundary=B', '--B\r\nContent-Disposition: form-data; name="meta"\r\n\r\n{\r\n--B--'],
    ]
    for (const [type, body] of bodies) {
      expect(read(operation, json(body, type)).rules, body.slice(0, 60)).to.include('request/body-syntax')
    }
  })

  it('take the content type of a part, or its encoding', async () => {
    const operation = await withBody(`
            content:
              multipart/form-data:
                schema: { type: object, properties: { list: { type: array, items: { type: integer } }, s: {} } }
                encoding: { list: { contentType: application/json } }`)
    expect(
      read(operation, multipart(['name="list"\n\n[1,2]', 'name="s"\nContent-Type: application/json\n\n{"a":1}'])),
    ).to.deep.include({
      value: { list: [1, 2], s: { a: 1 } },
      rules: [],
    })
  })

  it('other than forms are lists', async () => {
    const operation = await withBody('{ content: { multipart/mixed: { itemSchema: { type: object } } } }', '3.2.0')
    const body = '--B\nContent-Type: application/json\n\n{"a":1}\n--B\nContent-Type: application/json\n\n5\n--B--'
    expect(read(operation, json(body, 'multipart/mixed; boundary="B"'))).to.deep.include({
      value: [{ a: 1 }, 5],
      rules: ['request/body-schema'],
    })
  })
})
