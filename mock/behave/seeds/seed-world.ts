import { soon, type Soon } from '../../../src/base/soon.js'
import type { ResourcePlan } from '../../../src/resources/resource-plan.js'
import type { CollectionKey, StateWriter, Store, WriteResult } from '../../state/store.js'
import { collectionOfKey } from '../shelf/collection-of-key.js'
import { markHeld } from '../shelf/shelf-marks.js'
import type { Seeds } from './read-seeds.js'

/** Sees to it that a session holds its seeds, once: what was removed stays removed. */
export type Seeding = (session: string) => Soon<void>

/**
 * The world itself remembers that it was seeded, so that a copy of it, a reset one, and one that other processes share
 * each are seeded as often as they should be.
 */
export function createSeeding(store: Store, plan: ResourcePlan, { keys, entries }: Seeds): Seeding {
  const collections = keys.map((key) => ({ key: key as CollectionKey, collection: collectionOfKey(plan, key) }))
  let baseHolds = false

  return (session) => {
    if (session === '' || baseHolds) return seedOnce(session)
    // First the base world: sessions share the seeds with it, and with each other, as they share all else.
    return soon(seedOnce(''), () => {
      baseHolds = true
      return seedOnce(session)
    })
  }

  function seedOnce(session: string): Soon<void> {
    const seeded = store.read(session, (state) => state.counter(SEEDED))
    return soon(seeded, (times) => (times > 0 ? undefined : store.write(session, seed)))
  }

  function seed(state: StateWriter): WriteResult<undefined> {
    const first = state.next(SEEDED) === 1
    if (!first) return { commit: false, result: undefined }
    for (const { key, collection } of collections) if (collection) markHeld(key, collection, state)
    for (const { key, id, value } of entries) state.put(key, id, value)
    return { commit: true, result: undefined }
  }
}

const SEEDED = 'seeded by the behaviours file'
