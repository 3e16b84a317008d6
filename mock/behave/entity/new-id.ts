import type { JsonObject } from '../../../src/base/json.js'
import { isExactInteger } from '../../../src/http/convert-text.js'
import type { Schema } from '../../../src/model/schema.js'
import type { Collection, Identity } from '../../../src/resources/collection.js'
import { keywordOf, typesOf } from '../../../src/resources/object-view.js'
import { memberAt } from '../member.js'
import type { World } from '../behaviour.js'
import { withId, type Place } from '../shelf/place.js'
import type { Shelf } from '../shelf/shelf.js'
import type { Tools } from '../tools.js'

/** Tries beyond the items that may be in the way; only schemas with very few values come so far. */
const MAX_TRIES = 50

/** An id that both the member's and the parameter's schema accept and that no item has. */
export function newId(tools: Tools, shelf: Shelf, place: Place, world: World): string {
  let tries = MAX_TRIES
  for (let attempt = 1; ; attempt++) {
    const nth = world.state.next(`id ${place.key}`)
    const candidate = idFor(tools, place.collection, place.key, nth)
    if (shelf.findHeld(withId(place, candidate), world) === undefined) return candidate
    // A collection that was seeded may hold the first ids in a row.
    if (attempt === MAX_TRIES) tries += shelf.count(place, world)
    if (attempt >= tries) return candidate
  }
}

/** The nth id of a collection; another for each place, the same in each run. */
export function idFor(tools: Tools, { details }: Collection, label: string, nth: number): string {
  return idAs(tools, details.identity, label, nth)
}

/** An id for a member that is not the identity, such as the `id` of an issue that is found by its `number`. */
export function otherId(tools: Tools, member: Schema, label: string): unknown {
  const nth = tools.random.fork(`id ${label}`).integer(1, 2 ** 31 - 1)
  return idValue(
    member,
    idAs(tools, { at: undefined, isSaid: false, member, parameter: undefined, others: [] }, label, nth),
  )
}

function idAs(tools: Tools, identity: Identity, label: string, nth: number): string {
  const { member, parameter, others } = identity
  const fits = (id: string): boolean => isIdOf(identity, id)
  const fitsAll = (id: string): boolean => fits(id) && others.every((schema) => acceptsText(schema, id))
  const schema = member ?? parameter
  const types = schema ? typesOf(schema) : new Set()
  if (types.has('integer') || types.has('number')) {
    const counted = String(nth)
    if (fits(counted)) return counted
  }
  const format = schema && keywordOf(schema, 'format')
  const uuid = uuidFrom(tools, `${label} ${nth}`)
  const strings = format === 'int64' || format === 'uint64' || format === 'int32' ? [String(nth)] : [uuid, String(nth)]
  const found = strings.find(fitsAll) ?? strings.find(fits)
  if (found !== undefined) return found
  const made = schema && tools.generate(schema, `id ${label} ${nth}`)
  return typeof made === 'string' || typeof made === 'number' ? String(made) : uuid
}

/** Whether a text can be an id by all that the document says. */
export function isIdOf({ member, parameter }: Identity, id: string): boolean {
  return id !== '' && acceptsText(member, id) && acceptsText(parameter, id)
}

/** The id that a body names, when it can be one. */
export function sentId({ collection }: Place, sent: JsonObject): string | undefined {
  const { identity } = collection.details
  const value = identity.at && memberAt(sent, identity.at)
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const id = String(value)
  return isIdOf(identity, id) ? id : undefined
}

/** An id as its schema types it; an integer that no double holds stays its digits, as decoding has it. */
export function idValue(schema: Schema | undefined, id: string): unknown {
  return isExactInteger(id) ? id : judgedId(schema, id)
}

/** What a schema judges an id by. */
function judgedId(schema: Schema | undefined, id: string): unknown {
  if (!schema) return id
  const types = typesOf(schema)
  if (types.has('string') || !(types.has('integer') || types.has('number'))) return id
  const number = Number(id)
  return Number.isFinite(number) && id.trim() !== '' ? number : id
}

function acceptsText(schema: Schema | undefined, id: string): boolean {
  return !schema || schema.accepts(judgedId(schema, id), 'response')
}

function uuidFrom({ random }: Tools, label: string): string {
  const stream = random.fork(label)
  const hex = Array.from({ length: 32 }, () => stream.integer(0, 15).toString(16)).join('')
  // RFC 9562 5.4: version 4, variant 10.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${'89ab'[stream.integer(0, 3)] ?? '8'}${hex.slice(17, 20)}-${hex.slice(20)}`
}
