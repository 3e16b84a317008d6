import { expect } from 'chai'
import { createWorkspace } from '../document/workspace.js'
import { compileModel } from '../../src/model/compile-model.js'
import { loadDocument } from '../../src/document/load-document.js'
import { mocked, type Ask } from '../support/mocked.js'

const answering = (media: string) =>
  `{ get: { responses: { '200': { description: ok, content: { application/json: ${media} } } } } }`

/** What `GET` of each path shows, of a document with these files beside it. */
async function shown(paths: string, files: Record<string, string> = {}, more = ''): Promise<unknown[]> {
  const head = `openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n${paths}\n${more}`
  const workspace = await createWorkspace({ 'api.yaml': head, ...files })
  try {
    const ask: Ask = await mocked(compileModel(await loadDocument(workspace.path('api.yaml'))), { stateless: true })
    const all = [...paths.matchAll(/^ {2}(\S+):/gm)].map(([, path]) => ask(`GET ${path}`))
    return (await Promise.all(all)).map(({ json }) => json)
  } finally {
    await workspace.remove()
  }
}

describe('a $ref that stands for an example', () => {
  const components = `components: { examples: { Rex: { value: { name: Rex } } }, schemas: { Pet: { type: object, example: { name: Bello } } } }`

  it('is followed to an Example Object, to a part of one, and to a place of the document', async () => {
    const paths = [
      `  /a: ${answering(`{ example: { $ref: '#/components/examples/Rex' } }`)}`,
      `  /b: ${answering(`{ examples: { e: { value: { pets: [{ $ref: '#/components/examples/Rex/value' }] } } } }`)}`,
      `  /c: ${answering(`{ example: { $ref: '#/components/schemas/Pet/example' } }`)}`,
    ]
    expect(await shown(paths.join('\n'), {}, components)).to.deep.equal([
      { name: 'Rex' },
      { pets: [{ name: 'Rex' }] },
      { name: 'Bello' },
    ])
  })

  it('is followed in a schema', async () => {
    const paths = [
      `  /a: ${answering(`{ schema: { type: object, example: { $ref: '#/components/examples/Rex' } } }`)}`,
      `  /b: ${answering(`{ schema: { type: object, properties: { pet: { type: object, example: { $ref: pet.json } } } } }`)}`,
    ]
    const files = { 'pet.json': '{ "name": "Bella" }' }
    expect(await shown(paths.join('\n'), files, components)).to.deep.equal([
      { name: 'Rex' },
      { pet: { name: 'Bella' } },
    ])
  })

  it('is followed into files, and from there to others', async () => {
    const files = {
      'examples/all.json': `[{ "region": "north", "next": { "$ref": "south.yaml#/here" } }]`,
      'examples/south.yaml': `here: { region: south }`,
    }
    const paths = `  /a: ${answering(`{ examples: { e: { value: { $ref: './examples/all.json#/0' } } } }`)}`
    expect(await shown(paths, files)).to.deep.equal([{ region: 'north', next: { region: 'south' } }])
  })

  it('is data where it leads nowhere or in a circle, where something stands beside it, and where no file can be read', async () => {
    const paths = [
      `  /a: ${answering(`{ example: { $ref: '#/nowhere' } }`)}`,
      `  /b: ${answering(`{ example: { more: { $ref: '#/paths/~1b/get/responses/200/content/application~1json/example' } } }`)}`,
      `  /c: ${answering(`{ example: { $ref: '#/components/examples/Rex', type: link } }`)}`,
      `  /d: ${answering(`{ example: { $ref: './missing.json' } }`)}`,
      `  /e: ${answering(`{ example: { $ref: 'Pet' } }`)}`,
    ]
    const self = '#/paths/~1b/get/responses/200/content/application~1json/example'
    expect(await shown(paths.join('\n'), {}, components)).to.deep.equal([
      { $ref: '#/nowhere' },
      { more: { more: { $ref: self } } },
      { $ref: '#/components/examples/Rex', type: 'link' },
      { $ref: './missing.json' },
      { $ref: 'Pet' },
    ])
  })
})

describe('a $ref that stands for an example of Swagger 2.0', () => {
  it('is followed', async () => {
    const ask = await mocked(
      `
        definitions: { Pet: { type: object, example: { name: Bello } } }
        paths:
          /a: { get: { produces: [application/json], responses: { '200': { description: ok, examples: { application/json: { $ref: '#/definitions/Pet/example' } } } } } }
      `,
      { openapi: '2.0', stateless: true },
    )
    expect((await ask('GET /a')).json).to.deep.equal({ name: 'Bello' })
  })
})
