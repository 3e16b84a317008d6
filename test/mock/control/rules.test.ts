import { expect } from 'chai'
import { createFixedClock } from '../../../src/base/clock.js'
import type { Behaviours } from '../../../mock/behave/behaviour.js'
import type { Rule } from '../../../mock/control/rules/rule.js'
import { createMock } from '../../../mock/create-mock.js'
import { api } from '../../support/api.js'
import { request } from '../../support/request.js'
import { PETS, withPets, type Answer } from './pets.js'

const A = { 'lockstep-session': 'a' }

/** The statuses of so many reads of a pet that is not there. */
async function statuses(count: number, read: () => Promise<{ readonly status: number }>): Promise<readonly number[]> {
  const found: number[] = []
  for (let i = 0; i < count; i++) found.push((await read()).status)
  return found
}

function used({ body }: Answer): readonly number[] {
  return (body as { rules: { used: number }[] }).rules.map((rule) => rule.used)
}

describe('rules', () => {
  it('answer the next calls and no others, exactly, also when all come at once', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/__lockstep/rules', {
        operation: 'readPet',
        status: 429,
        times: 3,
        headers: { 'Retry-After': '7', 'Content-Length': '1' },
      })
      const answers = await Promise.all(Array.from({ length: 10 }, () => send('GET', '/pets/1')))
      const limited = answers.filter(({ status }) => status === 429)
      expect(limited).to.have.length(3)
      expect(limited[0]?.headers.get('retry-after')).to.equal('7')
      expect(answers.filter(({ status }) => status === 404)).to.have.length(7)
      expect(used(await send('GET', '/__lockstep/rules'))).to.deep.equal([3])
    }))

  it('count for one session only', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/__lockstep/rules?session=a', { status: 503 })
      expect((await send('GET', '/pets', undefined, A)).status).to.equal(503)
      expect((await send('GET', '/pets')).status).to.equal(200)
      expect((await send('GET', '/pets', undefined, { 'lockstep-session': 'b' })).status).to.equal(200)
    }))

  it('say an error in the shape that the document declares for it', () =>
    withPets({}, async ({ send }) => {
      await send('PUT', '/__lockstep/rules', [{ status: 400, operation: 'createPet' }, { status: 404 }])
      expect((await send('POST', '/pets', { name: 'Ann' })).body).to.include({ code: 400 })
      // The author's example says it better.
      expect((await send('GET', '/pets/1')).body).to.include({ code: 7 })
    }))

  it('answer with an example, or with a body', () =>
    withPets({}, async ({ send }) => {
      await send('PUT', '/__lockstep/rules', [
        { path: '/pets/1', status: 404, example: 'moved' },
        { path: '/pets/2', body: { id: '2', name: 'Bodo' } },
        { path: '/pets/3', status: 418, body: { tea: true } },
      ])
      expect((await send('GET', '/pets/1')).body).to.deep.equal({ code: 7, message: 'it lives elsewhere' })
      expect((await send('GET', '/pets/2')).body).to.deep.equal({ id: '2', name: 'Bodo' })
      const teapot = await send('GET', '/pets/3')
      expect([teapot.status, teapot.body]).to.deep.equal([418, { tea: true }])
    }))

  it('leave refused requests as they are, and use up no call for them', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/__lockstep/rules', { operation: 'createPet', status: 503, times: 1 })
      expect((await send('POST', '/pets', { name: 7 })).status).to.equal(400)
      expect((await send('POST', '/pets', { name: 'Ann' })).status).to.equal(503)
      expect((await send('POST', '/pets', { name: 'Ann' })).status).to.equal(201)
    }))

  it('change nothing in the state when they answer', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/__lockstep/rules', { operation: 'createPet', status: 503 })
      await send('POST', '/pets', { name: 'Ann' })
      await send('DELETE', '/__lockstep/rules')
      expect((await send('GET', '/pets')).body).to.deep.equal([])
    }))

  it('yield to what the request itself prefers', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/__lockstep/rules', { operation: 'readPet', status: 503 })
      expect((await send('GET', '/pets/1', undefined, { prefer: 'code=404' })).status).to.equal(404)
    }))

  it('add to each other: one delays what another answers', async () => {
    const rules = [
      { path: '/pets/**', delay: 1 },
      { status: 503, delay: 5000 },
    ]
    const mock = await createMock(await api(PETS), { behaviours: { rules } })
    expect((await mock.handle(request('/pets/1'))).status).to.equal(503)
    expect(mock.journal.entries()[0]?.durationMs).to.be.within(0.5, 4000)
  })

  it('draw the same for the same seed, in every session', async () => {
    const behaviours = { rules: [{ status: 503, probability: 0.5 }] }
    const model = await api(PETS)
    const runs = await Promise.all(
      ['a', 'b'].map(async (session) => {
        const mock = await createMock(model, { behaviours, seed: 7 })
        return statuses(40, () => mock.handle(request('/pets', { headers: { 'lockstep-session': session } })))
      }),
    )
    expect(runs[0]).to.deep.equal(runs[1])
    expect(new Set(runs[0])).to.deep.equal(new Set([200, 503]))
  })

  it('are in snapshots, with their counts', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/__lockstep/rules?session=a', { operation: 'readPet', status: 429, times: 2 })
      await send('GET', '/pets/1', undefined, A)
      await send('PUT', '/__lockstep/snapshots/limited?session=a')
      await send('POST', '/__lockstep/snapshots/limited/restore?session=b')
      expect(await statuses(2, () => send('GET', '/pets/1', undefined, { 'lockstep-session': 'b' }))).to.deep.equal([
        429, 404,
      ])
    }))

  it('of a scenario are started by name, or asked for by one request', () =>
    withPets({ behaviours: { scenarios: { down: [{ status: 503 }] } } }, async ({ send }) => {
      expect((await send('GET', '/pets', undefined, { prefer: 'lockstep-scenario=down' })).status).to.equal(503)
      expect((await send('GET', '/pets')).status).to.equal(200)
      expect((await send('GET', '/pets', undefined, { prefer: 'lockstep-scenario=up' })).status).to.equal(404)
      expect((await send('GET', '/__lockstep/scenarios')).body).to.deep.equal({ scenarios: ['down'] })
      expect((await send('POST', '/__lockstep/scenarios/down/start?session=a')).status).to.equal(200)
      expect((await send('GET', '/pets', undefined, A)).status).to.equal(503)
      expect((await send('POST', '/__lockstep/scenarios/up/start')).status).to.equal(404)
    }))

  it('that cannot have an effect are refused, with the name that was meant', () =>
    withPets({}, async ({ send }) => {
      const misspelt = await send('POST', '/__lockstep/rules', { operation: 'redPet', status: 503 })
      expect([misspelt.status, misspelt.body]).to.have.deep.nested.property(
        '[1].detail',
        'operation: the document has no redPet; did you mean readPet?',
      )
      expect((await send('POST', '/__lockstep/rules', { operation: 'readPet' })).status).to.equal(422)
      expect(
        (await send('POST', '/__lockstep/rules', { status: 503, delay: { kind: 'uniform', min: 9, max: 1 } })).status,
      ).to.equal(422)
      expect((await send('POST', '/__lockstep/rules', { status: 503, delay: 60_001 })).status).to.equal(400)
      expect((await send('POST', '/__lockstep/rules', { status: 503, id: '__proto__' })).status).to.equal(422)
    }))

  it('of the configuration are checked when it is loaded', async () => {
    const model = await api(PETS)
    for (const rule of [
      { status: 99 },
      { status: 503, times: 0 },
      { delay: -1 },
      { operation: 'redPet', status: 503 },
    ]) {
      const failed = await createMock(model, { behaviours: { rules: [rule] } }).catch((error: unknown) => error)
      expect(failed).to.have.property('code', 'CONFIG_INVALID')
    }
    const untyped: readonly unknown[] = [
      null,
      'down',
      { status: '503' },
      { delay: null },
      { delay: { kind: 'normal' } },
      { headers: { a: 1 }, status: 503 },
    ]
    for (const rule of untyped) {
      const behaviours = { scenarios: { down: [rule] } } as unknown as Behaviours
      const failed = await createMock(model, { behaviours }).catch((error: unknown) => error)
      expect(failed, JSON.stringify(rule))
        .to.have.property('message')
        .that.matches(/^scenarios\.down\[0\]: /)
    }
    const misspelt = { rules: [{ status: 503, tiems: 3 } as Rule] }
    const failed = await createMock(model, { behaviours: misspelt }).catch((error: unknown) => error)
    expect(failed).to.have.property('message').that.includes('did you mean times?')
  })

  it('match path patterns with and without the prefix of the server', async () => {
    const model = await api(`servers: [{ url: /v1 }]\n${PETS.replace(/^\n? {2}/gm, '')}`)
    for (const path of ['/pets/7', '/pets/*', '/pets/{petId}', '/pets/**', '/**', '/v1/pets/7']) {
      const mock = await createMock(model, { behaviours: { rules: [{ path, status: 503 }] } })
      expect((await mock.handle(request('/v1/pets/7'))).status, path).to.equal(503)
    }
    for (const path of ['/pets', '/pets/8', '/pets/7/toys', '/*', '/pets/*/toys/**']) {
      const mock = await createMock(model, { behaviours: { rules: [{ path, status: 503 }] } })
      expect((await mock.handle(request('/v1/pets/7'))).status, path).to.equal(404)
    }
  })

  it('match request headers', async () => {
    const rules = [{ whenHeaders: { 'X-Tenant': 'acme' }, status: 503 }]
    const mock = await createMock(await api(PETS), { behaviours: { rules } })
    const read = (headers: Record<string, string>) => mock.handle(request('/pets', { headers }))
    expect([
      await read({ 'x-tenant': 'acme' }),
      await read({ 'x-tenant': 'other' }),
      await read({}),
    ]).to.have.nested.property('[0].status', 503)
    expect((await read({ 'x-tenant': 'other' })).status).to.equal(200)
    expect((await read({})).status).to.equal(200)
  })
})

