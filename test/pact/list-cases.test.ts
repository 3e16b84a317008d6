import { expect } from 'chai'
import { listCases } from '../../src/pact/cases/list-cases.js'
import type { Case, CaseList } from '../../src/pact/cases/case.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { api } from '../support/api.js'

async function casesOf(text: string): Promise<CaseList> {
  const model = await api(text)
  return listCases(model, planResources(model), undefined, { knowsCallers: true })
}

function idsOf({ cases }: CaseList): string[] {
  return cases.map(({ id }) => id)
}

function find({ cases }: CaseList, id: string): Case {
  const found = cases.find((each) => each.id === id)
  if (!found) throw new Error(`no case ${id}`)
  return found
}

function statesOf(each: Case): unknown[] {
  return each.states.map(({ params }) => (params.kind === 'caller' ? params.role : `${params.kind} ${params.path}`))
}

const PETS = `
  paths:
    /owners:
      post:
        operationId: addOwner
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Owner' } } } }
        responses:
          201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Owner' } } } }
          409: { description: taken }
    /owners/{ownerId}:
      get:
        operationId: getOwner
        parameters: [{ $ref: '#/components/parameters/owner' }]
        responses: { 200: { description: an owner, content: { application/json: { schema: { $ref: '#/components/schemas/Owner' } } } } }
    /owners/{ownerId}/pets:
      get:
        operationId: listPets
        parameters: [{ name: limit, in: query, schema: { type: integer, minimum: 1 } }]
        responses:
          200: { description: pets, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } }
          400: { description: bad }
          404: { description: no owner }
      post:
        operationId: addPet
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses:
          201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
          202: { description: later }
          422: { description: bad }
      parameters: [{ $ref: '#/components/parameters/owner' }]
    /owners/{ownerId}/pets/{petId}:
      get:
        operationId: getPet
        parameters: [{ $ref: '#/components/parameters/owner' }, { name: petId, in: path, required: true, schema: { type: integer } }]
        responses:
          200: { description: a pet, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
          401: { description: who are you }
          403: { description: you may not }
          404: { description: none }
          500: { description: broken }
          default: { description: anything else }
        security: [{ key: [] }]
  components:
    securitySchemes: { key: { type: http, scheme: bearer } }
    parameters: { owner: { name: ownerId, in: path, required: true, schema: { type: string } } }
    schemas:
      Owner: { type: object, required: [id], properties: { id: { type: string, example: ann }, name: { type: string } } }
      Pet: { type: object, required: [name], properties: { id: { type: integer, readOnly: true }, name: { type: string, minLength: 1 } } }
`

describe('the cases of a document', () => {
  let list: CaseList

  before(async () => {
    list = await casesOf(PETS)
  })

  it('have an id of operation, response and cause', () => {
    expect(idsOf(list).filter((id) => id.startsWith('getPet'))).to.deep.equal([
      'getPet.200.minimal',
      'getPet.401.noCredentials',
      'getPet.401.unknownCredentials',
      'getPet.403.forbidden',
      'getPet.404.unknownOwnerId',
      'getPet.404.unknownPetId',
      'getPet.default.invalidPetIdType',
    ])
  })

  it('are the same in each run', async () => {
    expect(idsOf(await casesOf(PETS))).to.deep.equal(idsOf(list))
  })

  it('have what is in the path, and a caller who may', () => {
    expect(statesOf(find(list, 'getPet.200.minimal'))).to.deep.equal([
      'exists /owners/{ownerId}/pets/{petId}',
      'allowed',
    ])
  })

  it('miss one thing in the path at a time, below things that are there', () => {
    const missing = find(list, 'getPet.404.unknownPetId')
    expect(statesOf(missing)).to.deep.equal([
      'exists /owners/{ownerId}',
      'missing /owners/{ownerId}/pets/{petId}',
      'allowed',
    ])
    expect([...missing.request.carried]).to.deep.equal(['ownerId'])
    expect(missing.request.params.path['petId']).to.not.equal(
      find(list, 'getPet.200.minimal').request.params.path['petId'],
    )
  })

  it('send no credentials, those of nobody, and those of a second caller', () => {
    expect(find(list, 'getPet.401.noCredentials').request.credentials).to.deep.equal([])
    expect(find(list, 'getPet.401.unknownCredentials').request.credentials[0]?.expression).to.match(/^Bearer [^$]+$/)
    expect(statesOf(find(list, 'getPet.403.forbidden'))).to.include('forbidden')
  })

  it('break one rule each, a bounded number of times', () => {
    expect(idsOf(list).filter((id) => id.includes('.400.') || id.includes('.422.'))).to.deep.equal([
      'listPets.400.invalidLimitType',
      'listPets.400.invalidLimitMinimum',
      'addPet.422.missingBody',
      'addPet.422.invalidBodyNameRequired',
      'addPet.422.invalidBodyType',
      'addPet.422.malformedBody',
      'addPet.422.invalidBodyNameMinLength',
    ])
  })

  it('repeat a create whose id the client chooses', () => {
    const again = find(list, 'addOwner.409.existing')
    const [state] = again.states
    expect(state?.params).to.deep.include({ kind: 'exists', resource: '/owners', id: 'ann', body: again.request.body })
  })

  it('send the smallest and the largest request where there are no examples', () => {
    expect(idsOf(list).filter((id) => id.startsWith('listPets.200'))).to.deep.equal([
      'listPets.200.minimal',
      'listPets.200.full',
    ])
  })

  it('leave no documented response out in silence', () => {
    const said = list.unreachable.map(({ operation, response, reason }) => `${operation.id} ${response.key}: ${reason}`)
    expect(said).to.deep.equal([
      'addPet 202: create answers 201; what leads to another success cannot be told from the document',
      'getPet 500: a request cannot make a server fail',
    ])
  })

  it('are made of named examples, where there are some', async () => {
    const found = await casesOf(`
      paths:
        /greet:
          post:
            operationId: greet
            requestBody:
              content:
                application/json:
                  schema: { type: object }
                  examples: { loud: { value: { text: HO } }, soft tone: { value: { text: ho } } }
            responses: { 200: { description: said } }
    `)
    expect(idsOf(found)).to.deep.equal(['greet.200.exampleLoud', 'greet.200.exampleSoftTone'])
  })

  it('lead to 4XX by the first cause that has no key of its own', async () => {
    const found = await casesOf(`
      paths:
        /things/{id}:
          delete:
            operationId: drop
            parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
            responses: { 204: { description: gone }, 4XX: { description: no } }
    `)
    const [, missing] = found.cases
    expect(missing).to.include({ id: 'drop.4XX.unknownId', status: 404, statuses: 'clientError' })
  })

  it('ask for conditions, media types and formats only where their refusal is declared', async () => {
    const found = await casesOf(`
      paths:
        /things/{id}:
          get:
            operationId: read
            parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
            responses:
              200: { description: it, content: { application/json: { schema: { type: object } } } }
              304: { description: known }
              406: { description: not like that }
          put:
            operationId: write
            parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
            requestBody: { content: { application/json: { schema: { type: object } } } }
            responses: { 200: { description: done }, 412: { description: stale }, 415: { description: what is this } }
    `)
    expect(idsOf(found).filter((id) => !id.includes('.200.'))).to.deep.equal([
      'read.304.unmodified',
      'read.406.notAcceptable',
      'write.412.staleVersion',
      'write.415.unknownMediaType',
    ])
  })
})
