import { expect } from 'chai'
import { checkRequest } from '../../src/check/check-request.js'
import { decodeRequest } from '../../src/http/decode-request.js'
import type { Decoded, HttpRequest } from '../../src/http/exchange.js'
import type { Operation } from '../../src/model/api-model.js'
import { api } from '../support/api.js'
import { request } from '../support/request.js'

/** The only operation of a document that declares these parameters. */
async function operationWith(parameters: string, path = '/x', version = '3.1.0'): Promise<Operation> {
  const model = await api(
    `
    paths:
      ${path}:
        get:
          parameters: ${parameters}
          responses: { '200': { description: ok } }
    components:
      schemas:
        Colour: { type: object, properties: { R: { type: integer }, G: { type: integer }, B: { type: integer } } }
        Id: { type: integer, format: int64 }
    `,
    version,
  )
  const [operation] = model.operations
  if (!operation) throw new Error('no operation')
  return operation
}

interface Outcome {
  readonly value: unknown
  readonly rules: readonly string[]
  readonly decoded: Decoded
}

function outcome(operation: Operation, sent: HttpRequest, pathValue?: string): Outcome {
  const [parameter] = operation.parameters
  if (!parameter) throw new Error('no parameter')
  const pathValues = new Map(pathValue === undefined ? [] : [[parameter.name, pathValue]])
  const decoded = decodeRequest(operation, sent, pathValues)
  return {
    value: decoded.params[parameter.in][parameter.name],
    rules: checkRequest(operation, decoded).map(({ rule }) => rule),
    decoded,
  }
}

const STRINGS = '{ type: array, items: { type: string } }'
const COLOUR = '{ $ref: "#/components/schemas/Colour" }'
const RGB = { R: 100, G: 200, B: 150 }

