import { acceptsDecoded } from '../../../src/check/check-value.js'
import { isRecord, type JsonObject } from '../../../src/base/json.js'
import { isExactInteger } from '../../../src/http/convert-text.js'
import type { Schema } from '../../../src/model/schema.js'
import type { Collection } from '../../../src/resources/collection.js'
import { addressMembers } from '../../../src/resources/address-members.js'
import { alternativeNames, memberSchema } from '../../../src/resources/identity.js'
import { isChoice, keywordOf, typesOf, viewObject } from '../../../src/resources/object-view.js'
import { plain, singular } from '../../../src/resources/words.js'
import { acceptedMembers } from './accepted-members.js'
import { withoutCounts } from './counters.js'
import { withFreshStart } from './fresh.js'
import { withFullName } from './full-name.js'
import { idValue, otherId } from './new-id.js'
import { copyOf, memberAt, withMember } from '../member.js'
import { ownedOf, stampCreated } from './owned.js'
import { withOwnAddress } from './own-address.js'
import type { Place } from '../shelf/place.js'
import { repair } from './repair.js'
import type { Tools } from '../tools.js'
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

/** Ids beside the identity are the server's too, and unique; where their type allows it they are the same as the identity. */
function withOtherIds(tools: Tools, place: Place, id: string, value: JsonObject): JsonObject {
  let result = value
  const { entity } = place.collection.details
  const view = entity && viewObject(entity, value)
  for (const { name, schema } of otherIdsOf(place.collection)) {
    if (Object.hasOwn(value, name) || !view?.properties.has(name)) continue
    const same = idValue(schema, id)
    const other = acceptsDecoded(schema, same) ? same : otherId(tools, schema, `${labelOf(place, id)} ${name}`)
    if (acceptsDecoded(schema, other)) result = withMember(result, [name], other)
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
    const noun = plain(singular(collection.name))
    const either = collection.idParameters().flatMap(({ parameter }) => alternativeNames(parameter.name).map(plain))
    const own = new Set([`${noun}id`, ...either])
    others = [...((entity && viewObject(entity)?.properties) ?? [])]
      .filter(([name, { writeOnly }]) => !writeOnly && identity.at?.[0] !== name)
      .filter(([name]) => OTHER_IDS.has(plain(name)) || own.has(plain(name)))
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
  if (identity.at && id !== '' && canHold(identity.member, id)) {
    result = setMember(result, identity.at, idValue(identity.member, id))
  }
  if (parentMembers.length === 0) return result
  parentMembers.forEach((name, index) => {
    if (name === undefined) return
    const schema = entity && viewObject(entity)?.properties.get(name)?.schema
    result = setMember(result, [name], idValue(schema, parentIds[index] ?? ''))
  })
  for (const { at, schema, nth } of parentsHeld(collection))
    result = setMember(result, at, idValue(schema, parentIds[nth] ?? ''))
  return withFullName(collection, parentIds, id, result)
}

/** '/files/b.txt' is no `id` that is a number: then that member is the client's own, and the path alone finds the item. */
function canHold(member: Schema | undefined, id: string): boolean {
  if (member === undefined) return true
  const types = typesOf(member)
  if (types.has('string') || !(types.has('integer') || types.has('number'))) return true
  return typeof idValue(member, id) === 'number' || isExactInteger(id)
}

interface HeldParent {
  readonly at: readonly string[]
  readonly schema: Schema
  /** Of the parameters of the collection's path. */
  readonly nth: number
}

const parentsHeldKnown = new WeakMap<Collection, readonly HeldParent[]>()

/** `metadata.namespace` beside `metadata.name`, `owner.login` of '/repos/{owner}/{repo}'. */
function parentsHeld(collection: Collection): readonly HeldParent[] {
  let held = parentsHeldKnown.get(collection)
  if (!held) parentsHeldKnown.set(collection, (held = findParentsHeld(collection)))
  return held
}

function findParentsHeld(collection: Collection): readonly HeldParent[] {
  const { path, details } = collection
  const { identity, entity, parentMembers } = details
  const [holder = '', ...more] = identity.at ?? []
  const schema = entity && more.length === 1 ? memberSchema(entity, [holder]) : undefined
  const members = [...((schema && viewObject(schema)?.properties) ?? [])].filter(([name]) => name !== more[0])
  const said = addressMembers(collection)
  return [...path.matchAll(/\{([^}]+)\}/g)].flatMap(([, parameter = ''], nth): HeldParent[] => {
    if (parentMembers[nth] !== undefined) return []
    const found = members.find(([name]) => plain(name) === plain(parameter))
    if (found) return [{ at: [holder, found[0]], schema: found[1].schema, nth }]
    const at = said[nth]
    const shown = entity && at && memberSchema(entity, at)
    return at && shown ? [{ at, schema: shown, nth }] : []
  })
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
      return preset !== undefined && acceptsDecoded(property.schema, preset) ? [[name, preset]] : []
    })
    defaultsKnown.set(schema, defaults)
  }
  return defaults
}

/** Read-only members exist from the start, although nobody sends them; those that tell of an end, or of what it is a part of, do not. */
function withServerMembers(tools: Tools, place: Place, id: string, value: JsonObject): JsonObject {
  const { details } = place.collection
  const { entity } = details
  const owned = ownedOf(details, value)
  const missing = owned.filter(
    ({ at, meaning, readOnly }) =>
      meaning === 'other' &&
      readOnly &&
      memberAt(value, at) === undefined &&
      !/^parent|delet|archiv|cancel|clos|expir|end|fail|error/i.test(at[0] ?? ''),
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
