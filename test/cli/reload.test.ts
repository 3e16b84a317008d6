import { expect } from 'chai'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dedent } from '../support/api.js'
import { runLockstep, spawnMock, type SpawnedMock } from './spawned-mock.js'

const API = (name: string) => `
  openapi: 3.1.0
  info: { title: ${name}, version: '1' }
  paths:
    /pets:
      get: { operationId: listPets, responses: { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } } }
      post:
        operationId: addPet
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    /pets/{petId}:
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      get: { operationId: getPet, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, '404': { description: none } } }
    /greeting:
      get: { operationId: greet, responses: { '200': { description: ok, content: { application/json: { schema: { type: string }, example: from the ${name} } } } } }
  components:
    schemas:
      Pet: { type: object, properties: { id: { type: string, readOnly: true }, name: { type: string } } }
`
const CONFIG = `
  import { defineConfig } from 'lockstep'
  import { word } from './word.js'

  export default defineConfig({
    operations: { getPet: () => ({ kind: 'value', status: 200, value: { id: '1', name: word } }) },
  })
`

describe('lockstep mock', function () {
  this.timeout(60_000)
  let folder: string
  let mock: SpawnedMock | undefined

  const write = (name: string, text: string) => writeFile(path.join(folder, name), dedent(text))
  const ask = async (url: string, init?: RequestInit): Promise<unknown> =>
    (await fetch(`${mock?.url ?? ''}${url}`, init)).json()
  const add = (name: string) =>
    ask('/pets', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) })
  const names = async () => ((await ask('/pets')) as { name: string }[]).map(({ name }) => name)

  /** One change may be told twice, where it was made while the watcher began: what is told of other files is passed over. */
  const reloaded = async (name: string): Promise<void> => {
    while ((await mock?.line('reloaded after a change of'))?.includes(name) === false);
  }
  /** As `reloaded`, for a file that was changed before. */
  const reloadedTo = async (name: string, url: string, wanted: unknown): Promise<void> => {
    do await reloaded(name)
    while (JSON.stringify(await ask(url)) !== JSON.stringify(wanted))
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lockstep-cli-'))
    await write('api.yaml', API('first'))
  })
  afterEach(async () => {
    await mock?.stop()
    mock = undefined
    await rm(folder, { recursive: true })
  })

  it('serves changes of the document, the configuration, what that imports, an overlay and a fixture, and keeps the state', async () => {
    await write('lockstep.config.ts', CONFIG)
    await write('word.ts', "export const word: string = 'one'")
    await write('more.yaml', "overlay: 1.0.0\ninfo: { title: o, version: '1' }\nactions: []")
    await write('seed.yaml', '/pets: [{ id: a, name: seeded }]')
    mock = await spawnMock(folder, 'api.yaml', '--overlay', 'more.yaml', '--seed-file', 'seed.yaml', '--log', 'silent')
    await add('kept')
    expect(await ask('/pets/1')).to.deep.equal({ id: '1', name: 'one' })

    await write('word.ts', "export const word: string = 'two'")
    await reloaded('word.ts')
    expect(await ask('/pets/1')).to.deep.equal({ id: '1', name: 'two' })

    await write('lockstep.config.ts', CONFIG.replace('name: word', "name: word + '!'"))
    await reloaded('lockstep.config.ts')
    expect(await ask('/pets/1')).to.deep.equal({ id: '1', name: 'two!' })

    await write('api.yaml', API('second'))
    await reloaded('api.yaml')
    expect(await ask('/greeting')).to.equal('from the second')

    await write(
      'more.yaml',
      `
      overlay: 1.0.0
      info: { title: o, version: '1' }
      actions: [{ target: '$.paths["/greeting"].get.responses["200"].content["application/json"]', update: { example: of the overlay } }]
    `,
    )
    await reloaded('more.yaml')
    expect(await ask('/greeting')).to.equal('of the overlay')

    await write('seed.yaml', '/pets: [{ id: a, name: seeded anew }]')
    await reloaded('seed.yaml')
    expect(await names()).to.deep.equal(['seeded', 'kept'])
    await fetch(`${mock.url}/__lockstep/reset`, { method: 'POST' })
    expect(await names()).to.deep.equal(['seeded anew'])
  })

  it('notices a configuration that is written later, and that it was taken away', async () => {
    mock = await spawnMock(folder, 'api.yaml', '--log', 'silent')
    await add('generated no more')
    await write('word.ts', "export const word: string = 'own'")
    await write('lockstep.config.ts', CONFIG)
    await reloadedTo('lockstep.config.ts', '/pets/x', { id: '1', name: 'own' })
    await rm(path.join(folder, 'lockstep.config.ts'))
    do await reloaded('lockstep.config.ts')
    while ((await fetch(`${mock.url}/pets/x`)).status !== 404)
  })

  it('notices that a file is back which was removed, with its folder too', async () => {
    const generated = path.join(folder, 'generated')
    const generate = async (name: string) => {
      await mkdir(generated, { recursive: true })
      await write('generated/api.yaml', API(name))
      await reloadedTo('api.yaml', '/greeting', `from the ${name}`)
    }
    await mkdir(generated)
    await write('generated/api.yaml', API('first'))
    mock = await spawnMock(folder, 'generated/api.yaml', '--log', 'silent')
    await generate('second')
    await rm(path.join(generated, 'api.yaml'))
    await mock.line('the last good version stays')
    await generate('third')
    await rm(generated, { recursive: true })
    await mock.line('the last good version stays')
    await generate('fourth')
    await generate('fifth')
  })

  it('keeps the last good version of what was broken, and says why with the place', async () => {
    await write('lockstep.config.ts', CONFIG)
    await write('word.ts', "export const word: string = 'one'")
    mock = await spawnMock(folder, 'api.yaml', '--log', 'silent')

    await write('lockstep.config.ts', CONFIG.replace('getPet:', 'getPets:'))
    await mock.line('the last good version stays')
    expect(await mock.line('getPets')).to.match(/lockstep\.config\.ts:5:\d+: getPets is no operation$/)
    expect(await mock.line('Did you mean')).to.contain('getPet')
    expect(await ask('/pets/1')).to.deep.equal({ id: '1', name: 'one' })

    await write('lockstep.config.ts', CONFIG)
    await reloaded('lockstep.config.ts')
    await write('word.ts', 'export const word: = 1')
    expect(await mock.line('word.ts:')).to.match(/word\.ts:1:\d+: Unexpected token/)
    expect(await ask('/pets/1')).to.deep.equal({ id: '1', name: 'one' })
    for (const told of ['getPets is no operation', 'Unexpected token'])
      expect(mock.said().filter((line) => line.includes(told))).to.have.length(1)

    await write('word.ts', "export const word: string = 'mended'")
    await reloadedTo('word.ts', '/pets/1', { id: '1', name: 'mended' })
  })

  it('serves files that come back after they were gone, as generators and checkouts leave them', async () => {
    const inline = 'schema: { type: string }, example: from the first'
    const greet = async (word: string): Promise<void> => {
      await write('word.yaml', `type: string\nexample: ${word}`)
      await reloadedTo('word.yaml', '/greeting', word)
    }
    await write('word.yaml', 'type: string')
    await write('api.yaml', API('first').replace(inline, "schema: { $ref: 'word.yaml' }"))
    mock = await spawnMock(folder, 'api.yaml', '--log', 'silent')
    await greet('hello')
    await rm(path.join(folder, 'word.yaml'))
    await mock.line('the last good version stays')
    await greet('welcome back')

    await rm(path.join(folder, 'api.yaml'))
    await mock.line('the last good version stays')
    await write('api.yaml', API('second'))
    await reloadedTo('api.yaml', '/greeting', 'from the second')
  })

  it('serves a change that waited for a new file to be written, or mended', async () => {
    mock = await spawnMock(folder, 'api.yaml', '--log', 'silent')
    await write('api.yaml', API('second').replace("$ref: '#/components/schemas/Pet'", "$ref: 'pet.yaml'"))
    await mock.line('nothing is there')
    await write('pet.yaml', 'type: [')
    await mock.line('pet.yaml:1:')
    await write('pet.yaml', 'type: object')
    await reloadedTo('pet.yaml', '/greeting', 'from the second')
  })

  it('goes on serving where the watcher cannot look at a file, and says so', async () => {
    mock = await spawnMock(folder, 'api.yaml', '--log', 'silent')
    // Longer than any file system takes.
    const long = `${'a'.repeat(300)}.yaml`
    await write('api.yaml', API('second').replace("$ref: '#/components/schemas/Pet'", `$ref: '${long}'`))
    await Promise.all([mock.line('changes may go unnoticed: '), mock.line('the last good version stays')])
    expect(await ask('/greeting')).to.equal('from the first')
    await write('api.yaml', API('third'))
    await reloadedTo('api.yaml', '/greeting', 'from the third')
  })

  it('does not start without a file that is referred to, and tells where it is', async () => {
    await write('api.yaml', API('first').replace("$ref: '#/components/schemas/Pet'", "$ref: 'pet.yaml'"))
    const { status, stderr } = await runLockstep(folder, 'mock', 'api.yaml', '--port', '0')
    expect(status).to.equal(2)
    expect(stderr).to.match(/pet\.yaml: nothing is there \(referred to at api\.yaml:\d+:\d+, #\/\S+\/\$ref\)/)
  })

  it('refuses a fixture that breaks its schema, with line, column and pointer', async () => {
    await write('seed.yaml', '/pets:\n  - id: a\n    name: 3\n')
    const { status, stderr } = await runLockstep(folder, 'mock', 'api.yaml', '--port', '0', '--seed-file', 'seed.yaml')
    expect(status).to.equal(2)
    expect(stderr).to.contain('seed.yaml:3:5 (#/~1pets/0/name): seed /pets/a: /name: expected a string, got 3')
  })

  it('takes a fixture that says nothing yet', async () => {
    await write('seed.yaml', '')
    await write('more.yaml', '# pets come here')
    mock = await spawnMock(
      folder,
      'api.yaml',
      '--seed-file',
      'seed.yaml',
      '--seed-file',
      'more.yaml',
      '--log',
      'silent',
    )
    expect(await ask('/pets')).to.deep.equal([])
  })

  it('names the personas of a document that is all that is said', async () => {
    await write('lockstep.config.ts', "export default { personas: [{ name: 'ann', token: 'x', permissions: 'all' }] }")
    const { status, stdout } = await runLockstep(folder, 'token', 'api.yaml')
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: 'ann: everything\n' })
  })

  it('cannot export from where no mock is', async () => {
    const { status, stderr } = await runLockstep(folder, 'seed', 'export', '--url', 'http://127.0.0.1:1')
    expect(status).to.equal(3)
    expect(stderr).to.contain('cannot reach a mock at http://127.0.0.1:1/__lockstep/seed')
  })

  it('writes its state as a fixture that loads again: over HTTP, from a durable state, of a session', async () => {
    mock = await spawnMock(folder, 'api.yaml', '--state', './state.db', '--generate', '2', '--log', 'silent')
    await add('new')
    const before = await ask('/pets')
    expect(before).to.have.length(3)
    const url = mock.url
    for (const args of [
      ['--url', url, '--out', 'one.yaml'],
      ['--url', url, '--session', 'mine', '--out', 'mine.json'],
    ]) {
      expect(await runLockstep(folder, 'seed', 'export', 'api.yaml', ...args)).to.include({ status: 0, stderr: '' })
    }
    await mock.stop()
    expect(
      await runLockstep(folder, 'seed', 'export', 'api.yaml', '--state', './state.db', '--out', 'two.json'),
    ).to.include({ status: 0 })
    for (const file of ['one.yaml', 'mine.json', 'two.json']) {
      mock = await spawnMock(folder, 'api.yaml', '--seed-file', file, '--log', 'silent')
      expect(await ask('/pets'), file).to.deep.equal(before)
      await mock.stop()
    }
    const { status, stderr } = await runLockstep(folder, 'seed', 'export', '--url', url)
    expect(status).to.equal(3)
    expect(stderr).to.contain('ECONNREFUSED')
  })
})
