import { expect } from 'chai'
import type { Store, StoreOptions } from '../../../mock/state/store.js'
import { get, increment, key, listIds, look, next, PETS, put, remove } from './store-steps.js'

/** The part of the shared suite that is about sessions and snapshots; see describeStore. */
export function describeSessions(name: string, create: (options?: StoreOptions) => Promise<Store>): void {
  describe(`sessions and snapshots: ${name}`, () => {
    let store: Store

    beforeEach(async () => {
      store = await create()
    })

    afterEach(() => store.close())

    it('begins a session as the base world stands at its first use', async () => {
      await put(store, '', '1', { n: 1 })
      await next(store, '', 'id')
      expect((await get(store, 's', '1'))?.value).to.deep.equal({ n: 1 })
      await put(store, '', '1', { n: 2 })
      await put(store, '', '2', {})
      await remove(store, '', PETS, '1')
      await next(store, '', 'id')
      expect(await get(store, 's', '1')).to.deep.equal({ id: '1', value: { n: 1 }, version: 1 })
      expect(await listIds(store, 's')).to.deep.equal(['1'])
      expect(await next(store, 's', 'id')).to.equal(2)
      expect(await listIds(store, 'later')).to.deep.equal(['2'])
    })

    it('begins a session also when the clock stands at 0', async () => {
      const early = await create({ clock: { now: () => 0 } })
      await put(early, '', '1', {})
      expect(await listIds(early, 's')).to.deep.equal(['1'])
      await early.close()
    })

    it('keeps what a session writes and removes from the base world and from other sessions', async () => {
      for (const id of ['1', '2', '3']) await put(store, '', id, { of: 'base' })
      await put(store, '', 'x', {}, key('/pets/2/toys'))
      await get(store, 'other', '1')
      await put(store, 's', '1', { of: 's' })
      await remove(store, 's', PETS, '2')
      await put(store, 's', '4', {})
      expect(await listIds(store, 's')).to.deep.equal(['1', '3', '4'])
      expect(await listIds(store, 's', 0, undefined, key('/pets/2/toys'))).to.deep.equal([])
      expect(await look(store, 's', (state) => state.count(PETS))).to.equal(3)
      expect((await get(store, 's', '1'))?.version).to.equal(2)
      for (const world of ['', 'other', 'new']) {
        expect(await listIds(store, world), world).to.deep.equal(['1', '2', '3'])
        expect((await get(store, world, '1'))?.value, world).to.deep.equal({ of: 'base' })
        expect(await listIds(store, world, 0, undefined, key('/pets/2/toys'))).to.deep.equal(['x'])
      }
    })

    it('runs 200 sessions in parallel that never see each other', async () => {
      await put(store, '', '1', { n: 0 })
      const sessions = Array.from({ length: 200 }, (_, i) => `session-${i}`)
      await Promise.all(
        sessions.map(async (session, i) => {
          await put(store, session, session, { i })
          for (let times = 0; times <= i % 3; times++) await increment(store, session)
        }),
      )
      await Promise.all(
        sessions.map(async (session, i) => {
          expect(await listIds(store, session)).to.deep.equal(['1', session])
          expect((await get(store, session, '1'))?.value).to.deep.equal({ n: (i % 3) + 1 })
        }),
      )
      expect(await listIds(store, '')).to.deep.equal(['1'])
      expect(await store.sessions()).to.have.members(sessions)
    })

    it('forgets a session that is dropped: it begins anew from the base world', async () => {
      await put(store, '', '1', {})
      await put(store, 's', '2', {})
      await next(store, 's', 'id')
      await store.drop('s')
      await store.drop('unknown')
      expect(await store.sessions()).to.deep.equal([])
      expect(await listIds(store, 's')).to.deep.equal(['1'])
      expect(await next(store, 's', 'id')).to.equal(1)
    })

    it('empties the base world when it is dropped, and no session', async () => {
      await put(store, '', '1', {})
      await next(store, '', 'id')
      await get(store, 's', '1')
      await store.drop('')
      expect(await listIds(store, '')).to.deep.equal([])
      expect(await look(store, '', (state) => state.collections())).to.deep.equal([])
      expect(await next(store, '', 'id')).to.equal(1)
      expect(await listIds(store, 's')).to.deep.equal(['1'])
    })

    it('restores a snapshot as often as asked, in any session', async () => {
      await put(store, '', '1', { n: 1 })
      await put(store, '', 'x', {}, key('/pets/1/toys'))
      await next(store, '', 'id')
      await store.snapshot('', 'before')
      for (const world of ['', 's', '']) {
        await put(store, world, '1', { n: 2 })
        await remove(store, world, PETS, '1')
        await put(store, world, '2', {})
        await next(store, world, 'id')
        expect(await store.restore(world, 'before')).to.equal(true)
        expect(await get(store, world, '1'), world).to.deep.equal({ id: '1', value: { n: 1 }, version: 1 })
        expect(await listIds(store, world)).to.deep.equal(['1'])
        expect(await listIds(store, world, 0, undefined, key('/pets/1/toys'))).to.deep.equal(['x'])
        expect(await next(store, world, 'id')).to.equal(2)
      }
    })

    it('keeps snapshots of sessions beyond the session', async () => {
      await put(store, '', '1', {})
      await put(store, 's', '2', {})
      await remove(store, 's', PETS, '1')
      await store.snapshot('s', 'mine')
      await put(store, '', '3', {})
      await store.drop('s')
      expect(await store.restore('t', 'mine')).to.equal(true)
      expect(await listIds(store, 't')).to.deep.equal(['2'])
    })

    it('replaces a snapshot of the same name, and says when there is none', async () => {
      await put(store, '', '1', {})
      await store.snapshot('', 'a')
      await put(store, '', '2', {})
      await store.snapshot('', 'a')
      await store.snapshot('', 'b')
      await store.drop('')
      expect(await store.restore('', 'a')).to.equal(true)
      expect(await listIds(store, '')).to.deep.equal(['1', '2'])
      expect(await store.snapshots()).to.have.members(['a', 'b'])
      expect(await store.restore('', 'c')).to.equal(false)
      expect(await listIds(store, '')).to.deep.equal(['1', '2'])
    })

    it('forgets a snapshot, and says when there is none', async () => {
      await put(store, '', '1', {})
      await store.snapshot('', 'a')
      await store.snapshot('', 'b')
      expect(await store.forget('a')).to.equal(true)
      expect(await store.forget('a')).to.equal(false)
      expect(await store.snapshots()).to.deep.equal(['b'])
      expect(await store.restore('', 'a')).to.equal(false)
    })

    it('describes its sessions, and what they wrote themselves', async () => {
      await put(store, '', '1', { text: 'x'.repeat(1000) })
      await get(store, 'reads', '1')
      await put(store, 'writes', '2', { text: 'x'.repeat(1000) })
      const facts = await store.describe()
      expect(facts.map(({ session }) => session)).to.deep.equal(await store.sessions())
      expect(facts.find(({ session }) => session === 'reads')?.ownBytes).to.equal(0)
      expect(facts.find(({ session }) => session === 'writes')?.ownBytes).to.be.within(1000, 2000)
    })

    it('orders a drop among writers: what comes after it is kept', async () => {
      await Promise.all([put(store, 's', '1', {}), store.drop('s'), put(store, 's', '2', {}), put(store, 's', '3', {})])
      expect(await listIds(store, 's')).to.deep.equal(['2', '3'])
    })
  })
}
