import type { Operation } from '../../src/model/api-model.js'
import { templateParameters } from '../../src/model/path-template.js'
import { viewObject } from '../../src/resources/object-view.js'
import type { StatefulRole } from '../../src/resources/role.js'
import { plain } from '../../src/resources/words.js'
import type { Behaviour } from './behaviour.js'
import type { Context } from './context.js'
import { memberAt } from './member.js'
import { createPlaceOf } from './place.js'

/**
 * An item that is known by a second name: '/files/{fileId}' beside '/files/{fileName}', '/users/by-email/{email}'. Where the path names another member of
 * the entity than its identity, the item whose member says so is meant.
 */
export function byOtherMember(
  { shelf }: Context,
  operation: Operation,
  role: StatefulRole,
  behaviour: Behaviour,
): Behaviour {
  const parameter = templateParameters(operation.template).at(-1)
  const member = parameter === undefined ? undefined : otherMember(operation, role, parameter)
  if (parameter === undefined || member === undefined) return behaviour
  const placeOf = createPlaceOf(operation, { collection: role.collection })
  return (call, world) => {
    const place = placeOf(call)
    const found = shelf.list(place, world).find(({ value }) => String(memberAt(value, member)) === place.id)
    if (!found) return behaviour(call, world)
    const path = { ...call.params.path, [parameter]: found.id }
    return behaviour({ ...call, params: { ...call.params, path } }, world)
  }
}

function otherMember(operation: Operation, role: StatefulRole, parameter: string): readonly string[] | undefined {
  const { kind, collection, sources, named } = role
  if (named) return named
  const { entity, identity } = collection.details
  if (!entity || sources || kind === 'upsert' || collection.kind === 'singleton') return undefined
  const isIdentity = plain(identity.at?.at(-1) ?? collection.idParameter ?? '') === plain(parameter)
  const member = [...(viewObject(entity)?.properties.keys() ?? [])].find((name) => plain(name) === plain(parameter))
  return isIdentity || member === undefined || !isOnItem(operation, collection.segments.length) ? undefined : [member]
}

function isOnItem({ template }: Operation, above: number): boolean {
  return template.segments.filter(({ parts }) => parts.length > 0).length === above + 1
}
