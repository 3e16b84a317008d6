import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { symlink } from 'node:fs/promises'
import { once } from 'node:events'
import { expect } from 'chai'
import { valueAt, type JsonPointer } from '../../src/base/json-pointer.js'
import { ToolError } from '../../src/base/tool-error.js'
import type { ApiDocument } from '../../src/document/api-document.js'
import type { LoadOptions } from '../../src/document/load-options.js'
import { loadDocument } from '../../src/document/load-document.js'
import { createWorkspace, type Workspace } from './workspace.js'

const at = (document: ApiDocument, pointer: string): unknown => valueAt(document.root, pointer as JsonPointer)

/** What the `$ref` at a pointer leads to. */
function follow(document: ApiDocument, pointer: string): unknown {
  const node = at(document, pointer) as { $ref: string }
  expect(node.$ref).to.match(/^#/)
  return document.resolve(node.$ref, pointer as JsonPointer)?.node
}

async function refusal(loading: Promise<unknown>): Promise<string> {
  try {
    await loading
  } catch (error) {
    if (error instanceof ToolError) return `${error.code} ${error.message}`
    throw error
  }
  throw new Error('it was loaded')
}

describe('a document of several files', () => {
  let workspace: Workspace | undefined
  let server: Server | undefined
  afterEach(async () => {
    await workspace?.remove()
    server?.close()
    workspace = server = undefined
  })

  async function load(files: Readonly<Record<string, string>>, options?: LoadOptions): Promise<ApiDocument> {
    workspace = await createWorkspace(files)
    return loadDocument(workspace.path('api.yaml'), options)
  }

  const withSchema = (ref: string): string => `
    openapi: 3.1.0
    components: { schemas: { A: { $ref: '${ref}' } } }
  `

  it('follows references relative to the file that holds them, in circles too', async () => {
    const document = await load({
      'api.yaml': withSchema('schemas/pet.yaml'),
      'schemas/pet.yaml': 'type: object\nproperties: { owner: { $ref: people/owner.json#/definitions/Owner } }',
      'schemas/people/owner.json':
        '{"definitions": {"Owner": {"properties": {"pet": {"$ref": "../pet.yaml"}, "self": {"$ref": "#/definitions/Owner"}}}}}',
    })
    expect(document.findings).to.deep.equal([])
    expect(document.files.length).to.equal(3)
    const pet = follow(document, '/components/schemas/A') as { properties: { owner: { $ref: string } } }
    const owner = document.resolve(pet.properties.owner.$ref, '' as JsonPointer)
    expect(owner?.at).to.match(/owner\.json\/definitions\/Owner$/)
    const properties = (owner?.node as { properties: Record<string, { $ref: string }> }).properties
    expect(document.resolve(properties.pet?.$ref ?? '', '' as JsonPointer)?.node).to.equal(pet)
    expect(document.resolve(properties.self?.$ref ?? '', '' as JsonPointer)?.node).to.equal(owner?.node)
  })

  it('brings in path items, parameters and responses', async () => {
    const document = await load({
      'api.yaml': `
        openapi: 3.0.3
        paths: { /pets: { $ref: paths/pets.yaml } }
      `,
      'paths/pets.yaml': `
        get:
          parameters: [{ $ref: ../shared.yaml#/limit }]
          responses: { 200: { $ref: ../shared.yaml#/ok } }
      `,
      'shared.yaml': `
        limit: { name: limit, in: query, schema: { type: integer } }
        ok: { description: fine }
      `,
    })
    const item = follow(document, '/paths/~1pets') as { get: { parameters: { $ref: string }[] } }
    const limit = document.resolve(item.get.parameters[0]?.$ref ?? '', '' as JsonPointer)
    expect(limit?.node).to.include({ name: 'limit' })
    expect(document.locate(limit?.at ?? ('' as JsonPointer))).to.deep.include({ line: 1, column: 1 })
  })

  it('puts what whole maps and operations refer to in their place, and knows where it came from', async () => {
    const document = await load({
      'api.yaml': `
        openapi: 3.0.3
        paths: { $ref: paths.yaml }
      `,
      'paths.yaml': `
        /pets:
          get: { $ref: get-pets.yaml }
      `,
      'get-pets.yaml': 'responses:\n  200: { $ref: "#/x-ok" }\nx-ok: { description: fine }',
    })
    expect(document.findings).to.deep.equal([])
    expect(follow(document, '/paths/~1pets/get/responses/200')).to.deep.equal({ description: 'fine' })
    const place = document.locate('/paths/~1pets/get/responses/200' as JsonPointer)
    expect([place.file.endsWith('get-pets.yaml'), place.line]).to.deep.equal([true, 2])
  })

  it('decodes percent before ~1 and ~0, and keeps plus signs', async () => {
    const document = await load({
      'api.yaml': withSchema('other.yaml#/a~1b%20c+d~0%7E1'),
      'other.yaml': '"a/b c+d~/": { type: string }',
    })
    expect(follow(document, '/components/schemas/A')).to.deep.equal({ type: 'string' })
  })

  it('finds anchors in files of schemas', async () => {
    const document = await load({
      'api.yaml': withSchema('other.yaml#name'),
      'other.yaml': '$defs: { a: { $anchor: name, type: string } }',
    })
    expect(follow(document, '/components/schemas/A')).to.deep.include({ type: 'string' })
  })

  it('looks beside a file for what lies beside the name that its schema has', async () => {
    const document = await load({
      'api.yaml': withSchema('schemas/order.yaml'),
      'schemas/order.yaml':
        "$id: https://shop.example/v1/order.yaml\nproperties: { by: { $ref: person.yaml }, at: { $ref: '/v1/parts/place.yaml' }, far: { $ref: missing.yaml } }",
      'schemas/person.yaml':
        "$id: https://shop.example/v1/person.yaml\nproperties: { of: { $ref: 'https://shop.example/v1/order.yaml' } }",
      'schemas/parts/place.yaml': 'type: string',
    })
    const order = follow(document, '/components/schemas/A') as { properties: Record<string, { $ref: string }> }
    const [by, at, far] = ['by', 'at', 'far'].map((name) => order.properties[name]?.$ref ?? '')
    expect(document.resolve(at ?? '', '' as JsonPointer)?.node).to.deep.equal({ type: 'string' })
    const person = document.resolve(by ?? '', '' as JsonPointer)?.node as { properties: { of: { $ref: string } } }
    expect(document.resolve(person.properties.of.$ref, '' as JsonPointer)?.node).to.equal(order)
    expect([far, document.findings.map(({ rule }) => rule)]).to.deep.equal(['missing.yaml', ['document/ref-refused']])
  })

  it('takes references to its own file name for local ones', async () => {
    const document = await load({ 'api.yaml': `${withSchema('api.yaml#/components/schemas/B')}\n    x: { B: 1 }` })
    expect(at(document, '/components/schemas/A')).to.deep.equal({ $ref: '#/components/schemas/B' })
    expect(document.findings.map(({ rule }) => rule)).to.deep.equal(['document/unresolved-ref'])
  })

  it('leaves data alone: examples, defaults, enums, and a property that is called $ref', async () => {
    const schema = {
      example: { $ref: 'missing.yaml' },
      default: { $ref: 'missing.yaml' },
      enum: [{ $ref: 'missing.yaml' }],
      const: { $ref: '#/missing' },
      properties: { $ref: { type: 'string' } },
    }
    const document = await load({
      'api.yaml': JSON.stringify({
        openapi: '3.1.0',
        components: { schemas: { A: schema }, examples: { a: { value: { $ref: 'missing.yaml' } } } },
      }),
    })
    expect(document.findings).to.deep.equal([])
    expect(at(document, '/components/schemas/A')).to.deep.equal(schema)
  })

  it('tells which file is missing, and where it is referred to, and serves the rest', async () => {
    const { findings, root } = await load({ 'api.yaml': withSchema('missing.yaml#/A') })
    expect(findings.map(({ rule, spec }) => [rule, spec])).to.deep.equal([
      ['document/unresolved-ref', '/components/schemas/A/$ref'],
    ])
    expect(findings[0]?.message).to.match(/^missing\.yaml#\/A leads nowhere: cannot read .*: there is no such file$/)
    expect(root).to.have.nested.property('components.schemas.A')
  })

  it('ends with the place of a syntax error in a file that is referred to', async () => {
    const loading = load({ 'api.yaml': withSchema('other.json'), 'other.json': '{"a": }' })
    expect(await refusal(loading)).to.match(/^DOCUMENT_SYNTAX .*other\.json:1:7: expected a value/)
  })

  it('tells a fragment that a file does not have, and serves on', async () => {
    const document = await load({ 'api.yaml': withSchema('other.yaml#/Nope'), 'other.yaml': 'Yep: {}' })
    expect(document.findings.map(({ rule, spec }) => [rule, spec])).to.deep.equal([
      ['document/unresolved-ref', '/components/schemas/A/$ref'],
    ])
  })

  it('reads nothing outside of its folder, also by symbolic links, unless allowed', async () => {
    const files = {
      'outside/pet.yaml': 'type: string',
      'inside/api.yaml': withSchema('../outside/pet.yaml'),
      'inside/link.yaml': withSchema('linked/pet.yaml'),
    }
    workspace = await createWorkspace(files)
    await symlink(workspace.path('outside'), workspace.path('inside/linked'))
    for (const name of ['inside/api.yaml', 'inside/link.yaml']) {
      const refused = await loadDocument(workspace.path(name))
      const leave = `--allow-dir ${workspace.path('outside')},`
      expect(refused.findings.map(({ rule, remedy }) => [rule, remedy?.includes(leave)])).to.deep.equal([
        ['document/ref-refused', true],
      ])
      const allowed = await loadDocument(workspace.path(name), { allowDirectories: [workspace.path('outside')] })
      expect(allowed.findings).to.deep.equal([])
      expect(follow(allowed, '/components/schemas/A')).to.deep.equal({ type: 'string' })
    }
  })

  it('does not tell whether a file outside of its folder exists', async () => {
    const document = await load({ 'api.yaml': withSchema('file:///no/such/file.yaml') })
    expect(document.findings.map(({ rule }) => rule)).to.deep.equal(['document/ref-refused'])
  })

  async function serve(
    answers: Readonly<Record<string, string | { location: string }>>,
  ): Promise<{ base: string; asked: string[] }> {
    const asked: string[] = []
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      const answer = answers[request.url ?? '']
      if (answer === undefined) response.writeHead(404).end()
      else if (typeof answer === 'string') response.end(answer)
      else response.writeHead(302, answer).end()
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
  }

  it('asks no host that is not allowed, and says which flag would', async () => {
    const { base, asked } = await serve({ '/pet.yaml': 'type: string' })
    const document = await load({ 'api.yaml': withSchema(`${base}/pet.yaml`) })
    expect(asked).to.deep.equal([])
    expect(
      document.findings.map(({ rule, remedy }) => [rule, remedy?.includes('--allow-host 127.0.0.1')]),
    ).to.deep.equal([['document/ref-refused', true]])
    const allowed = await loadDocument(workspace?.path('api.yaml') ?? '', { allowHosts: ['127.0.0.1'] })
    expect(follow(allowed, '/components/schemas/A')).to.deep.equal({ type: 'string' })
  })

  it('is loaded from a URL with what lies beside it there, and follows redirects within the host', async () => {
    const { base, asked } = await serve({
      '/latest': { location: '/v1/api.yaml' },
      '/v1/api.yaml': 'openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: pet.yaml}, B: {$ref: ../secret.yaml}}}',
      '/v1/pet.yaml': 'type: string',
    })
    const document = await loadDocument(`${base}/latest`)
    expect(asked).to.deep.equal(['/latest', '/v1/api.yaml', '/v1/pet.yaml'])
    expect(follow(document, '/components/schemas/A')).to.deep.equal({ type: 'string' })
    expect(document.findings.map(({ rule }) => rule)).to.deep.equal(['document/ref-refused'])
  })

  it('does not follow a redirect to another host, nor to a file', async () => {
    const { base } = await serve({
      '/a': { location: 'http://localhost:1/api.yaml' },
      '/b': { location: 'file:///etc/passwd' },
      '/d': { location: 'http://[' },
    })
    expect(await refusal(loadDocument(`${base}/a`))).to.match(/^DOCUMENT_REFUSED .*redirects to http:\/\/localhost:1/)
    expect(await refusal(loadDocument(`${base}/b`))).to.match(/^DOCUMENT_REFUSED .*redirects to file:/)
    expect(await refusal(loadDocument(`${base}/d`))).to.match(
      /^DOCUMENT_NOT_FOUND .*redirects to 'http:\/\/\[', which is/,
    )
    expect(await refusal(loadDocument(`${base}/c`))).to.match(/^DOCUMENT_NOT_FOUND .*answered 404/)
  })

  it('says in words why a URL cannot be read', async () => {
    const reason = async (source: string) => (await refusal(loadDocument(source))).replace(/^.*?: (?=[^/])/, '')
    const { base } = await serve({ '/ok': 'openapi: 3.1.0' })
    expect(await reason(base.replace('http:', 'https:'))).to.match(/^it does not speak TLS; did you mean http:/)
    server?.removeAllListeners('request').on('request', ({ socket }: IncomingMessage) => socket.destroy())
    expect(await reason(`${base}/ok`)).to.match(/^the connection was lost/)
    server?.removeAllListeners('request').on('request', (_, response: ServerResponse) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('openapi: 3.1.0')
    })
    expect(await reason(`${base}/ok`)).to.match(/^the answer is not in the Content-Encoding that it names/)
    server?.close()
    server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server?.close(resolve))
    expect(await reason(`http://127.0.0.1:${port}/ok`)).to.match(/^nothing listens at that address/)
  })

  it('names what is no way to read documents', async () => {
    const told = async (source: string) => refusal(loadDocument(source))
    expect(await told('ftp://example.org/api.yaml')).to.contain("'ftp:' is not a way to read documents")
    expect(await told('file://example.org/api.yaml')).to.contain('names no file of this machine')
    expect(await told('')).to.contain('its name is empty')
  })

  it('spends one budget of bytes on all files', async () => {
    const files = { 'api.yaml': withSchema('other.yaml'), 'other.yaml': `description: ${'x'.repeat(2000)}` }
    expect(await refusal(load(files, { maxBytes: 1000 }))).to.match(
      /^DOCUMENT_TOO_LARGE .*other\.yaml .*1000 bytes.*--max-bytes/,
    )
  })

  it('reads external values of examples that lie at home', async () => {
    const document = await load({
      'api.yaml': `
        openapi: 3.1.0
        components: { examples: { a: { externalValue: a.json }, b: { externalValue: 'http://example.com/b.json' } } }
      `,
      'a.json': '{"b": 1}',
    })
    expect(at(document, '/components/examples/a/value')).to.deep.equal({ b: 1 })
    expect(document.findings.map(({ rule, severity }) => [rule, severity])).to.deep.equal([
      ['document/ref-refused', 'warning'],
    ])
  })

  it('understands $self: what lies beside the name lies beside the file', async () => {
    const document = await load({
      'api.yaml': `
        openapi: 3.2.0
        $self: https://example.com/v1/openapi
        components: { schemas: { A: { $ref: https://example.com/v1/pet.yaml }, B: { $ref: 'https://example.com/v1/openapi#/components/schemas/A' } } }
      `,
      'pet.yaml': 'type: string',
    })
    expect(document.findings).to.deep.equal([])
    expect(follow(document, '/components/schemas/B')).to.deep.equal({ type: 'string' })
  })

  it('follows references within one file where OpenAPI has none', async () => {
    const document = await load({
      'api.yaml': `
        openapi: 3.0.3
        paths: { /a: { get: { parameters: { $ref: '#/x-list' }, responses: { $ref: '#/x-map' } } } }
        x-list: [{ name: q, in: query, schema: { type: string, enum: { $ref: '#/x-words' } } }]
        x-map: { '200': { description: ok } }
        x-words: [one, two]
      `,
    })
    expect(document.findings).to.deep.equal([])
    expect(at(document, '/paths/~1a/get/parameters/0/schema/enum')).to.deep.equal(['one', 'two'])
    expect(at(document, '/paths/~1a/get/responses/200')).to.deep.equal({ description: 'ok' })
  })

  it('puts nothing into itself', async () => {
    for (const more of ['', "z: { $ref: 'z.yaml' }"]) {
      const schemas = `
        a: { properties: { b: { properties: { $ref: '#/components/schemas/a/properties' } } } }
        c: { properties: { $ref: '#/components/schemas/d/properties' } }
        d: { properties: { $ref: '#/components/schemas/c/properties' } }
        e: { properties: { f: { properties: { $ref: '#/components/schemas/g/properties' } } } }
        g: { properties: { h: { properties: { $ref: '#/components/schemas/e/properties' } } } }
        ${more}
      `
      const document = await load({
        'api.yaml': `\n        openapi: 3.0.3\n        components: { schemas: {${schemas.trim().replaceAll(/\n\s+/g, ', ')}} }`,
        'z.yaml': 'type: string',
      })
      expect(new Set(document.findings.map(({ message }) => message.replace(/^\S+ /, '')))).to.deep.equal(
        new Set(['leads to itself']),
      )
      expect(JSON.stringify(document.root)).to.be.a('string')
    }
  })
})
