/** The state of a session as clients see it: what was written, and the seeds of what nobody wrote to yet. */
import type { JsonObject } from '../../src/base/json.js'
import { createRandom } from '../../src/base/random.js'
import type { Reply, World } from '../behave/behaviour.js'
import type { Context } from '../behave/context.js'
import { createContext } from '../behave/create-behaviours.js'
import { withIds } from '../behave/entity/entity.js'
import { keyOf, type Place } from '../behave/shelf/place.js'
import type { CollectionKey, Entity, StateReader, StateWriter } from '../state/store.js'
import type { ControlContext } from './control-context.js'
import { placeOfKey } from './place-of-key.js'
import { clockOf, findControl, isClientCollection } from './session-control.js'

export interface ShownState {
  readonly world: World
  readonly context: Context
  collections(): readonly CollectionKey[]
  list(key: CollectionKey, range?: { readonly offset: number; readonly limit: number }): readonly Entity[]
  count(key: CollectionKey): number
  find(key: CollectionKey, id: string): Entity | undefined
  /** With the ids that belong to it; what is wrong with the value otherwise. */
  save(key: CollectionKey, id: string, value: JsonObject): Entity | { readonly problem: string }
  remove(key: CollectionKey, id: string): void
}

export interface ShownStates {
  read<T>(session: string, look: (shown: ShownState) => T): Promise<T>
  /** A problem rolls back. */
  write(session: string, change: (shown: ShownState) => Reply): Promise<Reply>
}

export function createShownStates({ mock, clock, seed, prepare }: ControlContext): ShownStates {
  const { store } = mock
  let known: Context | undefined

  /** Made anew when another document is served. */
  function contextNow(): Context {
    if (known?.tools.plan !== mock.plan)
      known = createContext(mock.model, mock.plan, createRandom(seed), mock.behaviours.seedCount)
    return known
  }

  function show(state: StateReader): ShownState {
    const { model, plan } = mock
    const random = createRandom(seed).fork('admin')
    const now = clockOf(clock, findControl(state))
    return createShownState(contextNow(), { model, plan, state: state as StateWriter, random, clock: now })
  }

  return {
    read: async (session, look) => {
      await prepare(session)
      return store.read(session, (state) => look(show(state)))
    },
    write: async (session, change) => {
      await prepare(session)
      return store.write(session, (state) => {
        const result = change(show(state))
        return { commit: result.kind !== 'problem', result }
      })
    },
  }
}

function createShownState(context: Context, world: World): ShownState {
  const { shelf } = context
  const { plan, state } = world
  const placeOf = (key: CollectionKey, id: string): Place | undefined => placeOfKey(plan, key, id)

  return {
    world,
    context,
    collections: () => {
      const top = plan.collections.filter(({ kind, segments }) => kind === 'items' && !segments.includes(undefined))
      const stored = state.collections().filter(isClientCollection)
      return [...new Set([...top.map((collection) => keyOf(collection, [])), ...stored])].sort()
    },
    list: (key, range) => {
      const place = placeOf(key, '')
      return place ? shelf.list(place, world, range) : state.list(key, range ?? { offset: 0 })
    },
    count: (key) => {
      const place = placeOf(key, '')
      return place ? shelf.count(place, world) : state.count(key)
    },
    find: (key, id) => {
      const place = placeOf(key, id)
      return place ? shelf.findHeld(place, world) : state.get(key, id)
    },
    save: (key, id, value) => {
      const place = placeOf(key, id)
      if (!place) return state.put(key, id, value)
      const whole = withIds(place, id, value)
      const [issue] = place.collection.details.entity?.issues(whole, 'response') ?? []
      if (issue) return { problem: `${key}/${id}${issue.at}: ${issue.message}` }
      const isNew = shelf.findHeld(place, world) === undefined
      return shelf.save(place, id, whole, world, isNew)
    },
    remove: (key, id) => {
      const place = placeOf(key, id)
      if (place) shelf.remove(place, id, world)
      else state.remove(key, id)
    },
  }
}
