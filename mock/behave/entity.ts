import { acceptsDecoded } from '../../src/check/check-value.js'
import { isExactInteger } from '../../src/http/convert-text.js'
import { isRecord, type JsonObject } from '../../src/base/json.js'
import type { Schema } from '../../src/model/schema.js'
import type { Collection } from '../../src/resources/collection.js'
import {
  isChoice,
  keywordOf,
  typesOf,
  viewObject,
  type ObjectView,
  type Property,
} from '../../src/resources/object-view.js'
import { plain, singular, spellingsOf } from '../../src/resources/words.js'
import { withoutCounts } from './counters.js'
import { withFreshStart } from './fresh.js'
import { intoHolder, withoutHeld } from './held.js'
import { idValue, otherId } from './new-id.js'
import { copyOf, memberAt, withMember } from './member.js'
import { ownedOf, stampCreated } from './owned.js'
import { withOwnAddress } from './own-address.js'
import type { Place } from './place.js'
import { repair } from './repair.js'
import type { Tools } from './tools.js'
import { withoutSecrets } from './without-secrets.js'

/**
 * The entity that a client created: what it sent, without what only the server sets, over what must be there.
 * Defaults are filled in here and not in the request, so that the client's value can be told from the document's.
 */
export function createdEntity(
  tools: Tools,
  place: Place,
  id: string,
  sent: JsonObject,
  sentSchema: Schema | undefined,
  nowMs: number,
): JsonObject {
  const { details } = place.collection
  const kept = acceptedMembers(sent, place.collection, sentSchema)
  let value = withPresets(kept, sentSchema, details.entity)
  value = withOtherIds(tools, place, id, value)
  value = withOwnAddress(tools, details.entity, place, id, withIds(place, id, value), 'created')
  value = withFreshStart(place.collection, withoutCounts(tools.model, place.collection, value))
  value = withServerMembers(tools, place, id, value)
  value = stampCreated(value, ownedOf(details, value), kept, nowMs)
  return details.entity ? withIds(place, id, repair(tools, details.entity, value, labelOf(place, id))) : value
}

/** An entity that nobody created, for an id that may be taken to exist: the same each time. */
export function presumedEntity(tools: Tools, place: Place, id: string, sample?: JsonObject): JsonObject {
  const { entity } = place.collection.details
  const label = labelOf(place, id)
  const made = sample ?? (entity ? tools.sample(entity, label) : {})
  const bare = entity ? withoutSecrets(entity, made) : made
  const shown = withIds(place, id, isRecord(bare) ? (bare as JsonObject) : {})
  const value = sample ? shown : withOwnAddress(tools, entity, place, id, shown, 'generated')
  return entity ? withIds(place, id, repair(tools, entity, value, label)) : value
}

export function labelOf({ key }: Place, id: string): string {
  return `${key}/${id}`
}

/**
 * What of a client's members becomes part of the entity: not what is read-only or must not be shown, not options of the
 * request that the entity does not have, and nothing that the entity shows in another form (`assignee: 'ann'` for an object).
 */
export function acceptedMembers(said: JsonObject, collection: Collection, sentSchema: Schema | undefined): JsonObject {
  const { entity } = collection.details
  const sent = intoHolder(collection, said)
  const sendable = sentSchema && sendableMembers(sentSchema, collection, sent)
  const view = entity && viewObject(entity, sent)
  const nameOf = (name: string) => acceptedAs(name, sent[name], sent, sendable?.get(name), view)
  const shownOf = (name: string): unknown => {
    const schema = sendable?.has(name) ? sendable.get(name)?.schema : view?.properties.get(name)?.schema
    return schema ? withoutHeld(name, schema, withoutSecrets(schema, sent[name])) : sent[name]
  }
  const names = Object.keys(sent)
  // As a rule all of it.
  if (names.every((name) => nameOf(name) === name && shownOf(name) === sent[name])) return sent
  return copyOf(
    names.flatMap((name): [string, unknown][] => {
      const as = nameOf(name)
      return as === undefined ? [] : [[as, shownOf(name)]]
    }),
  )
}

