import { acceptsDecoded } from '../../../src/check/check-value.js'
import { isRecord, jsonEqual, type JsonObject } from '../../../src/base/json.js'
import { isSameSchema, type Schema } from '../../../src/model/schema.js'
import { LISTED, memberSchema } from '../../../src/resources/identity.js'
import { typesOf, viewObject, type ObjectView } from '../../../src/resources/object-view.js'
import { plain, singular } from '../../../src/resources/words.js'
import type { StatefulRole } from '../../../src/resources/role.js'
import { copyOf, memberAt, objectOf, withMember } from '../member.js'
import { idValue } from './new-id.js'
import { withOwnAddress } from './own-address.js'
import type { Place } from '../shelf/place.js'
import { repair } from './repair.js'
import type { Tools } from '../tools.js'

/** An entity as one schema shows it: a summary in a list, an envelope with its id and dates only, or all of it. */
export function project(
  tools: Tools,
  schema: Schema | undefined,
  place: Place,
  id: string,
  value: JsonObject,
): JsonObject {
  if (!schema) return value
  const { entity } = place.collection.details
  if (entity && isSameSchema(schema, entity)) return repair(tools, schema, value, `${place.key}/${id}`)
  const view = viewObject(schema, value)
  if (!view) return repair(tools, schema, value, `${place.key}/${id}`)
  const shown = withOwnAddress(tools, schema, place, id, shownMembers(view, place, id, value), 'kept')
  return repair(tools, schema, shown, `${place.key}/${id}`)
}

/** The success body of a role for one entity, in its envelope. */
export function envelopeOf(
  tools: Tools,
  role: StatefulRole,
  place: Place,
  id: string,
  value: JsonObject,
): JsonObject | readonly JsonObject[] | undefined {
  const { schema } = role.success
  if (!schema) return role.success.hasBody && role.success.isData ? value : undefined
  const at = role.entityAt
  if (!at) return undefined
  if (at.length === 0) return project(tools, schema, place, id, value)
  const inner = project(tools, memberSchema(schema, at), place, id, value)
  if (at[0] === LISTED) return [inner]
  const said = shownMembers(viewObject(schema), place, id, factsOnly(place, value))
  const facts = withOwnAddress(tools, schema, place, id, said, 'kept')
  return repair(tools, schema, withMember(facts, at, inner), `${place.key}/${id}`)
}

/**
 * A new entity with what the answer to its creation shows of it besides, or otherwise: what a client was told once is told
 * again. What it sent itself stays.
 */
export function withShown(
  tools: Tools,
  role: StatefulRole,
  place: Place,
  id: string,
  value: JsonObject,
  sent: JsonObject,
): JsonObject {
  const { entity } = place.collection.details
  const { success, entityAt } = role
  const answer = success.schema && entityAt ? memberSchema(success.schema, entityAt) : undefined
  if (!entity || !answer || isSameSchema(answer, entity)) return value
  const shown = objectOf(memberAt(envelopeOf(tools, role, place, id, value), entityAt ?? []))
  const view = viewObject(entity, value)
  const isOpen = view?.properties.size === 0
  const added = Object.entries(shown ?? {}).filter(([name, member]) => {
    if (Object.hasOwn(value, name) && (Object.hasOwn(sent, name) || jsonEqual(value[name], member))) return false
    const property = view?.properties.get(name)
    return property ? !property.writeOnly && acceptsDecoded(property.schema, member) : isOpen
  })
  const completed = added.length === 0 ? value : copyOf([...Object.entries(value), ...added])
  return acceptsDecoded(entity, completed) ? completed : value
}

/** Members of the entity that a schema declares, and ids that it asks for by another name. */
function shownMembers(view: ObjectView | undefined, place: Place, id: string, value: JsonObject): JsonObject {
  if (!view) return value
  const { entity, identity } = place.collection.details
  const full = entity && viewObject(entity, value)
  const entries = new Map<string, unknown>()
  const isEntity = identity.at !== undefined && view.properties.has(identity.at[0] ?? '')
  for (const [name, member] of Object.entries(value)) {
    const declared = view.properties.get(name)
    // What the client added beyond the document is its own and stays, where there is room for it.
    const isExtra = !full?.properties.has(name) && isEntity && !view.closed
    if (declared ? !declared.writeOnly : isExtra || view.properties.size === 0) entries.set(name, member)
  }
  for (const [name, { schema }] of view.properties) {
    if (entries.has(name)) continue
    const fact = idFact(name, schema, place, id)
    if (fact !== undefined && acceptsDecoded(schema, fact)) entries.set(name, fact)
  }
  return copyOf(entries)
}

/** 'instanceId' in the answer to a create is the id, whatever the entity calls it. */
function idFact(name: string, schema: Schema, { collection, parentIds }: Place, id: string): unknown {
  const types = typesOf(schema)
  if (types.has('object') || types.has('array') || types.has('boolean')) return undefined
  const word = plain(name)
  const one = plain(singular(collection.name))
  const own = [collection.idParameter ?? 'id', 'id', `${one}id`].map(plain)
  if (id !== '' && own.includes(word)) return idValue(schema, id)
  const parents = [...collection.path.matchAll(/\{([^}]+)\}/g)].map(([, parameter]) => plain(parameter ?? ''))
  const index = parents.indexOf(word)
  return index === -1 || word === 'id' ? undefined : idValue(schema, parentIds[index] ?? '')
}

/** Objects of server-owned members, such as `details: { sequence, changeDate }`, which envelopes repeat. */
function factsOnly({ collection }: Place, value: JsonObject): JsonObject {
  const holders = new Set(collection.details.owned.filter(({ at }) => at.length > 1).map(({ at }) => at[0] ?? ''))
  return copyOf(Object.entries(value).filter(([name, member]) => holders.has(name) && isRecord(member)))
}
