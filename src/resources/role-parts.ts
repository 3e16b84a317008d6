import type { Operation } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import { entityIn } from './envelope.js'
import { memberSchema } from './identity.js'
import { typesOf, viewObject } from './object-view.js'
import type { Collection } from './collection.js'
import type { BodyEnvelope, Role, Success } from './role.js'
import { bodySchemaOf } from './success.js'
import { plain } from './words.js'

export function bodyOf(operation: Operation, collection: Collection): BodyEnvelope | undefined {
  const schema = bodySchemaOf(operation)
  if (!schema) return undefined
  const at = entityIn(schema, collection)
  if (!at) return undefined
  const inner = memberSchema(schema, at)
  // '{ item: { id, type }, message }' has an item, but is none: a body that wraps holds nothing else that the entity has.
  const { entity } = collection.details
  if (at.length > 0 && entity && !wraps(schema, inner, entity)) return { at: [], schema }
  return { at, schema: inner }
}

function wraps(outer: Schema, inner: Schema | undefined, entity: Schema): boolean {
  const members = viewObject(outer)?.properties.size ?? 0
  return members === 1 || (likeness(outer, entity) === 0 && likeness(inner, entity) > 2)
}

/** How many members two objects have in common. */
export function likeness(schema: Schema | undefined, entity: Schema): number {
  const names = new Set([...(viewObject(entity)?.properties.keys() ?? [])].map(plain))
  return [...((schema && viewObject(schema)?.properties.keys()) ?? [])].filter((name) => names.has(plain(name))).length
}

export function entityAtOf({ schema }: Success, collection: Collection): readonly string[] | undefined {
  return schema && typesOf(schema).has('array') && !typesOf(schema).has('object')
    ? undefined
    : schema && entityIn(schema, collection)
}

export function stateless(reason: string): Role {
  return { kind: 'stateless', reasons: [reason] }
}

export function whereReason(what: string, at: readonly string[]): string[] {
  return at.length === 0 ? [] : [`${what} at '${at.join('.')}' of the body`]
}