describe('a session’s clock', () => {
  it('can be stopped, moved and reset, and is what behaviours see', () =>
    withPets({ clock: createFixedClock(Date.UTC(2030, 0, 1)) }, async ({ send }) => {
      const createdAt = async () => (await send('POST', '/pets', { name: 'Ann' }, A)).body
      expect(await createdAt()).to.include({ createdAt: '2030-01-01T00:00:00.000Z' })
      await send('PUT', '/__lockstep/clock?session=a', { now: '2040-02-03T04:05:06Z' })
      expect(await createdAt()).to.include({ createdAt: '2040-02-03T04:05:06.000Z' })
      const moved = await send('POST', '/__lockstep/clock/advance?session=a', { days: 1, hours: -1 })
      expect(moved.body).to.include({ now: '2040-02-04T03:05:06.000Z', running: true })
      expect(await createdAt()).to.include({ createdAt: '2040-02-04T03:05:06.000Z' })
      expect((await send('GET', '/__lockstep/clock')).body).to.include({
        now: '2030-01-01T00:00:00.000Z',
        movedByMilliseconds: 0,
      })
      await send('DELETE', '/__lockstep/clock?session=a')
      expect(await createdAt()).to.include({ createdAt: '2030-01-01T00:00:00.000Z' })
    }))

  it('stands still when it is told to', async () => {
    const clock = createFixedClock(0)
    await withPets({ clock }, async ({ send }) => {
      await send('PUT', '/__lockstep/clock', { now: '2040-01-01T00:00:00Z', running: false })
      clock.advance(5000)
      expect((await send('GET', '/__lockstep/clock')).body).to.include({
        now: '2040-01-01T00:00:00.000Z',
        running: false,
      })
    })
  })

  it('cannot be moved to where there is no time', () =>
    withPets({}, async ({ send }) => {
      await send('PUT', '/__lockstep/clock', { now: '9999-12-31T23:59:59Z' })
      for (let i = 0; i < 3; i++) await send('POST', '/__lockstep/clock/advance', { days: 100_000_000 })
      const { status } = await send('POST', '/__lockstep/clock/advance', { days: 100_000_000 })
      expect(status).to.equal(422)
      expect((await send('GET', '/__lockstep/clock')).status).to.equal(200)
    }))
})
