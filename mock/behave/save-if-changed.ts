import { jsonEqual, type JsonObject } from '../../src/base/json.js'
import type { Entity } from '../state/store.js'
import type { World } from './behaviour.js'
import type { Context } from './context.js'
import { stampChanged } from './owned.js'
import { withOwnAddress } from './own-address.js'
import type { Place } from './place.js'

/** A write that changes nothing moves nothing: no date, no version. */
export function saveIfChanged(
  { shelf, tools }: Context,
  place: Place,
  before: Entity,
  changed: JsonObject,
  sent: JsonObject,
  world: World,
  created: boolean,
): Entity {
  const { owned, entity } = place.collection.details
  const value = withOwnAddress(tools, entity, place, place.id, changed, 'kept')
  if (jsonEqual(before.value, value)) return created ? shelf.save(place, place.id, before.value, world, true) : before
  return shelf.save(place, place.id, stampChanged(value, owned, sent, world.clock.now()), world, created)
}
