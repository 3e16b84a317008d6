import { expect } from 'chai'
import { createFixedClock } from '../../../src/base/clock.js'
import { createMock } from '../../../mock/create-mock.js'
import { api } from '../../support/api.js'
import { request } from '../../support/request.js'
import { names, PETS, withPets, type Answer } from './pets.js'

type Step = readonly [operation: string, method: string, path: string, body?: unknown]

/** Calls every operation of the admin API's own document, in an order in which each of them succeeds. */
const STEPS: readonly Step[] = [
  ['readHealth', 'GET', '/health'],
  ['readPlan', 'GET', '/plan'],
  ['readDocument', 'GET', '/openapi.json'],
  ['readOwnDocument', 'GET', '/admin.openapi.json'],
  ['readCoverage', 'GET', '/coverage'],
  ['createSession', 'POST', '/sessions', { id: 'a' }],
  ['listSessions', 'GET', '/sessions'],
  ['replaceEntity', 'PUT', '/state/pets/7?session=a', { name: 'Ann' }],
  ['readEntity', 'GET', '/state/pets/7?session=a'],
  ['replaceCollection', 'PUT', '/state/pets%2F7%2Ftoys?session=a', [{ id: 't1', label: 'ball' }]],
  ['readCollection', 'GET', '/state/pets%2F7%2Ftoys?session=a'],
  ['listCollections', 'GET', '/state?session=a'],
  ['exportSeed', 'GET', '/seed?session=a'],
  ['saveSnapshot', 'PUT', '/snapshots/one?session=a'],
  ['listSnapshots', 'GET', '/snapshots'],
  ['removeEntity', 'DELETE', '/state/pets/7?session=a'],
  ['emptyCollection', 'DELETE', '/state/pets?session=a'],
  ['restoreSnapshot', 'POST', '/snapshots/one/restore?session=a'],
  ['removeSnapshot', 'DELETE', '/snapshots/one'],
  ['setClock', 'PUT', '/clock?session=a', { now: '2040-01-01T00:00:00Z' }],
  ['advanceClock', 'POST', '/clock/advance?session=a', { minutes: 5 }],
  ['readClock', 'GET', '/clock?session=a'],
  ['resetClock', 'DELETE', '/clock?session=a'],
  ['addRule', 'POST', '/rules?session=a', { id: 'slow', delay: { kind: 'lognormal', median: 1, sigma: 0.1 } }],
  ['replaceRule', 'PUT', '/rules/slow?session=a', { delay: { kind: 'uniform', min: 1, max: 2 } }],
  ['readRule', 'GET', '/rules/slow?session=a'],
  ['listRules', 'GET', '/rules?session=a'],
  ['removeRule', 'DELETE', '/rules/slow?session=a'],
  ['replaceRules', 'PUT', '/rules?session=a', [{ fault: 'empty', operation: 'listToys' }]],
  ['removeRules', 'DELETE', '/rules?session=a'],
  ['listScenarios', 'GET', '/scenarios'],
  ['startScenario', 'POST', '/scenarios/down/start?session=a'],
  ['changePactState', 'POST', '/pact-states', { state: 'a pet exists' }],
  ['listJournal', 'GET', '/journal?findings=false&limit=5'],
  ['readJournalEntry', 'GET', '/journal/1'],
  ['clearJournal', 'DELETE', '/journal'],
  ['removeSession', 'DELETE', '/sessions/a'],
  ['resetState', 'POST', '/reset'],
]

