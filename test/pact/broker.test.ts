import { expect } from 'chai'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRandom } from '../../src/base/random.js'
import { loadPacts } from '../../src/pact/verify/load-pacts.js'
import { verifyProvider } from '../../src/pact/verify/verify-provider.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { inBody, model, startProvider, type RunningProvider } from './zitadel-provider.js'

interface Asked {
  readonly request: string
  readonly authorization: string | undefined
  readonly body: Record<string, unknown>
}

/** As much of a Pact broker as a verifier talks to. */
describe('verifying what a broker has', () => {
  const asked: Asked[] = []
  let provider: RunningProvider
  let broker: http.Server
  let url: URL

  before(async () => {
    provider = await startProvider()
    const [source] = await loadPacts(['contracts/pacts/console-feature-flags-zitadel-system-api.json'])
    broker = http.createServer((incoming, outgoing) => {
      void readText(incoming).then((text) => {
        const request = `${incoming.method ?? ''} ${incoming.url ?? ''}`
        const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
        asked.push({ request, authorization: incoming.headers.authorization, body })
        const answer = answerTo(request, url.origin, source?.pact ?? {})
        outgoing.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/hal+json' })
        outgoing.end(JSON.stringify(answer ?? {}))
      })
    })
    await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
    url = new URL(`http://127.0.0.1:${(broker.address() as AddressInfo).port}`)
  })

  after(async () => {
    broker.closeAllConnections()
    await new Promise((resolve) => broker.close(resolve))
    await provider.close()
  })

  function verify(version: string) {
    return verifyProvider({
      model,
      plan: planResources(model),
      provider: provider.url,
      pacts: [],
      broker: {
        url,
        token: 'broker-token',
        provider: 'zitadel-system-api',
        selectors: [{ mainBranch: true }],
        branch: 'main',
        publish: { version },
      },
      tokens: { allowed: 'lockstep-admin', forbidden: 'lockstep-guest' },
      random: createRandom('broker'),
    })
  }

  it('arranges and judges it as files are, and publishes that it passed', async () => {
    const { verdicts, published: taken } = await verify('1.2.3')
    expect(taken).to.equal('taken')
    expect(verdicts.map(({ outcome, findings }) => [outcome, findings])).to.deep.equal(
      verdicts.map(() => ['passed', []]),
    )
    expect(verdicts).to.have.length(10)
    const selected = asked.find(({ request }) => request.startsWith('POST /pacts/provider/'))
    expect(selected?.body['consumerVersionSelectors']).to.deep.equal([{ mainBranch: true }])
    expect(new Set(asked.map(({ authorization }) => authorization))).to.deep.equal(new Set(['Bearer broker-token']))
    const published = asked.find(({ request }) => request === 'POST /results')
    expect(published?.body).to.include({ success: true, providerApplicationVersion: '1.2.3' })
  })

  it('publishes no success when only the document is broken', async () => {
    asked.length = 0
    provider.breakWith(
      inBody(200, (body) => ({ ...body, details: { ...(body['details'] as object), creationDate: 7 } })),
    )
    const { verdicts, published } = await verify('1.2.5')
    provider.breakWith(undefined)
    expect(verdicts.some(({ outcome }) => outcome === 'failed')).to.equal(true)
    expect(published).to.equal('withheld')
    expect(asked.filter(({ body }) => body['success'] === true)).to.deep.equal([])
  })

  it('publishes that it failed', async () => {
    asked.length = 0
    provider.breakWith(inBody(403, (body) => ({ ...body, code: 16 })))
    const { verdicts } = await verify('1.2.4')
    provider.breakWith(undefined)
    expect(
      verdicts.filter(({ outcome }) => outcome === 'failed').map(({ interaction }) => interaction.status),
    ).to.deep.equal([403])
    const published = asked.find(({ request }) => request === 'POST /results')
    expect(published?.body).to.include({ success: false, providerApplicationVersion: '1.2.4' })
    expect(JSON.stringify(published?.body)).to.not.match(/#\d+ /)
  })
})

function answerTo(request: string, origin: string, pact: object): unknown {
  const link = (path: string) => ({ href: origin + path })
  switch (request) {
    case 'GET /':
      return {
        _links: {
          'pb:provider-pacts-for-verification': {
            href: `${origin}/pacts/provider/{provider}/for-verification`,
            templated: true,
          },
          'pb:pacticipant': { href: `${origin}/pacticipants/{pacticipant}`, templated: true },
        },
      }
    case 'GET /pacts/provider/zitadel-system-api/for-verification':
      return { _links: { self: link('/pacts/provider/zitadel-system-api/for-verification') } }
    case 'POST /pacts/provider/zitadel-system-api/for-verification':
      return {
        _embedded: {
          pacts: [
            {
              shortDescription: 'main',
              verificationProperties: { pending: false, notices: [] },
              _links: { self: { ...link('/pact'), name: 'a pact' } },
            },
          ],
        },
        _links: { self: link('/pacts') },
      }
    case 'GET /pact':
      return {
        ...pact,
        _links: {
          self: link('/pact'),
          'pb:provider': link('/pacticipants/zitadel-system-api'),
          'pb:publish-verification-results': link('/results'),
        },
      }
    case 'POST /results':
      return { _links: { self: link('/results/1') } }
    case 'GET /pacticipants/zitadel-system-api': {
      const href = `${origin}/pacticipants/zitadel-system-api/branches/{branch}/versions/{version}`
      return {
        _links: { self: link('/pacticipants/zitadel-system-api'), 'pb:branch-version': { href, templated: true } },
      }
    }
    default:
      return request.startsWith('PUT ') ? { _links: { self: link('/x') } } : undefined
  }
}

async function readText(incoming: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
