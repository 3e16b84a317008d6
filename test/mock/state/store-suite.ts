import { expect } from 'chai'
import type { Soon } from '../../../src/base/soon.js'
import type { StateWriter, Store, StoreOptions } from '../../../mock/state/store.js'
import { describeSessions } from './session-suite.js'
import { addOne, change, get, increment, key, listIds, look, next, PETS, put, remove } from './store-steps.js'

/** What every store promises. `create` opens an empty one; the suite closes it. */
export function describeStore(name: string, create: (options?: StoreOptions) => Promise<Store>): void {
  describe(`state store: ${name}`, () => {
    let store: Store

    beforeEach(async () => {
      store = await create()
    })

    afterEach(() => store.close())

    it('gives back what was put, with version 1', async () => {
      await put(store, '', '1', { name: 'Rex', tags: ['a', { b: null }] })
      expect(await get(store, '', '1')).to.deep.equal({
        id: '1',
        value: { name: 'Rex', tags: ['a', { b: null }] },
        version: 1,
      })
      expect(await get(store, '', '2')).to.equal(undefined)
    })

    it('raises the version with each put', async () => {
      for (const name of ['a', 'b', 'c']) await put(store, '', '1', { name })
      expect(await get(store, '', '1')).to.deep.equal({ id: '1', value: { name: 'c' }, version: 3 })
    })

    it('keeps ids and names of any characters apart', async () => {
      const ids = [
        'a/b',
        'a%2Fb',
        '',
        ' ',
        '__proto__',
        'constructor',
        'ä',
        'A',
        'a',
        '\u0000',
        '💡',
        "'; --",
        '1',
        '01',
      ]
      for (const id of ids) await put(store, '', id, { id })
      expect(await listIds(store, '')).to.deep.equal(ids)
      for (const id of ids) expect((await get(store, '', id))?.value).to.deep.equal({ id })
      expect(await next(store, '', '__proto__')).to.equal(1)
    })

    it('lists in the order of creation, also after an update', async () => {
      for (const id of ['b', 'a', 'c']) await put(store, '', id, {})
      await put(store, '', 'b', { changed: true })
      expect(await listIds(store, '')).to.deep.equal(['b', 'a', 'c'])
    })

    it('lists what was removed and created again at the end', async () => {
      for (const id of ['a', 'b', 'c']) await put(store, '', id, {})
      await remove(store, '', PETS, 'a')
      await put(store, '', 'a', {})
      expect(await listIds(store, '')).to.deep.equal(['b', 'c', 'a'])
      expect((await get(store, '', 'a'))?.version).to.equal(1)
    })

    it('lists by pages and counts', async () => {
      await change(store, '', (state) => {
        for (let i = 0; i < 100; i++) state.put(PETS, String(i), { i })
        for (let i = 0; i < 100; i += 2) state.remove(PETS, String(i))
      })
      expect(await listIds(store, '', 0, 3)).to.deep.equal(['1', '3', '5'])
      expect(await listIds(store, '', 47, 10)).to.deep.equal(['95', '97', '99'])
      expect(await listIds(store, '', 50, 10)).to.deep.equal([])
      expect(await listIds(store, '', 49)).to.deep.equal(['99'])
      expect(await look(store, '', (state) => state.count(PETS))).to.equal(50)
      expect(await look(store, '', (state) => state.count(key('/none')))).to.equal(0)
      expect(await listIds(store, '', 0, 0)).to.deep.equal([])
    })

    it('removes everything below a removed entity, and nothing beside it', async () => {
      const kept = ['/instances/1', '/instances/10/domains', '/instances/1x', '/instancesx/1/domains', '/instances2']
      const gone = ['/instances/1/domains', '/instances/1/domains/a%2Fb/records', '/instances/1/features/']
      await change(store, '', (state) => {
        for (const id of ['1', '10']) state.put(key('/instances'), id, {})
        for (const path of [...kept, ...gone]) state.put(key(path), 'x', {})
      })
      expect(await remove(store, '', key('/instances'), '1')).to.equal(true)
      for (const path of gone) expect(await listIds(store, '', 0, undefined, key(path)), path).to.deep.equal([])
      for (const path of kept) expect(await listIds(store, '', 0, undefined, key(path)), path).to.deep.equal(['x'])
      expect(await look(store, '', (state) => state.collections())).to.have.members([...kept, '/instances'])
      expect(await remove(store, '', key('/instances'), '1')).to.equal(false)
    })

    it('finds nothing below an entity that was removed and created again', async () => {
      await put(store, '', 'a b', {}, key('/owners'))
      await put(store, '', '1', {}, key('/owners/a%20b/pets'))
      await remove(store, '', key('/owners'), 'a b')
      await put(store, '', 'a b', {}, key('/owners'))
      expect(await listIds(store, '', 0, undefined, key('/owners/a%20b/pets'))).to.deep.equal([])
    })

    it('knows the collections that were touched or emptied', async () => {
      await change(store, '', (state) => {
        state.touch(key('/touched'))
        state.put(PETS, '1', {})
        state.remove(PETS, '1')
        state.touch(PETS)
      })
      expect(await look(store, '', (state) => state.collections())).to.have.members(['/touched', '/pets'])
      expect(await look(store, '', (state) => state.count(key('/touched')))).to.equal(0)
    })

    it('lets a change see its own writes', async () => {
      await change(store, '', (state) => {
        state.put(PETS, '1', { n: 1 })
        expect(state.get(PETS, '1')?.value).to.deep.equal({ n: 1 })
        expect(state.count(PETS)).to.equal(1)
        expect(state.next('id')).to.equal(1)
        expect(state.counter('id')).to.equal(1)
        expect(state.remove(PETS, '1')).to.equal(true)
        expect(state.list(PETS, { offset: 0 })).to.deep.equal([])
      })
    })

    it('counts by name from 1', async () => {
      expect(await look(store, '', (state) => state.counter('pet'))).to.equal(0)
      expect([await next(store, '', 'pet'), await next(store, '', 'pet'), await next(store, '', 'dog')]).to.deep.equal([
        1, 2, 1,
      ])
      expect(await look(store, '', (state) => state.counter('pet'))).to.equal(2)
    })

    it('rolls back everything when the change does not commit', async () => {
      await put(store, '', '1', { n: 1 })
      const refused = await store.write('', (state) => {
        mess(state)
        return { commit: false, result: 'refused' }
      })
      expect(refused).to.equal('refused')
      await expectUntouched(store)
    })

    it('rolls back everything when the change throws, and passes the error on', async () => {
      await put(store, '', '1', { n: 1 })
      const failure = new Error('boom')
      expect(
        await thrownBy(() =>
          store.write('', (state) => {
            mess(state)
            throw failure
          }),
        ),
      ).to.equal(failure)
      await expectUntouched(store)
    })

    it('rolls back everything when a change throws that waits', async () => {
      await put(store, '', '1', { n: 1 })
      const failure = new Error('boom')
      expect(
        await thrownBy(() =>
          store.write('', async (state) => {
            mess(state)
            await Promise.resolve()
            throw failure
          }),
        ),
      ).to.equal(failure)
      await expectUntouched(store)
    })

    it('passes on what a look throws', async () => {
      const failure = new Error('boom')
      expect(await thrownBy(() => store.read('', () => Promise.reject(failure)))).to.equal(failure)
      expect(await get(store, '', '1')).to.equal(undefined)
    })

    it('refuses writes of a change that is over', async () => {
      let late: StateWriter | undefined
      await change(store, '', (state) => {
        late = state
        return Promise.resolve()
      })
      expect(() => late?.put(PETS, '1', {})).to.throw('over')
      expect(await get(store, '', '1')).to.equal(undefined)
    })

    it('reads a state that does not change while it is looked at', async () => {
      await put(store, '', '1', { n: 1 })
      await look(store, '', async (state) => {
        expect(state.get(PETS, '1')?.version).to.equal(1)
        await put(store, '', '1', { n: 2 })
        await put(store, '', '2', {})
        expect(state.get(PETS, '1')?.version).to.equal(1)
        expect(state.count(PETS)).to.equal(1)
      })
      expect((await get(store, '', '1'))?.version).to.equal(2)
    })

    it('does not let a reader wait for a writer, nor see its unfinished change', async () => {
      await put(store, '', '1', { n: 1 })
      await change(store, '', async (state) => {
        state.put(PETS, '1', { n: 2 })
        expect((await get(store, '', '1'))?.value).to.deep.equal({ n: 1 })
      })
      expect((await get(store, '', '1'))?.value).to.deep.equal({ n: 2 })
    })

    it('loses no update and repeats no number under 1,000 concurrent writes', async () => {
      await put(store, '', '1', { n: 0 })
      const numbers = await Promise.all(Array.from({ length: 1000 }, () => increment(store, '')))
      expect(new Set(numbers).size).to.equal(1000)
      expect(Math.max(...numbers)).to.equal(1000)
      expect(await get(store, '', '1')).to.deep.equal({ id: '1', value: { n: 1000 }, version: 1001 })
    })

    it('undoes only the changes that fail among concurrent ones', async () => {
      await put(store, '', '1', { n: 0 })
      await Promise.all(
        Array.from({ length: 100 }, async (_, i) => {
          const failing = i % 3 === 0
          await thrownBy(() =>
            store.write('', async (state) => {
              await addOne(state)
              state.put(PETS, `new${i}`, {})
              if (failing) throw new Error('boom')
              return { commit: true, result: undefined }
            }),
          )
        }),
      )
      expect((await get(store, '', '1'))?.value).to.deep.equal({ n: 66 })
      expect(await look(store, '', (state) => state.count(PETS))).to.equal(67)
    })
  })

  describeSessions(name, create)
}

function mess(state: StateWriter): void {
  state.put(PETS, '1', { n: 2 })
  state.put(PETS, '2', {})
  state.remove(PETS, '1')
  state.touch(key('/touched'))
  state.next('id')
}

async function thrownBy(act: () => Soon<unknown>): Promise<unknown> {
  try {
    return await act()
  } catch (error) {
    return error
  }
}

async function expectUntouched(store: Store): Promise<void> {
  expect(await get(store, '', '1')).to.deep.equal({ id: '1', value: { n: 1 }, version: 1 })
  expect(await listIds(store, '')).to.deep.equal(['1'])
  expect(await look(store, '', (state) => state.collections())).to.deep.equal(['/pets'])
  expect(await next(store, '', 'id')).to.equal(1)
}
