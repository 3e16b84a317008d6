import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const PETS = `
  paths:
    /pets:
      post:
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { 201: { $ref: '#/components/responses/Pet' }, 409: { description: taken } }
    /pets/{id}:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      get: { responses: { 200: { $ref: '#/components/responses/Pet' }, 404: { description: none } } }
      put:
        operationId: setPet
        parameters: [{ name: If-Match, in: header, schema: { type: string } }]
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { 200: { $ref: '#/components/responses/Pet' }, 404: { description: none } }
      patch:
        requestBody: { content: { application/json-patch+json: { schema: { type: array } } } }
        responses: { 200: { $ref: '#/components/responses/Pet' }, 409: { description: no } }
    /pets/{id}/toys/{toy}:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: toy, in: path, required: true, schema: { type: string } }
      put:
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { 201: { $ref: '#/components/responses/Pet' }, 404: { description: none } }
  components:
    responses:
      Pet: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
    schemas:
      Pet: { type: object, required: [name], properties: { id: { type: string }, name: { type: string } } }
`

describe('a refusal of the state', () => {
  it('says what, where and why, also where its response is declared without content', async () => {
    const ask = await mocked(PETS)
    const rex = { id: 'rex', name: 'Rex' }
    await ask('POST /pets', { body: rex })
    const type = 'application/json-patch+json'
    const refused = [
      await ask('GET /pets/tom'),
      await ask('PUT /pets/tom/toys/ball', { body: rex }),
      await ask('POST /pets', { body: rex }),
      await ask('PUT /pets/rex', { body: rex, headers: { 'if-match': '"other"' } }),
      await ask('PATCH /pets/rex', { type, body: [{ op: 'remove', path: '/age' }] }),
    ]
    expect(
      refused.map(({ status, findings: [{ rule, where } = { rule: '', where: '' }] }) => [status, rule, where]),
    ).to.deep.equal([
      [404, 'state/absent', 'path parameter id'],
      [404, 'state/absent', 'path parameter id'],
      [409, 'state/exists', 'request body'],
      [412, 'state/precondition', 'request header If-Match'],
      [409, 'state/unfit', 'request body'],
    ])
    expect(refused[0]?.findings[0]).to.include({ message: "there is no pet 'tom'", spec: 'api.yaml:10:5' })
  })

  it('by a behaviour of a user says what the behaviour says', async () => {
    const operations = { setPet: () => ({ kind: 'problem', status: 404, title: 'No', detail: 'not today' }) as const }
    const ask = await mocked(PETS, { behaviours: { operations } })
    const { findings } = await ask('PUT /pets/rex', { body: { name: 'Rex' } })
    expect(findings[0]).to.include({ rule: 'state/refused', message: 'not today' })
  })

  it('worded by a user still says what was wrong', async () => {
    const refuse = () => ({ kind: 'problem', status: 400, title: 'Try again' }) as const
    const ask = await mocked(PETS, { behaviours: { refuse } })
    const [body, path] = [await ask('PUT /pets/rex', { body: {} }), await ask('GET /pots')]
    expect([body, path].map(({ findings }) => findings[0]?.rule)).to.deep.equal(['request/body-schema', 'request/path'])
  })

  it('that was asked for with Prefer is no breach', async () => {
    const ask = await mocked(PETS)
    expect((await ask('GET /pets/tom', { headers: { prefer: 'code=404' } })).findings).to.deep.equal([])
  })
})
