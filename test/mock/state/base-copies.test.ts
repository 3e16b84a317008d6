import { expect } from 'chai'
import fc from 'fast-check'
import { fromNewest } from '../../../mock/state/base-copies.js'
import { createMemoryStore } from '../../../mock/state/memory-store.js'
import { openStore } from '../../../mock/state/open-store.js'
import type { LogStoreOptions } from '../../../mock/state/log-store.js'
import type { Store } from '../../../mock/state/store.js'
import type { Entry, WorldState } from '../../../mock/state/world-state.js'
import { applyEvent, NO_WORLDS, worldIn, type WorldEvent, type Worlds } from '../../../mock/state/worlds.js'
import { newSqliteFile } from '../../support/sqlite.js'
import { get, PETS, put } from './store-steps.js'

const BIG = 'x'.repeat(3000)

describeCopies('memory', (options) => Promise.resolve(createMemoryStore(options)))
describeCopies('SQLite', async (options) => openStore(await newSqliteFile(), options))
describeCopies('SQLite with a checkpoint after each turn', async (options) =>
  openStore(await newSqliteFile(), { ...options, checkpointBytes: 0 }),
)

function describeCopies(name: string, create: (options: LogStoreOptions) => Promise<Store>): void {
  describe(`what sessions and snapshots hold of an older base world: ${name}`, () => {
    let store: Store

    afterEach(() => store.close())

    async function replaceAll(ids: string): Promise<void> {
      for (const id of ids) await put(store, '', id, { text: BIG })
    }

    it('counts, so that a base world that changes between sessions cannot fill the memory', async () => {
      store = await create({ maxSessionsBytes: 12_000 })
      for (let i = 0; i < 20; i++) {
        await replaceAll('1')
        await get(store, `s${i}`, '1')
      }
      expect(await store.sessions()).to.deep.equal(['s16', 's17', 's18', 's19'])
    })

    it('counts once, however many sessions began with it', async () => {
      store = await create({ maxSessionsBytes: 12_000 })
      await replaceAll('1')
      for (let i = 0; i < 20; i++) await get(store, `s${i}`, '1')
      await replaceAll('11111111111111111111')
      await get(store, 'new', '1')
      expect(await store.sessions()).to.have.length(21)
    })

    it('counts for an older session that lives on when a newer one goes', async () => {
      store = await create({ maxSessionsBytes: 12_000 })
      await replaceAll('123456')
      await get(store, 'old', '1')
      for (const id of '123456') {
        await replaceAll(id)
        await get(store, `s${id}`, '1')
        await store.drop(`s${id}`)
      }
      await get(store, 'new', '1')
      expect(await store.sessions()).to.deep.equal(['new'])
    })

    it('counts when the base world is emptied or replaced as a whole', async () => {
      store = await create({ maxSessionsBytes: 12_000 })
      await replaceAll('1')
      await store.snapshot('', 'one')
      for (let i = 0; i < 6; i++) {
        await store.drop('')
        await store.restore('', 'one')
        await replaceAll('2')
        await get(store, `s${i}`, '1')
      }
      expect((await store.sessions()).length).to.be.within(1, 4)
      expect(await store.sessions()).to.include('s5')
    })

    it('counts for snapshots too, of the base world and of sessions that are gone', async () => {
      store = await create({ maxSnapshotsBytes: 12_000 })
      for (let i = 0; i < 10; i++) {
        await replaceAll('1')
        if (i % 2 === 0) await store.snapshot('', `of base ${i}`)
        else {
          await store.snapshot(`s${i}`, `of s${i}`)
          await store.drop(`s${i}`)
        }
      }
      expect((await store.snapshots()).length).to.be.within(3, 5)
      expect((await store.snapshots()).at(-1)).to.equal('of s9')
    })
  })
}

describe('what sessions and snapshots hold', () => {
  const world = fc.constantFrom('', '', 'a', 'b', 'c')
  const id = fc.constantFrom('1', '2', '3')
  const event: fc.Arbitrary<WorldEvent> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('put'), in: world, id }).map((each) => withPet(each)) },
    fc.record({ kind: fc.constant('remove'), in: world, collection: fc.constant(PETS), id }),
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('use'), in: fc.constantFrom('a', 'b', 'c'), atMs: fc.nat() }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('drop'), in: world }) },
    fc.record({ kind: fc.constant('snapshot'), in: world, name: fc.uuid() }),
  )

  it('is never counted for less than it is, whatever had happened', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const worlds = events.reduce(applyIfBegun, NO_WORLDS)
        expect(countedBytes(worlds)).to.be.at.least(heldBytes(worlds))
      }),
      { numRuns: 500 },
    )
  })
})

function withPet(event: { readonly kind: 'put'; readonly in: string; readonly id: string }): WorldEvent {
  return { ...event, collection: PETS, value: { text: 'x'.repeat(100) } }
}

function applyIfBegun(worlds: Worlds, event: WorldEvent): Worlds {
  if (!('in' in event) || worldIn(worlds, event.in) !== undefined) return applyEvent(worlds, event)
  return event.kind === 'use' ? applyEvent(worlds, event) : worlds
}

function countedBytes(worlds: Worlds): number {
  const held = Array.from(fromNewest(worlds.copies, worlds.base), ([, { bytes }]) => bytes)
  return worlds.sessionsBytes + worlds.snapshotsBytes + held.reduce((sum, bytes) => sum + bytes, 0)
}

/** Of all entries that are alive, but for those that are in the base world. */
function heldBytes({ base, sessions, snapshots }: Worlds): number {
  const entries = new Set<Entry>()
  for (const { state } of sessions.values()) for (const entry of entriesOf(state)) entries.add(entry)
  for (const state of snapshots.values()) for (const entry of entriesOf(state)) entries.add(entry)
  for (const entry of entriesOf(base)) entries.delete(entry)
  return [...entries].reduce((sum, { bytes }) => sum + bytes, 0)
}

function* entriesOf(state: WorldState): Generator<Entry> {
  for (const collection of state.collections.values()) yield* collection.entries.values()
}
