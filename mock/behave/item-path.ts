import type { Operation } from '../../src/model/api-model.js'
import type { Segment } from '../../src/model/path-template.js'
import type { Collection } from '../../src/resources/collection.js'
import { encodeId, keyOf, type Place } from './place.js'

/**
 * Where an item is read, as the document writes it: '/pets/7', '/pets/7/', '/pets/7.json', "/Pets('7')". A singleton is
 * where its collection is.
 */
export function itemPath({ collection, parentIds }: Pick<Place, 'collection' | 'parentIds'>, id: string): string {
  const template = itemOperation(collection)?.template
  const isItem = collection.kind === 'items' && collection.idParameter !== undefined
  const ids = isItem ? [...parentIds, id] : [...parentIds]
  const path = template && filled(template.segments, ids)
  if (path !== undefined) return path
  const key = keyOf(collection, parentIds)
  return isItem ? `${key}/${encodeId(id)}` : key
}

/** Operations that are about the item as a whole and nothing below it. */
function itemOperation({ members }: Collection): Operation | undefined {
  return members.read ?? members.replace ?? members.patch ?? members.remove
}

/** Undefined where the template asks for other values than the ids. */
function filled(segments: readonly Segment[], ids: readonly string[]): string | undefined {
  let nth = 0
  const written = segments.map(({ parts }) =>
    parts.map((part) => (part.kind === 'text' ? part.text : encodeId(ids[nth++] ?? ''))).join(''),
  )
  return nth === ids.length ? `/${written.join('/')}` : undefined
}
