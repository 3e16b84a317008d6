import type { JsonObject } from '../../src/base/json.js'
import { selectResponse } from '../../src/http/select-response.js'
import type { Operation } from '../../src/model/api-model.js'
import type { Schema } from '../../src/model/schema.js'
import { viewObject } from '../../src/resources/object-view.js'
import type { StatefulRole } from '../../src/resources/role.js'
import { isFile } from '../../src/resources/success.js'
import type { Entity } from '../state/store.js'
import type { Collection } from '../../src/resources/collection.js'
import { acceptedMembers } from './entity/accepted-members.js'
import type { Behaviour, Call, World } from './behaviour.js'
import { createFieldChoice } from './listing/choose-fields.js'
import type { Context } from './context.js'
import { createdEntity, labelOf, otherIdsOf, withIds, withPresets } from './entity/entity.js'
import { createSentFile, isSameFile, keepFile, keptFile, withFileFacts, type File } from './file.js'
import { withHeld } from './entity/held.js'
import { declaredLocation, locationOf } from './entity/location.js'
import { copyOf, memberAt, objectOf } from './member.js'
import { merged } from './patching/merged.js'
import { newId, sentId } from './entity/new-id.js'
import { ownedOf, stampChanged } from './entity/owned.js'
import { createPlaceOf, withId, type Place } from './shelf/place.js'
import { createPreconditions } from './precondition.js'
import { absent, notFound, parentNotFound } from './problems.js'
import { envelopeOf, withShown } from './entity/project.js'
import { createReferred } from './shelf/referred.js'
import { repair } from './entity/repair.js'
import { saveIfChanged } from './save-if-changed.js'
import { createSent } from './entity/sent-in-query.js'

type ReplaceRole = StatefulRole & { kind: 'replace' | 'upsert' | 'replaceSingleton' }

