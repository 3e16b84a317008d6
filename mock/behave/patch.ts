import { isRecord, type JsonObject } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import { LISTED } from '../../src/resources/identity.js'
import { viewObject } from '../../src/resources/object-view.js'
import type { StatefulRole } from '../../src/resources/role.js'
import type { Behaviour } from './behaviour.js'
import type { Context } from './context.js'
import { withIds } from './entity/entity.js'
import { fitting, type Patched } from './entity/fitting.js'
import { sentId } from './entity/new-id.js'
import { envelopeOf } from './entity/project.js'
import { createSentInQuery } from './entity/sent-in-query.js'
import { createFieldChoice } from './listing/choose-fields.js'
import { copyOf, memberAt, objectOf } from './member.js'
import { applyJsonPatch } from './patching/json-patch.js'
import { createMask } from './patching/masked.js'
import { merged } from './patching/merged.js'
import type { PatchResult } from './patching/patch-result.js'
import { applyScimPatch, readScimPatch } from './patching/scim-patch.js'
import { createPreconditions } from './precondition.js'
import { absent, unprocessable } from './problems.js'
import { saveIfChanged } from './save-if-changed.js'
import { createPlaceOf, withId, type Place } from './shelf/place.js'

type PatchRole = StatefulRole & { kind: 'patch' | 'patchSingleton' }

/** PATCH: merge patch or JSON Patch by media type; the result must still satisfy the entity's schema. */
export function patchBehaviour(context: Context, operation: Operation, role: PatchRole): Behaviour {
  const { tools, shelf } = context
  const placeOf = createPlaceOf(operation, role)
  const preconditions = createPreconditions(operation)
  const choose = createFieldChoice(operation, role)
  const masked = createMask(operation)
  const withQuery = createSentInQuery(operation, role)
  return (call, world) => {
    const contentType = String(call.request.headers['content-type'] ?? '')
    const isList = Array.isArray(call.body) && role.body.at[0] !== LISTED
    const sent = isList ? call.body : withQuery(objectOf(memberAt(call.body, role.body.at)) ?? {}, call)
    const above = placeOf(call)
    const place = isItems(above) ? withId(above, sentId(above, objectOf(sent) ?? {}) ?? '') : above
    const before = shelf.find(place, world)
    if (!before || isItems(place)) return absent(operation, place)
    const refused = preconditions.refuse(call, before)
    if (refused) return refused
    const body = masked(sent, before.value, call)
    const patched = patchedBy(body, before.value, place, contentType)
    if (patched.kind === 'problem') return patched
    const changed = withIds(place, place.id, patched.value)
    const value = fitting(context, operation, place, before.value, changed, role.body.schema)
    if (value.kind === 'problem') return value
    const entity = saveIfChanged(context, place, before, value.value, objectOf(body) ?? {}, world, false)
    return {
      kind: 'value',
      status: role.success.status,
      value: choose(call, envelopeOf(tools, role, place, place.id, entity.value)),
      headers: preconditions.headers(entity),
    }
  }

  function patchedBy(body: unknown, before: JsonObject, place: Place, contentType: string): Patched {
    if (Array.isArray(body)) return finished(operation, place, before, applyJsonPatch(before, body))
    const changes = readScimPatch(body, before, place.collection.details.entity)
    if (changes) return finished(operation, place, before, applyScimPatch(before, changes))
    const isStrict = /merge-patch/i.test(contentType)
    return { kind: 'value', value: merged(place, before, body, role.body.schema, isStrict) }
  }
}

function isItems({ id, collection }: Place): boolean {
  return id === '' && collection.kind === 'items'
}

function finished(operation: Operation, place: Place, before: JsonObject, result: PatchResult): Patched {
  switch (result.kind) {
    case 'malformed':
      return unprocessable(operation, result.detail, [400, 422])
    case 'conflict':
      return unprocessable(operation, result.detail, [409, 422, 400])
    case 'patched': {
      if (!isRecord(result.value)) return unprocessable(operation, 'the patch leaves no object')
      return { kind: 'value', value: withReadOnlyOf(before, result.value as JsonObject, place) }
    }
  }
}

/** No patch changes what is read-only. */
function withReadOnlyOf(before: JsonObject, patched: JsonObject, { collection }: Place): JsonObject {
  const { entity } = collection.details
  const value = new Map(Object.entries(patched))
  for (const [name, { readOnly }] of (entity && viewObject(entity, before)?.properties) ?? []) {
    if (!readOnly) continue
    if (Object.hasOwn(before, name)) value.set(name, before[name] ?? null)
    else value.delete(name)
  }
  return copyOf(value)
}
