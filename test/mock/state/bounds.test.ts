import { expect } from 'chai'
import { createFixedClock } from '../../../src/base/clock.js'
import type { JsonObject } from '../../../src/base/json.js'
import { createMemoryStore } from '../../../mock/state/memory-store.js'
import { openStore } from '../../../mock/state/open-store.js'
import { isSessionId, StateFull, type Store, type StoreOptions } from '../../../mock/state/store.js'
import { change, get, key, listIds, PETS, put } from './store-steps.js'
import { newSqliteFile } from '../../support/sqlite.js'

describeBounds('memory', (options) => Promise.resolve(createMemoryStore(options)))
describeBounds('SQLite', async (options) => openStore(await newSqliteFile(), options))

function describeBounds(name: string, create: (options: StoreOptions) => Promise<Store>): void {
  describe(`bounds of a state store: ${name}`, () => {
    let store: Store

    afterEach(() => store.close())

    it('forgets the session that was not used for longest when there are too many', async () => {
      store = await create({ maxSessions: 3 })
      for (const session of ['a', 'b', 'c']) await put(store, session, '1', {})
      await get(store, 'a', '1')
      await put(store, 'd', '1', {})
      expect(await store.sessions()).to.deep.equal(['c', 'a', 'd'])
      expect(await get(store, 'b', '1')).to.equal(undefined)
    })

    it('never forgets the base world', async () => {
      store = await create({ maxSessions: 1 })
      await put(store, '', '1', {})
      for (let i = 0; i < 10; i++) await put(store, `s${i}`, '2', {})
      expect(await listIds(store, '')).to.deep.equal(['1'])
      expect(await store.sessions()).to.deep.equal(['s9'])
    })

    it('forgets a session after its idle time, counted from its last use', async () => {
      const clock = createFixedClock(1_000_000)
      store = await create({ maxIdleMs: 1000, clock })
      await put(store, 'read', '1', {})
      await put(store, 'idle', '1', {})
      clock.advance(900)
      await get(store, 'read', '1')
      clock.advance(101)
      expect(await store.sessions()).to.deep.equal(['read'])
      expect(await get(store, 'idle', '1')).to.equal(undefined)
      expect((await get(store, 'read', '1'))?.version).to.equal(1)
    })

    it('refuses a change that would make a world too large, and keeps nothing of it', async () => {
      store = await create({ maxWorldBytes: 10_000 })
      await put(store, 's', '1', { text: 'x'.repeat(5000) })
      const refused = await change(store, 's', (state) => {
        state.put(PETS, '2', {})
        state.put(PETS, '3', { text: 'x'.repeat(5000) })
      }).catch((error: unknown) => error)
      expect(refused).to.be.instanceOf(StateFull)
      expect(await listIds(store, 's')).to.deep.equal(['1'])
      await put(store, 's', '1', { text: 'x'.repeat(9000) })
      await put(store, 'other', '1', { text: 'x'.repeat(9000) })
    })

    it('counts empty collections and numbers too, so that a world cannot grow by them', async () => {
      store = await create({ maxWorldBytes: 10_000 })
      const touched = await change(store, 's', (state) => {
        for (let i = 0; i < 100; i++) state.touch(key(`/pets/${i}/toys`))
      }).catch((error: unknown) => error)
      expect(touched).to.be.instanceOf(StateFull)
      const counted = await change(store, 's', (state) => {
        for (let i = 0; i < 200; i++) state.next(`n${i}`)
      }).catch((error: unknown) => error)
      expect(counted).to.be.instanceOf(StateFull)
    })

    it('gives back what collections below a removed item took', async () => {
      store = await create({ maxWorldBytes: 10_000 })
      await put(store, '', '1', {})
      await put(store, 's', '2', {})
      for (let i = 0; i < 100; i++) {
        await change(store, 's', (state) => {
          state.put(key('/pets/1/toys'), 'x', {})
          state.remove(PETS, '1')
          state.put(PETS, '1', {})
        })
      }
      expect((await store.describe())[0]?.ownBytes).to.be.below(2_000)
    })

    it('makes room in a full world by removing, also what lies below', async () => {
      store = await create({ maxWorldBytes: 10_000 })
      await put(store, '', '1', {})
      await put(store, '', 'x', { text: 'x'.repeat(8000) }, key('/pets/1/toys'))
      await change(store, '', (state) => {
        state.remove(PETS, '1')
      })
      await put(store, '', '2', { text: 'x'.repeat(9000) })
      expect(await listIds(store, '')).to.deep.equal(['2'])
    })

    it('forgets old sessions when all together wrote too much, however little each did', async () => {
      store = await create({ maxSessionsBytes: 12_000 })
      await put(store, '', 'base', { text: 'x'.repeat(50_000) })
      for (const session of ['a', 'b', 'c', 'd']) await put(store, session, '1', { text: 'x'.repeat(3000) })
      expect(await store.sessions()).to.deep.equal(['b', 'c', 'd'])
      for (let i = 0; i < 10; i++) await put(store, 'd', '1', { text: 'y'.repeat(3000) })
      expect(await store.sessions()).to.deep.equal(['b', 'c', 'd'])
      await put(store, 'd', 'base', { text: 'x'.repeat(9000) })
      expect(await store.sessions()).to.deep.equal(['d'])
    })

    it('forgets the snapshot that was not used for longest when there are too many', async () => {
      store = await create({ maxSnapshots: 2 })
      for (const name of ['a', 'b']) await store.snapshot('', name)
      await store.restore('', 'a')
      await store.snapshot('', 'c')
      expect(await store.snapshots()).to.deep.equal(['a', 'c'])
      expect(await store.restore('', 'b')).to.equal(false)
    })

    it('forgets old snapshots when all together hold too much', async () => {
      store = await create({ maxSnapshotsBytes: 11_000 })
      for (const name of ['a', 'b', 'c', 'd']) {
        await put(store, 's', '1', { text: name.repeat(3000) })
        await store.snapshot('s', name)
      }
      expect(await store.snapshots()).to.deep.equal(['b', 'c', 'd'])
    })
  })
}

