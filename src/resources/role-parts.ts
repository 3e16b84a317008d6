import type { Operation } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import { entityIn, entityInList } from './envelope.js'
import { LISTED, memberSchema } from './identity.js'
import { itemsOf, typesOf, viewObject } from './object-view.js'
import type { Collection } from './collection.js'
import type { BodyEnvelope, Role, Success } from './role.js'
import { bodySchemaOf, sendsFile } from './success.js'
import { plain } from './words.js'

export function bodyOf(operation: Operation, collection: Collection): BodyEnvelope | undefined {
  const schema = bodySchemaOf(operation)
  if (!schema) return undefined
  const at = entityIn(schema, collection)
  if (!at) return undefined
  const inner = memberSchema(schema, at)
  // '{ item: { id, type }, message }' has an item, but is none: a body that wraps holds nothing else that the entity has.
  const { entity } = collection.details
  // A list that is called after the collection needs less proof.
  const least = at.includes(LISTED) ? 0 : 2
  if (at.length > 0 && entity && !wraps(schema, inner, entity, least)) return { at: [], schema }
  return (at.length === 0 && entity && besideOptions(schema, entity)) || { at, schema: inner }
}

/**
 * '{ action: create, user_info: { … } }': the one object of the body that looks like the entity, where nothing else does. What
 * is alone, '{ category: { name } }' of customer categories, needs less proof.
 */
function besideOptions(schema: Schema, entity: Schema): BodyEnvelope | undefined {
  const members = viewObject(schema)?.properties ?? new Map<string, never>()
  const objects = [...members].filter(([, { schema: inner }]) => viewObject(inner))
  const [only, ...more] = objects
  if (!only || more.length > 0 || likeness(schema, entity) > 0) return undefined
  const common = likeness(only[1].schema, entity)
  const all = viewObject(only[1].schema)?.properties.size ?? 0
  return common >= (members.size === 1 ? 1 : 2) && common * 2 > all
    ? { at: [only[0]], schema: only[1].schema }
    : undefined
}

/** A file or a text that an item is made of: where items can be read, or are listed. */
export function fileBodyOf(operation: Operation, { kind, members }: Collection): BodyEnvelope | undefined {
  if (!sendsFile(operation) || (kind === 'items' && !members.read && !members.list)) return undefined
  return { at: [], schema: undefined, isFile: true }
}

/** 'OK' as text: nothing of the entity, but no file that was asked for either. */
export function isNote({ response }: Success): boolean {
  return response !== undefined && response.content.every(({ range }) => range?.type === 'text' || range?.type === '*')
}

/** Of an operation that may say several entities at once. */
export function bodyOfMany(operation: Operation, collection: Collection): BodyEnvelope | undefined {
  const schema = bodySchemaOf(operation)
  const types = schema && typesOf(schema)
  const { entity } = collection.details
  if (!schema || !types?.has('array') || types.has('object')) {
    return listedBody(schema, collection) ?? bodyOf(operation, collection)
  }
  const items = itemsOf(schema)
  return items && entity && likeness(items, entity) > 0 ? { at: [LISTED], schema: items } : undefined
}

/** `{ tickets: [ … ] }` where nothing else is of a ticket. */
function listedBody(schema: Schema | undefined, { name, details: { entity } }: Collection): BodyEnvelope | undefined {
  if (!schema || !entity || likeness(schema, entity) > 0) return undefined
  for (const [called, property] of viewObject(schema)?.properties ?? []) {
    const items =
      plain(called) === plain(name) && typesOf(property.schema).has('array') ? itemsOf(property.schema) : undefined
    if (items && likeness(items, entity) > 0) return { at: [called, LISTED], schema: items }
  }
  return undefined
}

function wraps(outer: Schema, inner: Schema | undefined, entity: Schema, least: number): boolean {
  const members = viewObject(outer)?.properties.size ?? 0
  return members === 1 || (likeness(outer, entity) === 0 && likeness(inner, entity) > least)
}

/** How many members two objects have in common. */
export function likeness(schema: Schema | undefined, entity: Schema): number {
  const names = new Set([...(viewObject(entity)?.properties.keys() ?? [])].map(plain))
  return [...((schema && viewObject(schema)?.properties.keys()) ?? [])].filter((name) => names.has(plain(name))).length
}

export function entityAtOf(
  { schema, hasBody, isData, response }: Success,
  collection: Collection,
): readonly string[] | undefined {
  // Data of which nothing is said, not even by an example, may be the entity.
  if (!schema && hasBody && isData && response?.content.every(({ examples }) => examples.length === 0)) return []
  return schema && typesOf(schema).has('array') && !typesOf(schema).has('object')
    ? undefined
    : schema && entityIn(schema, collection)
}

/** The same where the answer may be a bare list of what was written. */
export function writtenAtOf(success: Success, collection: Collection): readonly string[] | undefined {
  return entityAtOf(success, collection) ?? (success.schema && entityInList(success.schema, collection))
}

export function stateless(reason: string): Role {
  return { kind: 'stateless', reasons: [reason] }
}

export function whereReason(what: string, at: readonly string[]): string[] {
  return at.length === 0 ? [] : [`${what} at '${at.join('.')}' of the body`]
}
