/** What tests of stores do over and over. */
import type { JsonObject } from '../../../src/base/json.js'
import type { Soon } from '../../../src/base/soon.js'
import type { CollectionKey, Entity, StateReader, StateWriter, Store } from '../../../mock/state/store.js'

export const PETS = key('/pets')

export function key(text: string): CollectionKey {
  return text as CollectionKey
}

export async function look<T>(store: Store, session: string, ask: (state: StateReader) => Soon<T>): Promise<T> {
  return store.read(session, ask)
}

export async function change(store: Store, session: string, work: (state: StateWriter) => Soon<void>): Promise<void> {
  await store.write(session, async (state) => {
    await work(state)
    return { commit: true, result: undefined }
  })
}

export async function put(store: Store, session: string, id: string, value: JsonObject, where = PETS): Promise<void> {
  await store.write(session, (state) => ({ commit: true, result: state.put(where, id, value) }))
}

export async function get(store: Store, session: string, id: string): Promise<Entity | undefined> {
  return store.read(session, (state) => state.get(PETS, id))
}

export async function next(store: Store, session: string, name: string): Promise<number> {
  return store.write(session, (state) => ({ commit: true, result: state.next(name) }))
}

export async function listIds(
  store: Store,
  session: string,
  offset = 0,
  limit?: number,
  where = PETS,
): Promise<string[]> {
  const range = limit === undefined ? { offset } : { offset, limit }
  return (await store.read(session, (state) => state.list(where, range))).map((entity) => entity.id)
}

/** Adds one to what pet 1 counts, and draws a number. */
export async function increment(store: Store, session: string): Promise<number> {
  return store.write(session, async (state) => {
    await addOne(state)
    return { commit: true, result: state.next('id') }
  })
}

export async function remove(store: Store, session: string, where: CollectionKey, id: string): Promise<boolean> {
  return store.write(session, (state) => ({ commit: true, result: state.remove(where, id) }))
}

/** Leaves room for others between its look and its write. */
export async function addOne(state: StateWriter): Promise<void> {
  const pet = state.get(PETS, '1')
  await Promise.resolve()
  state.put(PETS, '1', { n: Number(pet?.value['n']) + 1 })
}
