import { valueAt } from '../../../src/base/json-pointer.js'
import { isRecord, type JsonObject } from '../../../src/base/json.js'
import type { ApiModel, Operation } from '../../../src/model/api-model.js'
import { templateParameters } from '../../../src/model/path-template.js'
import { depthOf } from '../../../src/resources/collection-path.js'
import type { Collection, Identity } from '../../../src/resources/collection.js'
import { isBareNoun } from '../../../src/resources/identity.js'
import { viewObject } from '../../../src/resources/object-view.js'
import type { StatefulRole } from '../../../src/resources/role.js'
import { plain, wordsOf } from '../../../src/resources/words.js'
import type { Behaviour } from '../behaviour.js'
import type { Context } from '../context.js'
import { memberAt } from '../member.js'
import { createPlaceOf } from '../shelf/place.js'

/**
 * An item that is known by a second name: '/files/{fileId}' beside '/files/{fileName}', '/users/by-email/{email}'. Where the path names another member of
 * the entity than its identity, the item whose member says so is meant.
 */
export function byOtherMember(
  { tools, shelf }: Context,
  operation: Operation,
  role: StatefulRole,
  behaviour: Behaviour,
): Behaviour {
  const parameter = templateParameters(operation.template).at(-1)
  const members = parameter === undefined ? [] : otherMembers(tools.model, operation, role, parameter)
  if (parameter === undefined || members.length === 0) return behaviour
  const placeOf = createPlaceOf(operation, { collection: role.collection })
  const isFirst = role.named !== undefined || plain(members[0]?.[0] ?? '') === plain(parameter)
  return (call, world) => {
    const place = placeOf(call)
    // A bare '{project}' is its id before it is its name.
    if (!isFirst && shelf.findHeld(place, world)) return behaviour(call, world)
    const says = (value: JsonObject): boolean => members.some((at) => String(memberAt(value, at)) === place.id)
    const found = shelf.list(place, world).find(({ value }) => says(value))
    if (!found) return behaviour(call, world)
    const path = { ...call.params.path, [parameter]: found.id }
    return behaviour({ ...call, params: { ...call.params, path } }, world)
  }
}

function otherMembers(
  model: ApiModel,
  operation: Operation,
  role: StatefulRole,
  parameter: string,
): readonly (readonly string[])[] {
  const { kind, collection, sources, named } = role
  if (named) return [named]
  const { entity, identity } = collection.details
  if (!entity || sources || !ON_ITEM.has(kind)) return []
  if (!isOnItem(operation, collection)) return []
  const isIdentity = plain(identity.at?.at(-1) ?? collection.idParameter ?? '') === plain(parameter)
  const names = [...(viewObject(entity)?.properties.keys() ?? [])]
  const member = names.find((name) => plain(name) === plain(parameter))
  if (member !== undefined && !isIdentity) return [[member]]
  if (identity.isSaid) return []
  const text = isBareNoun(parameter) ? '' : describedAs(model, operation, parameter)
  return names
    .filter((name) => (isBareNoun(parameter) ? isNaturalName(name, identity) : isSaidIn(text, name, identity)))
    .map((name) => [name])
}

/** What the document says of a parameter that may be the one or the other: 'ID or name of the container'. */
function describedAs(model: ApiModel, { parameters }: Operation, called: string): string {
  const parameter = parameters.find((each) => each.in === 'path' && each.name === called)
  const node = parameter && valueAt(model.document.root, parameter.at)
  const text = isRecord(node) && typeof node['description'] === 'string' ? node['description'].slice(0, MOST_READ) : ''
  return /\b(ids?|identifier)\b/i.test(text) && /\bor\b/i.test(text) ? ` ${wordsOf(text).join(' ')} ` : ''
}

const MOST_READ = 300

function isSaidIn(text: string, name: string, { at }: Identity): boolean {
  return text !== '' && name !== at?.[0] && plain(name) !== 'id' && text.includes(` ${wordsOf(name).join(' ')} `)
}

const ON_ITEM: ReadonlySet<StatefulRole['kind']> = new Set([
  'read',
  'readFile',
  'replace',
  'patch',
  'remove',
  'exists',
  'action',
])

/** What people call a thing by when its id is another. */
function isNaturalName(name: string, { at }: Identity): boolean {
  return name !== at?.[0] && /^(id|uuid|name|slug|login|username|handle|key|code)$/.test(plain(name))
}

/** The last parameter of the path is the item's. */
function isOnItem({ template }: Operation, collection: Collection): boolean {
  return templateParameters(template).length === depthOf(collection) + 1
}
