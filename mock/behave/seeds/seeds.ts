import { isRecord, type JsonObject } from '../../../src/base/json.js'
import type { Example } from '../../../src/model/api-model.js'
import { keywordOf } from '../../../src/resources/object-view.js'
import type { Collection } from '../../../src/resources/collection.js'
import type { StatefulRole } from '../../../src/resources/role.js'
import { presumedEntity } from '../entity/entity.js'
import { memberAt } from '../member.js'
import { idFor } from '../entity/new-id.js'
import { isOfMissing } from '../around/paired-examples.js'
import type { Place } from '../shelf/place.js'
import type { Tools } from '../tools.js'

/** What a collection holds before anybody wrote to it. */
export interface Seed {
  readonly id: string
  readonly value: JsonObject
}

/** Of lists without examples: enough to see that it is a list, few enough to read. */
const GENERATED = 2
/** A document may hold examples of any size. */
const MAX_SEEDS = 200

/** The seeds of a place; computed, not stored: looking at a collection does not make the state grow. */
export type SeedsOf = (place: Place) => readonly Seed[]

/** @param count of each collection that a schema describes; the document's examples count */
export function createSeeds(tools: Tools, count: number): SeedsOf {
  const samples = new Map<Collection, readonly Sample[]>()
  const samplesOf = (collection: Collection): readonly Sample[] => {
    const known = samples.get(collection)
    if (known) return known
    const made = collection.kind === 'items' ? samplesFor(tools, collection, count) : []
    samples.set(collection, made)
    return made
  }
  const seedsOf: SeedsOf = (place) => {
    const found = samplesOf(place.collection)
    const seeds = new Map<string, Seed>()
    const given = new Set(found.map(({ id }) => id))
    let nth = 0
    for (const { id, value } of found) {
      let own = id ?? idFor(tools, place.collection, place.key, ++nth)
      // The first ids that are made may be those of the examples.
      if (id === undefined)
        for (let tries = 0; given.has(own) && tries <= given.size; tries++)
          own = idFor(tools, place.collection, place.key, ++nth)
      if (!seeds.has(own)) seeds.set(own, { id: own, value: presumedEntity(tools, place, own, value) })
    }
    return [...seeds.values()]
  }
  return rememberLast(seedsOf)
}

const MOST_PLACES = 500
const MOST_SEEDS = 100_000

/** The same few places are asked for again and again; a bound, since clients choose the ids of parents. */
function rememberLast(seedsOf: SeedsOf): SeedsOf {
  const known = new Map<string, readonly Seed[]>()
  let held = 0
  return (place) => {
    const found = known.get(place.key)
    if (found) return found
    const seeds = seedsOf(place)
    if (known.size >= MOST_PLACES || held >= MOST_SEEDS) {
      known.clear()
      held = 0
    }
    held += seeds.length
    known.set(place.key, seeds)
    return seeds
  }
}

interface Sample {
  readonly id: string | undefined
  readonly value: JsonObject | undefined
}

function samplesFor(tools: Tools, collection: Collection, count: number): Sample[] {
  const found = [...listed(tools, collection), ...shown(tools, collection), ...named(collection)]
  const { existence, entity } = collection.details
  const generated = { id: undefined, value: undefined }
  if (count > 0 && entity) {
    const ids = new Set(found.map(({ id }) => id ?? {}))
    const missing = Math.max(0, count - ids.size)
    return [...found.slice(0, MAX_SEEDS), ...Array.from({ length: missing }, () => generated)]
  }
  if (found.length > 0) return found.slice(0, MAX_SEEDS)
  const demanded = minItemsOf(tools, collection)
  const wanted = existence !== 'lenient' || !entity ? demanded : Math.max(GENERATED, demanded)
  return Array.from({ length: Math.min(wanted, MAX_SEEDS) }, () => generated)
}

/** Items in the examples of lists. */
function listed(tools: Tools, { members }: Collection): Sample[] {
  return [members.list, members.search].flatMap((operation) => {
    const role = operation && tools.plan.roleOf(operation)
    if (!operation || (role?.kind !== 'list' && role?.kind !== 'search')) return []
    return examplesOf(role).flatMap(({ value }) => {
      const items = memberAt(value, role.list.at)
      const way = role.list.wrapper ? [role.list.wrapper.member] : []
      if (role.list.isOfIds) return Array.isArray(items) ? items.flatMap(idOnly) : []
      return Array.isArray(items)
        ? items.flatMap((item: unknown) => sampleOf(role.collection, memberAt(item, way)) ?? [])
        : []
    })
  })
}

/** The examples of single items. */
function shown(tools: Tools, { members }: Collection): Sample[] {
  return [members.read].flatMap((operation) => {
    const role = operation && tools.plan.roleOf(operation)
    if (role?.kind !== 'read' || !role.entityAt) return []
    const at = role.entityAt
    return examplesOf(role).flatMap(({ value }) => sampleOf(role.collection, memberAt(value, at)) ?? [])
  })
}

/** Ids that the document gives as examples of the path parameter, on the item or on what is below it. */
function named(collection: Collection): Sample[] {
  const ids = collection.idParameters().flatMap(({ operation, parameter }) => {
    const isMissing = isOfMissing(operation)
    const inSchema = parameter.schema ? [keywordOf(parameter.schema, 'example'), firstOf(parameter.schema)] : []
    return [...parameter.examples.flatMap(({ name, value }) => (isMissing(name) ? [] : [value])), ...inSchema]
  })
  return ids.flatMap(idOnly)
}

function idOnly(id: unknown): Sample[] {
  return typeof id === 'string' || typeof id === 'number' ? [{ id: String(id), value: undefined }] : []
}

function firstOf(schema: Parameters<typeof keywordOf>[0]): unknown {
  const examples = keywordOf(schema, 'examples')
  return Array.isArray(examples) ? examples[0] : undefined
}

function examplesOf({ success }: StatefulRole): Example[] {
  return (success.response?.content ?? []).flatMap(({ examples }) => examples.filter(({ serialized }) => !serialized))
}

/** An example that shows no id is not told from others: it lends its value to the first generated id. */
function sampleOf(collection: Collection, value: unknown): Sample | undefined {
  if (!isRecord(value)) return undefined
  const { identity } = collection.details
  const id = identity.at && memberAt(value, identity.at)
  const isId = (typeof id === 'string' && id !== '') || typeof id === 'number'
  return { id: isId ? String(id) : undefined, value: value as JsonObject }
}

function minItemsOf(tools: Tools, { members }: Collection): number {
  const operation = members.list ?? members.search
  const role = operation && tools.plan.roleOf(operation)
  if (role?.kind !== 'list' && role?.kind !== 'search') return 0
  const min = role.list.array && keywordOf(role.list.array, 'minItems')
  return typeof min === 'number' ? min : 0
}
