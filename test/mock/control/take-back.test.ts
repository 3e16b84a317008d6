import { expect } from 'chai'
import { names, withPets, type Served } from './pets.js'

describe('the teardown of provider states', () => {
  it('takes back what was arranged, with what the interaction did to it', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/pets', { name: 'Kept' })
      await change(send, 'setup', 'pet 7 exists')
      await change(send, 'setup', 'pet 8 exists')
      await send('DELETE', '/pets/7')
      await send('POST', '/pets', { name: 'New' })
      await change(send, 'teardown', 'pet 7 exists')
      expect(names(await send('GET', '/pets'))).to.deep.equal(['Kept'])
      await send('POST', '/pets', { name: 'Later' })
      await change(send, 'teardown', 'pet 8 exists')
      expect(names(await send('GET', '/pets'))).to.deep.equal(['Kept', 'Later'])
    }))

  it('brings back what a state took away', () =>
    withPets({}, async ({ send }) => {
      await send('POST', '/pets', { name: 'Kept' })
      await change(send, 'setup', 'no pets exist')
      expect(names(await send('GET', '/pets'))).to.deep.equal([])
      await change(send, 'teardown', 'no pets exist')
      expect(names(await send('GET', '/pets'))).to.deep.equal(['Kept'])
    }))

  it('goes back to the last interaction only, where those before were not torn down', () =>
    withPets({}, async ({ send }) => {
      await change(send, 'setup', 'pet 7 exists', { name: 'Seven' })
      await send('POST', '/pets', { name: 'Between' })
      await change(send, 'setup', 'pet 8 exists', { name: 'Eight' })
      await change(send, 'teardown', 'pet 8 exists')
      expect(names(await send('GET', '/pets'))).to.deep.equal(['Seven', 'Between'])
    }))

  it('shows nothing of it among the snapshots, and leaves other sessions alone', () =>
    withPets({}, async ({ send }) => {
      await change(send, 'setup', 'pet 7 exists', {}, '?session=a')
      await send('POST', '/pets', { name: 'Base' })
      expect((await send('GET', '/__lockstep/snapshots')).body).to.deep.equal({ snapshots: [] })
      await change(send, 'teardown', 'pet 7 exists')
      expect((await send('GET', '/pets/7', undefined, { 'lockstep-session': 'a' })).status).to.equal(200)
      expect(names(await send('GET', '/pets'))).to.deep.equal(['Base'])
    }))
})

async function change(send: Served['send'], action: string, state: string, params = {}, query = ''): Promise<void> {
  const { status } = await send('POST', `/__lockstep/pact-states${query}`, { state, params, action })
  expect(status).to.equal(200)
}
