/** `readOnly` members that stand in what holds the item's own members, as `attributes` do: they are the item's as well. */
import { isRecord, type JsonObject } from '../../src/base/json.js'
import type { Schema } from '../../src/model/schema.js'
import type { Collection } from '../../src/resources/collection.js'
import { viewObject } from '../../src/resources/object-view.js'
import { isHolder } from '../../src/resources/owned-fields.js'
import { memberAt, withMember, withoutMembers } from './member.js'

/** A member as it is remembered: a client cannot set them. */
export function withoutHeld(name: string, schema: Schema, member: unknown): unknown {
  if (!isHolder(name) || !isRecord(member)) return member
  const inner = viewObject(schema)?.properties
  const refused = Object.keys(member).filter((each) => inner?.get(each)?.readOnly)
  return withoutMembers(member as JsonObject, refused)
}

/** They stay as they were when the rest of the item is replaced. */
export function withHeld({ details }: Collection, before: JsonObject, value: JsonObject): JsonObject {
  let result = value
  for (const at of heldIn(details)) {
    const kept = isRecord(value[at[0] ?? '']) && memberAt(value, at) === undefined ? memberAt(before, at) : undefined
    if (kept !== undefined) result = withMember(result, at, kept)
  }
  return result
}

const known = new WeakMap<Collection['details'], readonly (readonly string[])[]>()

function heldIn(details: Collection['details']): readonly (readonly string[])[] {
  let held = known.get(details)
  if (!held) known.set(details, (held = findHeld(details)))
  return held
}

function findHeld({ entity, owned }: Collection['details']): readonly (readonly string[])[] {
  const isOwned = (name: string, inner: string): boolean => owned.some(({ at }) => at[0] === name && at[1] === inner)
  return [...((entity && viewObject(entity)?.properties) ?? [])].flatMap(([name, { schema }]) =>
    [...((isHolder(name) && viewObject(schema)?.properties) || [])].flatMap(([inner, { readOnly }]) =>
      readOnly || isOwned(name, inner) ? [[name, inner]] : [],
    ),
  )
}
