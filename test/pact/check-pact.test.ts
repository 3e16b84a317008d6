import { expect } from 'chai'
import type { ReportedFinding } from '../../src/base/report.js'
import { checkPact } from '../../src/pact/check/check-pact.js'
import { readPact } from '../../src/pact/read-pact.js'
import { serialisePact, writePact } from '../../src/pact/write-pact.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { api } from '../support/api.js'

const API = `
  paths:
    /pets/{petId}:
      parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
      get:
        operationId: getPet
        parameters: [{ name: view, in: query, schema: { enum: [short, long] } }]
        responses:
          200:
            description: a pet
            headers: { ETag: { schema: { type: string } } }
            content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
          404: { description: none }
      put:
        operationId: savePet
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { 204: { description: saved }, 400: { description: bad } }
        security: [{ key: [] }]
  components:
    securitySchemes: { key: { type: http, scheme: bearer } }
    schemas:
      Named: { type: object, required: [name], properties: { name: { type: string } } }
      Pet:
        allOf:
          - { $ref: '#/components/schemas/Named' }
          - { type: object, additionalProperties: true, properties: { age: { type: integer }, kind: { enum: [cat, dog] }, tags: { type: array, minItems: 2, maxItems: 3, uniqueItems: true } } }
`

const STATES = [{ name: 'a pet exists' }]

async function check(interaction: object, version = '4.0'): Promise<readonly ReportedFinding[]> {
  const model = await api(API)
  const pact = {
    consumer: { name: 'web' },
    provider: { name: 'pets' },
    interactions: [{ description: 'a call', providerStates: STATES, ...interaction }],
    metadata: { pactSpecification: { version } },
  }
  const file = readPact('web-pets.json', JSON.stringify(pact, null, 2))
  return checkPact(model, planResources(model), file).cases.flatMap(({ findings }) => findings)
}

const GET = { method: 'GET', path: '/pets/7' }
const PUT = {
  method: 'PUT',
  path: '/pets/7',
  headers: { Authorization: ['Bearer x'], 'Content-Type': ['application/json'] },
}

function json(content: unknown) {
  return { content, contentType: 'application/json', encoded: false }
}

function brief(findings: readonly ReportedFinding[]): string[] {
  return findings.map(({ severity, rule, place, message }) => `${severity} ${rule} ${place}: ${message}`)
}