describe('the admin API', () => {
  it('answers every operation of its own document as the document says', () =>
    withPets({ behaviours: { scenarios: { down: [{ status: 503 }] } } }, async ({ send }) => {
      await send('GET', '/pets')
      for (const [operation, method, path, body] of STEPS) {
        const answer = await send(method, `/__lockstep${path}`, body)
        // An answer that breaks the document would be a 500.
        expect(answer.status, `${operation}: ${JSON.stringify(answer.body)}`).to.be.within(200, 204)
        expect(answer.headers.get('lockstep-findings'), operation).to.equal(null)
      }
      const { paths } = (await send('GET', '/__lockstep/admin.openapi.json')).body as { paths: object }
      const declared = Object.values(paths).flatMap((path: object) => Object.values(path) as { operationId?: string }[])
      const ids = declared.flatMap(({ operationId }) => operationId ?? [])
      // Following never ends; it has a test of its own.
      expect(new Set([...STEPS.map(([operation]) => operation), 'followJournal'])).to.deep.equal(new Set(ids))
    }))

  it('refuses what its document does not allow, and says where', () =>
    withPets({}, async ({ send }) => {
      const cases: readonly Step[] = [
        ['an unknown member', 'POST', '/rules', { status: 503, tiems: 3 }],
        ['a name that is none', 'PUT', '/snapshots/.hidden'],
        ['a session that is none', 'GET', '/state?session=a%20b'],
        ['a time that is none', 'PUT', '/clock', { now: 'noon' }],
        ['a number that is none', 'GET', '/journal/first'],
        ['no body', 'POST', '/pact-states'],
      ]
      for (const [what, method, path, body] of cases) {
        const answer = await send(method, `/__lockstep${path}`, body)
        expect(answer.status, what).to.equal(400)
        expect(answer.headers.get('content-type'), what).to.equal('application/problem+json')
        expect(answer.body, what).to.have.property('detail').that.is.a('string')
      }
    }))

  it('says 404 for what is not there', () =>
    withPets({}, async ({ send }) => {
      const cases: readonly (readonly [string, string])[] = [
        ['GET', '/nothing'],
        ['GET', '/state/pets/7'],
        ['DELETE', '/state/pets/7'],
        ['POST', '/snapshots/none/restore'],
        ['DELETE', '/snapshots/none'],
        ['DELETE', '/sessions/none'],
        ['GET', '/rules/none'],
        ['DELETE', '/rules/none'],
        ['GET', '/journal/9'],
      ]
      for (const [method, path] of cases) expect((await send(method, `/__lockstep${path}`)).status, path).to.equal(404)
    }))

  it('does not let a page on another host read its answers', () =>
    withPets({}, async ({ send }) => {
      const answer = await send('GET', '/__lockstep/health', undefined, { origin: 'http://localhost:3000' })
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).to.deep.equal([200, null])
      expect((await send('GET', '/__lockstep/health', undefined, { origin: 'http://evil.example' })).status).to.equal(
        403,
      )
    }))

  it('keeps itself out of the journal and of the coverage', () =>
    withPets({}, async ({ send }) => {
      await send('GET', '/pets')
      await send('GET', '/pets/1')
      const { body } = await send('GET', '/__lockstep/coverage')
      expect(body).to.deep.include({ operations: { seen: 2, declared: 7 } })
      expect(body).to.have.nested.property('byOperation[0].responses').that.deep.equals({ 200: 1 })
      expect((await send('GET', '/__lockstep/journal')).body).to.have.property('count', 2)
    }))

  it('shows exchanges with their findings and bodies', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/pets', { name: 7 }, { 'lockstep-session': 'a' })
      await send('GET', '/pets')
      const found = await send('GET', '/__lockstep/journal?session=a&status=400&findings=true')
      expect(found.body).to.have.nested.property('entries[0].findings[0].rule', 'request/body-schema')
      expect(found.body).to.have.property('entries').with.length(1)
      const entry = await send('GET', '/__lockstep/journal/1')
      expect(entry.body).to.have.nested.property('request.body.text', '{"name":7}')
    }))

  it('stands where it is told to, and nowhere when it is switched off', async () => {
    await withPets({ adminPrefix: '/mock/admin' }, async ({ send }) => {
      expect((await send('GET', '/mock/admin/health')).status).to.equal(200)
      expect((await send('GET', '/__lockstep/health')).status).to.equal(404)
      await send('POST', '/mock/admin/s/a/pets', { name: 'Ann' })
      expect(names(await send('GET', '/pets', undefined, { 'lockstep-session': 'a' }))).to.deep.equal(['Ann'])
    })
    await withPets({ admin: false }, async ({ send }) => {
      expect((await send('GET', '/__lockstep/health')).status).to.equal(404)
      expect((await send('GET', '/__lockstep/s/a/pets')).status).to.equal(200)
    })
  })

  it('is refused a prefix that the document has paths below, or that is none', async () => {
    const model = await api('paths: { /__lockstep/health: { get: { responses: {} } } }')
    const failed = (adminPrefix?: string) =>
      createMock(model, adminPrefix === undefined ? {} : { adminPrefix }).then(
        () => undefined,
        (error: unknown) => (error as { code: string }).code,
      )
    expect(await failed()).to.equal('ADMIN_PREFIX_TAKEN')
    expect(await failed('/admin')).to.equal(undefined)
    for (const prefix of ['', '/', 'admin', '/admin/', '/{x}']) expect(await failed(prefix), prefix).to.equal('USAGE')
  })

  it('needs no address and no token inside the process', async () => {
    const mock = await createMock(await api(PETS))
    expect((await mock.control(request('/__lockstep/health'))).status).to.equal(200)
    expect((await mock.handle(request('/__lockstep/health'))).status).to.equal(403)
  })

  it('sees the document that is served now', () =>
    withPets({}, async ({ send, mock }) => {
      await send('GET', '/__lockstep/state')
      mock.use(await api('paths: { /cats: { get: { operationId: listCats, responses: {} } } }'))
      expect((await send('GET', '/__lockstep/health')).body).to.have.property('operations', 1)
      expect((await send('POST', '/__lockstep/rules', { operation: 'listCats', status: 503 })).status).to.equal(201)
    }))

  it('is found through the URL of a session too', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/__lockstep/s/a/pets', { name: 'Ann' })
      expect((await send('GET', '/__lockstep/s/a/__lockstep/state/pets')).body).to.have.property('total', 1)
      expect((await send('POST', '/__lockstep/s/a/__lockstep/reset')).status).to.equal(204)
      expect(names(await send('GET', '/__lockstep/s/a/pets'))).to.deep.equal([])
    }))
})

