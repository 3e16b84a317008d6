import { expect } from 'chai'
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

interface Run {
  readonly status: number | null
  readonly output: string
  readonly errors: string
}

describe('lockstep verify', function () {
  this.timeout(60_000)
  const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-test-'))
  let mock: ChildProcess
  let url: string

  before(async () => {
    mock = spawn(process.execPath, ['bin/lockstep.js', 'mock', '--port', '0', '--json', '--no-watch'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines = createInterface({ input: mock.stdout as NodeJS.ReadableStream })
    const [first] = await new Promise<[string]>((resolve) =>
      lines.once('line', (line: string) => {
        resolve([line])
      }),
    )
    url = (JSON.parse(first) as { listening: string }).listening
  })

  after(() => {
    mock.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  it('passes the mock in a process of its own, with the contracts and tokens of the default document', async () => {
    const report = path.join(folder, 'out', 'junit.xml')
    const { status, output, errors } = await verify([
      '--only',
      'SystemService_SetInstanceFeature',
      '--report',
      `junit=${report}`,
    ])
    expect(errors).to.equal('')
    expect(output).to.equal(`lockstep verify ${url}/: 10 cases: 10 passed\n`)
    expect(status).to.equal(0)
    expect(readFileSync(report, 'utf8')).to.contain('tests="10" failures="0" errors="0"')
  })

  it('exits with 1 for what could not be verified, unless that is allowed', async () => {
    const flags = ['--only', 'SystemService_SetInstanceFeature 403', '--token', 'lockstep-admin']
    const strict = await verify(flags)
    expect(strict.status).to.equal(1)
    expect(strict.output)
      .to.contain("'the caller lacks permission': give --forbidden-token")
      .and.to.contain('1 not verified')
    const allowed = await verify([...flags, '--allow-unverified'])
    expect(allowed.status).to.equal(0)
    expect(allowed.output).to.contain('1 skipped')
  })

  it('tells a failure with the operation, the status, both sides, and the places in document and pact', async () => {
    const flags = [
      '--only',
      'SystemService_SetInstanceFeature 403',
      '--token',
      'lockstep-admin',
      '--forbidden-token',
      'lockstep-admin',
    ]
    const { status, output } = await verify([...flags, '--report', 'github'])
    expect(status).to.equal(1)
    expect(output).to.match(
      /^::error file=[^:]*zitadel\.openapi\.yaml,line=\d+,col=\d+,title=SystemService_SetInstanceFeature 403%3A the caller lacks the permission::SystemService_SetInstanceFeature 403 response status: expected status 403, got 200: \{"details"/,
    )
  })

  it('exits with 2 for what is no pact, and with 3 when nobody answers', async () => {
    const file = path.join(folder, 'no-pact.json')
    writeFileSync(file, '{"openapi":"3.1.0"}')
    const invalid = await verify(['--pact', file])
    expect(invalid.status).to.equal(2)
    expect(invalid.errors).to.contain('PACT_UNREADABLE').and.to.contain(file)
    const nobody = await run(['verify', '--provider', 'http://127.0.0.1:9'])
    expect(nobody.status).to.equal(3)
    expect(nobody.errors).to.contain('PROVIDER_UNREACHABLE').and.to.contain('http://127.0.0.1:9')
  })

  function verify(flags: readonly string[]): Promise<Run> {
    return run(['verify', '--provider', url, ...flags])
  }
})

function run(args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['bin/lockstep.js', ...args], (_, output, errors) => {
      resolve({ status: child.exitCode, output, errors })
    })
  })
}