/** The name that the entity has for it; undefined when it does not become part of the entity. */
function acceptedAs(
  name: string,
  member: unknown,
  sent: JsonObject,
  asked: Sendable | undefined,
  view: ObjectView | undefined,
): string | undefined {
  if (!asked) return isHidden(view?.properties.get(name)) ? undefined : name
  const { as, schema } = asked
  if (as === undefined || (as !== name && Object.hasOwn(sent, as))) return undefined
  return !schema || hasTypeOf(schema, member) || acceptsDecoded(schema, member, 'response') ? as : undefined
}

/** A member that a request declares: what the entity calls it, unless only the one or only the other may have it. */
interface Sendable {
  readonly as: string | undefined
  /** As the entity shows it, if it does. */
  readonly schema: Schema | undefined
}

const sendableKnown = new WeakMap<Schema, WeakMap<Collection, ReadonlyMap<string, Sendable>>>()

function sendableMembers(sentSchema: Schema, collection: Collection, sent: JsonObject): ReadonlyMap<string, Sendable> {
  const { entity } = collection.details
  if (isChoice(sentSchema) || (entity && isChoice(entity))) return findSendable(sentSchema, collection, sent)
  let byCollection = sendableKnown.get(sentSchema)
  if (!byCollection)
    sendableKnown.set(sentSchema, (byCollection = new WeakMap<Collection, ReadonlyMap<string, Sendable>>()))
  let members = byCollection.get(collection)
  if (!members) byCollection.set(collection, (members = findSendable(sentSchema, collection, sent)))
  return members
}

function findSendable(
  sentSchema: Schema,
  { details: { entity }, name: noun }: Collection,
  sent: JsonObject,
): Map<string, Sendable> {
  const view = entity && viewObject(entity, sent)
  const members = new Map<string, Sendable>()
  for (const [name, asked] of viewObject(sentSchema, sent)?.properties ?? []) {
    const as = view ? nameIn(view, name, noun) : name
    const shown = as === undefined ? undefined : view?.properties.get(as)
    members.set(name, { as: isHidden(shown) || isHidden(asked) ? undefined : as, schema: shown?.schema })
  }
  return members
}

function isHidden(property: Property | undefined): boolean {
  return property !== undefined && (property.readOnly || property.writeOnly)
}

function nameIn({ properties }: ObjectView, name: string, collection: string): string | undefined {
  if (properties.size === 0 || properties.has(name)) return name
  const words = spellingsOf(name, collection)
  return [...properties.keys()].find((candidate) => words.includes(plain(candidate)))
}

function hasTypeOf(schema: Schema, value: unknown): boolean {
  if (value === null) return true
  const types = typesOf(schema)
  if (types.size === 0) return true
  if (Array.isArray(value)) return types.has('array')
  const isNumber = typeof value === 'number' || (typeof value === 'string' && isExactInteger(value))
  if (isNumber && (types.has('number') || types.has('integer'))) return true
  return types.has(typeof value as 'object' | 'string' | 'boolean')
}

/** Ids beside the identity are the server's too, and unique; where their type allows it they are the same as the identity. */
function withOtherIds(tools: Tools, place: Place, id: string, value: JsonObject): JsonObject {
  let result = value
  const { entity } = place.collection.details
  const view = entity && viewObject(entity, value)
  for (const { name, schema } of otherIdsOf(place.collection)) {
    if (Object.hasOwn(value, name) || !view?.properties.has(name)) continue
    const same = idValue(schema, id)
    const other = acceptsDecoded(schema, same, 'response')
      ? same
      : otherId(tools, schema, `${labelOf(place, id)} ${name}`)
    if (acceptsDecoded(schema, other, 'response')) result = withMember(result, [name], other)
  }
  return result
}

interface OtherId {
  readonly name: string
  readonly schema: Schema
}

