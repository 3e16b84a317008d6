import { expect } from 'chai'
import { echoing, mocked } from '../../support/mocked.js'

/** What one parameter of `GET /x` (or `/x/{p}`) is understood as; the status when it is refused. */
async function reader(parameter: string, openapi = '3.0.3') {
  const isPath = /in: path/.test(parameter)
  const ask = await echoing(
    `
      paths:
        /x${isPath ? '/{p}' : ''}:
          get:
            operationId: x
            parameters: [{ name: p, ${isPath ? 'required: true, ' : ''}${parameter} }]
            responses: { 200: { description: ok } }
    `,
    { openapi },
  )
  return async (url: string, headers: Record<string, string> = {}) => {
    const { status, json } = await ask(`GET ${url}`, { headers })
    if (status !== 200) return status
    const place = /in: (\w+)/.exec(parameter)?.[1] ?? ''
    return (json as Record<string, Record<string, unknown>>)[place]?.['p']
  }
}

const LIST = 'schema: { type: array, items: { type: string } }'
const NUMBERS = 'schema: { type: array, items: { type: integer } }'
const OBJECT =
  'schema: { type: object, properties: { R: { type: integer }, G: { type: integer } }, additionalProperties: false }'

describe('hard cases D: parameters', () => {
  it('32 ignores parameters called Accept, Content-Type and Authorization', async () => {
    const ask = await mocked(`
      paths:
        /x:
          get:
            parameters:
              - { name: Accept, in: header, required: true, schema: { type: integer } }
              - { name: content-type, in: header, required: true, schema: { type: integer } }
              - { name: Authorization, in: header, required: true, schema: { type: integer } }
            responses: { 200: { description: ok, headers: { Content-Type: { required: true, schema: { type: integer } } }, content: { application/json: { example: 1 } } } }
    `)
    const answer = await ask('GET /x')
    expect([answer.status, answer.headers['content-type'], answer.findings]).to.deep.equal([
      200,
      'application/json',
      [],
    ])
  })

  const cells: readonly (readonly [style: string, url: string, understood: unknown])[] = [
    [`in: path, style: matrix, ${LIST}`, '/x/;p=red,tan', ['red', 'tan']],
    [`in: path, style: matrix, explode: true, ${LIST}`, '/x/;p=red;p=tan', ['red', 'tan']],
    [`in: path, style: matrix, schema: { type: string }`, '/x/;p=red', 'red'],
    [`in: path, style: matrix, schema: { type: string }`, '/x/;p', ''],
    [`in: path, style: matrix, ${OBJECT}`, '/x/;p=R,1,G,2', { R: 1, G: 2 }],
    [`in: path, style: matrix, explode: true, ${OBJECT}`, '/x/;R=1;G=2', { R: 1, G: 2 }],
    [`in: path, style: label, schema: { type: string }`, '/x/.red', 'red'],
    [`in: path, style: label, ${LIST}`, '/x/.red,tan', ['red', 'tan']],
    [`in: path, style: label, explode: true, ${LIST}`, '/x/.red.tan', ['red', 'tan']],
    [`in: path, style: label, ${OBJECT}`, '/x/.R,1,G,2', { R: 1, G: 2 }],
    [`in: path, style: label, explode: true, ${OBJECT}`, '/x/.R=1.G=2', { R: 1, G: 2 }],
    [`in: path, ${NUMBERS}`, '/x/3,4', [3, 4]],
    [`in: path, explode: true, ${NUMBERS}`, '/x/3,4', [3, 4]],
    [`in: path, ${OBJECT}`, '/x/R,1,G,2', { R: 1, G: 2 }],
    [`in: path, explode: true, ${OBJECT}`, '/x/R=1,G=2', { R: 1, G: 2 }],
    [`in: query, ${LIST}`, '/x?p=red&p=tan', ['red', 'tan']],
    [`in: query, explode: false, ${LIST}`, '/x?p=red,tan', ['red', 'tan']],
    [`in: query, explode: false, ${OBJECT}`, '/x?p=R,1,G,2', { R: 1, G: 2 }],
    [`in: query, ${OBJECT}`, '/x?R=1&G=2', { R: 1, G: 2 }],
    [`in: query, style: spaceDelimited, explode: false, ${LIST}`, '/x?p=red%20tan', ['red', 'tan']],
    [`in: query, style: spaceDelimited, explode: false, ${OBJECT}`, '/x?p=R%201%20G%202', { R: 1, G: 2 }],
    [`in: query, style: pipeDelimited, explode: false, ${LIST}`, '/x?p=red%7Ctan', ['red', 'tan']],
    [`in: query, style: pipeDelimited, explode: false, ${LIST}`, '/x?p=red|tan', ['red', 'tan']],
    [`in: query, style: pipeDelimited, explode: false, ${OBJECT}`, '/x?p=R%7C1%7CG%7C2', { R: 1, G: 2 }],
    [`in: query, style: deepObject, explode: true, ${OBJECT}`, '/x?p%5BR%5D=1&p[G]=2', { R: 1, G: 2 }],
  ]
  for (const [style, url, understood] of cells)
    it(`33 reads ${url} as ${style.replace(/, schema.*/, '')} of ${JSON.stringify(understood)}`, async () => {
      expect(await (await reader(style))(url)).to.deep.equal(understood)
    })

  it('33 refuses a matrix or label that lacks its sign', async () => {
    expect(await (await reader(`in: path, style: label, ${NUMBERS}`))('/x/3,4')).to.equal(400)
    expect(await (await reader(`in: path, style: matrix, ${NUMBERS}`))('/x/3')).to.equal(400)
  })

  it('34 takes a comma for text where lists are exploded', async () => {
    expect(await (await reader(`in: query, ${LIST}`))('/x?p=a,b')).to.deep.equal(['a,b'])
    expect(await (await reader(`in: path, style: label, ${LIST}`))('/x/.a.b')).to.deep.equal(['a', 'b'])
  })

  it('35 splits first and decodes after', async () => {
    expect(await (await reader(`in: query, explode: false, ${LIST}`))('/x?p=x%2Cy,z')).to.deep.equal(['x,y', 'z'])
    expect(await (await reader(`in: path, ${LIST}`))('/x/x%2Cy,z')).to.deep.equal(['x,y', 'z'])
    expect(await (await reader(`in: header, ${LIST}`))('/x', { p: 'x%2Cy,z' })).to.deep.equal(['x%2Cy', 'z'])
  })

  it('36 keeps lists lists: of one, of hundreds, and brackets in names', async () => {
    const read = await reader(`in: query, ${NUMBERS}`)
    expect(await read('/x?p=5')).to.deep.equal([5])
    expect(await read(`/x?${Array(300).fill('p=1').join('&')}`)).to.have.length(300)
    const ask = await echoing(`
      paths:
        /x:
          get:
            operationId: x
            parameters:
              - { name: 'tag[]', in: query, schema: { type: array, items: { type: string } } }
              - { name: 'a[b]', in: query, schema: { type: integer } }
            responses: { 200: { description: ok } }
    `)
    expect((await ask('GET /x?tag[]=a&tag%5B%5D=b&a[b]=1')).json).to.deep.nested.property('query', {
      'tag[]': ['a', 'b'],
      'a[b]': 1,
    })
  })

  it('37 gives an exploded object its own names, and none of other parameters', async () => {
    const ask = await echoing(`
      paths:
        /x:
          get:
            operationId: x
            parameters:
              - { name: size, in: query, schema: { type: integer } }
              - { name: rest, in: query, schema: { type: object, properties: { w: { type: number } }, additionalProperties: { type: string } } }
            responses: { 200: { description: ok } }
    `)
    expect((await ask('GET /x?size=1&w=2.5&other=o')).json).to.deep.nested.property('query', {
      size: 1,
      rest: { w: 2.5, other: 'o' },
    })
    expect((await ask('GET /x?w=wide')).status).to.equal(400)
  })

  it('38 makes nothing out of a deepObject, or a list in it, that is not there', async () => {
    const schema =
      'schema: { type: object, required: [from], properties: { from: { type: integer }, tags: { type: array, minItems: 1, items: { type: string } }, in: { type: object, properties: { d: { type: integer } } } } }'
    const read = await reader(`in: query, style: deepObject, explode: true, ${schema}`)
    expect(await read('/x')).to.equal(undefined)
    expect(await read('/x?p[from]=1')).to.deep.equal({ from: 1 })
    expect(await read('/x?p[tags]=a')).to.equal(400)
    expect(await read('/x?p[from]=1&p[tags]=a&p[tags]=b&p[in][d]=3')).to.deep.equal({
      from: 1,
      tags: ['a', 'b'],
      in: { d: 3 },
    })
    expect(await read('/x?p[from]=1&p[tags]=%C3&p[tags]=b')).to.equal(400)
  })

  it('39 parses and checks parameters that are written in a media type', async () => {
    const read = await reader(
      'in: query, content: { application/json: { schema: { type: object, required: [n], properties: { n: { type: integer } } } } }',
    )
    expect(await read('/x?p=%7B%22n%22:3%7D')).to.deep.equal({ n: 3 })
    expect(await read('/x?p={"n":3}')).to.deep.equal({ n: 3 })
    expect(await read('/x?p={"n":"3"}')).to.equal(400)
    expect(await read('/x?p={n:3')).to.equal(400)
    const text = await reader('in: query, schema: { type: string }')
    expect(await text('/x?p=a+b%20c%2Bd')).to.equal('a b c+d')
    expect(await (await reader('in: path, schema: { type: string }'))('/x/a+b')).to.equal('a+b')
  })

  it('40 converts by the types of a schema, and only what is written as the type is', async () => {
    const integer = await reader('in: query, schema: { allOf: [{ type: integer }] }')
    expect(await integer('/x?p=12')).to.equal(12)
    for (const text of ['0x10', '1e3', '%201', '01', '1.5', '', '+1', '1_000', 'NaN', '١'])
      expect(await integer(`/x?p=${text}`), text).to.equal(400)
    const number = await reader('in: query, schema: { type: number }')
    expect(await number('/x?p=-0.5')).to.equal(-0.5)
    for (const text of ['Infinity', '.5', '5.', '1,5', 'null']) expect(await number(`/x?p=${text}`), text).to.equal(400)
    const string = await reader('in: query, schema: { type: string }')
    for (const text of ['007', 'true', 'null', '1e3']) expect(await string(`/x?p=${text}`)).to.equal(text)
    const boolean = await reader('in: query, schema: { type: boolean }')
    expect(await boolean('/x?p=false')).to.equal(false)
    for (const text of ['1', 'TRUE', 'yes', '']) expect(await boolean(`/x?p=${text}`), text).to.equal(400)
    const either = await reader(
      'in: query, schema: { oneOf: [{ type: integer, maximum: 9 }, { type: string, minLength: 2 }] }',
    )
    expect(await either('/x?p=7')).to.equal(7)
    expect(await either('/x?p=77')).to.equal('77')
  })

  it('41 compares with enum and const after conversion, also of whole objects', async () => {
    expect(await (await reader('in: query, schema: { type: integer, enum: [1, 2] }'))('/x?p=2')).to.equal(2)
    const object =
      'in: query, style: deepObject, explode: true, schema: { type: object, properties: { a: { type: integer } }, enum: [{ a: 1 }] }'
    expect(await (await reader(object))('/x?p[a]=1')).to.deep.equal({ a: 1 })
    expect(await (await reader(object))('/x?p[a]=2')).to.equal(400)
    expect(
      await (
        await reader('in: query, schema: { type: [integer, boolean], const: 0 }', '3.1.0')
      )('/x?p=0'),
    ).to.equal(0)
  })

  it('42 lets an empty value pass where the document allows it', async () => {
    const allowed = await reader(
      'in: query, required: true, allowEmptyValue: true, schema: { type: string, minLength: 3, format: email }',
    )
    expect(await allowed('/x?p=')).to.equal('')
    expect(await allowed('/x?p')).to.equal('')
    expect(await allowed('/x?p=ab')).to.equal(400)
    expect(await allowed('/x')).to.equal(400)
    expect(await (await reader('in: query, schema: { type: string, minLength: 1 }'))('/x?p=')).to.equal(400)
    expect(await (await reader('in: query, schema: { type: string }'))('/x?p=')).to.equal('')
  })

  it('43 reads reserved characters that stand as they are', async () => {
    expect(await (await reader('in: query, schema: { type: string }'))(`/x?p=a:/?@!$'()*,;b`)).to.equal(
      `a:/?@!$'()*,;b`,
    )
  })

  it('44 reads cookies: many pairs, equals signs, quotes; lists by comma', async () => {
    const ask = await echoing(`
      paths:
        /x:
          get:
            operationId: x
            parameters:
              - { name: sid, in: cookie, required: true, schema: { type: string, minLength: 3 } }
              - { name: n, in: cookie, schema: { type: integer } }
              - { name: list, in: cookie, explode: false, schema: { type: array, items: { type: integer } } }
              - { name: obj, in: cookie, explode: false, schema: { type: object, properties: { a: { type: integer } } } }
            responses: { 200: { description: ok } }
    `)
    const get = (cookie?: string) => ask('GET /x', { headers: cookie === undefined ? {} : { cookie } })
    expect((await get('a=b; sid=k==x%20; n=3;list=1,2; obj=a,5')).json).to.deep.nested.property('cookie', {
      sid: 'k==x%20',
      n: 3,
      list: [1, 2],
      obj: { a: 5 },
    })
    expect((await get('sid="quoted"')).json).to.have.nested.property('cookie.sid', 'quoted')
    expect((await get()).status).to.equal(400)
    expect((await get('sid=ab')).status).to.equal(400)
    expect((await get('sid=abc; n=x')).status).to.equal(400)
    expect((await get('SID=abc')).status).to.equal(400)
  })

  it('45 reads lists and objects in headers, with blanks and in several lines', async () => {
    const ask = await echoing(`
      paths:
        /x:
          get:
            operationId: x
            parameters:
              - { name: X-Ids, in: header, schema: { type: array, items: { type: integer } } }
              - { name: X-Flat, in: header, schema: { type: object, properties: { R: { type: integer }, G: { type: integer } } } }
              - { name: X-Burst, in: header, explode: true, schema: { type: object, properties: { R: { type: integer }, G: { type: integer } } } }
            responses: { 200: { description: ok } }
    `)
    expect(
      (await ask('GET /x', { headers: { 'x-ids': '1, 2 ,3', 'x-flat': 'R,100, G,200', 'x-burst': 'R=1, G=2' } })).json,
    ).to.deep.nested.property('header', {
      'X-Ids': [1, 2, 3],
      'X-Flat': { R: 100, G: 200 },
      'X-Burst': { R: 1, G: 2 },
    })
    expect((await ask('GET /x', { headers: { 'x-ids': ['1', '2'] } })).json).to.deep.nested.property('header', {
      'X-Ids': [1, 2],
    })
    expect((await ask('GET /x', { headers: { 'x-ids': '1,b' } })).status).to.equal(400)
  })

  it('46 accepts parameters that nobody declared', async () => {
    const ask = await mocked('paths: { /x: { get: { responses: { 204: { description: ok } } } } }')
    expect((await ask('GET /x?utm=1&__proto__=2', { headers: { 'x-unknown': '1', cookie: 'a=b' } })).status).to.equal(
      204,
    )
  })

  it('47 keeps every digit of a 64-bit id, in the path, in the store, and in the answer', async () => {
    const ask = await mocked(`
      components: { schemas: { Item: { type: object, required: [id], properties: { id: { type: integer, format: int64 }, name: { type: string } } } } }
      paths:
        /items: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } }, responses: { 201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } } } } }
        /items/{id}:
          parameters: [{ name: id, in: path, required: true, schema: { type: integer, format: int64 } }]
          get: { responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } }, 404: { description: gone } } }
    `)
    expect(
      (await ask('POST /items', { body: '{"id":9007199254740995,"name":"big"}', type: 'application/json' })).text,
    ).to.include('9007199254740995')
    expect((await ask('GET /items/9007199254740995')).text)
      .to.include('9007199254740995')
      .and.include('big')
    expect((await ask('GET /items/9007199254740996')).status).to.equal(404)
    expect((await ask('GET /items/9223372036854775808')).status).to.equal(400)
  })

  it('48 fills in defaults, but not for a required parameter', async () => {
    const read = await reader('in: query, schema: { type: array, items: { type: integer }, default: [1, 2] }')
    expect(await read('/x')).to.deep.equal([1, 2])
    expect(await read('/x?p=3')).to.deep.equal([3])
    expect(await (await reader('in: query, required: true, schema: { type: integer, default: 1 }'))('/x')).to.equal(400)
  })
})
