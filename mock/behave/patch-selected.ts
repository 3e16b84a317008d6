import type { Operation } from '../../src/model/api-model.js'
import { LISTED } from '../../src/resources/identity.js'
import type { QueryControls } from '../../src/resources/query-controls.js'
import type { StatefulRole } from '../../src/resources/role.js'
import type { Behaviour, Call, Reply } from './behaviour.js'
import type { Context } from './context.js'
import { inputOf } from './input-of.js'
import { memberAt, objectOf, withMember } from './member.js'
import { sentId } from './entity/new-id.js'
import { createPlaceOf } from './shelf/place.js'
import { parentNotFound } from './problems.js'
import { repair } from './entity/repair.js'
import { idsAsked, selectItems } from './listing/select-items.js'

/** `PATCH /todos?id=eq.1`: a body that names no item changes all that the query selects, or none. One that selects nothing is no such request. */
export function patchSelected(
  context: Context,
  operation: Operation,
  role: StatefulRole & { kind: 'patch' | 'patchSingleton' },
  behaviour: Behaviour,
): Behaviour {
  const query = role.kind === 'patch' ? role.query : undefined
  const { at } = role.collection.details.identity
  if (!query || !at) return behaviour
  const { shelf } = context
  const placeOf = createPlaceOf(operation, role)
  const idAt = [...role.body.at, ...at]
  return async (call, world) => {
    const place = placeOf(call)
    const sent = objectOf(memberAt(call.body, role.body.at))
    if (!sent || sentId(place, sent) !== undefined || !isSelecting(query, call)) return behaviour(call, world)
    if (!shelf.parentExists(place, world)) return parentNotFound(operation, place)
    const ids = idsAsked(query, call)
    const candidates = ids ? shelf.findAll(place, ids, world) : shelf.list(place, world)
    const values: unknown[] = []
    for (const { id } of selectItems(candidates, query, call, role.collection).items) {
      const body = withMember(objectOf(call.body) ?? {}, idAt, id)
      const reply = await behaviour({ ...call, body }, world)
      // A problem rolls back what the items before it wrote.
      if (reply.kind === 'problem') return reply
      if (reply.kind === 'value') values.push(reply.value)
    }
    return answered(context, role, values)
  }
}

function isSelecting(query: QueryControls, call: Call): boolean {
  return query.filters.some((filter) => inputOf(filter, call) !== undefined) || idsAsked(query, call) !== undefined
}

/** The list of all that were changed, where the answer is one. */
function answered(
  { tools }: Context,
  { success, entityAt = [], collection }: StatefulRole,
  values: readonly unknown[],
): Reply {
  const { status, schema } = success
  if (!success.hasBody) return { kind: 'value', status }
  const nth = entityAt.lastIndexOf(LISTED)
  if (nth === -1) return values.length > 0 ? { kind: 'value', status, value: values[0] } : { kind: 'example', status }
  const listAt = entityAt.slice(0, nth)
  const items = values.flatMap((value) => memberAt(value, listAt) as unknown[])
  if (listAt.length === 0 || !schema) return { kind: 'value', status, value: items }
  const value = withMember(objectOf(values[0]) ?? {}, listAt, items)
  return { kind: 'value', status, value: repair(tools, schema, value, `${collection.path} changed`) }
}