describe("the style table of OpenAPI 3.0.4 'Style Examples'", () => {
  // style, explode, schema, what is sent, what is meant
  const path: readonly (readonly [string, boolean, string, string, unknown])[] = [
    ['matrix', false, '{ type: string }', ';color=blue', 'blue'],
    ['matrix', false, '{ type: string }', ';color', ''],
    ['matrix', false, STRINGS, ';color=blue,black,brown', ['blue', 'black', 'brown']],
    ['matrix', false, COLOUR, ';color=R,100,G,200,B,150', RGB],
    ['matrix', true, STRINGS, ';color=blue;color=black;color=brown', ['blue', 'black', 'brown']],
    ['matrix', true, STRINGS, ';color=blue', ['blue']],
    ['matrix', true, COLOUR, ';R=100;G=200;B=150', RGB],
    ['label', false, '{ type: string }', '.blue', 'blue'],
    ['label', false, STRINGS, '.blue,black,brown', ['blue', 'black', 'brown']],
    ['label', false, STRINGS, '.blue.black.brown', ['blue', 'black', 'brown']],
    ['label', false, COLOUR, '.R,100,G,200,B,150', RGB],
    ['label', false, COLOUR, '.R.100.G.200.B.150', RGB],
    ['label', true, STRINGS, '.blue.black.brown', ['blue', 'black', 'brown']],
    ['label', true, COLOUR, '.R=100.G=200.B=150', RGB],
    ['simple', false, '{ type: string }', 'blue', 'blue'],
    ['simple', false, STRINGS, 'blue,black,brown', ['blue', 'black', 'brown']],
    ['simple', false, COLOUR, 'R,100,G,200,B,150', RGB],
    ['simple', true, STRINGS, 'blue,black,brown', ['blue', 'black', 'brown']],
    ['simple', true, COLOUR, 'R=100,G=200,B=150', RGB],
  ]
  for (const [style, explode, schema, sent, meant] of path) {
    it(`path: ${style}, explode ${explode}: ${sent} is ${JSON.stringify(meant)}`, async () => {
      const operation = await operationWith(
        `[{ name: color, in: path, required: true, style: ${style}, explode: ${explode}, schema: ${schema} }]`,
        '/x/{color}',
      )
      const { value, rules } = outcome(operation, request('/x'), sent)
      expect(value).to.deep.equal(meant)
      expect(rules).to.deep.equal([])
    })
  }

  const query: readonly (readonly [string, boolean, string, string, unknown])[] = [
    ['form', false, '{ type: string }', 'color=blue', 'blue'],
    ['form', false, '{ type: string }', 'color=', ''],
    ['form', false, STRINGS, 'color=blue,black,brown', ['blue', 'black', 'brown']],
    ['form', false, STRINGS, 'color=blue%2Cblack,brown', ['blue,black', 'brown']],
    ['form', false, COLOUR, 'color=R,100,G,200,B,150', RGB],
    ['form', true, STRINGS, 'color=blue&color=black&color=brown', ['blue', 'black', 'brown']],
    ['form', true, STRINGS, 'color=a,b', ['a,b']],
    ['form', true, COLOUR, 'R=100&G=200&B=150', RGB],
    ['spaceDelimited', false, STRINGS, 'color=blue%20black+brown', ['blue', 'black', 'brown']],
    ['spaceDelimited', false, COLOUR, 'color=R%20100%20G%20200%20B%20150', RGB],
    ['pipeDelimited', false, STRINGS, 'color=blue|black%7Cbrown', ['blue', 'black', 'brown']],
    ['pipeDelimited', false, COLOUR, 'color=R%7C100%7CG%7C200%7CB%7C150', RGB],
    ['deepObject', true, COLOUR, 'color[R]=100&color%5BG%5D=200&color[B]=150', RGB],
  ]
  for (const [style, explode, schema, sent, meant] of query) {
    it(`query: ${style}, explode ${explode}: ${sent} is ${JSON.stringify(meant)}`, async () => {
      const operation = await operationWith(
        `[{ name: color, in: query, style: ${style}, explode: ${explode}, schema: ${schema} }]`,
      )
      const { value, rules } = outcome(operation, request(`/x?${sent}`))
      expect(value).to.deep.equal(meant)
      expect(rules).to.deep.equal([])
    })
  }

  const header: readonly (readonly [boolean, string, string, unknown])[] = [
    [false, '{ type: array, items: { type: integer } }', '1, 2,\t3', [1, 2, 3]],
    [false, COLOUR, 'R,100, G,200,B,150', RGB],
    [true, COLOUR, 'R=100, G=200, B=150', RGB],
    [false, '{ type: string }', 'a%20b', 'a%20b'],
  ]
  for (const [explode, schema, sent, meant] of header) {
    it(`header: explode ${explode}: '${sent}' is ${JSON.stringify(meant)}`, async () => {
      const operation = await operationWith(`[{ name: X-Color, in: header, explode: ${explode}, schema: ${schema} }]`)
      const { value, rules } = outcome(operation, request('/x', { headers: { 'x-color': sent } }))
      expect(value).to.deep.equal(meant)
      expect(rules).to.deep.equal([])
    })
  }
})

