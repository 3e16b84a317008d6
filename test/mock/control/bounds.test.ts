import { expect } from 'chai'
import { createMock } from '../../../mock/create-mock.js'
import { withinLimit } from '../../../mock/control/within-limit.js'
import { createMemoryStore } from '../../../mock/state/memory-store.js'
import { api } from '../../support/api.js'
import { request } from '../../support/request.js'
import { PETS } from './pets.js'

describe('what a session may take', () => {
  it('is answered with 507 when it is full, and nothing of the change is kept', async () => {
    const mock = await createMock(await api(PETS), { store: createMemoryStore({ maxWorldBytes: 2000 }), onBug: fail })
    const create = (name: string) =>
      mock.handle(request('/pets', { body: JSON.stringify({ name }), type: 'application/json' }))
    expect((await create('Ann')).status).to.equal(201)
    const full = await create('x'.repeat(3000))
    expect([full.status, full.headers['content-type']]).to.deep.equal([507, 'application/problem+json'])
    expect(JSON.parse(String((await mock.handle(request('/pets'))).body))).to.have.length(1)
    expect((await create('Bob')).status).to.equal(201)
  })

  it('is not held for ever by a behaviour that does not settle', async () => {
    const failed = await Promise.resolve(withinLimit(new Promise(() => undefined), 'the behaviour of x', 5)).catch(
      (error: unknown) => error,
    )
    expect(failed).to.have.property('message').that.includes('the behaviour of x did not settle within 5 ms')
    expect(withinLimit('at once', 'x', 0)).to.equal('at once')
    expect(await withinLimit(Promise.resolve(7), 'x', 1000)).to.equal(7)
  })
})

function fail(error: unknown): void {
  throw error
}