describe('the state through the admin API', () => {
  it('refuses entities that break their schema, and keeps nothing of a list that holds one', () =>
    withPets({}, async ({ send }) => {
      const refused = await send('PUT', '/__lockstep/state/pets', [
        { id: '1', name: 'Ann' },
        { id: '2', name: 2 },
      ])
      expect([refused.status, (refused.body as { detail: string }).detail]).to.deep.equal([
        422,
        '/pets/2/name: expected a string, got 2',
      ])
      expect((await send('GET', '/pets')).body).to.deep.equal([])
    }))

  it('is exported in a form that can be put back', () =>
    withPets({}, async ({ send, mock }) => {
      const pet = (await send('POST', '/pets', { name: 'Ann' })).body as { id: string }
      await send('POST', `/pets/${pet.id}/toys`, { label: 'ball' })
      const seed = (await send('GET', '/__lockstep/seed')).body as Record<string, readonly unknown[]>
      expect(Object.keys(seed)).to.deep.equal(['/pets', `/pets/${pet.id}/toys`])
      await withPets({ behaviours: { seed } }, async (other) => {
        expect((await other.send('GET', '/pets')).body).to.deep.equal([pet])
        expect((await other.send('GET', `/pets/${pet.id}/toys`)).body).to.have.nested.property('[0].label', 'ball')
        expect((await other.send('GET', '/__lockstep/seed')).body).to.deep.equal(seed)
      })
      expect(mock.journal.brokenResponses).to.equal(0)
    }))

  it('shows the seeds of the configuration before anybody asked for them', () =>
    withPets({ behaviours: { seed: { '/pets': [{ id: '1', name: 'Rex' }] } } }, async ({ send }) => {
      expect((await send('GET', '/__lockstep/state/pets?session=new')).body).to.have.property('total', 1)
      await send('DELETE', '/__lockstep/state/pets/1?session=new')
      expect(names(await send('GET', '/pets', undefined, { 'lockstep-session': 'new' }))).to.deep.equal([])
      await send('POST', '/__lockstep/reset?session=new')
      expect(names(await send('GET', '/pets', undefined, { 'lockstep-session': 'new' }))).to.deep.equal(['Rex'])
    }))

  it('tells how long sessions have been idle, and what they wrote', async () => {
    const clock = createFixedClock(Date.UTC(2030, 0, 1))
    await withPets({ clock }, async ({ send }) => {
      await send('POST', '/__lockstep/sessions', { id: 'a' })
      const sizes = async () => (await send('GET', '/__lockstep/sessions')).body as { sessions: { bytes: number }[] }
      expect((await sizes()).sessions[0]).to.include({ id: 'a', bytes: 0 })
      await send('POST', '/pets', { name: 'Ann' }, { 'lockstep-session': 'a' })
      expect((await sizes()).sessions[0]?.bytes).to.be.greaterThan(50)
      expect((await send('POST', '/__lockstep/sessions', { id: 'a' })).status).to.equal(409)
    })
  })
})

