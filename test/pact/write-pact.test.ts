import { expect } from 'chai'
import { pactFileName, serialisePact, writePact, type WrittenPact } from '../../src/pact/write-pact.js'
import type { Interaction } from '../../src/pact/pact.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { api } from '../support/api.js'

const API = `
  paths:
    /pets/{petId}:
      put:
        operationId: savePet
        parameters:
          - { name: petId, in: path, required: true, schema: { type: integer } }
          - { name: tags, in: query, required: true, schema: { type: array, items: { type: string } } }
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses:
          200:
            description: saved
            headers: { X-Version: { required: true, schema: { type: integer } } }
            content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
          400: { description: bad }
        security: [{ key: [] }]
    /pets:
      post:
        operationId: addPet
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { 201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  components:
    securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
    schemas:
      Pet: { type: object, required: [id, name], properties: { id: { type: integer }, name: { type: string } } }
`

async function write(text = API, options = {}): Promise<WrittenPact> {
  const model = await api(text)
  return writePact(model, planResources(model), options)
}

function byKey({ pact }: WrittenPact, key: string): Interaction {
  const found = pact.interactions.find((each) => each.key === key)
  if (!found) throw new Error(`no interaction ${key}`)
  return found
}

describe('a written pact', () => {
  it('is the same in each run, byte by byte', async () => {
    expect(serialisePact((await write()).pact)).to.equal(serialisePact((await write()).pact))
  })

  it('carries ids of the provider into path and body, and a token into its header', async () => {
    const { request } = byKey(await write(), 'savePet.200.minimal')
    expect(request.generators).to.deep.equal({
      path: { type: 'ProviderState', expression: '/pets/${petId}', dataType: 'STRING' },
      body: { '$.id': { type: 'ProviderState', expression: '${petId}', dataType: 'INTEGER' } },
      header: { 'X-Key': { type: 'ProviderState', expression: '${token}', dataType: 'STRING' } },
    })
    expect(request.headers?.['X-Key']).to.deep.equal(['token'])
  })

  it('names its states, with parameters for a handler that knows them all', async () => {
    const { providerStates = [], request } = byKey(await write(), 'savePet.200.minimal')
    const [id] = /\d+$/.exec(request.path) ?? []
    expect(providerStates).to.deep.equal([
      {
        name: 'a pet exists',
        params: {
          kind: 'exists',
          resource: '/pets',
          id: Number(id),
          path: '/pets/{petId}',
          values: { petId: Number(id) },
        },
      },
      { name: 'the caller is allowed', params: { kind: 'caller', role: 'allowed', schemes: ['key'] } },
    ])
  })

  it('expects required headers and the media type', async () => {
    const { response } = byKey(await write(), 'savePet.200.minimal')
    expect(Object.keys(response.headers ?? {})).to.deep.equal(['X-Version', 'Content-Type'])
    expect(response.matchingRules?.header).to.have.property('X-Version')
  })

  it('has text that is no JSON as bytes, which no verifier quotes', async () => {
    const { request } = byKey(await write(), 'savePet.400.malformedBody')
    expect(request.body).to.deep.equal({
      content: Buffer.from('{"').toString('base64'),
      contentType: 'application/json',
      encoded: 'base64',
    })
  })

  it('accepts every status of a range', async () => {
    const written = await write(`
      paths:
        /a: { get: { operationId: a, responses: { 2XX: { description: fine } } } }
    `)
    expect(byKey(written, 'a.2XX.minimal').response).to.deep.equal({
      status: 200,
      matchingRules: { status: { combine: 'AND', matchers: [{ match: 'statusCode', status: 'success' }] } },
    })
  })

  it('holds no more than the operations that are asked for', async () => {
    const model = await api(API)
    const { pact } = writePact(model, planResources(model), { operations: model.operations.slice(1) })
    expect(new Set(pact.interactions.map(({ key }) => key?.split('.')[0]))).to.deep.equal(new Set(['addPet']))
  })

  it('goes to a file that every file system takes', async () => {
    expect(pactFileName((await write(API, { consumer: 'web/app', provider: 'a:b' })).pact)).to.equal('web_app-a_b.json')
  })

  it('names the thing in the path where the body wraps it in a list, too', async () => {
    const account = `'#/components/schemas/Account'`
    const wrapped = `{ application/json: { schema: { type: object, required: [Accounts], properties: { Accounts: { type: array, minItems: 1, items: { $ref: ${account} } } } } } }`
    const written = await write(`
      paths:
        /Accounts:
          get:
            operationId: listAccounts
            responses: { 200: { description: all, content: ${wrapped} } }
          post:
            operationId: addAccount
            requestBody: { required: true, content: ${wrapped} }
            responses: { 200: { description: made, content: ${wrapped} }, 409: { description: taken } }
        /Accounts/{AccountID}:
          parameters: [{ name: AccountID, in: path, required: true, schema: { type: string, format: uuid } }]
          get:
            operationId: getAccount
            responses: { 200: { description: one, content: ${wrapped} } }
          post:
            operationId: saveAccount
            requestBody: { required: true, content: ${wrapped} }
            responses: { 200: { description: saved, content: ${wrapped} }, 404: { description: none } }
      components:
        schemas:
          Account:
            type: object
            required: [AccountID, Name]
            properties: { AccountID: { type: string, format: uuid }, Name: { type: string } }
    `)
    const { request } = byKey(written, 'saveAccount.200.minimal')
    const content = request.body?.content as { readonly Accounts: readonly { readonly AccountID: string }[] }
    expect(request.path).to.equal(`/Accounts/${content.Accounts[0]?.AccountID}`)
    expect(Object.keys(request.generators?.body ?? {})).to.deep.equal(['$.Accounts[0].AccountID'])
    expect(written.cases.filter(({ operation }) => operation.id === 'addAccount').map(({ id }) => id)).to.include(
      'addAccount.409.existing',
    )
  })
})
