import type { JsonObject } from '../../src/base/json.js'
import { selectResponse } from '../../src/http/select-response.js'
import type { Operation } from '../../src/model/api-model.js'
import { isFile } from '../../src/resources/success.js'
import type { Behaviour, World } from './behaviour.js'
import type { Context } from './context.js'
import { declaredLocation, locationOf } from './entity/location.js'
import { newId, sentId } from './entity/new-id.js'
import { envelopeOf } from './entity/project.js'
import { createSentInQuery } from './entity/sent-in-query.js'
import { createSentFile, keepFile } from './file.js'
import { createFieldChoice } from './listing/choose-fields.js'
import { memberAt, objectOf } from './member.js'
import { createPreconditions } from './precondition.js'
import { absent, notFound, parentNotFound } from './problems.js'
import { createReplacement, type ReplaceRole } from './replacement.js'
import { createPlaceOf, withId, type Place } from './shelf/place.js'
import { createReferred } from './shelf/referred.js'

/** PUT: the item becomes what was sent; an upsert creates what is not there. */
export function replaceBehaviour(context: Context, operation: Operation, role: ReplaceRole): Behaviour {
  const { tools, shelf } = context
  const placeOf = createPlaceOf(operation, role)
  const preconditions = createPreconditions(operation)
  const choose = createFieldChoice(operation, role)
  const referred = createReferred(context, operation, role.collection)
  const sentFile = createSentFile(context, operation, role)
  const withQuery = createSentInQuery(operation, role)
  const replacement = createReplacement(context, operation, role)
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
        ? replacement.create(place, meant ? { ...meant.entity.value } : sent, file, world)
        : replacement.change(place, before, sent, file, call, world, held !== undefined)
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
}