describe('converting text to the types of a schema', () => {
  // schema, what is sent, what is meant ('!' before: and the schema refuses it)
  const rows: readonly (readonly [string, string, unknown, boolean?])[] = [
    ['{ type: integer }', '5', 5],
    ['{ type: integer }', '-0', -0],
    ['{ type: integer }', '1.5', 1.5, true],
    ['{ type: integer }', '1e3', '1e3', true],
    ['{ type: integer }', '0x10', '0x10', true],
    ['{ type: integer }', '%2B1', '+1', true],
    ['{ type: integer }', '%201', ' 1', true],
    ['{ type: integer }', '007', '007', true],
    ['{ type: integer }', '', '', true],
    ['{ type: number }', '1e3', 1000],
    ['{ type: number }', '1e999', '1e999', true],
    ['{ type: boolean }', 'true', true],
    ['{ type: boolean }', 'True', 'True', true],
    ['{ type: boolean }', '1', '1', true],
    ['{ type: string }', '007', '007'],
    ['{ type: string }', 'null', 'null'],
    ['{ type: [integer, "null"] }', 'null', null],
    ['{ type: [integer, "null"] }', '', null],
    ['{ type: [string, "null"] }', '', ''],
    ['{ type: array, items: { type: [integer, "null"] } }', '', []],
    ['{ type: [string, "null"] }', 'null', 'null'],
    ['{ anyOf: [{ type: integer }, { type: string }] }', '5', 5],
    ['{ anyOf: [{ type: integer, maximum: 3 }, { type: string }] }', '5', '5'],
    ['{ oneOf: [{ type: integer }, { type: boolean }] }', 'true', true],
    ['{ allOf: [{ $ref: "#/components/schemas/Id" }, { minimum: 3 }] }', '5', 5],
    ['{ enum: [1, 2] }', '2', 2],
    ['{ const: 1 }', '2', 2, true],
    ['{ $ref: "#/components/schemas/Id" }', '9007199254740993', '9007199254740993'],
    ['{ $ref: "#/components/schemas/Id" }', '9223372036854775807', '9223372036854775807'],
    ['{ $ref: "#/components/schemas/Id" }', '9223372036854775808', '9223372036854775808', true],
    ['{ type: integer, maximum: 100 }', '9007199254740993', '9007199254740993', true],
    ['{}', '5', '5'],
    ['{ anyOf: [{ type: integer }, { type: array, items: { type: integer } }] }', '5', 5],
    ['{ anyOf: [{ type: boolean }, { type: array, items: { type: integer } }] }', '5', [5]],
  ]
  for (const [schema, sent, meant, isRefused = false] of rows) {
    it(`${schema}: '${sent}' is ${JSON.stringify(meant)}${isRefused ? ', refused' : ''}`, async () => {
      const operation = await operationWith(`[{ name: n, in: query, schema: ${schema} }]`)
      const { value, rules } = outcome(operation, request(`/x?n=${sent}`))
      expect(value).to.deep.equal(meant)
      expect(rules).to.deep.equal(isRefused ? ['request/parameter-schema'] : [])
    })
  }
})