/** PUT: the item becomes what was sent; an upsert creates what is not there. */
export function replaceBehaviour(context: Context, operation: Operation, role: ReplaceRole): Behaviour {
  const { tools, shelf } = context
  const placeOf = createPlaceOf(operation, role)
  const preconditions = createPreconditions(operation)
  const choose = createFieldChoice(operation, role)
  const referred = createReferred(context, operation, role.collection)
  const sentFile = createSentFile(context, operation, role)
  const withQuery = createSent(operation, role)
  const isPartial = leavesOut(role.collection, role.body.schema)
  /** Of what is no object, what was sent is what there is now. */
  const isEcho = (value: unknown): boolean =>
    role.body.isFile === true && isFile(role.success) && role.success.schema?.accepts(value, 'response') === true
  return (call, world) => {
    const said = objectOf(memberAt(call.body, role.body.at)) ?? {}
    const sent = withQuery(said, call)
    const place = namedIn(unpresumed(placeOf(call)), sent, world)
    if (place.id === '' && role.kind !== 'replaceSingleton') return absent(operation, place)
    const before = shelf.find(place, world)
    if (!before && role.kind === 'replace') return notFound(operation, place)
    if (!before && !shelf.parentExists(place, world)) return parentNotFound(operation, place)
    const refused = preconditions.refuse(call, before)
    if (refused) return refused
    const held = before && shelf.findHeld(place, world)
    const file = sentFile(call)
    const meant = held ? undefined : referred?.(place, world)
    if (meant?.kind === 'unknown') return notFound(operation, place)
    // What is only presumed to exist is created with the first PUT, but nobody could know that it was not there.
    const entity =
      before === undefined || meant
        ? create(meant ? { ...meant.entity.value } : sent, place, world, file)
        : file && role.body.isFile
          ? saveFile(place, before, file, world, held !== undefined)
          : saveSent(place, before, sent, call, world, held !== undefined)
    if (file) keepFile(place, place.id, file, world)
    const status = before === undefined && role.kind === 'upsert' ? role.createdStatus : role.success.status
    const isTold = status === 201 && !held && role.kind !== 'replaceSingleton'
    const declared = isTold ? declaredLocation(selectResponse(operation.responses, status)) : undefined
    return {
      kind: 'value',
      status,
      value: isEcho(call.body) ? call.body : choose(call, envelopeOf(tools, role, place, place.id, entity.value)),
      headers: {
        ...preconditions.headers(entity),
        ...(declared ? { location: locationOf(call, place, place.id, declared) } : {}),
      },
    }
  }

  /** What creates the item that is not there has no need to presume it. */
  function unpresumed(place: Place): Place {
    return role.kind === 'upsert' && place.presumes === 'all' ? { ...place, presumes: 'parents' } : place
  }

  /** An operation on the whole collection names its item in the body; one that has no id yet gets one. */
  function namedIn(place: Place, sent: JsonObject, world: World): Place {
    if (place.id !== '' || role.kind === 'replaceSingleton') return place
    const id = sentId(place, sent) ?? (role.kind === 'upsert' ? newId(tools, shelf, place, world) : '')
    return withId(place, id)
  }

  /** Without a body only what the query says is another. */
  function saveSent(place: Place, before: Entity, sent: JsonObject, call: Call, world: World, held: boolean): Entity {
    const hasBody = operation.body !== undefined || call.body !== undefined
    const changed = hasBody
      ? replaced(context, place, before, sent, role.body.schema, isPartial)
      : Object.keys(sent).length === 0
        ? before.value
        : merged(place, before.value, sent, undefined, false)
    return saveIfChanged(context, place, before, changed, sent, world, !held)
  }

  /** The same file again moves nothing. */
  function saveFile(place: Place, before: Entity, file: File, world: World, held: boolean): Entity {
    if (held && isSameFile(file, keptFile(place, place.id, world))) return before
    const value = withFileFacts(place, before.value, file)
    const owned = ownedOf(place.collection.details, value)
    return shelf.save(place, place.id, stampChanged(value, owned, {}, world.clock.now()), world, !held)
  }

  function create(sent: JsonObject, place: Place, world: World, file: File | undefined): Entity {
    const made = createdEntity(tools, place, place.id, sent, role.body.schema, world.clock.now())
    const value = file ? withFileFacts(place, made, file) : made
    return shelf.save(place, place.id, withShown(tools, role, place, place.id, value, sent), world, true)
  }
}

/** A PUT that may leave out what creating must say changes what it says. */
function leavesOut({ details }: Collection, schema: Schema | undefined): boolean {
  const made = details.made && viewObject(details.made)
  const put = schema && viewObject(schema)
  return !!made && !!put && [...made.required].some((name) => put.properties.has(name) && !put.required.has(name))
}

/** What the client cannot send stays as it was, and so does what must be there and was not sent. */
function replaced(
  { tools }: Context,
  place: Place,
  before: Entity,
  sent: JsonObject,
  sentSchema: Schema | undefined,
  isPartial: boolean,
): JsonObject {
  const { details } = place.collection
  const { entity: schema } = details
  const kept = acceptedMembers(sent, place.collection, sentSchema)
  const sendable = sentSchema && viewObject(sentSchema, sent)
  const view = schema && viewObject(schema, kept)
  const owned = ownedOf(details, kept)
  const others = otherIdsOf(place.collection)
  const stays = (name: string): boolean =>
    isPartial ||
    owned.some(({ at }) => at[0] === name) ||
    others.some((other) => other.name === name) ||
    view?.properties.get(name)?.readOnly === true ||
    (view?.properties.has(name) === true && sendable !== undefined && !sendable.properties.has(name)) ||
    view?.required.has(name) === true ||
    (view?.properties.size === 0 && String(before.value[name]) === place.id)
  const carried = Object.entries(before.value).filter(([name]) => stays(name) && !Object.hasOwn(kept, name))
  const said = copyOf([...carried, ...Object.entries(kept)])
  const whole = isPartial ? said : withPresets(said, sentSchema, schema)
  const value = withIds(place, place.id, withHeld(place.collection, before.value, whole))
  return schema ? withIds(place, place.id, repair(tools, schema, value, labelOf(place, place.id))) : value
}
