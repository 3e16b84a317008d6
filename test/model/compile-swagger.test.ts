import { expect } from 'chai'
import { api } from '../support/api.js'

/** One operation of a Swagger 2.0 document. */
async function operation(text: string, root = '') {
  const model = await api(
    `swagger: '2.0'\ninfo: { title: t, version: 1.0 }\n${root}\npaths:\n  /a:\n    post:\n${text}`,
  )
  const found = model.operation('POST /a')
  if (!found) throw new Error('the operation is missing')
  return { operation: found, model, rules: () => model.findings().map(({ rule }) => rule) }
}

const OK = '      responses: { 200: { description: ok } }\n'

describe('compileModel of Swagger 2.0', () => {
  it('makes one media type of each `consumes`, the operation over the root', async () => {
    const body = '      parameters: [{ name: b, in: body, required: true, schema: { type: object } }]\n'
    const root = 'consumes: [text/csv]'
    const { operation: own } = await operation(`${OK}${body}      consumes: [application/json, application/xml]`, root)
    expect(own.body?.required).to.equal(true)
    expect(own.body?.content.map(({ declared }) => declared)).to.deep.equal(['application/json', 'application/xml'])
    const { operation: inherited } = await operation(OK + body, root)
    expect(inherited.body?.content.map(({ declared }) => declared)).to.deep.equal(['text/csv'])
    const { operation: emptied } = await operation(`${OK}${body}      consumes: []`, root)
    expect(emptied.body?.content.map(({ declared }) => declared)).to.deep.equal(['application/json'])
    expect(own.body?.content[0]?.schema?.accepts(1, 'request')).to.equal(false)
  })

  it('takes what `consumes` or a header parameter Content-Type allows, where they exclude each other', async () => {
    const declaring = (type: string): string =>
      `${OK}      consumes: [application/octet-stream]\n      parameters: [{ name: b, in: body, schema: { type: string } }, { name: Content-type, in: header, type: string, enum: [${type}] }]\n`
    const { operation: torn } = await operation(declaring('application/x-tar'))
    expect(torn.body?.content.map(({ declared }) => declared)).to.deep.equal([
      'application/octet-stream',
      'application/x-tar',
    ])
    expect(torn.parameters).to.deep.equal([])
    const { operation: whole } = await operation(declaring('application/octet-stream, text/plain'))
    expect(whole.body?.content).to.have.length(1)
    expect(whole.parameters.map(({ name }) => name)).to.deep.equal(['Content-type'])
  })

  it('takes multipart/formData as it is written, and as it is meant', async () => {
    for (const type of ['string', 'file']) {
      const field = `      parameters: [{ name: a, in: formData, type: ${type} }]\n`
      const { operation: form } = await operation(`${OK}${field}      consumes: [multipart/formData]\n`)
      const types = form.body?.content.map(({ declared }) => declared)
      expect(types, type).to.deep.equal(['multipart/form-data', 'multipart/formData'])
    }
  })

  it("has one body: the operation's goes before the path item's, whatever they are called", async () => {
    const model = await api(`
      swagger: '2.0'
      info: { title: t, version: '1' }
      paths:
        /a:
          parameters: [{ name: x, in: body, schema: { type: string } }]
          post:
            parameters: [{ name: y, in: body, schema: { type: integer } }]
            responses: { 200: { description: ok } }
    `)
    expect(model.operation('POST /a')?.body?.at).to.equal('/paths/~1a/post/parameters/0')
    expect(model.findings()).to.deep.equal([])
  })

  it('makes a form of formData parameters, multipart where there is a file', async () => {
    const fields =
      '{ name: n, in: formData, type: integer, required: true }, { name: l, in: formData, type: array, items: { type: string }, collectionFormat: multi }'
    const { operation: form } = await operation(`${OK}      parameters: [${fields}]`)
    expect(form.parameters).to.deep.equal([])
    const [media] = form.body?.content ?? []
    expect(media?.declared).to.equal('application/x-www-form-urlencoded')
    expect(media?.encoding.get('l')).to.deep.include({ style: 'form', explode: true, styled: true })
    expect(media?.schema?.keys('properties')).to.deep.equal(['n', 'l'])
    expect(media?.schema?.issues({ n: 'x' }, 'request').map(({ at }) => at)).to.deep.equal(['/n'])
    expect(media?.schema?.issues({ l: [] }, 'request').map(({ keyword }) => keyword)).to.deep.equal(['required'])
    expect(media?.schema?.accepts({ n: 1, l: ['a'] }, 'request')).to.equal(true)
    const { operation: empty } = await operation(
      `${OK}      parameters: [{ name: a, in: formData, type: string, allowEmptyValue: false }, { name: b, in: formData, type: integer, allowEmptyValue: true }]`,
    )
    const emptyForm = empty.body?.content[0]?.schema
    expect(emptyForm?.issues({ a: '', b: '' }, 'request').map(({ at }) => at)).to.deep.equal(['/a'])
    const { operation: upload } = await operation(
      `${OK}      parameters: [${fields}, { name: f, in: formData, type: file }]`,
    )
    expect(upload.body?.content.map(({ declared }) => declared)).to.deep.equal(['multipart/form-data'])
    expect(upload.body?.content[0]?.schema?.accepts({ n: 1, f: new Uint8Array(2) }, 'request')).to.equal(true)
  })

  it('lets a file come by either form that is declared, by multipart before all', async () => {
    const file = 'parameters: [{ name: f, in: formData, type: file }]'
    const types = async (consumes: string) => {
      const { operation: upload } = await operation(`${OK}      consumes: [${consumes}]\n      ${file}`)
      return upload.body?.content.map(({ declared }) => declared)
    }
    const both = ['multipart/form-data', 'application/x-www-form-urlencoded']
    expect(await types('application/x-www-form-urlencoded, multipart/form-data')).to.deep.equal(both)
    expect(await types('application/x-www-form-urlencoded')).to.deep.equal(both)
    expect(await types('application/json')).to.deep.equal(['multipart/form-data'])
  })

  it('takes a file for a string of bytes, in answers too', async () => {
    const { operation: found } = await operation(`
      produces: [application/pdf]
      responses: { 200: { description: ok, schema: { type: file } } }
    `)
    expect(found.responses[0]?.content[0]?.declared).to.equal('application/pdf')
    expect(found.responses[0]?.content[0]?.schema?.node).to.deep.equal({ type: ['string'], format: 'binary' })
  })

  it('puts the schema and the examples of a response under each `produces`', async () => {
    const { operation: found } = await operation(`
      produces: [application/json, text/csv]
      responses:
        200:
          description: ok
          schema: { type: object }
          examples: { application/json: { a: 1 }, text/csv: 'a,b' }
        204: { description: none }
        404: { description: gone, examples: { application/problem+json: '{"title": "gone"}' } }
    `)
    const [ok, none, gone] = found.responses
    expect(
      ok?.content.map(({ declared, examples }) => [declared, examples[0]?.value, examples[0]?.serialized]),
    ).to.deep.equal([
      ['application/json', { a: 1 }, false],
      ['text/csv', 'a,b', true],
    ])
    expect(none?.content).to.deep.equal([])
    expect(gone?.content.at(-1)?.examples[0]?.value).to.deep.equal({ title: 'gone' })
  })

  it('reads collectionFormat as style and explode, and the type at the parameter itself', async () => {
    const { operation: found, rules } = await operation(`${OK}
      parameters:
        - { name: a, in: query, type: array, items: { type: integer } }
        - { name: b, in: query, type: array, items: { type: string }, collectionFormat: multi }
        - { name: c, in: header, type: array, items: { type: string }, collectionFormat: pipes }
        - { name: d, in: query, type: array, items: { type: string }, collectionFormat: tsv }
        - { name: e, in: header, type: array, items: { type: string }, collectionFormat: multi }
        - { name: Authorization, in: header, type: string, required: true }
    `)
    expect(found.parameters.map(({ name, style, explode }) => [name, style, explode])).to.deep.equal([
      ['a', 'form', false],
      ['b', 'form', true],
      ['c', 'pipeDelimited', false],
      ['d', 'tabDelimited', false],
      ['e', 'simple', false],
      ['Authorization', 'simple', false],
    ])
    expect(found.parameters[0]?.schema?.accepts(['x'], 'request')).to.equal(false)
    expect(found.parameters[0]?.schema?.accepts([1], 'request')).to.equal(true)
    expect(rules()).to.deep.equal(['document/wrong-type'])
  })

  it('takes basePath as prefix, and host and schemes as nothing', async () => {
    const root = 'host: x.test\nschemes: [https]\nbasePath: v1/'
    expect((await operation(OK, root)).operation.basePaths).to.deep.equal(['/v1'])
    expect((await operation(OK)).operation.basePaths).to.deep.equal([''])
  })

  it('reads securityDefinitions', async () => {
    const root = `
securityDefinitions:
  basic: { type: basic }
  oauth: { type: oauth2, flow: implicit, authorizationUrl: 'https://x.test', scopes: { read: r } }
security: [{ basic: [] }]`
    const { model, operation: found } = await operation(`${OK}      security: [{ oauth: [read] }]`, root)
    expect(model.securitySchemes.get('basic')).to.include({ kind: 'http', scheme: 'basic' })
    expect(model.securitySchemes.get('oauth')).to.deep.include({ kind: 'oauth2', scopes: ['read'] })
    expect(found.security.map(({ schemes }) => schemes.map(({ scheme, scopes }) => [scheme.id, scopes]))).to.deep.equal(
      [[['oauth', ['read']]]],
    )
  })
})
