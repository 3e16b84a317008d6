import type { Operation } from '../../src/model/api-model.js'
import { memberSchema } from '../../src/resources/identity.js'
import { viewObject } from '../../src/resources/object-view.js'
import type { StatefulRole } from '../../src/resources/role.js'
import { actionEffect } from './action-effect.js'
import type { Behaviour } from './behaviour.js'
import { saveIfChanged } from './change.js'
import type { Context } from './context.js'
import { createPlaceOf } from './place.js'
import { absent } from './problems.js'
import { envelopeOf } from './project.js'

/** Something done to an existing item. Changes nothing but members that say the same as the action. */
export function actionBehaviour(
  context: Context,
  operation: Operation,
  role: StatefulRole & { kind: 'action' },
): Behaviour {
  const { tools, shelf } = context
  const placeOf = createPlaceOf(operation, role)
  const effect = actionEffect(role.verb, role.collection, operation.method === 'DELETE')
  const showsItem = answersItem(role)
  return (call, world) => {
    const place = placeOf(call)
    const before = shelf.find(place, world)
    if (!before) return absent(operation, place)
    const entity = effect
      ? saveIfChanged(context, place, before, effect(before.value, world.clock.now()), {}, world, false)
      : before
    if (!role.success.hasBody) return { kind: 'value', status: role.success.status }
    const answer = showsItem ? envelopeOf(tools, role, place, entity.id, entity.value) : undefined
    return answer ? { kind: 'value', status: role.success.status, value: answer } : { kind: 'example' }
  }
}

/** The answer is the item itself, not something else that the action made. */
function answersItem({ success, entityAt, collection }: StatefulRole): boolean {
  const { entity } = collection.details
  if (!success.schema || !entityAt || !entity) return false
  const shown = memberSchema(success.schema, entityAt) ?? success.schema
  if ((shown.target ?? shown) === (entity.target ?? entity)) return true
  const view = viewObject(shown)
  const own = viewObject(entity)
  if (!view || !own || view.properties.size === 0) return false
  const common = [...view.properties.keys()].filter((name) => own.properties.has(name)).length
  return common * 2 > view.properties.size && common > 1
}
