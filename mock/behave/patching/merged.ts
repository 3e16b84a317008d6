import { isRecord, type JsonObject } from '../../../src/base/json.js'
import type { Schema } from '../../../src/model/schema.js'
import { typesOf, viewObject } from '../../../src/resources/object-view.js'
import { acceptedMembers } from '../entity/accepted-members.js'
import { copyOf } from '../member.js'
import { applyMergePatch } from './merge-patch.js'
import type { Place } from '../shelf/place.js'

/**
 * An item with what a client says of it.
 * @param isStrict as RFC 7396 has it: null removes
 */
export function merged(
  place: Place,
  before: JsonObject,
  patch: unknown,
  sentSchema: Schema | undefined,
  isStrict: boolean,
): JsonObject {
  const { entity: schema } = place.collection.details
  if (!isRecord(patch)) return before
  const kept = acceptedMembers(patch as JsonObject, place.collection, sentSchema)
  const patched = applyMergePatch(before, kept) as JsonObject
  const result = new Map(Object.entries(patched))
  const view = schema && viewObject(schema, patched)
  for (const [name, member] of Object.entries(kept)) {
    const property = view?.properties.get(name)
    if (member !== null || !property || !typesOf(property.schema).has('null')) continue
    // RFC 7396 removes; in plain JSON, and where the member must be there, null is a value like any other.
    if (!isStrict || view?.required.has(name)) result.set(name, null)
  }
  return copyOf(result)
}
