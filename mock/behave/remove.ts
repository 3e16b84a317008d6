import type { JsonObject } from '../../src/base/json.js'
import { acceptsDecoded } from '../../src/check/check-value.js'
import type { Operation } from '../../src/model/api-model.js'
import type { StatefulRole } from '../../src/resources/role.js'
import type { Behaviour, Reply, World } from './behaviour.js'
import type { Context } from './context.js'
import { envelopeOf, project } from './entity/project.js'
import { repair } from './entity/repair.js'
import { idsAsked, selectItems } from './listing/select-items.js'
import { withMember } from './member.js'
import { createPreconditions } from './precondition.js'
import { notFound, parentNotFound } from './problems.js'
import { createPlaceOf, type Place } from './shelf/place.js'

/** DELETE on an item: it and everything below it is gone. */
export function removeBehaviour({ tools, shelf }: Context, operation: Operation, role: StatefulRole): Behaviour {
  const placeOf = createPlaceOf(operation, role)
  const preconditions = createPreconditions(operation)
  return (call, world) => {
    const place = placeOf(call)
    const entity = shelf.find(place, world)
    if (!entity) return isIdle(place, world) ? said(role, place, undefined) : notFound(operation, place)
    const refused = preconditions.refuse(call, entity)
    if (refused) return refused
    shelf.remove(place, place.id, world)
    return said(role, place, entity.value)
  }

  /** RFC 9110 9.3.5: what is to be gone is gone. Only where the document has no word for "it is not there". */
  function isIdle(place: Place, world: World): boolean {
    return place.presumes === 'all' && shelf.parentExists(place, world)
  }

  function said(role: StatefulRole, place: Place, removed: JsonObject | undefined): Reply {
    const { status, hasBody } = role.success
    if (!hasBody) return { kind: 'value', status }
    const value = removed && envelopeOf(tools, role, place, place.id, removed)
    return value ? { kind: 'value', status, value } : { kind: 'example', status }
  }
}

/** DELETE on a collection: all items, or those that the query selects. */
export function clearBehaviour(
  { tools, shelf }: Context,
  operation: Operation,
  role: StatefulRole & { kind: 'clear' },
): Behaviour {
  const placeOf = createPlaceOf(operation, role)
  return (call, world) => {
    const place = placeOf(call)
    if (!shelf.parentExists(place, world)) return parentNotFound(operation, place)
    const ids = idsAsked(role.query, call)
    // Where ids can be named, a request that names none must not empty the collection.
    const candidates = role.query.ids ? shelf.findAll(place, ids ?? [], world) : shelf.list(place, world)
    const { items } = selectItems(candidates, role.query, call, place.collection)
    for (const { id } of items) shelf.remove(place, id, world)
    const { success, list } = role
    if (!success.hasBody) return { kind: 'value', status: success.status }
    if (list && success.schema) {
      const removed = items.map(({ id, value }) => project(tools, list.items, place, id, value))
      const value =
        list.at.length === 0
          ? removed
          : repair(tools, success.schema, withMember({}, list.at, removed), `${place.key} list`)
      if (acceptsDecoded(success.schema, value)) return { kind: 'value', status: success.status, value }
    }
    return success.schema && success.schema.accepts({}, 'response')
      ? { kind: 'value', status: success.status, value: repair(tools, success.schema, {}, place.key) }
      : { kind: 'example', status: success.status }
  }
}