describe('query parameters', () => {
  it('are lists also with one value, and with many', async () => {
    const operation = await operationWith(
      '[{ name: id, in: query, schema: { type: array, items: { type: integer } } }]',
    )
    expect(outcome(operation, request('/x?id=5')).value).to.deep.equal([5])
    const many = Array.from({ length: 50 }, (_, i) => i)
    expect(outcome(operation, request(`/x?${many.map((i) => `id=${i}`).join('&')}`)).value).to.deep.equal(many)
  })

  it('say the same thing twice, but not two things, where a list makes no sense', async () => {
    const operation = await operationWith('[{ name: key, in: query, schema: { type: string } }]')
    expect(outcome(operation, request('/x?key=a&key=a'))).to.deep.include({ value: 'a', rules: [] })
    expect(outcome(operation, request('/x?key=a&key=b')).rules).to.deep.equal(['request/parameter-schema'])
  })

  it('are lists with encoded commas only where nothing else fits', async () => {
    const colours = await operationWith(
      '[{ name: c, in: query, explode: false, schema: { type: array, items: { enum: [red, blue] } } }]',
    )
    expect(outcome(colours, request('/x?c=red%2Cblue'))).to.deep.include({ value: ['red', 'blue'], rules: [] })
    expect(outcome(colours, request('/x?c=red%2cgreen')).rules).to.deep.equal(['request/parameter-schema'])
    expect(outcome(colours, request('/x?c=red%2Cblue,red')).rules).to.deep.equal(['request/parameter-schema'])
    const words = await operationWith(
      '[{ name: c, in: query, explode: false, schema: { type: array, items: { type: string } } }]',
    )
    expect(outcome(words, request('/x?c=red%2Cblue')).value).to.deep.equal(['red,blue'])
    const colour = await operationWith(
      '[{ name: c, in: query, explode: false, schema: { $ref: "#/components/schemas/Colour" } }]',
    )
    expect(outcome(colour, request('/x?c=R%2C1%2CG%2C2')).value).to.deep.equal({ R: 1, G: 2 })
    expect(outcome(colour, request('/x?c=R%2C1%2CG')).rules).to.deep.equal(['request/parameter-syntax'])
  })

  it('take brackets in a name as they are', async () => {
    const operation = await operationWith(
      '[{ name: "ids[]", in: query, schema: { type: array, items: { type: integer } } }]',
    )
    expect(outcome(operation, request('/x?ids[]=1&ids%5B%5D=2')).value).to.deep.equal([1, 2])
  })

  it('read a plus sign as a space, and a path does not', async () => {
    const inQuery = await operationWith('[{ name: q, in: query, schema: { type: string } }]')
    expect(outcome(inQuery, request('/x?q=a+b%2Bc')).value).to.equal('a b+c')
    const inPath = await operationWith('[{ name: q, in: path, required: true, schema: { type: string } }]', '/x/{q}')
    expect(outcome(inPath, request('/x'), 'a+b%2Fc').value).to.equal('a+b/c')
  })

  it('are refused when their encoding is malformed, and never throw', async () => {
    const operation = await operationWith('[{ name: q, in: query, schema: { type: string } }]')
    for (const sent of ['%zz', '%', '%C3%28']) {
      expect(outcome(operation, request(`/x?q=${sent}`)).rules, sent).to.deep.equal(['request/parameter-syntax'])
    }
  })

  it('leave undeclared ones alone', async () => {
    const operation = await operationWith('[{ name: q, in: query, schema: { type: string } }]')
    expect(outcome(operation, request('/x?other=%zz')).rules).to.deep.equal([])
  })

  it('that are required and missing name themselves and their declaration', async () => {
    const operation = await operationWith('[{ name: q, in: query, required: true, schema: { type: string } }]')
    const [finding] = outcome(operation, request('/x')).decoded.findings
    expect(finding).to.deep.equal({
      rule: 'request/missing-parameter',
      severity: 'error',
      blame: 'client',
      message: "required query parameter 'q' is missing",
      where: { side: 'request', in: 'query', name: 'q' },
      spec: '/paths/~1x/get/parameters/0',
    })
  })

  it('may be empty where allowEmptyValue says so, whatever their schema says', async () => {
    const allowed = await operationWith(
      '[{ name: q, in: query, required: true, allowEmptyValue: true, schema: { type: string, minLength: 3 } }]',
    )
    expect(outcome(allowed, request('/x?q=')).rules).to.deep.equal([])
    expect(outcome(allowed, request('/x?q=ab')).rules).to.deep.equal(['request/parameter-schema'])
    const strict = await operationWith('[{ name: q, in: query, schema: { type: string, minLength: 3 } }]')
    expect(outcome(strict, request('/x?q=')).rules).to.deep.equal(['request/parameter-schema'])
  })

  it('may not be empty where allowEmptyValue: false is written', async () => {
    const forbidden = await operationWith('[{ name: q, in: query, allowEmptyValue: false, schema: { type: string } }]')
    expect(outcome(forbidden, request('/x?q=')).rules).to.deep.equal(['request/parameter-schema'])
    expect(outcome(forbidden, request('/x?q=a')).rules).to.deep.equal([])
    const unsaid = await operationWith('[{ name: q, in: query, schema: { type: string } }]')
    expect(outcome(unsaid, request('/x?q=')).rules).to.deep.equal([])
  })

  it('have their default when absent, a copy each time, and are still demanded', async () => {
    const operation = await operationWith(
      '[{ name: q, in: query, schema: { type: array, items: { type: integer }, default: [1] } }]',
    )
    const first = outcome(operation, request('/x')).value
    expect(first).to.deep.equal([1])
    expect(outcome(operation, request('/x')).value).not.to.equal(first)
    const demanded = await operationWith(
      '[{ name: q, in: query, required: true, schema: { type: integer, default: 1 } }]',
    )
    expect(outcome(demanded, request('/x')).rules).to.deep.equal(['request/missing-parameter'])
  })

  it('do not refuse a client for a default that breaks its own schema', async () => {
    const operation = await operationWith('[{ name: q, in: query, schema: { type: integer, default: many } }]')
    expect(outcome(operation, request('/x'))).to.deep.include({ value: undefined, rules: [] })
  })

  it('sent more often than a scalar allows are refused', async () => {
    const operation = await operationWith('[{ name: q, in: query, schema: { type: integer } }]')
    expect(outcome(operation, request('/x?q=1&q=2')).rules).to.deep.equal(['request/parameter-schema'])
  })

  it('of other formats of Swagger 2.0 are read', async () => {
    const model = await api(`
      swagger: '2.0'
      info: { title: t, version: '1' }
      paths:
        /x:
          get:
            parameters:
              - { name: csv, in: query, type: array, items: { type: integer } }
              - { name: ssv, in: query, type: array, items: { type: integer }, collectionFormat: ssv }
              - { name: tsv, in: query, type: array, items: { type: integer }, collectionFormat: tsv }
              - { name: pipes, in: query, type: array, items: { type: integer }, collectionFormat: pipes }
              - { name: multi, in: query, type: array, items: { type: integer }, collectionFormat: multi }
            responses: { 200: { description: ok } }
    `)
    const [operation] = model.operations
    if (!operation) throw new Error('no operation')
    const decoded = decodeRequest(
      operation,
      request('/x?csv=1,2&ssv=1%202&tsv=1%092&pipes=1|2&multi=1&multi=2'),
      new Map(),
    )
    expect({ ...decoded.params.query }).to.deep.equal({
      csv: [1, 2],
      ssv: [1, 2],
      tsv: [1, 2],
      pipes: [1, 2],
      multi: [1, 2],
    })
    expect(checkRequest(operation, decoded)).to.deep.equal([])
  })
})

