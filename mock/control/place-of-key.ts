import { decodeOrKeep } from '../../src/base/decode-or-keep.js'
import type { Collection } from '../../src/resources/collection.js'
import type { ResourcePlan } from '../../src/resources/resource-plan.js'
import type { Place } from '../behave/shelf/place.js'
import type { CollectionKey } from '../state/store.js'

/** '/owners/7/pets' is a place of '/owners/{ownerId}/pets'; undefined for keys that only a user's own behaviours know. */
export function placeOfKey(plan: ResourcePlan, key: CollectionKey, id: string): Place | undefined {
  const sent = key.split('/').slice(1)
  const collection = plan.collections.find(({ kind, segments }) => kind === 'items' && isKeyOf(segments, sent))
  if (!collection) return undefined
  const parentIds = collection.segments.flatMap((segment, index) =>
    segment === undefined ? [decodeOrKeep(sent[index] ?? '')] : [],
  )
  return { collection, key, parentIds, id, presumes: 'parents' }
}

function isKeyOf(segments: Collection['segments'], sent: readonly string[]): boolean {
  return segments.length === sent.length && segments.every((segment, i) => segment === undefined || segment === sent[i])
}
