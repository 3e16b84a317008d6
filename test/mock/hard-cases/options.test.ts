import { expect } from 'chai'
import { loadDocument } from '../../../src/document/load-document.js'
import type { Leniency } from '../../../src/document/load-options.js'
import { compileModel } from '../../../src/model/compile-model.js'
import { dedent } from '../../support/api.js'
import { mocked, type Ask } from '../../support/mocked.js'

async function lenient(text: string, lenient: readonly Leniency[], openapi = '3.0.3'): Promise<Ask> {
  const full = `openapi: ${openapi}\ninfo: { title: t, version: '1' }\n${dedent(text)}`
  return mocked(compileModel(await loadDocument('api.yaml', { text: full, lenient })), { stateless: true })
}

const posting = (schema: string): string => `
  paths:
    /a:
      post:
        requestBody: { required: true, content: { application/json: { schema: ${schema} } } }
        responses: { '204': { description: done } }
  components:
    schemas:
      Name: { type: string, minLength: 2 }
      Cat: { type: object, required: [kind], properties: { kind: { type: string }, claws: { type: integer } } }
      Dog: { type: object, required: [kind], properties: { kind: { type: string }, tail: { type: boolean } } }
`

async function statuses(ask: Ask, bodies: readonly unknown[]): Promise<number[]> {
  const answers = []
  for (const body of bodies) {
    answers.push(await ask('POST /a', { body: JSON.stringify(body), type: 'application/json' }))
  }
  return answers.map(({ status }) => status)
}

describe('options for what the standard leaves open', () => {
  const nullables = [
    `{ nullable: true, allOf: [{ $ref: '#/components/schemas/Name' }] }`,
    `{ nullable: true, $ref: '#/components/schemas/Name' }`,
    `{ nullable: true, type: string, enum: [ab, cd] }`,
  ]
  for (const schema of nullables) {
    it(`lets null in wherever nullable stands, where that is asked for: ${schema}`, async () => {
      const values = [null, 'ab', 'x', 5]
      expect(await statuses(await lenient(posting(schema), []), values)).to.deep.equal([400, 204, 400, 400])
      expect(await statuses(await lenient(posting(schema), ['nullable']), values)).to.deep.equal([204, 204, 400, 400])
    })
  }

  it('lets it in in members, items and in 3.1 as well', async () => {
    const schema = `{ type: object, properties: { a: { type: string, nullable: true }, b: { items: { nullable: true, enum: [1] } } } }`
    const values = [{ a: null }, { b: [null, 1] }, { b: [2] }]
    expect(await statuses(await lenient(posting(schema), [], '3.1.0'), values)).to.deep.equal([400, 400, 400])
    const ask = await lenient(posting(schema), ['nullable'], '3.1.0')
    expect(await statuses(ask, values)).to.deep.equal([204, 204, 400])
  })

  const either = `{ oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind, mapping: { tom: '#/components/schemas/Cat' } } }`

  it('lets the tag choose the branch, where that is asked for', async () => {
    const values = [
      { kind: 'Cat' },
      { kind: 'tom', claws: 'many' },
      { kind: 'Dog', claws: 'many' },
      { kind: 'Bird' },
      {},
    ]
    expect(await statuses(await lenient(posting(either), []), values)).to.deep.equal([400, 204, 204, 400, 400])
    const ask = await lenient(posting(either), ['discriminator'])
    expect(await statuses(ask, values)).to.deep.equal([204, 400, 204, 400, 400])
  })

  it('says of the chosen branch what is wrong', async () => {
    const ask = await lenient(posting(either), ['discriminator'])
    const { findings } = await ask('POST /a', { body: { kind: 'tom', claws: 'many' } })
    expect(findings.map(({ where, spec }) => [where, spec])).to.deep.equal([
      ['request body at /claws', 'api.yaml:11:91'],
    ])
  })

  const strict = `
    paths:
      /a:
        get:
          parameters:
            - { name: limit, in: query, schema: { type: integer } }
            - { name: page, in: query, schema: { type: object, properties: { size: { type: integer } }, additionalProperties: false } }
            - { name: filter, in: query, style: deepObject, schema: { type: object } }
          security: [{ key: [] }]
          responses: { '204': { description: done } }
        post:
          requestBody:
            content:
              application/json:
                schema:
                  properties:
                    id: { type: string, readOnly: true }
                    parts: { items: { allOf: [{ $ref: '#/components/schemas/Part' }] } }
          responses: { '204': { description: done } }
    components:
      schemas: { Part: { properties: { made: { $ref: '#/components/schemas/Made' }, name: { type: string } } }, Made: { type: string, readOnly: true } }
      securitySchemes: { key: { type: apiKey, in: query, name: key } }
  `

  it('refuses query parameters that are not declared, where that is asked for, and offers the nearest', async () => {
    const known = 'GET /a?limit=1&size=2&filter[a]=b&filter[c][d]=e&key=k&__dynamic=true'
    const open = await mocked(strict)
    expect((await open('GET /a?key=k&limt=1')).status).to.equal(204)
    const ask = await mocked(strict, { refuse: ['undeclared'] })
    expect((await ask(known)).status).to.equal(204)
    const { status, findings } = await ask('GET /a?key=k&limt=1&color=red&limit[]=1')
    expect([status, findings.map(({ rule, where }) => [rule, where])]).to.deep.equal([
      400,
      ['limt', 'color', 'limit[]'].map((name) => ['request/undeclared-parameter', `query parameter ${name}`]),
    ])
  })

  it('refuses members that are readOnly, where that is asked for', async () => {
    const body = { id: '1', parts: [{ name: 'a' }, { name: 'b', made: 'c' }] }
    expect((await (await mocked(strict))('POST /a', { body })).status).to.equal(204)
    const ask = await mocked(strict, { refuse: ['read-only'] })
    const { status, findings } = await ask('POST /a', { body })
    expect([status, findings.map(({ where, spec }) => [where, spec])]).to.deep.equal([
      400,
      [
        ['request body at /id', 'api.yaml:18:37'],
        ['request body at /parts/1/made', 'api.yaml:22:131'],
      ],
    ])
    expect((await ask('POST /a', { body: { parts: [{ name: 'a' }] } })).status).to.equal(204)
  })
})
