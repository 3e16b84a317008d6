import { setOwn, type JsonObject } from '../../src/base/json.js'
import type { Call, Reply } from '../behave/behaviour.js'
import { memberAt } from '../behave/member.js'
import { encodeId } from '../behave/shelf/place.js'
import type { CollectionKey, Entity } from '../state/store.js'
import {
  answer,
  bodyOf,
  DONE,
  problem,
  sessionFor,
  textParam,
  type ControlContext,
  type Operations,
} from './control-context.js'
import { placeOfKey } from './place-of-key.js'
import { createShownStates, type ShownState } from './shown-state.js'

type Seeds = readonly JsonObject[] | Readonly<Record<string, JsonObject>>

export function stateOperations(control: ControlContext): Operations {
  const states = createShownStates(control)
  const read = (call: Call, look: (shown: ShownState) => Reply) => states.read(sessionFor(call), look)
  const write = (call: Call, change: (shown: ShownState) => Reply) => states.write(sessionFor(call), change)
  return {
    listCollections: (call) => read(call, listCollections),
    readCollection: (call) => read(call, (shown) => readCollection(shown, call)),
    replaceCollection: (call) => write(call, (shown) => replaceCollection(shown, call)),
    emptyCollection: (call) =>
      write(call, (shown) => {
        empty(shown, keyIn(call))
        return DONE
      }),
    readEntity: (call) =>
      read(call, (shown) => {
        const entity = shown.find(keyIn(call), textParam(call, 'id'))
        return entity ? answer(shownEntity(entity)) : noEntity(call)
      }),
    replaceEntity: (call) =>
      write(call, (shown) => {
        const saved = shown.save(keyIn(call), textParam(call, 'id'), bodyOf(call))
        return 'problem' in saved ? problem(422, saved.problem) : answer(shownEntity(saved))
      }),
    removeEntity: (call) =>
      write(call, (shown) => {
        const id = textParam(call, 'id')
        if (!shown.find(keyIn(call), id)) return noEntity(call)
        shown.remove(keyIn(call), id)
        return DONE
      }),
    exportSeed: (call) => read(call, exportSeed),
  }
}

function listCollections(shown: ShownState): Reply {
  const collections: { collection: string; count: number }[] = []
  for (const key of shown.collections()) collections.push({ collection: key, count: shown.count(key) })
  return answer({ collections })
}

function readCollection(shown: ShownState, call: Call): Reply {
  const key = keyIn(call)
  const { offset, limit } = call.params.query as { offset: number; limit: number }
  const entities = shown.list(key, { offset, limit })
  return answer({ collection: key, total: shown.count(key), entities: entities.map(shownEntity) })
}

function replaceCollection(shown: ShownState, call: Call): Reply {
  const key = keyIn(call)
  const seeds = seedsById(shown, key, bodyOf<Seeds>(call))
  if (typeof seeds === 'string') return problem(422, seeds)
  empty(shown, key)
  for (const [id, value] of seeds) {
    const saved = shown.save(key, id, value)
    if ('problem' in saved) return problem(422, saved.problem)
  }
  return answer({ count: shown.count(key) })
}

/** Removes one by one, so that what is below goes too and nothing is presumed to exist any more. */
function empty(shown: ShownState, key: CollectionKey): void {
  for (const { id } of shown.list(key)) shown.remove(key, id)
}

/** By id; a sentence when a value has none. */
function seedsById(shown: ShownState, key: CollectionKey, seeds: Seeds): Map<string, JsonObject> | string {
  if (!isList(seeds)) return new Map(Object.entries(seeds))
  const at = idAt(shown, key)
  const found = new Map<string, JsonObject>()
  for (const [index, value] of seeds.entries()) {
    const id = memberAt(value, at)
    if (typeof id !== 'string' && typeof id !== 'number')
      return `[${index}]: expected an id in ${at.join('.')}, got none`
    found.set(String(id), value)
  }
  return found
}

function exportSeed(shown: ShownState): Reply {
  const seed: Record<string, unknown> = {}
  for (const key of shown.collections()) seed[key] = seedsOf(shown.list(key), idAt(shown, key))
  return answer(seed)
}

function seedsOf(entities: readonly Entity[], at: readonly string[]): Seeds {
  if (entities.every(({ id, value }) => isIdIn(value, at, id))) return entities.map(({ value }) => value)
  const byId: Record<string, JsonObject> = {}
  for (const { id, value } of entities) setOwn(byId, id, value)
  return byId
}

function isIdIn(value: JsonObject, at: readonly string[], id: string): boolean {
  const member = memberAt(value, at)
  return (typeof member === 'string' || typeof member === 'number') && String(member) === id
}

function idAt({ world }: ShownState, key: CollectionKey): readonly string[] {
  return placeOfKey(world.plan, key, '')?.collection.details.identity.at ?? ['id']
}

/** 'owners/7/pets' is the key '/owners/7/pets'. */
function keyIn(call: Call): CollectionKey {
  const segments = textParam(call, 'collection').replace(/^\//, '').split('/')
  return segments.map((segment) => `/${encodeId(segment)}`).join('') as CollectionKey
}

function shownEntity({ id, version, value }: Entity) {
  return { id, version, value }
}

function noEntity(call: Call): Reply {
  return problem(404, `there is no ${textParam(call, 'id')} in ${keyIn(call)}`)
}

function isList(seeds: Seeds): seeds is readonly JsonObject[] {
  return Array.isArray(seeds)
}