describe('a pact against the document', () => {
  it('fits when a consumer needs less than a provider sends', async () => {
    const response = { status: 200, headers: { 'Content-Type': ['application/json'] }, body: json({ name: 'Tom' }) }
    expect(await check({ request: GET, response })).to.deep.equal([])
  })

  it('is told where both sides say what they say', async () => {
    const [finding] = await check({ request: GET, response: { status: 200, body: json({ name: 7 }) } })
    expect(finding?.sources).to.deep.equal([
      {
        label: 'pact',
        file: 'web-pets.json',
        line: 24,
        column: 13,
        pointer: '/interactions/0/response/body/content/name',
      },
      {
        label: 'document',
        file: 'api.yaml',
        line: 23,
        column: 68,
        pointer: '/components/schemas/Named/properties/name/type',
      },
    ])
    expect(brief([finding as ReportedFinding])).to.deep.equal([
      'error response/body-schema response body at /name: expected a string, got 7',
    ])
  })

  it('may not call what the document does not declare', async () => {
    const response = { status: 200 }
    expect(brief(await check({ request: { method: 'GET', path: '/pet/7' }, response }))[0]).to.contain('request/path')
    expect(brief(await check({ request: { method: 'POST', path: '/pets/7' }, response }))[0]).to.contain(
      'request/method',
    )
  })

  it('may ask in vain for what is not there', async () => {
    expect(await check({ request: { method: 'GET', path: '/none' }, response: { status: 404 } })).to.deep.equal([])
  })

  it('sends what the operation takes, with credentials', async () => {
    expect(
      brief(await check({ request: { method: 'PUT', path: '/pets/7', body: json({}) }, response: { status: 204 } })),
    ).to.deep.equal([
      "error request/body-schema request body: lacks 'name'",
      'error request/credentials security scheme key: credentials: expected key (Authorization: Bearer …), got none',
    ])
  })

  it('may send what is refused, when it expects to be', async () => {
    expect(await check({ request: { ...PUT, body: json({}) }, response: { status: 400 } })).to.deep.equal([])
  })

  it('expects declared statuses, media types and values only', async () => {
    expect(brief(await check({ request: GET, response: { status: 201 } }))).to.deep.equal([
      'error response/status response status: expected one of the declared statuses 200, 404, got 201',
    ])
    const asText = {
      status: 200,
      headers: { 'Content-Type': ['text/plain'] },
      body: { content: 'Tom', contentType: 'text/plain', encoded: false },
    }
    expect(brief(await check({ request: GET, response: asText }))[0]).to.contain('response/media-type')
    const bird = { status: 200, body: json({ name: 'Tom', kind: 'bird' }) }
    expect(brief(await check({ request: GET, response: bird }))[0]).to.contain(
      'expected one of "cat", "dog", got "bird"',
    )
  })

  it('is warned of what it needs and the document does not promise', async () => {
    const response = { status: 200, headers: { ETag: ['"1"'], 'X-More': ['1'] }, body: json({ name: 'Tom', age: 3 }) }
    expect(brief(await check({ request: GET, response }))).to.deep.equal([
      'warning pact/not-promised response body at /age: the consumer needs /age, which the document does not require',
      'warning pact/not-promised response header ETag: the consumer needs the header ETag, which the document does not require',
      'warning pact/undeclared-header response header X-More: the consumer needs the header X-More, which the document does not declare',
    ])
  })

  it('is not warned of members whose keys have a rule, since Pact does not demand them', async () => {
    const keys = { combine: 'AND', matchers: [{ match: 'eachKey', rules: [{ match: 'regex', regex: '.*' }] }] }
    const response = { status: 200, body: json({ age: 3 }), matchingRules: { body: { $: keys } } }
    expect(await check({ request: GET, response })).to.deep.equal([])
  })

  it('expects no list that is empty, too long or too short, unless a rule makes it a sample', async () => {
    const wrong = async (tags: readonly string[], matchingRules = {}) => {
      const found = await check({
        request: GET,
        response: { status: 200, body: json({ name: 'Tom', tags }), matchingRules },
      })
      return found.filter(({ severity }) => severity === 'error').map(({ message }) => message)
    }
    const rules = { body: { '$.tags': { combine: 'AND', matchers: [{ match: 'type', min: 1 }] } } }
    expect(await wrong(['a', 'b'])).to.deep.equal([])
    expect(await wrong(['a'])).to.deep.equal(['expected at least 2 items, got 1'])
    expect(await wrong(['a', 'a'])).to.deep.equal(['expected no two equal items'])
    expect(await wrong(['a'], rules)).to.deep.equal([])
    expect(await wrong(['a', 'a'], rules)).to.deep.equal([])
    expect(await wrong([], rules)).to.deep.equal(['expected at least 2 items, got 0'])
    expect(await wrong(['a', 'b', 'c', 'd'], rules)).to.deep.equal(['expected at most 3 items, got 4'])
  })

  it('sends no body that is not declared', async () => {
    const request = { ...GET, headers: { 'Content-Type': ['application/json'] }, body: json({ a: 1 }) }
    const response = { status: 200, body: json({ name: 'Tom' }) }
    expect(brief(await check({ request, response }))).to.deep.equal([
      'error pact/undeclared-body request body: expected no body: the document declares none for this GET',
    ])
    expect(await check({ request, response: { status: 404 } })).to.deep.equal([])
  })

  it('is warned of query parameters that are not declared', async () => {
    const request = { ...GET, query: { view: ['short'], sort: ['name'] } }
    expect(brief(await check({ request, response: { status: 200 } }))).to.deep.equal([
      "warning pact/undeclared-parameter query parameter sort: expected a declared query parameter, got 'sort'; a provider may refuse or ignore it",
    ])
  })

  it('needs a state that gives what it generates from states', async () => {
    const request = {
      ...GET,
      generators: { path: { type: 'ProviderState', expression: '/pets/${id}', dataType: 'STRING' } },
    }
    const found = await check({ providerStates: [], request, response: { status: 404 } })
    expect(brief(found)).to.deep.equal([
      'error pact/provider-state request url: expected a provider state that gives ${id}, got no states at all',
    ])
  })

  it('is read in versions 2 and 3 as well', async () => {
    const old = {
      providerStates: undefined,
      providerState: 'a pet exists',
      request: { ...GET, query: 'view=round' },
      response: { status: 200, headers: { 'Content-Type': 'application/json' }, body: { name: 7 } },
    }
    const rules = ['request/parameter-schema', 'response/body-schema']
    expect((await check(old, '2.0.0')).map(({ rule }) => rule)).to.deep.equal(rules)
    const newer = {
      ...old,
      providerState: undefined,
      providerStates: STATES,
      request: { ...GET, query: { view: ['round'] } },
    }
    expect((await check(newer, '3.0.0')).map(({ rule }) => rule)).to.deep.equal(rules)
  })

  it('has no two interactions of one name', async () => {
    const model = await api(API)
    const each = { description: 'a call', providerStates: STATES, request: GET, response: { status: 404 } }
    const text = JSON.stringify({ interactions: [each, each], metadata: { pactSpecification: { version: '3.0.0' } } })
    const { cases } = checkPact(model, planResources(model), readPact('p.json', text))
    expect(cases.map(({ outcome }) => outcome)).to.deep.equal(['passed', 'failed'])
  })

  it('is told of what is not written as the specification says, never thrown at', async () => {
    const model = await api(API)
    const plan = planResources(model)
    const odd = [
      '{}',
      '{"interactions":5}',
      '{"interactions":[null,5,{"request":null}]}',
      '{"interactions":[{"request":{"path":5,"query":[],"headers":7,"body":{}},"response":{"status":"x"}}]}',
    ]
    for (const text of odd)
      expect(checkPact(model, plan, readPact('p.json', text)).cases[0]?.outcome).to.be.oneOf(['passed', 'failed'])
    expect(() => readPact('p.json', '[]')).to.throw('p.json')
    expect(() => readPact('p.json', '{"a":')).to.throw('p.json:1')
  })

  it('skips messages, and says so', async () => {
    const model = await api(API)
    const text = '{"messages":[{}],"metadata":{"pactSpecification":{"version":"3.0.0"}}}'
    expect(checkPact(model, planResources(model), readPact('p.json', text)).cases).to.have.lengthOf(1)
  })

  it('fits the document that it was written from', async () => {
    const model = await api(API)
    const plan = planResources(model)
    const { pact } = writePact(model, plan)
    const { cases } = checkPact(model, plan, readPact('p.json', serialisePact(pact)))
    expect(cases.flatMap(({ findings }) => brief(findings))).to.deep.equal([])
    expect(cases).to.have.lengthOf(pact.interactions.length)
  })
})
