import type { Operation } from '../../src/model/api-model.js'
import { memberSchema } from '../../src/resources/identity.js'
import { keywordOf, viewObject } from '../../src/resources/object-view.js'
import type { Collection } from '../../src/resources/collection.js'
import type { StatefulRole } from '../../src/resources/role.js'
import { plain } from '../../src/resources/words.js'
import type { Behaviour } from './behaviour.js'
import { saveIfChanged } from './change.js'
import type { Context } from './context.js'
import { withMember } from './member.js'
import { createPlaceOf } from './place.js'
import { notFound } from './problems.js'
import { envelopeOf } from './project.js'

/** Something done to an existing item. Changes nothing but a status whose name says the same as the action. */
export function actionBehaviour(
  context: Context,
  operation: Operation,
  role: StatefulRole & { kind: 'action' },
): Behaviour {
  const { tools, shelf } = context
  const placeOf = createPlaceOf(operation, role)
  const effect = statusAfter(role.verb, role.collection)
  const showsItem = answersItem(role)
  return (call, world) => {
    const place = placeOf(call)
    const before = shelf.find(place, world)
    if (!before) return notFound(operation, place)
    const value = effect ? withMember(before.value, [effect.member], effect.value) : before.value
    const entity = effect ? saveIfChanged(context, place, before, value, {}, world, false) : before
    if (!role.success.hasBody) return { kind: 'value', status: role.success.status }
    const answer = showsItem ? envelopeOf(tools, role, place, entity.id, entity.value) : undefined
    return answer ? { kind: 'value', status: role.success.status, value: answer } : { kind: 'example' }
  }
}

/** 'cancel' → status 'cancelled', when the entity has a status with such a value. */
function statusAfter(
  verb: string,
  { details }: Collection,
): { readonly member: string; readonly value: string } | undefined {
  const word = plain(verb)
  const forms = [
    word,
    `${word}d`,
    `${word}ed`,
    `${word}led`,
    `${word}${word.at(-1) ?? ''}ed`,
    word.replace(/y$/, 'ied'),
  ]
  if (word === 'close') forms.push('closed')
  if (word === 'reopen') forms.push('open', 'opened')
  for (const [name, { schema }] of (details.entity && viewObject(details.entity)?.properties) ?? []) {
    if (!/^(status|state|phase)$/.test(plain(name))) continue
    const values = keywordOf(schema, 'enum')
    if (!Array.isArray(values)) continue
    const value = values.find((candidate): candidate is string => {
      return (
        typeof candidate === 'string' &&
        forms.some((form) => plain(candidate) === form || plain(candidate).endsWith(form))
      )
    })
    if (value !== undefined) return { member: name, value }
  }
  return undefined
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
