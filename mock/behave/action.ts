import type { JsonObject } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import { isSameSchema, type Schema } from '../../src/model/schema.js'
import { memberSchema } from '../../src/resources/identity.js'
import { viewObject } from '../../src/resources/object-view.js'
import type { StatefulRole } from '../../src/resources/role.js'
import { actionEffect } from './action-effect.js'
import type { Behaviour, Call } from './behaviour.js'
import type { Context } from './context.js'
import { acceptedMembers } from './entity/accepted-members.js'
import { envelopeOf } from './entity/project.js'
import { createSentInQuery } from './entity/sent-in-query.js'
import { createListEffect } from './list-effect.js'
import { copyOf, memberAt, objectOf } from './member.js'
import { applyMergePatch } from './patching/merge-patch.js'
import { createPreconditions } from './precondition.js'
import { absent } from './problems.js'
import { saveIfChanged } from './save-if-changed.js'
import { createPlaceOf } from './shelf/place.js'

/** Something done to an existing item. Changes nothing but members that say the same as the action. */
export function actionBehaviour(
  context: Context,
  operation: Operation,
  role: StatefulRole & { kind: 'action' },
): Behaviour {
  const { tools, shelf } = context
  const placeOf = createPlaceOf(operation, role)
  const effect = actionEffect(role.verb, role.collection, operation.method === 'DELETE')
  const told = createListEffect(operation, role) ?? createTold(operation, role)
  const showsItem = answersItem(role)
  const preconditions = createPreconditions(operation)
  return (call, world) => {
    const place = placeOf(call)
    const before = shelf.find(place, world)
    if (!before) return absent(operation, place)
    const refused = preconditions.refuseStale(call, before)
    if (refused) return refused
    const now = effect ? effect(before.value, world.clock.now()) : before.value
    const changed = told ? told(now, call) : now
    const entity = changed === before.value ? before : saveIfChanged(context, place, before, changed, {}, world, false)
    const headers = preconditions.headers(entity)
    if (!role.success.hasBody) return { kind: 'value', status: role.success.status, headers }
    const answer = showsItem ? envelopeOf(tools, role, place, entity.id, entity.value) : undefined
    return answer ? { kind: 'value', status: role.success.status, value: answer, headers } : { kind: 'example' }
  }
}

/**
 * 'rename', 'assign', 'move', 'set-owner', and a PUT that says nothing but members of the item: what is said of the item is what
 * it is from now on.
 */
function createTold(
  operation: Operation,
  role: StatefulRole & { kind: 'action' },
): ((value: JsonObject, call: Call) => JsonObject) | undefined {
  const isSet = /^(rename|assign|reassign|move|set|change|update|edit|modify)/i.test(role.verb)
  const withQuery = createSentInQuery(operation, role)
  const { entity, identity } = role.collection.details
  const members = entity && viewObject(entity)?.properties
  if (!isSet && !(isPut(operation) && speaksOfItem(role.body?.schema, members))) return undefined
  const at = role.body?.at ?? []
  return (value, call) => {
    const sent = withQuery(objectOf(memberAt(call.body, at)) ?? {}, call)
    const said = acceptedMembers(sent, role.collection, role.body?.schema)
    const known = Object.entries(said).filter(([name]) => members?.has(name) && name !== identity.at?.[0])
    return known.length === 0 ? value : (applyMergePatch(value, copyOf(known)) as JsonObject)
  }
}

function isPut({ method }: Operation): boolean {
  return method === 'PUT' || method === 'PATCH'
}

function speaksOfItem(sent: Schema | undefined, members: ReadonlyMap<string, unknown> | undefined): boolean {
  const names = [...((sent && viewObject(sent)?.properties.keys()) ?? [])]
  return names.length > 0 && names.every((name) => members?.has(name))
}

/** The answer is the item itself, not something else that the action made. */
function answersItem({ success, entityAt, collection }: StatefulRole): boolean {
  const { entity } = collection.details
  if (!success.schema || !entityAt || !entity) return false
  const shown = memberSchema(success.schema, entityAt) ?? success.schema
  if (isSameSchema(shown, entity)) return true
  const view = viewObject(shown)
  const own = viewObject(entity)
  if (!view || !own || view.properties.size === 0) return false
  const common = [...view.properties.keys()].filter((name) => own.properties.has(name)).length
  return common * 2 > view.properties.size && common > 1
}
