import { typesOf, viewObject, keywordOf } from './object-view.js'
import type { Schema } from '../model/schema.js'
import { plain } from './words.js'

/** A member that the server sets: when, and what it means. */
export interface OwnedField {
  readonly at: readonly string[]
  readonly schema: Schema
  readonly meaning: 'created' | 'updated' | 'version' | 'other'
  /** The client can't set it; otherwise its own value is kept when it sends one. */
  readonly readOnly: boolean
}

const CREATED =
  /^(created(at|on|time|date|timestamp|utc)?|creat(ion|e)(date|time|timestamp)|date(of)?creat(e|ed|ion)|insertedat|addedat|timecreated)$/
const UPDATED =
  /^(updated(at|on|time|date|timestamp|utc)?|update(date|time)|changed?(at|date)|modified(at|on|date|time)?|last(modified|updated?|changed?)(at|on|date|time)?|date(updated?|modified)|modification(date|time)|timeupdated)$/
const VERSION = /^(sequence|version|revision|etag|resourceversion|generation|lockversion)$/

/** Objects that speak of the entity itself, and not of something beside it. */
const HOLDERS = /^(meta|metadata|details?|attributes|fields|properties|system|sys|audit|info|timestamps)$/

export function isHolder(name: string): boolean {
  return HOLDERS.test(plain(name))
}

/**
 * Members of an entity that the server sets. A date or counter counts when it is `readOnly`, when `sent` (the body of
 * create) does not take it, or when both use one schema and the client leaves it out.
 * @param value the entity, where which alternative it is of decides what it has
 */
export function ownedFields(entity: Schema, sent: Schema | undefined, value?: unknown): OwnedField[] {
  const fields: OwnedField[] = []
  const taken = sent ? viewObject(sent, value)?.properties : undefined
  for (const [name, property] of viewObject(entity, value)?.properties ?? []) {
    if (property.writeOnly) continue
    const meaning = meaningOf(name, property.schema)
    const refused = property.readOnly || (taken !== undefined && !taken.has(name))
    // '{ details: { sequence, creationDate } }', '{ meta: { lastModified } }', '{ attributes: { createdAt } }'
    const sentInner = taken?.get(name) && viewObject(taken.get(name)?.schema ?? property.schema)?.properties
    const inside = [...(viewObject(property.schema)?.properties ?? [])].flatMap(([inner, { schema, readOnly }]) => {
      const innerMeaning = meaningOf(inner, schema)
      const isServers = isHolder(name)
        ? refused || readOnly || (sentInner !== undefined && !sentInner.has(inner))
        : refused && !property.readOnly && !isOtherThing(property.schema)
      // A client that may send a date leaves it out as a rule: `metadata.creationTimestamp`.
      const isLeft = isHolder(name) && (innerMeaning === 'created' || innerMeaning === 'updated')
      const isMeant = innerMeaning !== 'other' && (isServers || isLeft)
      return isMeant ? [{ at: [name, inner], schema, meaning: innerMeaning, readOnly: isServers }] : []
    })
    const isOwn = property.readOnly || (meaning !== 'other' && (refused || meaning !== 'version'))
    if (isOwn) fields.push({ at: [name], schema: property.schema, meaning, readOnly: refused })
    fields.push(...inside)
  }
  return fields
}

/** The `owner` of a repository was not created with it. */
function isOtherThing(schema: Schema): boolean {
  const names = [...(viewObject(schema)?.properties.keys() ?? [])].map(plain)
  return names.some((name) => /^(id|uuid|name|login|username|slug|email|url|href)$/.test(name))
}

function meaningOf(name: string, schema: Schema): OwnedField['meaning'] {
  const word = plain(name)
  const types = typesOf(schema)
  const format = keywordOf(schema, 'format')
  const isTime =
    (types.has('string') && (format === 'date-time' || format === 'date' || format === undefined)) ||
    types.has('integer') ||
    types.has('number')
  if (CREATED.test(word) && isTime) return 'created'
  if (UPDATED.test(word) && isTime) return 'updated'
  if (VERSION.test(word) && (types.has('integer') || types.has('number') || types.has('string'))) return 'version'
  return 'other'
}
