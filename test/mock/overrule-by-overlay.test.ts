import { expect } from 'chai'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createMock } from '../../mock/index.js'
import { dedent } from '../support/api.js'
import { request } from '../support/request.js'

const API = `
  openapi: 3.1.0
  info: { title: t, version: '1' }
  paths:
    /pets:
      post:
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    /pets/{pet}:
      parameters: [{ name: pet, in: path, required: true, schema: { type: string } }]
      get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, '404': { description: none } } }
    /notes:
      post:
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
      get: { responses: { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } }, example: [{ id: sample }] } } } } }
  components: { schemas: { Pet: { type: object, properties: { id: { type: string }, chip: { type: string } } } } }
`
const OVERLAY = `
  overlay: 1.0.0
  info: { title: hints, version: '1' }
  actions:
    - { target: "$.paths['/pets']", update: { x-lockstep: { id: chip } } }
    - { target: "$.paths['/pets/{pet}']", update: { x-lockstep: { id: chip } } }
    - { target: "$.paths['/notes']", update: { x-lockstep: { stateless: true } } }
`

describe('an overlay', () => {
  let folder: string

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lockstep-overlay-'))
    await writeFile(path.join(folder, 'api.yaml'), dedent(API))
    await writeFile(path.join(folder, 'hints.yaml'), dedent(OVERLAY))
  })
  after(() => rm(folder, { recursive: true }))

  async function story(...overlays: string[]): Promise<unknown[]> {
    const load = { overlays: overlays.map((name) => path.join(folder, name)) }
    const mock = await createMock(path.join(folder, 'api.yaml'), { load })
    const ask = async (method: string, url: string, body?: string) => {
      const answer = await mock.handle(
        request(url, { method, ...(body === undefined ? {} : { body, type: 'application/json' }) }),
      )
      return answer.status === 404 ? 404 : (JSON.parse(Buffer.from(answer.body).toString()) as unknown)
    }
    await ask('POST', '/pets', '{"id":"a","chip":"b"}')
    await ask('POST', '/notes', '{"chip":"c"}')
    const told = [await ask('GET', '/pets/a'), await ask('GET', '/pets/b'), await ask('GET', '/notes')]
    await mock.close()
    return told
  }

  it('may say which member is the id, and that an operation remembers nothing', async () => {
    const [byId, byChip, notes] = await story()
    expect([byId, byChip]).to.deep.equal([{ id: 'a', chip: 'b' }, 404])
    expect(notes).to.have.length(2)
    expect(await story('hints.yaml')).to.deep.equal([404, { id: 'a', chip: 'b' }, [{ id: 'sample' }]])
  })
})
