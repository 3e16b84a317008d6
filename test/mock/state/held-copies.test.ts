import { expect } from 'chai'
import { createMemoryStore } from '../../../mock/state/memory-store.js'
import { get, put } from './store-steps.js'

const BIG = 'x'.repeat(3000)

describe('what sessions hold of an older base world', () => {
  it('counts, so that a base world that changes between sessions cannot fill the memory', async () => {
    const store = createMemoryStore({ maxSessionsBytes: 12_000 })
    for (let i = 0; i < 20; i++) {
      await put(store, '', '1', { text: BIG })
      await get(store, `s${i}`, '1')
    }
    expect(await store.sessions()).to.deep.equal(['s16', 's17', 's18', 's19'])
  })

  it('counts once, however many sessions began with it', async () => {
    const store = createMemoryStore({ maxSessionsBytes: 12_000 })
    await put(store, '', '1', { text: BIG })
    for (let i = 0; i < 20; i++) await get(store, `s${i}`, '1')
    for (let i = 0; i < 20; i++) await put(store, '', '1', { text: BIG })
    await get(store, 'new', '1')
    expect(await store.sessions()).to.have.length(21)
  })

  it('counts for an older session that lives on when a newer one goes', async () => {
    const store = createMemoryStore({ maxSessionsBytes: 12_000 })
    for (const id of ['1', '2', '3', '4', '5', '6']) await put(store, '', id, { text: BIG })
    await get(store, 'old', '1')
    for (const id of ['1', '2', '3', '4', '5', '6']) {
      await put(store, '', id, { text: BIG })
      await get(store, `s${id}`, '1')
      await store.drop(`s${id}`)
    }
    await get(store, 'new', '1')
    expect(await store.sessions()).to.deep.equal(['new'])
  })
})
