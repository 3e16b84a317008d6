import { expect } from 'chai'
import { createRandom } from '../../src/base/random.js'
import { loadPacts } from '../../src/pact/verify/load-pacts.js'
import { openNativeVerifier, type NativeVerifier } from '../../src/pact/verify/native-verifier.js'
import type { PactSource } from '../../src/pact/verify/read-interactions.js'
import { verifyProvider } from '../../src/pact/verify/verify-provider.js'
import type { Verification } from '../../src/pact/verify/verification.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { inBody, model, startProvider, type Fault, type RunningProvider } from './zitadel-provider.js'

type Body = Record<string, unknown>

const PACTS = await loadPacts(['contracts/pacts/console-feature-flags-zitadel-system-api.json'])
/** One interaction for each status is enough to tell what a fault touches. */
const FEW = PACTS.map((source) => ({ ...source, pact: { ...source.pact, interactions: onePerStatus(source) } }))
const isFeature = (path: string) => path.includes('/features/INSTANCE_FEATURE')

/** A fault in the feature operation alone: what arranges its states stays right. */
function only(fault: Fault): Fault {
  return (response, request) => (isFeature(request.path) ? fault(response, request) : response)
}

function onePerStatus({ pact }: PactSource): readonly unknown[] {
  const all = pact['interactions'] as readonly { readonly response: { readonly status: number } }[]
  const statuses = [...new Set(all.map(({ response }) => response.status))]
  return statuses.map((status) => all.findLast(({ response }) => response.status === status))
}

function details(change: (details: Body) => unknown): Fault {
  return inBody(200, (body) => ({ ...body, details: change(body['details'] as Body) }))
}

function cause(status: number, change: (detail: Body) => unknown): Fault {
  return inBody(status, (body) => ({ ...body, details: (body['details'] as Body[] | undefined)?.map(change) }))
}

function as(from: number, to: number): Fault {
  return (response) => (response.status === from ? { ...response, status: to } : response)
}

function header(status: number, name: string, value: string | undefined): Fault {
  return (response) =>
    response.status === status ? { ...response, headers: { ...response.headers, [name]: value } } : response
}

function without(body: Body, name: string): Body {
  return Object.fromEntries(Object.entries(body).filter(([each]) => each !== name))
}