const otherIdsKnown = new WeakMap<Collection, readonly OtherId[]>()

export function otherIdsOf(collection: Collection): readonly OtherId[] {
  let others = otherIdsKnown.get(collection)
  if (!others) {
    const { entity, identity } = collection.details
    const own = `${plain(singular(collection.name))}id`
    others = [...((entity && viewObject(entity)?.properties) ?? [])]
      .filter(([name, { writeOnly }]) => !writeOnly && identity.at?.[0] !== name)
      .filter(([name]) => OTHER_IDS.has(plain(name)) || plain(name) === own)
      .map(([name, { schema }]) => ({ name, schema }))
    otherIdsKnown.set(collection, others)
  }
  return others
}

const OTHER_IDS = new Set(['id', 'uid', 'uuid', 'guid', 'nodeid'])

/** The ids of the item and of all above it, where the entity shows them. */
export function withIds({ collection, parentIds }: Place, id: string, value: JsonObject): JsonObject {
  const { identity, parentMembers, entity } = collection.details
  let result = value
  if (identity.at && id !== '') result = setMember(result, identity.at, idValue(identity.member, id))
  if (parentMembers.length === 0) return result
  parentMembers.forEach((name, index) => {
    if (name === undefined) return
    const schema = entity && viewObject(entity)?.properties.get(name)?.schema
    result = setMember(result, [name], idValue(schema, parentIds[index] ?? ''))
  })
  return result
}

function setMember(value: JsonObject, at: readonly string[], member: unknown): JsonObject {
  return memberAt(value, at) === member ? value : withMember(value, at, member)
}

/** The document's defaults for what was not sent; those of the request go first. */
export function withPresets(value: JsonObject, sent: Schema | undefined, entity: Schema | undefined): JsonObject {
  return withDefaults(withDefaults(value, sent, entity), entity, entity)
}

/** Of what is sent, only defaults of members that the entity has are remembered. */
function withDefaults(value: JsonObject, schema: Schema | undefined, entity: Schema | undefined): JsonObject {
  const added: [string, unknown][] = []
  const shown = entity && viewObject(entity, value)
  for (const [name, preset] of schema ? defaultsOf(schema, value) : []) {
    if (!Object.hasOwn(value, name) && (!shown || shown.properties.has(name))) added.push([name, preset])
  }
  return added.length === 0 ? value : copyOf([...Object.entries(value), ...added])
}

const defaultsKnown = new WeakMap<Schema, readonly (readonly [string, unknown])[]>()

/** Of members that may be shown. */
function defaultsOf(schema: Schema, value: JsonObject): readonly (readonly [string, unknown])[] {
  let defaults = isChoice(schema) ? undefined : defaultsKnown.get(schema)
  if (!defaults) {
    defaults = [...(viewObject(schema, value)?.properties ?? [])].flatMap(([name, property]): [string, unknown][] => {
      const preset = property.writeOnly ? undefined : keywordOf(property.schema, 'default')
      return preset !== undefined && acceptsDecoded(property.schema, preset, 'response') ? [[name, preset]] : []
    })
    defaultsKnown.set(schema, defaults)
  }
  return defaults
}

/** Read-only members exist from the start, although nobody sends them; those that tell of an end do not. */
function withServerMembers(tools: Tools, place: Place, id: string, value: JsonObject): JsonObject {
  const { details } = place.collection
  const { entity } = details
  const owned = ownedOf(details, value)
  const missing = owned.filter(
    ({ at, meaning, readOnly }) =>
      meaning === 'other' &&
      readOnly &&
      memberAt(value, at) === undefined &&
      !/delet|archiv|cancel|clos|expir|end|fail|error/i.test(at[0] ?? ''),
  )
  if (missing.length === 0 || !entity) return value
  const sample = tools.sample(entity, labelOf(place, id))
  let result = value
  for (const { at } of missing) {
    const member = memberAt(sample, at)
    if (member !== undefined) result = withMember(result, at, member)
  }
  return result
}
