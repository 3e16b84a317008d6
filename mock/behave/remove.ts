import type { Operation } from '../../src/model/api-model.js'
import type { StatefulRole } from '../../src/resources/role.js'
import type { Behaviour } from './behaviour.js'
import type { Context } from './context.js'
import { createPlaceOf } from './place.js'
import { createPreconditions } from './precondition.js'
import { notFound, parentNotFound } from './problems.js'
import { envelopeOf } from './project.js'
import { selectItems } from './select-items.js'
import { repair } from './repair.js'

/** DELETE on an item: it and everything below it is gone. */
export function removeBehaviour({ tools, shelf }: Context, operation: Operation, role: StatefulRole): Behaviour {
  const placeOf = createPlaceOf(operation, role.collection)
  const preconditions = createPreconditions(operation)
  return async (call, world) => {
    const place = placeOf(call)
    const entity = await shelf.find(place, world)
    if (!entity) return notFound(operation, place)
    const refused = preconditions.refuse(call, entity)
    if (refused) return refused
    await shelf.remove(place, place.id, world)
    if (!role.success.hasBody) return { kind: 'value', status: role.success.status }
    const value = envelopeOf(tools, role, place, place.id, entity.value)
    return value
      ? { kind: 'value', status: role.success.status, value }
      : { kind: 'example', status: role.success.status }
  }
}

/** DELETE on a collection: all items, or those that the query selects. */
export function clearBehaviour(
  { tools, shelf }: Context,
  operation: Operation,
  role: StatefulRole & { kind: 'clear' },
): Behaviour {
  const placeOf = createPlaceOf(operation, role.collection)
  return async (call, world) => {
    const place = placeOf(call)
    if (!(await shelf.parentExists(place, world))) return parentNotFound(operation, place)
    const { items } = selectItems(await shelf.list(place, world), role.query, call, place.collection)
    for (const { id } of items) await shelf.remove(place, id, world)
    const { success } = role
    if (!success.hasBody) return { kind: 'value', status: success.status }
    return success.schema && success.schema.accepts({}, 'response')
      ? { kind: 'value', status: success.status, value: repair(tools, success.schema, {}, place.key) }
      : { kind: 'example', status: success.status }
  }
}