describe('SQLite store', () => {
  it('fails the change that cannot be written down, and no other that came with it', async () => {
    const store = await openStore(await newSqliteFile())
    const outcomes = await Promise.allSettled([
      put(store, '', '1', {}),
      put(store, '', 'deep', nested(100_000)),
      put(store, '', '2', {}),
    ])
    expect(outcomes.map((outcome) => outcome.status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled'])
    expect(await listIds(store, '')).to.deep.equal(['1', '2'])
    await store.close()
  })
})

describe('memory store', () => {
  it('does not let what was put be changed from outside, in any world', async () => {
    const store = createMemoryStore()
    const value = { tags: ['a'] }
    await put(store, '', '1', value)
    expect(() => value.tags.push('b')).to.throw(TypeError)
    expect((await get(store, 's', '1'))?.value).to.deep.equal({ tags: ['a'] })
  })

  it('takes values that are nested deeper than a call stack', async () => {
    const store = createMemoryStore()
    const value = nested(100_000)
    await put(store, '', '1', value)
    expect((await get(store, '', '1'))?.value).to.equal(value)
  })
})

describe('session ids', () => {
  for (const id of ['a', 'worker-1', 'A_b.c', '0', 'x'.repeat(64), '9f1c2a7e-0000-4000-8000-000000000000']) {
    it(`may be ${id}`, () => expect(isSessionId(id)).to.equal(true))
  }
  for (const id of ['', '.', '..', '.a', 'a b', 'a/b', 'ä', 'a\n', '\u0000', '%41', 'a;b', 'x'.repeat(65)]) {
    it(`may not be ${JSON.stringify(id)}`, () => expect(isSessionId(id)).to.equal(false))
  }
})

function nested(depth: number): JsonObject {
  let value: JsonObject = {}
  for (let i = 0; i < depth; i++) value = { child: value }
  return value
}
