import type { JsonObject } from '../../../src/base/json.js'
import type { Schema } from '../../../src/model/schema.js'
import { stretchTime } from '../../../src/generate/format-text.js'
import type { Collection } from '../../../src/resources/collection.js'
import { isChoice, keywordOf, typesOf } from '../../../src/resources/object-view.js'
import { ownedFields, type OwnedField } from '../../../src/resources/owned-fields.js'
import { memberAt, withMember } from '../member.js'

/** No document means a longer one. */
const LONGEST_TIME = 64

/** What the server sets of an entity; where there are alternatives, of the one that the value is of. */
export function ownedOf({ entity, sent, owned }: Collection['details'], value: JsonObject): readonly OwnedField[] {
  return entity && isChoice(entity) ? ownedFields(entity, sent, value) : owned
}

/** Sets what the server sets on creation. Members that the client may set and did are kept. */
export function stampCreated(
  value: JsonObject,
  owned: readonly OwnedField[],
  sent: JsonObject,
  nowMs: number,
): JsonObject {
  let stamped = value
  for (const field of owned) {
    if (field.meaning === 'other' || (!field.readOnly && isClients(field, sent, value))) continue
    const first = field.meaning === 'version' ? firstVersion(field.schema) : timeAs(field.schema, nowMs)
    if (first !== undefined) stamped = withMember(stamped, field.at, first)
  }
  return stamped
}

/** What may be sent is the client's where it was, and where nothing is that could hold it. */
function isClients({ at }: OwnedField, sent: JsonObject, value: JsonObject): boolean {
  return memberAt(sent, at) !== undefined || (at.length > 1 && memberAt(value, at.slice(0, -1)) === undefined)
}

/** Moves what the server moves on a change. */
export function stampChanged(
  value: JsonObject,
  owned: readonly OwnedField[],
  sent: JsonObject,
  nowMs: number,
): JsonObject {
  let stamped = value
  for (const field of owned) {
    if (!field.readOnly && isClients(field, sent, value)) continue
    const before = memberAt(value, field.at)
    const next =
      field.meaning === 'updated'
        ? timeAs(field.schema, nowMs)
        : field.meaning === 'version'
          ? nextVersion(field.schema, before)
          : undefined
    if (next !== undefined) stamped = withMember(stamped, field.at, next)
  }
  return stamped
}

/** Undefined when the schema takes no time as we could write it. */
export function timeAs(schema: Schema, ms: number): unknown {
  const types = typesOf(schema)
  const iso = new Date(ms).toISOString()
  const minLength = keywordOf(schema, 'minLength')
  const long = stretchTime(iso, typeof minLength === 'number' ? Math.min(minLength, LONGEST_TIME) : 0)
  const candidates = types.has('string') || types.size === 0 ? [long, iso.slice(0, 10)] : []
  if (keywordOf(schema, 'format') === 'date') candidates.reverse()
  const numbers = types.has('integer') || types.has('number') ? [unixTime(schema, ms)] : []
  return [...candidates, ...numbers].find((candidate) => schema.accepts(candidate, 'response'))
}

/** Seconds, unless the document's own example can only be milliseconds. */
function unixTime(schema: Schema, ms: number): number {
  const example = keywordOf(schema, 'example')
  const inMs = typeof example === 'number' && example > 1e11
  return inMs ? ms : Math.floor(ms / 1000)
}

function firstVersion(schema: Schema): unknown {
  return [1, '1'].find((candidate) => schema.accepts(candidate, 'response'))
}

function nextVersion(schema: Schema, before: unknown): unknown {
  const next =
    typeof before === 'number'
      ? before + 1
      : typeof before === 'string' && /^\d{1,40}$/.test(before)
        ? String(BigInt(before) + 1n)
        : undefined
  return next !== undefined && schema.accepts(next, 'response') ? next : undefined
}
