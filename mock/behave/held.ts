/** `readOnly` members that stand in what holds the item's own members, as `attributes` do: they are the item's as well. */
import { isRecord, type JsonObject } from '../../src/base/json.js'
import type { Schema } from '../../src/model/schema.js'
import type { Collection } from '../../src/resources/collection.js'
import { viewObject } from '../../src/resources/object-view.js'
import { isHolder } from '../../src/resources/owned-fields.js'
import { plain } from '../../src/resources/words.js'
import { copyOf, memberAt, withMember, withoutMembers } from './member.js'

/** A member as it is remembered: a client cannot set them. */
export function withoutHeld(name: string, schema: Schema, member: unknown): unknown {
  if (!isRecord(member) || !isHolder(name)) return member
  const inner = viewObject(schema)?.properties
  const refused = Object.keys(member).filter((each) => inner?.get(each)?.readOnly)
  return withoutMembers(member as JsonObject, refused)
}

/** What is sent beside each other and shown in `attributes`, as Strapi has it. */
export function intoHolder(entity: Schema, sent: JsonObject): JsonObject {
  const holder = holderOf(entity)
  if (!holder) return sent
  const names = Object.keys(sent).filter((name) => holder.inner.has(name))
  if (names.length === 0 || Object.hasOwn(sent, holder.name)) return sent
  return withMember(withoutMembers(sent, names), [holder.name], copyOf(names.map((name) => [name, sent[name]])))
}

interface Holder {
  readonly name: string
  /** What it has and the entity itself has not. */
  readonly inner: ReadonlySet<string>
}

const holders = new WeakMap<Schema, Holder | false>()

function holderOf(entity: Schema): Holder | undefined {
  let holder = holders.get(entity)
  if (holder === undefined) holders.set(entity, (holder = findHolder(entity) ?? false))
  return holder === false ? undefined : holder
}

function findHolder(entity: Schema): Holder | undefined {
  const own = viewObject(entity)?.properties
  for (const [name, { schema }] of own ?? []) {
    if (!/^(attributes|fields|properties)$/.test(plain(name))) continue
    const inner = [...(viewObject(schema)?.properties.keys() ?? [])].filter((each) => !own?.has(each))
    if (inner.length > 0) return { name, inner: new Set(inner) }
  }
  return undefined
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
