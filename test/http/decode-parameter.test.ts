import { expect } from 'chai'
import { request } from '../support/request.js'
import { operationWith, outcome } from './declared-parameters.js'

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

  it('may be exploded by ampersands, to the letter of OpenAPI 3.0', async () => {
    const list = await operationWith('[{ name: s, in: cookie, schema: { type: array, items: { type: integer } } }]')
    for (const cookie of ['s=1&s=2', 's=1,2', 's=1; s=2']) {
      expect(outcome(list, request('/x', { headers: { cookie } })).value, cookie).to.deep.equal([1, 2])
    }
    const object =
      '[{ name: s, in: cookie, schema: { type: object, properties: { R: { type: integer }, G: { type: string } } } }]'
    const operation = await operationWith(object)
    for (const [cookie, value] of [
      ['R=1&G=2', { R: 1, G: '2' }],
      ['G=a&b', { G: 'a&b' }],
    ] as const) {
      expect(outcome(operation, request('/x', { headers: { cookie } })).value, cookie).to.deep.equal(value)
    }
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