/** What is broken, the fault, and what the message must say: the status of the interaction, and where. */
const FAULTS: readonly (readonly [claim: string, fault: Fault, status: number, place: string])[] = [
  ['a success is 201', as(200, 201), 200, 'status'],
  ['a success is 204 without a body', (r) => (r.status === 200 ? { ...r, status: 204, body: '' } : r), 200, 'status'],
  ['a success is no JSON', (r) => (r.status === 200 ? { ...r, body: 'OK' } : r), 200, 'body'],
  ['a success is text', header(200, 'content-type', 'text/plain'), 200, 'header Content-Type'],
  ['a success has no media type', header(200, 'content-type', undefined), 200, 'header Content-Type'],
  ['a success is empty', (r) => (r.status === 200 ? { ...r, body: '' } : r), 200, 'body'],
  ['a success is a list', inBody(200, (body) => [body]), 200, 'body'],
  ['a success is bare', inBody(200, (body) => body['details']), 200, 'body at /details'],
  ['a success has no details', inBody(200, () => ({})), 200, 'body at /details'],
  ['details are null', details(() => null), 200, 'body at /details'],
  [
    'sequence is a number',
    details((each) => ({ ...each, sequence: Number(each['sequence']) })),
    200,
    '/details/sequence',
  ],
  ['sequence is no number', details((each) => ({ ...each, sequence: 'seven' })), 200, '/details/sequence'],
  ['sequence is negative', details((each) => ({ ...each, sequence: '-1' })), 200, '/details/sequence'],
  ['sequence is missing', details((each) => without(each, 'sequence')), 200, '/details/sequence'],
  ['changeDate is missing', details((each) => without(each, 'changeDate')), 200, '/details/changeDate'],
  ['changeDate is a Unix time', details((each) => ({ ...each, changeDate: 1742899433 })), 200, '/details/changeDate'],
  [
    'changeDate has no zone',
    details((each) => ({ ...each, changeDate: '2025-03-25T10:43:53' })),
    200,
    '/details/changeDate',
  ],
  ['changeDate is a duration', details((each) => ({ ...each, changeDate: '1s' })), 200, '/details/changeDate'],
  ['changeDate is a day', details((each) => ({ ...each, changeDate: '2025-03-25' })), 200, '/details/changeDate'],
  ['resourceOwner is a number', details((each) => ({ ...each, resourceOwner: 42 })), 200, '/details/resourceOwner'],
  ['resourceOwner is missing', details((each) => without(each, 'resourceOwner')), 200, '/details/resourceOwner'],
  ['resourceOwner is empty', details((each) => ({ ...each, resourceOwner: '' })), 200, '/details/resourceOwner'],
  [
    'an optional member has a wrong type',
    details((each) => ({ ...each, creationDate: 7 })),
    200,
    '/details/creationDate',
  ],
  [
    'members are in snake_case',
    details((each) => ({ ...each, changeDate: undefined, change_date: each['changeDate'] })),
    200,
    '/details/changeDate',
  ],
  ['who may not, may', (r) => (r.status === 403 ? { ...r, status: 200 } : r), 403, 'status'],
  ['who may not is 401', as(403, 401), 403, 'status'],
  ['who may not is told with code 16', inBody(403, (body) => ({ ...body, code: 16 })), 403, '/code'],
  ['the code of 403 is a text', inBody(403, (body) => ({ ...body, code: '7' })), 403, '/code'],
  ['the code of 403 is a name', inBody(403, (body) => ({ ...body, code: 'permission_denied' })), 403, '/code'],
  ['the code of 403 is missing', inBody(403, (body) => without(body, 'code')), 403, '/code'],
  ['the message of 403 is missing', inBody(403, (body) => without(body, 'message')), 403, '/message'],
  ['the details of 403 are missing', inBody(403, (body) => without(body, 'details')), 403, '/details'],
  [
    'the details of 403 are no list',
    inBody(403, (body) => ({ ...body, details: (body['details'] as Body[])[0] })),
    403,
    '/details',
  ],
  ['a detail of 403 has no type', cause(403, (each) => without(each, '@type')), 403, '/details/0'],
  [
    'a detail of 403 has a type that is none',
    cause(403, (each) => ({ ...each, '@type': 'ErrorDetail' })),
    403,
    '/details/0/@type',
  ],
  [
    '403 is HTML',
    (r) => (r.status === 403 ? { ...r, headers: { 'content-type': 'text/html' }, body: '<h1>403</h1>' } : r),
    403,
    'header Content-Type',
  ],
  ['403 is wrapped', inBody(403, (body) => ({ error: body })), 403, '/code'],
  ['an unknown instance is 400', as(404, 400), 404, 'status'],
  ['an unknown instance is 500', as(404, 500), 404, 'status'],
  ['an unknown instance is a success', (r) => (r.status === 404 ? { ...r, status: 200 } : r), 404, 'status'],
  ['the code of 404 is the HTTP status', inBody(404, (body) => ({ ...body, code: 404 })), 404, '/code'],
  ['the code of 404 is missing', inBody(404, (body) => without(body, 'code')), 404, '/code'],
  ['the message of 404 is null', inBody(404, (body) => ({ ...body, message: null })), 404, '/message'],
  [
    'the message of 404 is an object',
    inBody(404, () => ({ code: 5, message: { text: 'not found' } })),
    404,
    '/message',
  ],
  ['404 is empty', (r) => (r.status === 404 ? { ...r, body: '' } : r), 404, 'body'],
  ['404 has details that are none', inBody(404, (body) => ({ ...body, details: [{ id: 'X' }] })), 404, '/details/0'],
  ['nobody is 403', as(401, 403), 401, 'status'],
  ['nobody may', as(401, 200), 401, 'status'],
  ['the code of 401 is 7', inBody(401, (body) => ({ ...body, code: 7 })), 401, '/code'],
  ['the message of 401 is missing', inBody(401, (body) => without(body, 'message')), 401, '/message'],
  ['what is invalid is a success', as(400, 200), 400, 'status'],
  ['what is invalid is 422', as(400, 422), 400, 'status'],
  ['what is invalid is 500', as(400, 500), 400, 'status'],
  ['the code of 400 is 13', inBody(400, (body) => ({ ...body, code: 13 })), 400, '/code'],
  [
    'the message of 400 is called detail',
    inBody(400, ({ code, message }) => ({ code, detail: message })),
    400,
    '/message',
  ],
  [
    'the members of 400 are in upper case',
    inBody(400, ({ code, message }) => ({ Code: code, Message: message })),
    400,
    '/code',
  ],
]

