import { isRecord, own, type JsonObject, type UnknownRecord } from '../../src/base/json.js'
import { toolError } from '../../src/base/tool-error.js'
import type { Collection } from '../../src/resources/collection.js'
import type { ResourcePlan } from '../../src/resources/resource-plan.js'
import type { CollectionKey, Store } from '../state/store.js'
import type { Behaviours } from './behaviour.js'

/** Sees to it that a session holds the seeds of a behaviours file, once: what was removed stays removed. */
export type Seeding = (session: string) => Promise<void>

/**
 * The world itself remembers that it was seeded, so that a copy of it, a reset one, and one that other processes share
 * each are seeded as often as they should be.
 * @throws ToolError CONFIG_INVALID for a seed that has no id, or is not an object
 */
export function createSeeding(store: Store, plan: ResourcePlan, seed: NonNullable<Behaviours['seed']>): Seeding {
  const entries = Object.entries(seed).flatMap(([key, values]) => entriesOf(plan, key as CollectionKey, values))
  return async (session) => {
    if ((await store.read(session, (state) => state.counter(SEEDED))) > 0) return
    await store.write(session, async (state) => {
      const first = (await state.next(SEEDED)) === 1
      if (first) for (const { key, id, value } of entries) await state.put(key, id, value)
      return { commit: first, result: undefined }
    })
  }
}

const SEEDED = 'seeded by the behaviours file'

interface Entry {
  readonly key: CollectionKey
  readonly id: string
  readonly value: JsonObject
}

function entriesOf(plan: ResourcePlan, key: CollectionKey, values: readonly unknown[] | UnknownRecord): Entry[] {
  if (!Array.isArray(values)) {
    return Object.entries(values).map(([id, value]) => ({ key, id, value: objectIn(key, value) }))
  }
  const collection = plan.collections.find((one) => isKeyOf(key, one))
  const at = collection?.details.identity.at ?? ['id']
  return values.map((value: unknown) => ({ key, id: idIn(key, value, at), value: objectIn(key, value) }))
}

/** '/instances/69/domains' is a key of '/instances/{instanceId}/domains'. */
function isKeyOf(key: string, { segments }: Collection): boolean {
  const parts = key.slice(1).split('/')
  return (
    parts.length === segments.length && segments.every((segment, i) => segment === undefined || segment === parts[i])
  )
}

function idIn(key: string, value: unknown, at: readonly string[]): string {
  const id = at.reduce((inner: unknown, name) => (isRecord(inner) ? own(inner, name) : undefined), value)
  if (typeof id === 'string' || typeof id === 'number') return String(id)
  throw toolError('CONFIG_INVALID', {
    place: `seed of ${key}`,
    reason: `a value has no ${at.join('.')}`,
    remedy: 'Add it, or give the values by id: { "the id": { … } }.',
  })
}

function objectIn(key: string, value: unknown): JsonObject {
  if (isRecord(value)) return value as JsonObject
  throw toolError('CONFIG_INVALID', {
    place: `seed of ${key}`,
    reason: 'a value is not an object',
    remedy: 'Remembered things are JSON objects.',
  })
}
