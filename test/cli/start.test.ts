import { expect } from 'chai'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dedent } from '../support/api.js'
import { spawnMock } from './spawned-mock.js'

const TWICE = `
  openapi: 3.0.3
  info: { title: t, version: '1' }
  paths:
    /a: { get: { operationId: same, responses: { '200': { description: ok } } } }
    /b: { get: { operationId: same, responses: { '200': { description: ok } } } }
`

const get = (id: string) => `{ get: { operationId: ${id}, responses: { '200': { description: ok } } } }`
const MANY = `
  openapi: 3.0.3
  info: { title: t, version: '1' }
  paths:
    /a: ${get('one')}
${[1, 2, 3, 4, 5].map((n) => `    /a#${n}: ${get(`one${n}`)}`).join('\n')}
    /b: ${get('two')}
    /c: ${get('two')}
`

describe('the start of lockstep mock', function () {
  this.timeout(60_000)

  it('says what is wrong with a small document, and where', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'lockstep-start-'))
    await writeFile(path.join(folder, 'api.yaml'), dedent(TWICE))
    const mock = await spawnMock(folder, '--no-watch', 'api.yaml')
    try {
      expect(await mock.line('document/duplicate-operation-id')).to.match(/^api\.yaml:\d+:\d+ .*same/)
      await mock.line('no collections')
    } finally {
      await mock.stop()
      await rm(folder, { recursive: true })
    }
  })

  it('says three of a fault that the document has everywhere, and how many there are', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'lockstep-start-'))
    await writeFile(path.join(folder, 'api.yaml'), dedent(MANY))
    const mock = await spawnMock(folder, '--no-watch', 'api.yaml')
    try {
      await mock.line('document/duplicate-operation-id')
      expect(await mock.line('more:')).to.equal('… and 2 more: lockstep lint api.yaml')
      expect(mock.said().filter((line) => line.includes('document/equal-paths'))).to.have.length(3)
    } finally {
      await mock.stop()
      await rm(folder, { recursive: true })
    }
  })

  it('goes on serving where the lines to paste cannot be said, and tells why', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'lockstep-start-'))
    await writeFile(path.join(folder, 'api.yaml'), dedent(MANY))
    const config = `
      const write = process.stdout.write.bind(process.stdout)
      process.stdout.write = (text, ...more) => {
        if (String(text).includes('curl -i')) throw new Error('no lines today')
        return write(text, ...more)
      }
      export default {}
    `
    await writeFile(path.join(folder, 'lockstep.config.js'), config)
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }')
    const mock = await spawnMock(folder, '--no-watch', 'api.yaml')
    try {
      await mock.line('no lines today')
      expect((await fetch(`${mock.url}/a`)).status).to.equal(200)
    } finally {
      await mock.stop()
      await rm(folder, { recursive: true })
    }
  })
})
