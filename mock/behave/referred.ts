import type { Operation } from '../../src/model/api-model.js'
import type { Collection } from '../../src/resources/collection.js'
import { declaresNotFound } from '../../src/resources/success.js'
import type { Entity } from '../state/store.js'
import type { World } from './behaviour.js'
import type { Context } from './context.js'
import { keyOf, type Place } from './place.js'

/** What a PUT without a body puts somewhere: `PUT /groups/{id}/members/{userId}` means the user of that id. */
export type Referred = { readonly kind: 'known'; readonly entity: Entity } | { readonly kind: 'unknown' }

/** Undefined where the document does not say that the things here are those of another collection. */
export function createReferred(
  { tools, shelf }: Context,
  operation: Operation,
  collection: Collection,
): ((place: Place, world: World) => Referred | undefined) | undefined {
  const other = operation.body ? undefined : sameThings(collection, tools.plan.collections)
  if (!other) return undefined
  const key = keyOf(other, [])
  const mayRefuse = declaresNotFound(operation) && other.details.existence === 'strict'
  return ({ id }, world) => {
    const entity = shelf.find({ collection: other, key, parentIds: [], id, presumes: 'nothing' }, world)
    if (entity) return { kind: 'known', entity }
    return mayRefuse ? { kind: 'unknown' } : undefined
  }
}

/** The collection at the top whose items have the same schema, when it is the only one. */
function sameThings(collection: Collection, collections: readonly Collection[]): Collection | undefined {
  const { entity } = collection.details
  if (!entity || !collection.parent) return undefined
  const same = collections.filter(({ kind, segments, details }) => {
    if (kind !== 'items' || segments.includes(undefined) || !details.entity) return false
    return (details.entity.target ?? details.entity) === (entity.target ?? entity)
  })
  return same.length === 1 && same[0] !== collection.parent ? same[0] : undefined
}
