import { expect } from 'chai'
import fc from 'fast-check'
import { checkpointOf } from '../../../mock/state/checkpoint.js'
import { fromNewest } from '../../../mock/state/base-copies.js'
import { countEntities, listEntities, type WorldState } from '../../../mock/state/world-state.js'
import { applyEvent, NO_WORLDS, worldIn, type WorldEvent, type Worlds } from '../../../mock/state/worlds.js'
import type { CollectionKey } from '../../../mock/state/store.js'
import { key } from './store-steps.js'

const world = fc.constantFrom('', 'a', 'b')
const snapshot = fc.constantFrom('one', 'two')
const collection = fc.constantFrom(key('/pets'), key('/pets/1/toys'), key('/shops'))
const id = fc.constantFrom('1', '2', '3')
const event: fc.Arbitrary<WorldEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('put'), in: world, collection, id, value: fc.record({ n: fc.nat() }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove'), in: world, collection, id }) },
  fc.record({ kind: fc.constant('touch'), in: world, collection }),
  fc.record({ kind: fc.constant('count'), in: world, name: fc.constantFrom('x', 'y'), value: fc.integer({ min: 1 }) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('use'), in: fc.constantFrom('a', 'b'), atMs: fc.nat() }) },
  fc.record({ kind: fc.constant('drop'), in: world }),
  fc.record({ kind: fc.constant('snapshot'), in: world, name: snapshot }),
  fc.record({ kind: fc.constant('restore'), in: world, name: snapshot }),
  fc.record({ kind: fc.constant('forget-snapshot'), name: snapshot }),
)

describe('checkpoint', () => {
  it('leads to the worlds that it was made of, whatever had happened', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const worlds = events.reduce(applyIfBegun, NO_WORLDS)
        const again = [...checkpointOf(worlds)].reduce(applyEvent, NO_WORLDS)
        expect(picture(again)).to.deep.equal(picture(worlds))
      }),
      { numRuns: 500 },
    )
  })

  it('says what worlds share only once', () => {
    let worlds = NO_WORLDS
    for (let i = 0; i < 1000; i++) worlds = applyEvent(worlds, put('', String(i)))
    for (let i = 0; i < 50; i++) {
      worlds = applyEvent(worlds, { kind: 'use', in: `s${i}`, atMs: 0 })
      worlds = applyEvent(worlds, put(`s${i}`, 'own'))
      worlds = applyEvent(worlds, put('', 'changes between sessions'))
    }
    const events = [...checkpointOf(worlds)]
    expect(events.filter((each) => each.kind === 'set').length).to.be.below(1200)
  })
})

/** The store begins a session before anything else happens in it. */
function applyIfBegun(worlds: Worlds, each: WorldEvent): Worlds {
  if ('in' in each && each.kind !== 'drop' && worldIn(worlds, each.in) === undefined) {
    return applyEvent(applyEvent(worlds, { kind: 'use', in: each.in, atMs: 0 }), each)
  }
  return applyEvent(worlds, each)
}

function put(session: string, entity: string): WorldEvent {
  return { kind: 'put', in: session, collection: key('/pets'), id: entity, value: {} }
}

function picture({ base, sessions, snapshots, sessionsBytes, snapshotsBytes, copies }: Worlds): unknown {
  return {
    base: pictureOfWorld(base),
    sessions: sorted([...sessions].map(([name, { state, usedAtMs }]) => [name, usedAtMs, pictureOfWorld(state)])),
    snapshots: [...snapshots].map(([name, state]) => [name, pictureOfWorld(state)]),
    bytes: { sessionsBytes, snapshotsBytes },
    held: Array.from(fromNewest(copies, base), ([, { bytes, mostBytes }]) => ({ bytes, mostBytes })),
  }
}

function pictureOfWorld(state: WorldState): unknown {
  const collections = ([...state.collections.keys()] as CollectionKey[]).map((each) => [
    each,
    countEntities(state, each),
    listEntities(state, each, { offset: 0 }),
  ])
  return { collections: sorted(collections), counters: sorted([...state.counters].filter(([, value]) => value > 0)) }
}

function sorted<Row extends readonly unknown[]>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))
}
