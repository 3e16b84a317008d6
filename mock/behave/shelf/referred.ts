import type { Operation } from '../../../src/model/api-model.js'
import { isSameSchema } from '../../../src/model/schema.js'
import type { Collection } from '../../../src/resources/collection.js'
import { depthOf } from '../../../src/resources/collection-path.js'
import { declaresNotFound } from '../../../src/resources/success.js'
import type { Entity } from '../../state/store.js'
import type { World } from '../behaviour.js'
import type { Context } from '../context.js'
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
  const above = depthOf(other)
  const mayRefuse = declaresNotFound(operation) && other.details.existence === 'strict'
  return (place, world) => {
    const parentIds = place.parentIds.slice(0, above)
    const key = keyOf(other, parentIds)
    const entity = shelf.find({ collection: other, key, parentIds, id: place.id, presumes: 'nothing' }, world)
    if (entity) return { kind: 'known', entity }
    return mayRefuse ? { kind: 'unknown' } : undefined
  }
}

/** The nearest collection whose items have the same schema, at the top or below the same things, when it is the only one, or alone has the same name. */
function sameThings(collection: Collection, collections: readonly Collection[]): Collection | undefined {
  const { entity } = collection.details
  if (!entity || !collection.parent) return undefined
  const same = collections.filter((other) => {
    const shown = other.details.entity
    if (other === collection || other.kind !== 'items' || !shown || !holds(other, collection)) return false
    return isSameSchema(shown, entity)
  })
  const nearest = Math.max(...same.map(lengthAbove))
  const near = same.filter((other) => lengthAbove(other) === nearest)
  // `/users/{id}/groups` are of `/groups`, and not of `/default-groups`.
  const alike = near.filter(({ name }) => name === collection.name)
  const [found, ...more] = alike.length > 0 ? alike : near
  return more.length === 0 && found !== collection.parent ? found : undefined
}

/** Up to its last parameter, the path of the one is the beginning of the other's, and leaves a parameter more to it. */
function holds(outer: Collection, inner: Collection): boolean {
  const length = lengthAbove(outer)
  if (length >= lengthAbove(inner)) return false
  return outer.segments.slice(0, length).every((segment, index) => inner.segments[index] === segment)
}

/** How many segments the path has up to its last parameter. */
function lengthAbove({ segments }: Collection): number {
  return segments.lastIndexOf(undefined) + 1
}
