import { expect } from 'chai'
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../../src/base/random.js'
import { loadPacts } from '../../src/pact/verify/load-pacts.js'
import type { PactSource } from '../../src/pact/verify/read-interactions.js'
import { verifyProvider } from '../../src/pact/verify/verify-provider.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { inBody, model, startProvider, type RunningProvider } from './zitadel-provider.js'

/** Requests that are wrong on purpose: Prism refuses them itself, and they never reach the mock. */
const REFUSED_BY_PRISM = [400, 401]

/**
 * A referee that we did not write: Prism's validating proxy stands before the mock, and turns every request and answer that
 * breaks the document, as Prism reads it, into an error.
 */
describe('the contracts through the validating proxy of Prism', function () {
  this.timeout(120_000)
  let mock: RunningProvider
  let prism: ChildProcess
  let url: URL

  before(async () => {
    mock = await startProvider()
    const port = await freePort()
    const args = [
      'proxy',
      'spec/zitadel.openapi.yaml',
      mock.url.href,
      '--errors',
      '--port',
      String(port),
      '-v',
      'fatal',
    ]
    prism = spawn(process.execPath, ['node_modules/@stoplight/prism-cli/dist/index.js', ...args], { stdio: 'ignore' })
    url = new URL(`http://127.0.0.1:${port}`)
    await answering(url)
  })

  after(async () => {
    prism.kill()
    await mock.close()
  })

  it('would be told apart from wrong ones', async () => {
    mock.breakWith(inBody(200, () => ({ result: 'none' })))
    const answer = await fetch(new URL('/instances/_search', url), {
      method: 'POST',
      headers: { authorization: 'Bearer lockstep-admin', 'content-type': 'application/json', connection: 'close' },
      body: '{}',
    })
    mock.breakWith(undefined)
    expect(answer.status).to.equal(500)
    expect(await answer.text()).to.contain('VIOLATIONS')
  })

  it('break the document in no request and no answer', async () => {
    const { verdicts } = await verifyProvider({
      model,
      plan: planResources(model),
      provider: url,
      pacts: (await loadPacts(['contracts/pacts'])).map(wellMeant),
      tokens: { allowed: 'lockstep-admin', forbidden: 'lockstep-guest' },
      random: createRandom('prism'),
      // Prism knows the paths as they stand in the document, without the prefix of its servers.
      prefixed: false,
    })
    const refused = verdicts.filter(({ outcome }) => outcome !== 'passed')
    expect(
      refused.map(({ interaction, reason, findings, exchange }) => [
        interaction.description,
        reason,
        findings,
        String(exchange?.response.body),
      ]),
    ).to.deep.equal([])
    expect(verdicts.length).to.be.greaterThan(100)
  })
})

function wellMeant(source: PactSource): PactSource {
  const all = source.pact['interactions'] as readonly { readonly response: { readonly status: number } }[]
  const interactions = all.filter(({ response }) => !REFUSED_BY_PRISM.includes(response.status))
  return { ...source, pact: { ...source.pact, interactions } }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** It says nothing on a pipe, so it is asked until it answers. */
async function answering(url: URL): Promise<void> {
  for (;;) {
    const answer = await fetch(url, { headers: { connection: 'close' } }).catch(() => undefined)
    if (answer) return
    await sleep(100)
  }
}
