import { jsonEqual, type JsonObject } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import type { Collection } from '../../src/resources/collection.js'
import { idMember } from '../../src/resources/identity.js'
import { viewObject } from '../../src/resources/object-view.js'
import { sentIdAs } from '../../src/resources/items-role.js'
import type { StatefulRole } from '../../src/resources/role.js'
import { plain, singular } from '../../src/resources/words.js'
import type { Behaviour, Call } from './behaviour.js'
import type { Context } from './context.js'
import { createdEntity } from './entity/entity.js'
import { declaredLocation, locationOf } from './entity/location.js'
import { isIdOf, newId } from './entity/new-id.js'
import { envelopeOf, withShown } from './entity/project.js'
import { createSentInQuery } from './entity/sent-in-query.js'
import { createPutBelow } from './embedded.js'
import { createSentFile, keepFile, withFileFacts } from './file.js'
import { createFieldChoice } from './listing/choose-fields.js'
import { memberAt, objectOf } from './member.js'
import { createPreconditions } from './precondition.js'
import { conflict, parentNotFound } from './problems.js'
import { createInside } from './shelf/inside.js'
import { createPlaceOf, withId } from './shelf/place.js'

type CreateRole = StatefulRole & { kind: 'create' }

/** POST on a collection: the client's members over what the schema wants, an id that nothing else has. */
export function createBehaviour(context: Context, operation: Operation, role: CreateRole): Behaviour {
  const { tools, shelf, seedsOf } = context
  const placeOf = createPlaceOf(operation, role)
  const preconditions = createPreconditions(operation)
  const sentFile = createSentFile(context, operation, role)
  const inside = createInside(context, operation, role)
  const putBelow = createPutBelow(context, role.collection)
  const idIn = createIdInQuery(operation, role)
  const withQuery = createSentInQuery(operation, role)
  const declared = declaredLocation(role.success.response)
  const choose = createFieldChoice(operation, role)

  return (call, world) => {
    const place = placeOf(call)
    if (!shelf.parentExists(place, world)) return parentNotFound(operation, place)
    const refused = inside?.refuse(call, world)
    if (refused) return refused
    const said = withQuery(objectOf(memberAt(call.body, role.body.at)) ?? {}, call)
    const sent = inside ? inside.putIn(said, call) : said
    const chosen = chosenId(role, sent) ?? idIn(call)
    const before = chosen === undefined ? undefined : shelf.findHeld(withId(place, chosen), world)
    const isSeed =
      before !== undefined && seedsOf(place).some(({ id, value }) => id === before.id && jsonEqual(value, before.value))
    if (before && role.conflict && !isSeed) return conflict(operation, place, before.id)
    const id = chosen ?? newId(tools, shelf, place, world)
    const made = createdEntity(tools, place, id, sent, role.body.schema, world.clock.now())
    const put = inside ? inside.putIn(made, call) : made
    const file = sentFile(call)
    const value = withShown(tools, role, place, id, file ? withFileFacts(place, put, file) : put, sent)
    const saved = shelf.save(place, id, value, world, true)
    const entity = putBelow ? putBelow(place, saved, world) : saved
    inside?.remember(place, id, call, world)
    if (file) keepFile(place, id, file, world)
    const shown = envelopeOf(tools, role, place, id, entity.value)
    const headers = preconditions.headers(entity)
    if (declared !== undefined || tellsWhere(role, shown)) headers['location'] = locationOf(call, place, id, declared)
    return { kind: 'value', status: role.success.status, value: choose(call, shown), headers }
  }
}

/**
 * RFC 9110 15.3.2: without Location, what a 201 created is at the target URI, which is the collection's. Whatever the
 * status, a client that is shown no id learns it in no other way.
 */
function tellsWhere({ success, entityAt, collection, sources }: CreateRole, shown: unknown): boolean {
  if (collection.idParameter === undefined || sources) return false
  if (success.status === 201) return true
  const { at } = collection.details.identity
  return !at || !entityAt || memberAt(memberAt(shown, entityAt), at) === undefined
}

/** Google's AIP-133: `POST /topics?topicId=news` names the new topic. */
function createIdInQuery(operation: Operation, { collection }: CreateRole): (call: Call) => string | undefined {
  const { idParameter, name, details } = collection
  const called = `${plain(singular(name))}id`
  const own = details.identity.at?.length === 1 ? plain(details.identity.at[0] ?? '') : called
  const inputs = operation.parameters.filter((each) => each.in === 'query')
  // `POST /volumes/create?name=data` makes '/volumes/{name}'.
  const asked = plain(idParameter ?? called)
  const input = [called, own, asked].flatMap((word) => inputs.find((each) => plain(each.name) === word) ?? [])[0]
  if (!input || idParameter === undefined) return () => undefined
  return ({ params }) => {
    const value = params.query[input.name]
    const id = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    return isIdOf(details.identity, id) ? id : undefined
  }
}

/** The id that the client sent, when the document lets it and it can be one. */
function chosenId({ collection, clientId, body }: CreateRole, sent: JsonObject): string | undefined {
  if (clientId === 'none') return looseId(collection, sent)
  const { identity } = collection.details
  const at = identity.at ?? (body.schema && idMember(body.schema, collection.idParameter, collection.name))
  const [first = '', ...more] = at ?? []
  const called = sentIdAs(first, Object.keys(sent), collection)
  const value = called === undefined ? undefined : memberAt(sent, [called, ...more])
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const id = String(value)
  return isIdOf(identity, id) ? id : undefined
}

/** Of a thing of which the document says nothing: `id`, or what the path calls it. */
function looseId({ details, idParameter = '', members }: Collection, sent: JsonObject): string | undefined {
  const { entity, identity } = details
  const view = entity && viewObject(entity)
  if (identity.at || !members.read || (view && (view.properties.size > 0 || view.closed))) return undefined
  const name = [idParameter, 'id', '_id'].find((word) => Object.hasOwn(sent, word))
  const value = name === undefined ? undefined : sent[name]
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return isIdOf(identity, String(value)) ? String(value) : undefined
}
