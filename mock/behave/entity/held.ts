/** `readOnly` members that stand in what holds the item's own members, as `attributes` do: they are the item's as well. */
import { isRecord, type JsonObject } from '../../../src/base/json.js'
import type { Schema } from '../../../src/model/schema.js'
import type { Collection } from '../../../src/resources/collection.js'
import { typesOf, viewObject } from '../../../src/resources/object-view.js'
import { isHolder } from '../../../src/resources/owned-fields.js'
import { plain } from '../../../src/resources/words.js'
import { copyOf, memberAt, withMember, withoutMembers } from '../member.js'

/** A member as it is remembered: a client cannot set them. */
export function withoutHeld(name: string, schema: Schema, member: unknown): unknown {
  if (!isRecord(member) || !isHolder(name)) return member
  const inner = viewObject(schema, member)?.properties
  const refused = Object.keys(member).filter((each) => inner?.get(each)?.readOnly)
  return withoutMembers(member as JsonObject, refused)
}

/** What is sent beside each other and shown in `attributes`, as Strapi has it, or in `Spec` or `address` or whatever holds it. */
export function intoHolder({ details }: Collection, said: JsonObject): JsonObject {
  const { entity, sent } = details
  const holder = entity && holderOf(entity, sent)
  if (!holder) return entity ? intoOpen(entity, sent, said) : said
  const names = Object.keys(said).filter((name) => holder.inner.has(name))
  if (names.length === 0 || Object.hasOwn(said, holder.name)) return said
  return withMember(withoutMembers(said, names), [holder.name], copyOf(names.map((name) => [name, said[name]])))
}

/** What is sent without a word on what it is, and is no member of the entity, is the one open object in it: `_source`, `document`. */
function intoOpen(entity: Schema, sent: Schema | undefined, said: JsonObject): JsonObject {
  const names = Object.keys(said)
  const own = viewObject(entity)?.properties
  if (!own || names.length === 0 || !sent || (viewObject(sent)?.properties.size ?? 0) > 0) return said
  if (names.some((name) => own.has(name))) return said
  const open = [...own].filter(([, { schema, readOnly }]) => !readOnly && isOpenObject(schema))
  const [only] = open
  return only && open.length === 1 ? withMember({}, [only[0]], said) : said
}

function isOpenObject(schema: Schema): boolean {
  const types = typesOf(schema)
  return types.has('object') && types.size === 1 && (viewObject(schema)?.properties.size ?? 0) === 0
}

interface Holder {
  readonly name: string
  /** What it has and the entity itself has not. */
  readonly inner: ReadonlySet<string>
}

const holders = new WeakMap<Schema, Holder | false>()

function holderOf(entity: Schema, sent: Schema | undefined): Holder | undefined {
  let holder = holders.get(entity)
  if (holder === undefined) holders.set(entity, (holder = findHolder(entity, sent) ?? false))
  return holder === false ? undefined : holder
}

function findHolder(entity: Schema, sent: Schema | undefined): Holder | undefined {
  const own = viewObject(entity)?.properties
  const found = [...(own ?? [])].flatMap(([name, { schema, readOnly }]): Holder[] => {
    const inner = [...(viewObject(schema)?.properties.keys() ?? [])].filter((each) => !own?.has(each))
    return inner.length > 0 && !readOnly ? [{ name, inner: new Set(inner) }] : []
  })
  const named = found.find(({ name }) => /^(attributes|fields|properties)$/.test(plain(name)))
  if (named) return named
  // What has most of what is sent and not shown beside it is where it is shown.
  const strays = [...((sent && viewObject(sent)?.properties.keys()) ?? [])].filter((name) => !own?.has(name))
  const shared = ({ inner }: Holder): number => strays.filter((name) => inner.has(name)).length
  const [best, second] = found.toSorted((a, b) => shared(b) - shared(a))
  if (!best || shared(best) < 2 || shared(best) * 2 <= strays.length) return undefined
  return second && shared(second) === shared(best) ? undefined : best
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
