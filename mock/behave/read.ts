import type { JsonObject } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import type { StatefulRole } from '../../src/resources/role.js'
import type { Behaviour } from './behaviour.js'
import type { Context } from './context.js'
import { envelopeOf } from './entity/project.js'
import { repair } from './entity/repair.js'
import { createFieldChoice } from './listing/choose-fields.js'
import { isPlain, selectItems } from './listing/select-items.js'
import { withMember } from './member.js'
import { createPreconditions } from './precondition.js'
import { absent, notFound, parentNotFound } from './problems.js'
import { createPlaceOf } from './shelf/place.js'

/** GET on an item. */
export function readBehaviour({ tools, shelf }: Context, operation: Operation, role: StatefulRole): Behaviour {
  const placeOf = createPlaceOf(operation, role)
  const preconditions = createPreconditions(operation)
  const choose = createFieldChoice(operation, role)
  // Entities are immutable: the same value is shown the same way.
  const shown = new WeakMap<JsonObject, JsonObject | readonly JsonObject[]>()
  return (call, world) => {
    const place = placeOf(call)
    const entity = shelf.find(place, world)
    if (!entity) return absent(operation, place)
    const refused = preconditions.refuseStale(call, entity)
    if (refused) return refused
    const headers = preconditions.headers(entity)
    if (preconditions.isUnmodified(call, entity)) return { kind: 'value', status: 304, headers }
    let value = shown.get(entity.value)
    if (!value) {
      value = envelopeOf(tools, role, place, entity.id, entity.value)
      if (value) shown.set(entity.value, value)
    }
    if (!value) return { kind: 'example' }
    const { status } = role.success
    const chosen = choose(call, value)
    return chosen === value
      ? { kind: 'value', status, value, headers, lasting: true }
      : { kind: 'value', status, value: chosen, headers }
  }
}

/** Whether an item is there: 404 says no, unless the answer has a member for it. */
export function existsBehaviour(
  { tools, shelf }: Context,
  operation: Operation,
  role: StatefulRole & { kind: 'exists' },
): Behaviour {
  const placeOf = createPlaceOf(operation, role)
  const { member, success } = role
  return (call, world) => {
    const place = placeOf(call)
    const entity = shelf.find(place, world)
    if (member === undefined || !success.schema) {
      return entity ? { kind: 'value', status: success.status } : notFound(operation, place)
    }
    if (!entity && !shelf.parentExists(place, world)) return parentNotFound(operation, place)
    const answer = withMember({}, member, entity !== undefined)
    return { kind: 'value', status: success.status, value: repair(tools, success.schema, answer, place.key) }
  }
}

export function countBehaviour(
  { tools, shelf }: Context,
  operation: Operation,
  role: StatefulRole & { kind: 'count' },
): Behaviour {
  const placeOf = createPlaceOf(operation, role)
  const { member, success, inText } = role
  return (call, world) => {
    const place = placeOf(call)
    if (!shelf.parentExists(place, world)) return parentNotFound(operation, place)
    const { query, collection } = role
    const count = isPlain(query, call, collection)
      ? shelf.count(place, world)
      : selectItems(shelf.list(place, world), query, call, collection).items.length
    if (inText) return { kind: 'value', status: success.status, value: String(count) }
    if (member.length === 0 || !success.schema) return { kind: 'value', status: success.status, value: count }
    const answer = repair(tools, success.schema, withMember({}, member, count), place.key)
    return { kind: 'value', status: success.status, value: answer }
  }
}
