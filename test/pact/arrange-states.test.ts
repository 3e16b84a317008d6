import { expect } from 'chai'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMock, type Mock } from '../../mock/index.js'
import { createRandom } from '../../src/base/random.js'
import type { ApiModel } from '../../src/model/api-model.js'
import { openNativeVerifier, type NativeVerifier } from '../../src/pact/verify/native-verifier.js'
import { readPact } from '../../src/pact/verify/load-pacts.js'
import { verifyProvider, type VerifyOptions } from '../../src/pact/verify/verify-provider.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { api } from '../support/api.js'

const SHOP = `
servers: [{ url: /v1 }]
security: [{ key: [] }]
paths:
  /shops:
    get:
      responses:
        200: { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Shop' } } } } }
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Shop' } } } }
      responses: { 201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Shop' } } } } }
  /shops/{shopId}:
    parameters: [{ name: shopId, in: path, required: true, schema: { type: string, format: uuid } }]
    get:
      responses:
        200: { description: it, content: { application/json: { schema: { $ref: '#/components/schemas/Shop' } } } }
        404: { $ref: '#/components/responses/No' }
    delete: { responses: { 204: { description: gone }, 404: { $ref: '#/components/responses/No' } } }
  /shops/{shopId}/pets:
    parameters: [{ name: shopId, in: path, required: true, schema: { type: string, format: uuid } }]
    get:
      responses:
        200: { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } }
        404: { $ref: '#/components/responses/No' }
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { 201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  /shops/{shopId}/pets/{petId}:
    parameters:
      - { name: shopId, in: path, required: true, schema: { type: string, format: uuid } }
      - { name: petId, in: path, required: true, schema: { type: integer } }
    get:
      responses:
        200: { description: it, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        401: { $ref: '#/components/responses/No' }
        403: { $ref: '#/components/responses/No' }
        404: { $ref: '#/components/responses/No' }
    delete: { responses: { 204: { description: gone }, 404: { $ref: '#/components/responses/No' } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  responses:
    No: { description: no, content: { application/json: { schema: { type: object, required: [error], properties: { error: { type: string } } } } } }
  schemas:
    Shop: { type: object, required: [name], properties: { id: { type: string, format: uuid, readOnly: true }, name: { type: string } } }
    Pet: { type: object, required: [name], properties: { id: { type: integer, readOnly: true }, name: { type: string } } }
`
const SHOP_ID = '4fa9f1f2-0b44-4a1e-8f0c-0f3f0a3c9a11'
const personas = [
  { name: 'owner', token: 'k1', permissions: 'all' as const },
  { name: 'guest', token: 'k2', permissions: [] },
]

interface Interaction {
  readonly description: string
  readonly states: readonly unknown[]
  readonly path: string
  readonly status: number
  readonly method?: string
  readonly body?: unknown
  readonly key?: string
}

/** A pact as pact-jvm or Pact for Ruby would have written it: literal ids, states in words. */
function foreignPact(version: '2.0.0' | '3.0.0', interactions: readonly Interaction[]) {
  const pact = {
    consumer: { name: 'app' },
    provider: { name: 'shop' },
    interactions: interactions.map(({ description, states, path, status, method = 'GET', body, key = 'secret' }) => ({
      description,
      ...(version === '2.0.0' ? { providerState: states[0] } : { providerStates: states }),
      request: { method, path, headers: key === '' ? {} : { 'X-Key': key } },
      response: { status, ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body }) },
    })),
    metadata: { pactSpecification: { version } },
  }
  return readPact('app-shop.json', JSON.stringify(pact, null, 2))
}

