import { jsonEqual, type JsonObject } from '../../src/base/json.js'
import type { Entity } from '../state/store.js'
import type { World } from './behaviour.js'
import type { Context } from './context.js'
import { ownedOf, stampChanged } from './entity/owned.js'
import { withOwnAddress } from './entity/own-address.js'
import type { Place } from './shelf/place.js'

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
  const { details } = place.collection
  const value = withOwnAddress(tools, details.entity, place, place.id, changed, 'kept')
  if (jsonEqual(before.value, value)) return created ? shelf.save(place, place.id, before.value, world, true) : before
  // What was presumed had a version too, and clients may have seen it: the change makes the next.
  if (!shelf.findHeld(place, world)) shelf.save(place, place.id, before.value, world, created)
  return shelf.save(
    place,
    place.id,
    stampChanged(value, ownedOf(details, value), sent, world.clock.now()),
    world,
    created,
  )
}
