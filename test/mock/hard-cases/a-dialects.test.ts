import { expect } from 'chai'
import { loadDocument } from '../../../src/document/load-document.js'
import { compileModel } from '../../../src/model/compile-model.js'
import { mocked, echoing } from '../../support/mocked.js'

/** Statuses of bodies that are posted to `/x`, whose schema is given in flow style. */
async function judge(openapi: string, schema: string, bodies: readonly unknown[], more = ''): Promise<number[]> {
  const ask = await mocked(
    `
      ${more}
      paths:
        /x:
          post:
            requestBody: { required: true, content: { application/json: { schema: ${schema.replace(/\s+/g, ' ')} } } }
            responses: { 204: { description: ok } }
    `,
    { openapi },
  )
  const statuses: number[] = []
  for (const body of bodies)
    statuses.push((await ask('POST /x', { body: JSON.stringify(body), type: 'application/json' })).status)
  return statuses
}

async function load(text: string) {
  return compileModel(await loadDocument('api.yaml', { text }))
}

async function codeOf(text: string): Promise<string | undefined> {
  try {
    await load(text)
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('hard cases A: dialects', () => {
  it('1 reads any patch of 3.0, 3.1 and 3.2', async () => {
    for (const version of ['3.0.0', '3.0.4', '3.1.1', '3.1.9', '3.2.0'])
      expect(await codeOf(`openapi: ${version}\ninfo: { title: t, version: '1' }\npaths: {}`)).to.equal(undefined)
  })

  it('1 refuses an unknown major, and both fields at once', async () => {
    const rest = `info: { title: t, version: '1' }\npaths: {}`
    expect(await codeOf(`openapi: 4.0.0\n${rest}`)).to.be.a('string')
    expect(await codeOf(`openapi: 3.0.0\nswagger: '2.0'\n${rest}`)).to.be.a('string')
    expect(await codeOf(rest)).to.be.a('string')
  })

  it('2 ignores what 3.0 does not know', async () => {
    expect(await judge('3.0.3', '{ const: 1 }', [2])).to.deep.equal([204])
    expect(await judge('3.1.0', '{ const: 1 }', [2])).to.deep.equal([400])
  })

  it('3 reads exclusive bounds as each dialect writes them', async () => {
    expect(await judge('3.0.3', '{ type: number, minimum: 3, exclusiveMinimum: true }', [3, 3.1])).to.deep.equal([
      400, 204,
    ])
    expect(await judge('3.0.3', '{ type: number, maximum: 3, exclusiveMaximum: false }', [3, 3.1])).to.deep.equal([
      204, 400,
    ])
    expect(await judge('3.1.0', '{ type: number, exclusiveMaximum: 3 }', [3, 2.9])).to.deep.equal([400, 204])
  })

  it('4 lets nullable work only beside type, and not against enum', async () => {
    expect(await judge('3.0.3', '{ type: integer, nullable: true }', [null, 1, 'x'])).to.deep.equal([204, 204, 400])
    expect(await judge('3.0.3', '{ type: string, nullable: true, enum: [a] }', [null])).to.deep.equal([400])
    expect(await judge('3.0.3', '{ type: string, nullable: true, enum: [a, null] }', [null])).to.deep.equal([204])
    const shared = 'components: { schemas: { P: { type: object } } }'
    const schema = `{ nullable: true, allOf: [{ $ref: '#/components/schemas/P' }] }`
    expect(await judge('3.0.3', schema, [null, {}], shared)).to.deep.equal([400, 204])
  })

  it('5 knows no nullable in 3.1', async () => {
    expect(await judge('3.1.0', '{ type: integer, nullable: true }', [null])).to.deep.equal([400])
    expect(await judge('3.1.0', '{ type: [integer, "null"] }', [null])).to.deep.equal([204])
  })

  it('6 ignores siblings of $ref in 3.0 and applies them in 3.1', async () => {
    const shared = 'components: { schemas: { N: { type: integer } } }'
    const schema = `{ $ref: '#/components/schemas/N', minimum: 10 }`
    expect(await judge('3.0.3', schema, [1], shared)).to.deep.equal([204])
    expect(await judge('3.1.0', schema, [1, 10], shared)).to.deep.equal([400, 204])
  })

  it('7 reads the dialect of a schema from $schema, and survives one it does not know', async () => {
    const draft7 = `{ $schema: 'http://json-schema.org/draft-07/schema#', $ref: '#/components/schemas/N', minimum: 10 }`
    const shared = 'components: { schemas: { N: { type: integer } } }'
    expect(await judge('3.1.0', draft7, [1, 'x'], shared)).to.deep.equal([204, 400])
    expect(await judge('3.1.0', `{ $schema: 'https://unknown.example/x', type: integer }`, [1, 'x'])).to.deep.equal([
      204, 400,
    ])
    expect(
      await judge('3.1.0', `{ type: integer }`, [1, 'x'], `jsonSchemaDialect: 'https://unknown.example/y'`),
    ).to.deep.equal([204, 400])
  })

  it('8 resolves $id, $anchor, $defs and $dynamicRef', async () => {
    expect(
      await judge(
        '3.1.0',
        `{ $id: 'https://e.example/root', $defs: { n: { type: integer } }, properties: { a: { $ref: '#/$defs/n' } } }`,
        [{ a: 1 }, { a: 'x' }],
      ),
    ).to.deep.equal([204, 400])
    expect(
      await judge('3.1.0', `{ $defs: { n: { $anchor: num, type: integer } }, properties: { a: { $ref: '#num' } } }`, [
        { a: 1 },
        { a: 'x' },
      ]),
    ).to.deep.equal([204, 400])
    expect(
      await judge(
        '3.1.0',
        `{ $id: 'https://e.example/strict', $dynamicAnchor: node, $ref: tree, unevaluatedProperties: false,
           $defs: { t: { $id: tree, $dynamicAnchor: node, type: object,
             properties: { kids: { type: array, items: { $dynamicRef: '#node' } } } } } }`,
        [{ kids: [{ kids: [] }] }, { kids: [{ kds: [] }] }],
      ),
    ).to.deep.equal([204, 400])
  })

  it('8 lets two mocks share an $id', async () => {
    const schema = `{ $id: 'https://e.example/same', type: integer }`
    expect(await judge('3.1.0', schema, [1])).to.deep.equal([204])
    expect(await judge('3.1.0', schema, ['x'])).to.deep.equal([400])
  })

  it('9 takes a property named $ref or $id, and $ref in data, for what they are', async () => {
    const properties = `{ type: object, required: [$ref], properties: { $ref: { type: string }, $id: { type: integer }, $schema: { type: boolean } } }`
    for (const version of ['3.0.3', '3.1.0'])
      expect(
        await judge(version, properties, [{ $ref: '#/nowhere' }, { $id: 1 }, { $ref: 'x', $id: 'y' }]),
      ).to.deep.equal([204, 400, 400])
    expect(await judge('3.1.0', `{ enum: [{ $ref: '#/nowhere' }] }`, [{ $ref: '#/nowhere' }, {}])).to.deep.equal([
      204, 400,
    ])
    expect(await judge('3.1.0', `{ const: { $ref: './no-file.yaml' } }`, [{ $ref: './no-file.yaml' }])).to.deep.equal([
      204,
    ])
    expect(
      await judge('3.0.3', `{ type: object, default: { $ref: './no' }, example: { $ref: './no' } }`, [{}]),
    ).to.deep.equal([204])
  })

  it('10 follows JSON Schema where ajv strays', async () => {
    expect(await judge('3.1.0', `{ enum: [] }`, [1])).to.deep.equal([400])
    expect(
      await judge('3.1.0', `{ required: [toString, __proto__, constructor] }`, [
        {},
        JSON.parse('{"toString":1,"__proto__":1,"constructor":1}'),
      ]),
    ).to.deep.equal([400, 204])
    expect(
      await judge('3.1.0', `{ properties: { constructor: { type: number }, toString: { type: string } } }`, [
        {},
        { constructor: 'x' },
      ]),
    ).to.deep.equal([204, 400])
    expect(
      await judge('3.1.0', `{ contains: { type: string }, unevaluatedItems: false }`, [['a'], ['a', 1]]),
    ).to.deep.equal([204, 400])
    expect(
      await judge(
        '3.1.0',
        `{ if: { properties: { a: { const: 1 } }, required: [a] }, then: { properties: { b: true } }, unevaluatedProperties: false }`,
        [{ a: 1, b: 2 }, { b: 2 }],
      ),
    ).to.deep.equal([204, 400])
  })

  it('11 takes 1.0 for an integer, and 1.5 not', async () => {
    const ask = await mocked(`
      paths:
        /x: { post: { requestBody: { content: { application/json: { schema: { type: integer } } } }, responses: { 204: { description: ok } } } }
    `)
    expect((await ask('POST /x', { body: '2.0', type: 'application/json' })).status).to.equal(204)
    expect((await ask('POST /x', { body: '2.5', type: 'application/json' })).status).to.equal(400)
  })

  it('11 reads Swagger 2.0: collection formats, forms, files, consumes, basePath', async () => {
    const ask = await echoing(`
      swagger: '2.0'
      info: { title: t, version: '1' }
      host: shop.example
      basePath: /v2
      schemes: [https]
      consumes: [application/json]
      produces: [application/json]
      paths:
        /tags:
          get:
            operationId: tags
            parameters:
              - { name: c, in: query, type: array, items: { type: integer }, collectionFormat: csv }
              - { name: s, in: query, type: array, items: { type: string }, collectionFormat: ssv }
              - { name: t, in: query, type: array, items: { type: string }, collectionFormat: tsv }
              - { name: p, in: query, type: array, items: { type: string }, collectionFormat: pipes }
              - { name: m, in: query, type: array, items: { type: string }, collectionFormat: multi }
            responses: { 200: { description: ok } }
        /photos:
          post:
            operationId: photos
            consumes: [multipart/form-data]
            parameters:
              - { name: file, in: formData, type: file, required: true }
              - { name: width, in: formData, type: integer }
            responses: { 200: { description: ok } }
        /notes:
          post:
            operationId: notes
            consumes: []
            parameters:
              - { name: note, in: body, required: true, schema: { type: object, required: [n], properties: { n: { type: string, x-nullable: true } } } }
            responses: { 200: { description: ok } }
    `)
    const { json } = await ask('GET /v2/tags?c=1,2&s=a%20b&t=a%09b&p=a%7Cb&m=a&m=b,c')
    expect(json).to.have.deep.property('query', {
      c: [1, 2],
      s: ['a', 'b'],
      t: ['a', 'b'],
      p: ['a', 'b'],
      m: ['a', 'b,c'],
    })
    const type = 'multipart/form-data; boundary=x'
    const part = (name: string, value: string, more = '') =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
    const sent = await ask('POST /photos', {
      body: `${part('file', 'pix', '; filename="a.png"')}${part('width', '7')}--x--\r\n`,
      type,
    })
    expect(sent.status).to.equal(200)
    expect(sent.json).to.have.nested.property('body.width', 7)
    expect((await ask('POST /photos', { body: `${part('width', '7')}--x--\r\n`, type })).status).to.equal(400)
    expect((await ask('POST /notes', { body: { n: null } })).status).to.equal(200)
    expect((await ask('POST /notes', { body: { n: 1 } })).status).to.equal(400)
  })

  it('11 splits lists in lists, each by a collectionFormat of its own (Swagger 2.0)', async () => {
    const ask = await mocked(`
      swagger: '2.0'
      info: { title: t, version: '1' }
      paths:
        /x:
          get:
            parameters:
              - { name: n, in: query, type: array, collectionFormat: pipes, items: { type: array, collectionFormat: csv, items: { type: integer }, maxItems: 2 } }
            responses: { 204: { description: done } }
    `)
    const statuses = ['1,2|3', '1', '1,x', '1,2,3|4'].map(async (n) => (await ask(`GET /x?n=${n}`)).status)
    expect(await Promise.all(statuses)).to.deep.equal([204, 204, 400, 400])
  })
})