describe('objects in the query', () => {
  it('in style form take their declared names, open ones others too, but never those of other parameters', async () => {
    const operation = await operationWith(`
            - { name: filter, in: query, schema: { type: object, properties: { a: { type: integer } }, additionalProperties: { type: integer } } }
            - { name: page, in: query, schema: { type: integer } }`)
    const { value, decoded } = outcome(operation, request('/x?a=1&b=2&page=3'))
    expect(value).to.deep.equal({ a: 1, b: 2 })
    expect(decoded.params.query['page']).to.equal(3)
  })

  it('take all names that nobody else has where they are required and say nothing of their members', async () => {
    const free = (more: string) =>
      operationWith(`
            - { name: meta, in: query, schema: { type: object }, ${more} }
            - { name: page, in: query, schema: { type: integer } }`)
    const required = await free('required: true')
    expect(outcome(required, request('/x?a=1&page=3'))).to.deep.include({ value: { a: '1' }, rules: [] })
    expect(outcome(required, request('/x?page=3')).rules).to.deep.equal(['request/missing-parameter'])
    expect(outcome(await free('required: false'), request('/x?a=1')).value).to.equal(undefined)
  })

  it('leave undeclared names alone where the schema does not speak of them', async () => {
    const operation = await operationWith(`[{ name: color, in: query, schema: ${COLOUR} }]`)
    expect(outcome(operation, request('/x?R=1&utm=2')).value).to.deep.equal({ R: 1 })
    expect(outcome(operation, request('/x?utm=2')).value).to.equal(undefined)
  })

  const DEEP = `
            - name: f
              in: query
              style: deepObject
              explode: true
              schema:
                type: object
                required: [a]
                properties:
                  a: { type: integer }
                  tags: { type: array, minItems: 1, items: { type: integer } }
                  inner: { type: object, properties: { b: { type: boolean } } }`

  it('in style deepObject stay absent when absent, required members and all', async () => {
    expect(outcome(await operationWith(DEEP), request('/x?other=1'))).to.deep.include({ value: undefined, rules: [] })
  })

  it('in style deepObject may nest and repeat', async () => {
    const operation = await operationWith(DEEP)
    const meant = { a: 1, tags: [1, 2], inner: { b: true } }
    for (const tags of ['f[tags]=1&f[tags]=2', 'f[tags][]=1&f[tags][]=2', 'f[tags][1]=2&f[tags][0]=1']) {
      expect(outcome(operation, request(`/x?f[a]=1&${tags}&f[inner][b]=true`)), tags).to.deep.include({
        value: meant,
        rules: [],
      })
    }
    expect(outcome(operation, request('/x?f[a]=1')).rules).to.deep.equal([])
    expect(outcome(operation, request('/x?f[tags]=1')).rules).to.deep.equal(['request/parameter-schema'])
  })

  it('in style deepObject cannot grow without bound, nor reach a prototype', async () => {
    const operation = await operationWith(DEEP)
    outcome(operation, request(`/x?f${'[a]'.repeat(3000)}=1`))
    expect(outcome(operation, request('/x?f[tags][999999999]=7&f[a]=1')).value).to.deep.equal({ tags: [7], a: 1 })
    outcome(operation, request('/x?f[__proto__][polluted]=1&f[constructor][prototype][polluted]=1'))
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined)
  })
})

