import { expect } from 'chai'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMock } from '../../../mock/create-mock.js'
import { loadDocument } from '../../../src/document/load-document.js'
import { compileModel } from '../../../src/model/compile-model.js'
import { dedent } from '../../support/api.js'
import { mocked } from '../../support/mocked.js'

const HEAD = `openapi: 3.0.3\ninfo: { title: t, version: '1' }\n`

async function modelOf(text: string) {
  return compileModel(await loadDocument('api.yaml', { text: dedent(text) }))
}

/** The rules that a document breaks, each with its place. */
async function breaches(text: string): Promise<string[]> {
  const { lintDocument } = await import('../../../src/document/lint/lint-document.js')
  const document = await loadDocument('api.yaml', { text: dedent(text) })
  return lintDocument(document).map(({ rule }) => rule)
}

async function errorOf(text: string): Promise<Error | undefined> {
  return modelOf(text).then(
    () => undefined,
    (error: unknown) => error as Error,
  )
}

describe('hard cases B: documents', () => {
  it('15 loads a document without operations, and answers 404', async () => {
    for (const text of [
      `${HEAD}paths: {}`,
      `openapi: 3.1.0\ninfo: { title: t, version: '1' }\ncomponents: {}`,
      `openapi: 3.1.0\ninfo: { title: t, version: '1' }\nwebhooks: { w: { post: { responses: { 200: { description: ok } } } } }`,
    ]) {
      const ask = await mocked(await modelOf(text))
      expect((await ask('GET /anything')).status).to.equal(404)
    }
  })

  it('16 names what is wrong in a document', async () => {
    const ok = 'responses: { 200: { description: ok } }'
    const broken: Record<string, string> = {
      'document/duplicate-operation-id': `paths: { /a: { get: { operationId: x, ${ok} } }, /b: { get: { operationId: x, ${ok} } } }`,
      'document/duplicate-parameter': `paths: { /a: { get: { parameters: [{ name: q, in: query, schema: {} }, { name: q, in: query, schema: {} }], ${ok} } } }`,
      'document/path-parameter-undeclared': `paths: { '/a/{id}': { get: { ${ok} } } }`,
      'document/path-parameter-unused': `paths: { /a: { get: { parameters: [{ name: id, in: path, required: true, schema: {} }], ${ok} } } }`,
      'document/equal-paths': `paths: { '/a/{x}': { get: { parameters: [{ name: x, in: path, required: true, schema: {} }], ${ok} } }, '/a/{y}': { put: { parameters: [{ name: y, in: path, required: true, schema: {} }], ${ok} } } }`,
      'document/unresolved-ref': `paths: { /a: { get: { responses: { 200: { $ref: '#/components/responses/Nope' } } } } }`,
      'document/no-responses': `paths: { /a: { get: {} } }`,
      'document/undefined-security-scheme': `paths: { /a: { get: { security: [{ nope: [] }], ${ok} } } }`,
    }
    for (const [rule, paths] of Object.entries(broken)) expect(await breaches(HEAD + paths), rule).to.include(rule)
  })

  it('17 takes integers as status keys, and a number as the version', async () => {
    const ask = await mocked(
      await modelOf(`${HEAD}paths: { /a: { get: { responses: { 201: { description: made } } } } }`),
    )
    expect((await ask('GET /a')).status).to.equal(201)
    const error = await errorOf(`openapi: 3.1\ninfo: { title: t, version: '1' }\npaths: {}`)
    expect(error?.message ?? '').to.not.include('undefined')
  })

  it('18 keeps dates, times, octals and words as YAML 1.2 has them', async () => {
    const ask = await mocked(
      await modelOf(`
        openapi: 3.1.0
        info: { title: t, version: '1' }
        paths:
          /a:
            get:
              responses:
                200:
                  description: ok
                  content:
                    application/json:
                      example: { day: 2024-02-03, at: 11:20:00, stamp: 2001-12-14T21:59:43.10-05:00, octal: 017, no: no, on: on, y: y, hex: 0x1F, nil: ~, float: 1e3, merged: { <<: { a: 1 }, b: 2 } }
      `),
    )
    expect((await ask('GET /a')).json).to.deep.include({
      day: '2024-02-03',
      at: '11:20:00',
      stamp: '2001-12-14T21:59:43.10-05:00',
      no: 'no',
      on: 'on',
      y: 'y',
      hex: 31,
      nil: null,
      float: 1000,
      octal: 17,
    })
  })

  it('19 says where a key stands twice, in YAML and in JSON', async () => {
    expect(await breaches(`${HEAD}paths: {}\npaths: {}`)).to.include('document/duplicate-key')
    expect(await breaches(`{"openapi":"3.0.3","info":{"title":"a","title":"b","version":"1"},"paths":{}}`)).to.include(
      'document/duplicate-key',
    )
  })

  it('20 is not brought down by alias bombs, deep nesting or cyclic aliases', async () => {
    const bomb = [...Array(12).keys()].map((n) => `  a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`)
    expect(await errorOf(`${HEAD}x-bomb:\n  a0: &a0 [lol]\n${bomb.join('\n')}\npaths: {}`)).to.be.instanceOf(Error)
    expect(await errorOf(`${HEAD}paths: {}\nx-deep: ${'['.repeat(20000)}${']'.repeat(20000)}`)).to.be.instanceOf(Error)
    expect(await errorOf(`${HEAD}paths: {}\nx-loop: &l { self: *l }`)).to.be.instanceOf(Error)
    expect(
      await errorOf(`{"openapi":"3.0.3","info":{},"x":${'['.repeat(100000)}${']'.repeat(100000)},"paths":{}}`),
    ).to.be.instanceOf(Error)
  })

  it('21 resolves references relative to their file, percent-decoded, and then ~1 and ~0', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-hard-'))
    try {
      await writeFile(
        join(folder, 'api.yaml'),
        `${HEAD}paths:\n  /n/{id}: { $ref: 'sub%20dir.yaml#/paths/~1n~1{id}' }\n  /m: { post: { requestBody: { content: { application/json: { schema: { $ref: 'sub%20dir.yaml#/defs/a~1b%20c+d' } } } }, responses: { 204: { description: ok } } } }\n`,
      )
      await writeFile(
        join(folder, 'sub dir.yaml'),
        `paths:\n  /n/{id}:\n    get:\n      parameters: [{ name: id, in: path, required: true, schema: { $ref: '#/defs/n' } }]\n      responses: { 204: { description: ok } }\ndefs:\n  n: { type: integer }\n  'a/b c+d': { type: boolean }\n`,
      )
      const mock = await createMock(join(folder, 'api.yaml'))
      const ask = await mocked(mock.model)
      expect((await ask('GET /n/7')).status).to.equal(204)
      expect((await ask('GET /n/x')).status).to.equal(400)
      expect((await ask('POST /m', { body: 'true', type: 'application/json' })).status).to.equal(204)
      expect((await ask('POST /m', { body: '1', type: 'application/json' })).status).to.equal(400)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('22 serves schemas that contain themselves, and reports those that are nothing else', async () => {
    const ask = await mocked(`
      components:
        schemas:
          Tree: { type: object, required: [name], properties: { name: { type: string }, kids: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }
          Cat: { allOf: [{ $ref: '#/components/schemas/Animal' }, { properties: { friend: { $ref: '#/components/schemas/Cat' } } }] }
          Animal: { type: object, discriminator: { propertyName: kind }, properties: { kind: { type: string }, mother: { $ref: '#/components/schemas/Cat' } } }
          A: { $ref: '#/components/schemas/B' }
          B: { $ref: '#/components/schemas/A' }
      paths:
        /tree: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Tree' } } } }, responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Tree' } } } } } } }
        /cat: { get: { responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Cat' } } } } } } }
        /loop: { get: { responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } } }
    `)
    expect((await ask('POST /tree', { body: { name: 'a', kids: [{ name: 'b', kids: [{}] }] } })).status).to.equal(400)
    expect((await ask('POST /tree', { body: { name: 'a', kids: [{ name: 'b' }] } })).json).to.have.property('name')
    expect((await ask('GET /cat')).status).to.equal(200)
    expect((await ask('GET /loop')).status).to.equal(200)
    expect(
      await breaches(
        `${HEAD}paths: {}\ncomponents: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } }`,
      ),
    ).to.include('document/ref-loop')
  })

  it('23 fetches nothing, and reads nothing outside the folder of the document', async () => {
    for (const ref of [
      'http://169.254.169.254/latest',
      'file:///etc/passwd',
      '../../../../etc/passwd',
      '/etc/passwd',
      '//evil.example/x',
    ])
      expect(await breaches(`${HEAD}paths: {}\ncomponents: { schemas: { A: { $ref: '${ref}' } } }`), ref).to.include(
        'document/ref-refused',
      )
  })

  it('24 ignores extensions, unknown words, and names that prototypes have', async () => {
    const ask = await mocked(`
      x-anything: { $ref: '#/nowhere', deep: [1] }
      components:
        schemas:
          constructor: { type: object, x-y: 1, wibble: true, properties: { __proto__: { type: integer }, toString: { type: string, format: wobble } } }
          __proto__: { type: string }
      paths:
        /__proto__: { get: { responses: { 204: { description: ok } } } }
        /constructor/{valueOf}:
          post:
            parameters: [{ name: valueOf, in: path, required: true, schema: { $ref: '#/components/schemas/__proto__' } }, { name: __proto__, in: query, schema: { type: integer } }]
            requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/constructor' } } } }
            responses: { 204: { description: ok } }
    `)
    expect((await ask('GET /__proto__')).status).to.equal(204)
    expect((await ask('GET /toString')).status).to.equal(404)
    const post = (query: string, body: string) =>
      ask(`POST /constructor/x${query}`, { body, type: 'application/json' }).then(({ status }) => status)
    expect(await post('', '{"__proto__":1,"toString":"s"}')).to.equal(204)
    expect(await post('', '{"__proto__":"x"}')).to.equal(400)
    expect(await post('', '{"toString":1}')).to.equal(400)
    expect(await post('?__proto__=x', '{}')).to.equal(400)
    expect(await post('?__proto__=1', '{}')).to.equal(204)
  })
})
