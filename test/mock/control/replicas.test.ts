import { expect } from 'chai'
import { createMock } from '../../../mock/create-mock.js'
import { openStore } from '../../../mock/state/open-store.js'
import { api } from '../../support/api.js'
import { request } from '../../support/request.js'
import { newSqliteFile } from '../../support/sqlite.js'
import { PETS } from './pets.js'

describe('two mocks that share their state', () => {
  it('share rules, their counts and clocks, also after a restart', async () => {
    const model = await api(PETS)
    const file = await newSqliteFile()
    const stores = [await openStore(file), await openStore(file)]
    const [one, two] = await Promise.all(stores.map((store) => createMock(model, { store })))
    if (!one || !two) throw new Error('no mocks')
    const body = JSON.stringify({ operation: 'readPet', status: 429, times: 3 })
    await one.control(request('/__lockstep/rules', { body, type: 'application/json' }))
    const now = JSON.stringify({ now: '2040-01-01T00:00:00Z', running: false })
    await one.control(request('/__lockstep/clock', { method: 'PUT', body: now, type: 'application/json' }))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => (i % 2 ? one : two).handle(request('/pets/1'))),
    )
    expect(answers.filter(({ status }) => status === 429)).to.have.length(3)
    await Promise.all(stores.map((store) => store.close()))

    const store = await openStore(file)
    const later = await createMock(model, { store })
    const { body: clock } = await later.control(request('/__lockstep/clock'))
    expect(JSON.parse(String(clock))).to.include({ now: '2040-01-01T00:00:00.000Z', running: false })
    const { body: rules } = await later.control(request('/__lockstep/rules'))
    expect(JSON.parse(String(rules))).to.have.nested.property('rules[0].used', 3)
    await store.close()
  })
})
