import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import http from 'node:http'
import { expect } from 'chai'
import { createWorkspace, type Workspace } from '../document/workspace.js'
import { BIN, runLockstep, spawnMock } from './spawned-mock.js'

const NOTES = `
  openapi: 3.1.0
  info: { title: t, version: '1' }
  paths:
    /notes:
      get: { responses: { '200': { description: ok } } }
      post:
        requestBody: { content: { application/json: { schema: { type: object } } } }
        responses: { '201': { description: made } }
`

describe('the command line', function () {
  this.timeout(60_000)
  let workspace: Workspace

  before(async () => {
    workspace = await createWorkspace({ 'api.yaml': NOTES })
    await writeFile(workspace.path('other.yaml'), 'x: 1')
    await writeFile(workspace.path('broken.mjs'), "throw new Error('boo')")
    await writeFile(workspace.path('null.mjs'), 'export default null')
    await writeFile(workspace.path('getter.mjs'), "export default { get personas() { throw new Error('boo') } }")
    await writeFile(workspace.path('awaiting.mjs'), 'export default await Promise.resolve({ foo: 1 })')
  })
  after(() => workspace.remove())

  it('goes on serving when nobody reads what it prints', async () => {
    const args = [BIN, 'mock', '--no-watch', '--port', '0', 'api.yaml']
    const child = spawn(process.execPath, args, { cwd: workspace.folder, stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const url = /http:\S+/.exec(line.toString())?.[0] ?? ''
    child.stdout.destroy()
    // The log is written some time after an exchange: what that does to the mock shows in a later one.
    const end = Date.now() + 500
    while (Date.now() < end) expect((await fetch(`${url}/notes`)).status).to.equal(200)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).to.deep.equal([143, null])
  })

  it('answers who is being answered before a signal ends it', async () => {
    const mock = await spawnMock(workspace.folder, '--no-watch', 'api.yaml')
    const agent = new http.Agent({ keepAlive: true })
    const headers = { 'content-type': 'application/json', 'content-length': 12, expect: '100-continue' }
    const sent = http.request(`${mock.url}/notes`, { agent, method: 'POST', headers })
    const answered = once(sent, 'response')
    await once(sent, 'continue')
    const stopped = mock.stop()
    await refused(mock.url)
    sent.end('{"text":"a"}')
    const [response] = (await answered) as [http.IncomingMessage]
    expect(response.statusCode).to.equal(201)
    response.resume()
    await stopped
    agent.destroy()
  })

  it('says that its output cannot be written, and fails', async () => {
    // A device that is always full, where the system has one.
    if (!existsSync('/dev/full')) return
    const child = spawn(process.execPath, [BIN, 'explain'], { stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'] })
    let said = ''
    child.stderr?.on('data', (text: Buffer) => (said += text.toString()))
    expect((await once(child, 'close'))[0]).to.equal(3)
    expect(said).to.match(/^error: cannot write standard output: no space is left/)
  })

  it('ends with 2 and the place or the flag, whatever was misunderstood', async () => {
    const told = async (...args: string[]) => {
      const { status, stderr } = await runLockstep(workspace.folder, ...args)
      return `${status} ${stderr.split('\n')[0]}`
    }
    expect(await told('mock', '--host', '', 'api.yaml')).to.match(/^2 .*--host <host>.*expected an address or a name/)
    // Which addresses there are differs between machines: one that no machine has tells how it was read.
    expect(await told('mock', '--host', '[2001:db8::1]', '-p', '0', 'api.yaml')).to.match(
      /^3 error: cannot listen on \[2001:db8::1\]:0/,
    )
    expect(await told('mock', '-p=0', '-d=false', 'nowhere.yaml')).to.match(/^2 error: cannot read nowhere\.yaml/)
    expect(await told('lint', 'other.yaml')).to.match(/^2 error: other\.yaml:1:1: this is not an OpenAPI document/)
    const configured = (file: string) => told('mock', '--config', file, 'api.yaml')
    expect(await configured('broken.mjs')).to.match(/^2 error: .*broken\.mjs:1: boo/)
    expect(await configured('null.mjs')).to.match(
      /^2 error: null\.mjs.*expected an object as the default export, got null/,
    )
    expect(await configured('getter.mjs')).to.match(/^2 error: .*getter\.mjs:1: boo/)
    expect(await configured('awaiting.mjs')).to.match(/^2 error: awaiting\.mjs.*foo is no key of the configuration/)
    expect(await told('lint', 'ftp://localhost/api.yaml')).to.match(/^2 .*'ftp:' is not a way to read documents/)
  })

  it('shows the help of a command both ways', async () => {
    const both = await Promise.all([
      runLockstep(workspace.folder, 'help', 'lint'),
      runLockstep(workspace.folder, 'lint', '--help'),
    ])
    expect(both[0]).to.deep.equal(both[1])
    expect(both[0].status).to.equal(0)
  })
})

/** Until nobody listens there any more. */
async function refused(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(`${url}/notes`, { headers: { connection: 'close' } })
    } catch {
      return
    }
  }
}
