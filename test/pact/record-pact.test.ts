import { expect } from 'chai'
import { createMock } from '../../mock/index.js'
import { createPactRecorder } from '../../src/pact/record/record-pact.js'
import { recordFetch, watch } from '../../src/pact/recorder.js'
import type { Pact } from '../../src/pact/pact.js'
import { serialisePact } from '../../src/pact/write-pact.js'
import { api } from '../support/api.js'

const API = `
  paths:
    /pets:
      post:
        operationId: addPet
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { 201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    /pets/{petId}:
      get:
        operationId: getPet
        parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
        responses:
          200: { description: a pet, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
          404: { description: none }
        security: [{ key: [] }]
  components:
    securitySchemes: { key: { type: http, scheme: bearer } }
    schemas:
      Pet:
        type: object
        required: [id]
        properties: { id: { type: string }, name: { type: string }, age: { type: integer }, password: { type: string } }
`

type Work = (call: typeof globalThis.fetch, origin: string) => Promise<void>

/** The pact of a frontend that does this with a mock. */
async function record(work: Work): Promise<Pact> {
  const mock = await createMock(await api(API))
  const recorder = createPactRecorder(mock.model, mock.plan, 'web')
  mock.journal.subscribe((entry) => {
    recorder.add(entry)
  })
  const server = mock.server()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  try {
    await work(globalThis.fetch, origin)
  } finally {
    server.closeAllConnections()
    server.close()
    await mock.close()
  }
  return recorder.pact()
}

const PET = { id: 'tom', name: 'Tom', age: 3, password: 'miau-miau' }

async function addPet(call: typeof globalThis.fetch, origin: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', cookie: 'session=s3cret' }
  return call(`${origin}/pets`, { method: 'POST', headers, body: JSON.stringify(PET) })
}

describe('a recorded pact', () => {
  it('holds each kind of call once, with what had to be there', async () => {
    const pact = await record(async (call, origin) => {
      await addPet(call, origin)
      const headers = { authorization: 'Bearer s3cret' }
      for (const id of ['tom', 'tom', 'nobody']) await call(`${origin}/pets/${id}`, { headers })
      await call(`${origin}/elsewhere`)
    })
    expect(pact.interactions.map(({ key }) => key)).to.deep.equal(['addPet.201', 'getPet.200', 'getPet.404'])
    const states = pact.interactions.map(({ providerStates = [] }) => providerStates.map(({ name }) => name))
    expect(states).to.deep.equal([
      [],
      ['a pet exists', 'the caller is allowed'],
      ['a pet does not exist', 'the caller is allowed'],
    ])
  })

  it('holds no secrets', async () => {
    const pact = await record(async (call, origin) => {
      await addPet(call, origin)
      await call(`${origin}/pets/tom`, { headers: { authorization: 'Bearer s3cret', cookie: 'a=s3cret' } })
    })
    const text = serialisePact(pact)
    expect(text).to.not.match(/s3cret|miau|cookie/i)
    expect(text).to.contain('Bearer token')
  })

  it('carries ids and tokens from the provider states', async () => {
    const pact = await record(async (call, origin) => {
      await addPet(call, origin)
      await call(`${origin}/pets/tom`, { headers: { authorization: 'Bearer x' } })
    })
    expect(pact.interactions[1]?.request.generators).to.deep.equal({
      path: { type: 'ProviderState', expression: '/pets/${petId}', dataType: 'STRING' },
      header: { Authorization: { type: 'ProviderState', expression: 'Bearer ${token}', dataType: 'STRING' } },
    })
  })

  it('demands what the frontend looked at, where it says so', async () => {
    const pact = await record(async (call, origin) => {
      const recording = recordFetch(call, origin)
      await addPet(call, origin)
      const response = await recording(`${origin}/pets/tom`, { headers: { authorization: 'Bearer x' } })
      const pet = (await response.json()) as typeof PET
      expect(pet.name + String(pet.age)).to.equal('Tom3')
      await recording.flush()
    })
    const [added, read] = pact.interactions
    expect(read?.response.body?.content).to.deep.equal({ name: 'Tom', age: 3 })
    expect(added?.response.body?.content).to.deep.equal({ id: 'tom' })
  })

  it('notes members and items that are read, by path expressions', () => {
    const seen: string[] = []
    const value = watch({ list: [{ 'a b': 1 }], rest: 2 }, '$', (path) => seen.push(path)) as {
      list: { 'a b': number }[]
    }
    expect(value.list.map((item) => item['a b'])).to.deep.equal([1])
    expect(seen).to.deep.equal(['$.list', '$.list[*]', "$.list[*]['a b']"])
  })
})
