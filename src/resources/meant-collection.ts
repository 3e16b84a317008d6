import type { Operation } from '../model/api-model.js'
import { isSameSchema, type Schema } from '../model/schema.js'
import type { BelowPath } from './below-path.js'
import type { CollectionGraph, Site } from './collection-graph.js'
import type { Collection } from './collection.js'
import { listIn } from './envelope.js'
import { memberSchema } from './identity.js'
import { viewObject } from './object-view.js'
import { entityAtOf } from './role-parts.js'
import { bodySchemaOf, declares, successOf } from './success.js'

/**
 * The collection that an operation below something else is about: `/posts/comments`, or else `/comments`, for
 * `/posts/{postId}/comments`, where the things are the same.
 */
export function meantCollection(
  graph: CollectionGraph,
  operation: Operation,
  site: Site | undefined,
  { base, name }: BelowPath,
): Collection | undefined {
  if (!isFree(operation, site)) return undefined
  for (let end = base.length; end >= 0; end--) {
    const collection = graph.at([...base.slice(0, end), name])
    if (collection?.kind !== 'items' || collection.idParameter === undefined) continue
    if (showsThingOf(operation, collection)) return collection
  }
  return undefined
}

/** Nothing else is done there: no items of its own, no other writes. */
export function isFree(operation: Operation, site: Site | undefined): boolean {
  if (operation.method !== 'GET' && operation.method !== 'POST') return false
  if (site === undefined) return true
  if (site.kind === 'itemVerb') return site.verb === 'other'
  if (site.kind !== 'items') return false
  const { idParameter, members } = site.collection
  return idParameter === undefined && !members.search && members.otherCreates.length === 0
}

/** Whether what an operation lists or creates is a thing of the collection. */
export function showsThingOf(operation: Operation, collection: Collection): boolean {
  const { entity, identity } = collection.details
  const shown = entity && shownBy(operation, collection)
  if (!shown) return false
  return isSame(shown, entity, createsItself(collection) ? undefined : identity.at?.[0])
}

/** A PUT on an item that does not say that it creates changes what was made elsewhere. */
export function createsItself({ members }: Pick<Collection, 'members'>): boolean {
  const { create, otherCreates, replace } = members
  return create !== undefined || otherCreates.some((each) => each !== replace || declares(each, 201))
}

/** The thing that is listed, or that is created. */
function shownBy(operation: Operation, collection: Collection): Schema | undefined {
  const success = successOf(operation, operation.method === 'POST' ? 'create' : 'other')
  if (operation.method === 'GET') return success.schema && listIn(success.schema, collection)?.items
  const at = entityAtOf(success, collection)
  const shown = success.schema && at && memberSchema(success.schema, at)
  return shown ?? (success.hasBody ? undefined : bodySchemaOf(operation))
}

/** Members that two things have in common by chance. */
const MIN_COMMON = 4

/**
 * The same schema, or one that shows a part of it.
 * @param id what is read by this, and what nothing else makes, may be shown with a few members more where it is made
 */
function isSame(shown: Schema, entity: Schema, id?: string): boolean {
  if (isSameSchema(shown, entity)) return true
  const names = [...(viewObject(shown)?.properties.keys() ?? [])]
  const all = viewObject(entity)?.properties
  const common = names.filter((name) => all?.has(name)).length
  const enough = id !== undefined && names.includes(id) ? Math.max(MIN_COMMON, names.length * 0.75) : names.length
  return names.length > 2 && common >= Math.min(names.length, enough)
}