/** The same beyond the feature operation: the part, the interactions, the fault, and what must be said. */
const OTHERS: readonly (readonly [claim: string, part: string, only: string, fault: Fault, place: string])[] = [
  ['a taken domain is 400', 'domains', 'AddDomain 409', as(409, 400), 'status'],
  ['the code of 409 is missing', 'domains', 'AddDomain 409', inBody(409, (body) => without(body, 'code')), '/code'],
  ['the code of 409 is that of 404', 'quotas', 'AddQuota 409', inBody(409, (body) => ({ ...body, code: 5 })), '/code'],
  ['a list is missing', 'domains', 'ListDomains 200', inPage((body) => without(body, 'result')), '/result'],
  ['a list is empty', 'domains', 'ListDomains 200', inPage((body) => ({ ...body, result: [] })), '/result'],
  [
    'a total is a number',
    'domains',
    'ListDomains 200',
    inPage((body) => ({ ...body, details: { totalResult: 2 } })),
    '/details/totalResult',
  ],
  ['an item has no name', 'domains', 'ListDomains 200', inItems((item) => without(item, 'domain')), '/domain'],
  [
    'an item has a text for a flag',
    'domains',
    'ListDomains 200',
    inItems((item) => ({ ...item, primary: 'true' })),
    '/primary',
  ],
  [
    'a state is none of the enum',
    'instances',
    'GetInstance 200',
    inBody(200, ({ instance }) => ({ instance: { ...(instance as Body), state: 'UP' } })),
    '/instance/state',
  ],
  [
    'a flag is a text',
    'instance-features',
    'GetInstanceFeatures 200: one',
    inBody(200, (body) => ({ ...body, loginDefaultOrg: { enabled: 'true', source: 'SOURCE_INSTANCE' } })),
    '/loginDefaultOrg/enabled',
  ],
  [
    'a flag comes from elsewhere',
    'system-features',
    'GetSystemFeatures 200: one',
    inBody(200, (body) => ({ ...body, loginDefaultOrg: { enabled: true, source: 'SOURCE_USER' } })),
    '/loginDefaultOrg/source',
  ],
  [
    'the challenge of 401 is missing',
    'views',
    'ListViews 401: nobody',
    header(401, 'www-authenticate', undefined),
    'header WWW-Authenticate',
  ],
  ['nothing is there and that is 200', 'limits', 'ResetLimits 404: none', as(404, 200), 'status'],
]

/** What arranges states reads no page. */
function inPage(change: (body: Body) => unknown): Fault {
  return (response, request) => (request.path.endsWith('_search') ? inBody(200, change)(response, request) : response)
}

function inItems(change: (item: Body) => unknown): Fault {
  return inPage((body) => ({ ...body, result: (body['result'] as Body[]).map(change) }))
}

describe('verifying providers that have one fault', () => {
  let provider: RunningProvider
  let verifier: NativeVerifier

  before(async () => {
    provider = await startProvider()
    verifier = openNativeVerifier()
  })

  after(async () => {
    verifier.close()
    await provider.close()
  })

  async function run(fault: Fault | undefined, pacts: readonly PactSource[]): Promise<Verification> {
    provider.breakWith(fault)
    return verifyProvider({
      model,
      plan: planResources(model),
      provider: provider.url,
      pacts,
      tokens: { allowed: 'lockstep-admin', forbidden: 'lockstep-guest' },
      random: createRandom('faults'),
      prefixed: true,
      verifier,
    })
  }

  it('finds nothing wrong with one that has none', async () => {
    const { verdicts, leftBehind } = await run(undefined, PACTS)
    expect(verdicts.map(({ outcome, findings }) => [outcome, findings])).to.deep.equal(
      verdicts.map(() => ['passed', []]),
    )
    expect(verdicts).to.have.length(10)
    expect(leftBehind).to.deep.equal([])
  })

  for (const [claim, fault, status, place] of FAULTS) {
    it(`finds that ${claim}`, async () => {
      const { verdicts } = await run(only(fault), FEW)
      const found = verdicts.flatMap(({ interaction, findings }) =>
        findings.map((finding) => ({ status: interaction.status, place: placeOf(finding.where), finding })),
      )
      const telling = found.find((each) => each.status === status && each.place.includes(place))
      expect(telling, JSON.stringify(found)).to.not.equal(undefined)
      expect(telling?.finding.message).to.match(/got|lacks/)
      expect(telling?.finding.spec).to.be.a('string')
      // One fault is not told of interactions that it does not touch.
      expect(new Set(found.map((each) => each.status))).to.deep.equal(new Set([status]))
    })
  }

  for (const [claim, part, description, fault, place] of OTHERS) {
    it(`finds that ${claim}`, async () => {
      const [source] = await loadPacts([`contracts/pacts/console-${part}-zitadel-system-api.json`])
      const all = source?.pact['interactions'] as readonly { readonly description: string }[]
      const interactions = all.filter((each) => each.description.includes(description))
      const pacts = source ? [{ ...source, pact: { ...source.pact, interactions } }] : []
      const { verdicts } = await run(fault, pacts)
      const found = verdicts.flatMap(({ findings }) => findings.map(({ where }) => placeOf(where)))
      expect(
        found.filter((each) => each.includes(place)),
        JSON.stringify(verdicts),
      ).to.not.deep.equal([])
      const { verdicts: right } = await run(undefined, pacts)
      expect(right.map(({ outcome }) => outcome)).to.deep.equal(interactions.map(() => 'passed'))
    })
  }

  it('clears away all that it made', async () => {
    provider.breakWith(undefined)
    const before = await provider.countInstances()
    await run(undefined, PACTS)
    expect(await provider.countInstances()).to.equal(before)
  })
})

function placeOf({ in: part, name = '', pointer = '' }: { in: string; name?: string; pointer?: string }): string {
  return part === 'header' ? `header ${name}` : pointer === '' ? part : `${part} at ${pointer}`
}
