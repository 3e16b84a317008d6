import { acceptsDecoded } from '../../../src/check/check-value.js'
import type { JsonObject } from '../../../src/base/json.js'
import { pointerKeys } from '../../../src/base/json-pointer.js'
import type { Operation } from '../../../src/model/api-model.js'
import type { Schema } from '../../../src/model/schema.js'
import { viewObject } from '../../../src/resources/object-view.js'
import type { Problem } from '../behaviour.js'
import type { Context } from '../context.js'
import { labelOf } from './entity.js'
import { copyOf } from '../member.js'
import type { Place } from '../shelf/place.js'
import { unprocessable } from '../problems.js'
import { repair } from './repair.js'

/**
 * The result of a patch, or the refusal of one that breaks the entity's schema. A member that the document lets a patch
 * send is no ground to refuse: where the entity cannot show it, it stays as it was.
 */
export function fitting(
  { tools }: Context,
  operation: Operation,
  place: Place,
  before: JsonObject,
  value: JsonObject,
  sentSchema: Schema | undefined,
): Patched {
  const { entity: schema, parentMembers } = place.collection.details
  if (!schema || acceptsDecoded(schema, value) || !acceptsDecoded(schema, before)) return { kind: 'value', value }
  const sendable = sentSchema && viewObject(sentSchema, value)
  const entries = new Map(Object.entries(value))
  for (const issue of schema.issues(value, 'response')) {
    const name = pointerKeys(issue.at)[0] ?? missingMember(before, value)
    // Alternatives that exclude each other: what was sent goes before what was there.
    if (name === undefined && sendable && sendable.properties.size > 0) continue
    // The name of what is above comes from the path: where the schema wants it otherwise, no client can change that.
    if (name === undefined || !(sendable?.properties.has(name) || parentMembers.includes(name))) {
      return unprocessable(operation, `the change would break the schema: ${issue.at || 'body'} ${issue.message}`)
    }
    if (Object.hasOwn(before, name)) entries.set(name, before[name] ?? null)
    else entries.delete(name)
  }
  return { kind: 'value', value: repair(tools, schema, copyOf(entries), labelOf(place, place.id)) }
}

/** What the patch took away, when the breach is of the whole object. */
function missingMember(before: JsonObject, value: JsonObject): string | undefined {
  return Object.keys(before).find((name) => !Object.hasOwn(value, name))
}

export type Patched = Problem | { readonly kind: 'value'; readonly value: JsonObject }
