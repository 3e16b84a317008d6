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
})
