import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { welcome } from '../../src/cli/welcome.js'
import { mocked } from '../support/mocked.js'

describe('the lines to paste', () => {
  let server: Server | undefined

  afterEach(() => server?.close())

  /** The statuses that are shown, and those that a shell gets. */
  async function statuses(document: string): Promise<readonly (readonly [number, number])[]> {
    const { mock } = await mocked(document)
    server = mock.server().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const text = await welcome(mock, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const lines = [...text.matchAll(/^# answers (\d+)\n([^]*?)(?=\n# answers|\n*$(?![^]))/gm)]
    const asked = lines.map(async ([, shown, line = '']) => {
      const { stdout } = await promisify(execFile)('sh', ['-c', line.replace('curl -i', 'curl -s -i')])
      return [Number(shown), Number(/HTTP\/1\.1 (\d+)/.exec(stdout)?.[1])] as const
    })
    return Promise.all(asked)
  }

  it('show a success also where all bodies are forms of several parts', async () => {
    const found = await statuses(`
      paths:
        /files:
          post:
            requestBody: { required: true, content: { multipart/form-data: { schema: { type: object, required: [file, note], properties: { file: { type: string, format: binary }, note: { type: object, required: [a], properties: { a: { type: integer } } } } } } } }
            responses: { 201: { description: made } }
    `)
    expect(found).to.deep.equal([
      [201, 201],
      [400, 400],
      [404, 404],
    ])
  })
})