describe('arranging provider states', () => {
  let model: ApiModel
  let mock: Mock
  let url: URL
  let server: http.Server
  let verifier: NativeVerifier

  before(async () => {
    verifier = openNativeVerifier()
    model = await api(SHOP)
    mock = await createMock(model, { behaviours: { personas, permissions: () => ['shop'] } })
    server = mock.server()
    url = await listen(server)
  })

  after(async () => {
    verifier.close()
    await stop(server)
    await mock.close()
  })

  async function verify(interactions: readonly Interaction[], options: Partial<VerifyOptions> = {}) {
    const { verdicts, leftBehind } = await verifyProvider({
      model,
      plan: planResources(model),
      provider: url,
      pacts: [foreignPact('3.0.0', interactions)],
      tokens: { allowed: 'k1', forbidden: 'k2' },
      random: createRandom('states'),
      prefixed: true,
      verifier,
      ...options,
    })
    return {
      leftBehind,
      told: verdicts.map(({ outcome, reason, findings }) => ({ outcome, reason, findings })),
      verdicts,
    }
  }

  const PASSED = { outcome: 'passed', reason: undefined, findings: [] }
  const pet = { description: 'read a pet', path: `/v1/shops/${SHOP_ID}/pets/7`, status: 200 }

  it('makes what a foreign pact speaks of, with what it hangs below, and puts real ids into its path', async () => {
    const { told, verdicts, leftBehind } = await verify([{ ...pet, states: [{ name: 'a pet with id 7 exists' }] }])
    expect(told).to.deep.equal([PASSED])
    expect(verdicts[0]?.exchange?.request.path).to.not.contain(SHOP_ID)
    expect(leftBehind).to.deep.equal([])
    expect(await countShops()).to.equal(0)
  })

  it('understands states of the second version, which have no parameters', async () => {
    const interactions = [{ ...pet, states: ['pet 7 exists'] }]
    const { told } = await verify([], { pacts: [foreignPact('2.0.0', interactions)] })
    expect(told).to.deep.equal([PASSED])
  })

  it('knows ids that nothing has, below things that are there', async () => {
    const missing = {
      ...pet,
      description: 'read a pet that is not there',
      status: 404,
      states: [{ name: 'no pet with id 7 exists' }],
    }
    const { told, verdicts } = await verify([missing])
    expect(told).to.deep.equal([PASSED])
    expect(verdicts[0]?.exchange?.request.path).to.not.match(/\/pets\/7$/)
  })

  it('takes tokens by what is expected: 403 from who may not, 401 as it is written', async () => {
    const states = [{ name: 'pet 7 exists' }]
    const { told } = await verify([
      { ...pet, states, description: 'read without permission', status: 403 },
      { ...pet, states, description: 'read as nobody', status: 401, key: '' },
      { ...pet, states, description: 'read with a wrong key', status: 401, key: 'wrong' },
    ])
    expect(told).to.deep.equal([PASSED, PASSED, PASSED])
  })

  it('says what it cannot bring about, and counts it as neither passed nor failed', async () => {
    const { told } = await verify(
      [
        { ...pet, states: [{ name: 'the moon is full' }], description: 'a' },
        { ...pet, states: [{ name: 'pet 7 exists' }], description: 'b', status: 403 },
      ],
      { tokens: { allowed: 'k1', forbidden: undefined } },
    )
    expect(told).to.deep.equal([
      {
        outcome: 'not-verified',
        reason: "'the moon is full': lockstep does not know how to bring this about",
        findings: [],
      },
      { outcome: 'not-verified', reason: 'give --forbidden-token', findings: [] },
    ])
  })

  it('says how the API refused to make what is needed', async () => {
    const { told } = await verify([{ ...pet, states: [{ name: 'pet 7 exists' }] }], {
      tokens: { allowed: 'k2', forbidden: 'k2' },
    })
    expect(told[0]?.outcome).to.equal('not-verified')
    expect(told[0]?.reason).to.match(/^'pet 7 exists': POST \/shops answered 403 /)
  })

  it('takes ids that are given in place of making one', async () => {
    const { id } = await post('/v1/shops', { name: 'mine' })
    const { told, verdicts } = await verify([{ ...pet, states: [{ name: 'pet 7 exists' }] }], {
      given: new Map([['shopId', String(id)]]),
    })
    expect(told).to.deep.equal([PASSED])
    expect(verdicts[0]?.exchange?.request.path).to.contain(id)
    await mock.handle({
      method: 'DELETE',
      path: `/v1/shops/${String(id)}`,
      query: '',
      headers: { 'x-key': 'k1' },
      body: new Uint8Array(0),
    })
  })

  it('holds answers against the document where the contract says nothing', async () => {
    const wrong = http.createServer((_, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"seven","name":"Rex"}')
    })
    const provider = await listen(wrong)
    const { told } = await verify([{ ...pet, states: [] }], { provider })
    await stop(wrong)
    expect(told[0]?.outcome).to.equal('failed')
    expect(told[0]?.findings.map(({ rule, where, spec }) => ({ rule, pointer: where.pointer, spec }))).to.deep.equal([
      { rule: 'response/body-schema', pointer: '/id', spec: '/components/schemas/Pet/properties/id/type' },
    ])
  })

  it('finds out that a provider serves without the prefix of the document', async () => {
    const bare = await createMock(model, { behaviours: { personas }, basePath: 'none' })
    const plain = bare.server()
    const provider = await listen(plain)
    const states = [{ name: 'pet 7 exists' }]
    const { told } = await verify([{ ...pet, states }], { provider, prefixed: undefined })
    await stop(plain)
    await bare.close()
    expect(told).to.deep.equal([PASSED])
  })

  describe("by the provider's own handler", () => {
    const asked: unknown[] = []
    let status = 200
    let handler: http.Server
    let stateUrl: URL

    before(async () => {
      handler = http.createServer((incoming, outgoing) => {
        void readJson(incoming).then(async (change) => {
          asked.push(change)
          const made = change['action'] === 'setup' && status === 200 ? await post('/v1/shops', { name: 'theirs' }) : {}
          const answer =
            'id' in made
              ? {
                  shopId: made['id'],
                  petId: (await post(`/v1/shops/${String(made['id'])}/pets`, { name: 'Rex' }))['id'],
                }
              : {}
          outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
        })
      })
      stateUrl = new URL('/states?x=1', await listen(handler))
    })

    after(() => stop(handler))

    it('sends state and parameters, and takes the values that it answers', async () => {
      const states = [{ name: 'pet exists', params: { petId: 7, shopId: SHOP_ID } }]
      const { told } = await verify([{ ...pet, states }], { stateUrl })
      expect(told).to.deep.equal([PASSED])
      const change = { consumer: 'app', params: { petId: 7, shopId: SHOP_ID }, state: 'pet exists' }
      expect(asked).to.deep.equal([
        { ...change, action: 'setup' },
        { ...change, action: 'teardown' },
      ])
    })

    it('verifies nothing when it answers that it does not know the state', async () => {
      status = 404
      const { told } = await verify([{ ...pet, states: [{ name: 'pet exists' }] }], { stateUrl })
      expect(told).to.deep.equal([
        { outcome: 'not-verified', reason: "'pet exists': the state URL answered 404 {}", findings: [] },
      ])
    })
  })

  async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
    const headers = { 'content-type': 'application/json', 'x-key': 'k1' }
    const answer = await mock.handle({
      method: 'POST',
      path,
      query: '',
      headers,
      body: Buffer.from(JSON.stringify(body)),
    })
    return JSON.parse(String(answer.body)) as Record<string, unknown>
  }

  async function countShops(): Promise<number> {
    const request = { method: 'GET', path: '/v1/shops', query: '', headers: { 'x-key': 'k1' }, body: new Uint8Array(0) }
    return (JSON.parse(String((await mock.handle(request)).body)) as unknown[]).length
  }
})

async function listen(server: http.Server): Promise<URL> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

async function stop(server: http.Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

async function readJson(incoming: http.IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
}