describe('provider states', () => {
  const arrange = (send: (...request: [string, string, unknown]) => Promise<Answer>, state: string, params = {}) =>
    send('POST', '/__lockstep/pact-states', { state, params, action: 'setup', consumer: 'web' })

  it('bring about what they speak of, with everything above it, and answer its ids', () =>
    withPets({}, async ({ send }) => {
      const { body } = await arrange(send, 'a toy exists')
      const { petId, toyId } = body as { petId: string; toyId: string }
      expect((await send('GET', `/pets/${petId}/toys/${toyId}`)).status).to.equal(200)
      expect((await arrange(send, 'a pet named Rex exists', { petId: '7', name: 'Rex' })).body).to.deep.equal({
        petId: '7',
      })
      expect((await send('GET', '/pets/7')).body).to.include({ id: '7', name: 'Rex' })
      await arrange(send, 'a pet with id 8 exists')
      expect((await send('GET', '/pets/8')).status).to.equal(200)
    }))

  it('take away what they say is not there', () =>
    withPets({}, async ({ send }) => {
      await arrange(send, 'pet 7 exists')
      await arrange(send, 'pet 7 does not exist')
      expect((await send('GET', '/pets/7')).status).to.equal(404)
      await send('POST', '/pets', { name: 'Ann' })
      await arrange(send, 'there are no pets')
      expect((await send('GET', '/pets')).body).to.deep.equal([])
    }))

  it('may hold for a session', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/__lockstep/pact-states?session=a', { state: 'pet 7 exists' })
      expect((await send('GET', '/pets/7', undefined, { 'lockstep-session': 'a' })).status).to.equal(200)
      expect((await send('GET', '/pets/7')).status).to.equal(404)
    }))

  it('that speak of nothing known are refused; teardown and no state are fine', () =>
    withPets({}, async ({ send }) => {
      expect((await arrange(send, 'the moon is full')).status).to.equal(422)
      expect((await arrange(send, '')).body).to.deep.equal({})
      const teardown = await send('POST', '/__lockstep/pact-states', { state: 'the moon is full', action: 'teardown' })
      expect([teardown.status, teardown.body]).to.deep.equal([200, {}])
    }))

  it('name the token of a caller who may, and of one who may not', () => {
    const personas = [
      { name: 'boss', token: 'boss-token', permissions: 'all' as const },
      { name: 'guest', token: 'guest-token', permissions: ['pets.read'] },
      { name: 'nobody', token: 'nobody-token', permissions: [] },
    ]
    return withPets({ behaviours: { personas } }, async ({ send }) => {
      const token = async (role: string) => (await arrange(send, 'the caller', { kind: 'caller', role })).body
      expect(await token('allowed')).to.deep.equal({ token: 'boss-token' })
      expect(await token('forbidden')).to.deep.equal({ token: 'guest-token' })
    })
  })

  it('are brought about by requests where the user wrote behaviours', async () => {
    const kept: string[] = []
    const operations = {
      createPet: () => {
        kept.push('new')
        return { kind: 'value' as const, status: 201, value: { id: 'own-1', name: 'Own' } }
      },
    }
    await withPets({ behaviours: { operations } }, async ({ send }) => {
      expect((await arrange(send, 'a pet exists')).body).to.deep.equal({ petId: 'own-1' })
      expect(kept).to.deep.equal(['new'])
    })
  })
})
