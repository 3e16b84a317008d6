import { expect } from 'chai'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRandom } from '../../src/base/random.js'
import { readPact } from '../../src/pact/verify/load-pacts.js'
import { verifyProvider } from '../../src/pact/verify/verify-provider.js'
import { writePact } from '../../src/pact/write-pact.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { api } from '../support/api.js'

const model = await api(`
servers: [{ url: 'https://atlas.example.com/api/v3' }]
paths:
  /countries:
    get:
      operationId: listCountries
      responses: { 200: { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Country' } } } } } }
  /countries/{code}:
    get:
      operationId: getCountry
      parameters: [{ name: code, in: path, required: true, schema: { type: string, pattern: '^[A-Z]{2}$' } }]
      responses:
        200: { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Country' } } } }
        404: { description: none, content: { application/json: { schema: { type: object, required: [error], properties: { error: { type: string } } } } } }
components:
  schemas:
    Country: { type: object, required: [code, name], properties: { code: { type: string }, name: { type: string } } }
`)
const LOCKED = await api(`
security: [{ key: [] }]
paths:
  /countries/{code}:
    delete:
      operationId: dropCountry
      parameters: [{ name: code, in: path, required: true, schema: { type: string, pattern: '^[A-Z]{2}$' } }]
      responses:
        204: { description: gone }
        401: { description: who, content: { application/json: { schema: { type: object, required: [error] } } } }
components: { securitySchemes: { key: { type: http, scheme: bearer } } }
`)

type Replies = (code: string) => readonly [status: number, body: unknown]

const AUSTRIA = { code: 'AT', name: 'Austria' }
const right: Replies = (code) => (code === 'AT' ? [200, AUSTRIA] : [404, { error: 'none' }])

/** Outcomes by case, of a provider that only reads. */
async function verify(prefix: string, reply: Replies, of = model): Promise<Record<string, string>> {
  const plan = planResources(of)
  const server = http.createServer(({ url = '' }, outgoing) => {
    const [, code] = (url.startsWith(`${prefix}/countries`) && /countries\/?(.*)$/.exec(url)) || []
    const [status, body] = code === undefined ? [404, 'Cannot GET'] : code === '' ? [200, [AUSTRIA]] : reply(code)
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { verdicts } = await verifyProvider({
    model: of,
    plan,
    provider: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    pacts: [readPact('(written)', JSON.stringify(writePact(of, plan).pact))],
    tokens: { allowed: undefined, forbidden: undefined },
    random: createRandom('reads'),
  })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return Object.fromEntries(
    verdicts.map(({ interaction, outcome }) => [/\((\S+)\)$/.exec(interaction.description)?.[1] ?? '', outcome]),
  )
}

describe('verifying a provider that only reads', () => {
  for (const prefix of ['', '/api/v3']) {
    it(`takes what its lists show as what exists${prefix === '' ? '' : ', below the prefix of the document'}`, async () => {
      const outcomes = await verify(prefix, right)
      expect(outcomes).to.include({
        'listCountries.200.minimal': 'passed',
        'getCountry.200.minimal': 'passed',
        'getCountry.404.unknownCode': 'passed',
      })
      expect(new Set(Object.values(outcomes))).to.deep.equal(new Set(['passed']))
    })
  }

  it('turns away who brings no credentials, although nothing can be made', async () => {
    const outcomes = await verify('', () => [401, { error: 'who' }], LOCKED)
    expect(outcomes).to.include({
      'dropCountry.401.noCredentials': 'passed',
      'dropCountry.204.minimal': 'not-verified',
    })
  })

  it('takes an id for one that exists after all, but neither null nor another shape for an answer', async () => {
    const made = await verify('', (code) => [200, { ...AUSTRIA, code }])
    expect(made['getCountry.404.unknownCode']).to.equal('passed')
    const asNull = await verify('', (code) => (code === 'AT' ? right(code) : [200, null]))
    expect(asNull['getCountry.404.unknownCode']).to.equal('failed')
    const other = await verify('', (code) => (code === 'AT' ? right(code) : [404, { message: 'none' }]))
    expect(other['getCountry.404.unknownCode']).to.equal('failed')
  })
})