describe('cookies', () => {
  it('are read from one header, with equals signs and quotes', async () => {
    const operation = await operationWith(
      '[{ name: n, in: cookie, schema: { type: integer } }, { name: s, in: cookie, schema: { type: string } }]',
    )
    const { value, decoded } = outcome(operation, request('/x', { headers: { cookie: 'a=b; n=5; s="k=v"' } }))
    expect(value).to.equal(5)
    expect(decoded.params.cookie['s']).to.equal('k=v')
    expect(outcome(operation, request('/x', { headers: { cookie: 'n=five' } })).rules).to.deep.equal([
      'request/parameter-schema',
    ])
  })

  it('are percent-decoded only where the schema wants that', async () => {
    const text = await operationWith('[{ name: s, in: cookie, schema: { type: string } }]')
    expect(outcome(text, request('/x', { headers: { cookie: 's=a%20b' } })).value).to.equal('a%20b')
    const words = await operationWith('[{ name: s, in: cookie, schema: { enum: [a b] } }]')
    expect(outcome(words, request('/x', { headers: { cookie: 's=a%20b' } })).value).to.equal('a b')
  })

  it('hold lists', async () => {
    const operation = await operationWith(
      '[{ name: s, in: cookie, explode: false, schema: { type: array, items: { type: integer } } }]',
    )
    expect(outcome(operation, request('/x', { headers: { cookie: 's=1,2' } })).value).to.deep.equal([1, 2])
    // RFC 6265 4.1.1 has no comma in a cookie: whoever writes one encodes it.
    expect(outcome(operation, request('/x', { headers: { cookie: 's=1%2C2' } }))).to.deep.include({
      value: [1, 2],
      rules: [],
    })
    const pairs = '[{ name: s, in: cookie, explode: false, schema: { type: object } }]'
    expect(outcome(await operationWith(pairs), request('/x', { headers: { cookie: 's=a%2Cb' } }))).to.deep.include({
      value: { a: 'b' },
      rules: [],
    })
  })
})

describe('parameters with content', () => {
  const FILTER =
    '[{ name: f, in: query, content: { application/json: { schema: { type: object, properties: { a: { type: integer } } } } } }]'

  it('are parsed as their media type, then checked', async () => {
    const operation = await operationWith(FILTER)
    expect(outcome(operation, request('/x?f=%7B%22a%22:1%7D'))).to.deep.include({ value: { a: 1 }, rules: [] })
    expect(outcome(operation, request('/x?f={"a":"x"}')).rules).to.deep.equal(['request/parameter-schema'])
    expect(outcome(operation, request('/x?f={')).rules).to.deep.equal(['request/parameter-syntax'])
  })

  it('may be the whole query (OpenAPI 3.2)', async () => {
    const json = await operationWith(
      '[{ name: q, in: querystring, content: { application/json: { schema: { type: object } } } }]',
      '/x',
      '3.2.0',
    )
    expect(outcome(json, request('/x?%7B%22a%22%3A1%7D')).value).to.deep.equal({ a: 1 })
    const form = await operationWith(
      '[{ name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { a: { type: integer } } } } } }]',
      '/x',
      '3.2.0',
    )
    expect(outcome(form, request('/x?a=1&b=x+y')).value).to.deep.equal({ a: 1, b: 'x y' })
  })

  it('read an empty text as an object without members, where a list of pairs is asked for', async () => {
    const object = (more: string) => `[{ name: o, in: query, explode: false, schema: { type: object${more} } }]`
    expect(outcome(await operationWith(object('')), request('/x?o='))).to.deep.include({ value: {}, rules: [] })
    const demanding = await operationWith(object(', required: [a]'))
    expect(outcome(demanding, request('/x?o=')).rules).to.deep.equal(['request/parameter-schema'])
    const cookie = await operationWith('[{ name: o, in: cookie, explode: false, schema: { type: object } }]')
    expect(outcome(cookie, request('/x', { headers: { cookie: 'o=' } }))).to.deep.include({ value: {}, rules: [] })
    const header = await operationWith('[{ name: o, in: header, explode: true, schema: { type: object } }]')
    expect(outcome(header, request('/x', { headers: { o: '' } }))).to.deep.include({ value: {}, rules: [] })
  })
})
