import type { Operation } from '../../../src/model/api-model.js'
import type { PathTemplate } from '../../../src/model/path-template.js'
import type { Collection } from '../../../src/resources/collection.js'
import { encodeId, keyOf, type Place } from '../shelf/place.js'

/**
 * Where an item is read, as the document writes it: '/pets/7', '/pets/7/', '/pets/7.json', "/Pets('7')". A singleton is
 * where its collection is.
 */
export function itemPath({ collection, parentIds }: Pick<Place, 'collection' | 'parentIds'>, id: string): string {
  const template = itemOperation(collection)?.template
  const isItem = collection.kind === 'items' && collection.idParameter !== undefined
  const ids = isItem ? [...parentIds, id] : parentIds
  const path = template && filled(template, ids)
  if (path !== undefined) return path
  const key = keyOf(collection, parentIds)
  return isItem ? `${key === '/' ? '' : key}/${encodeId(id)}` : key
}

/** Whether a thing is anywhere at all: items that no path leads to are not, and their collection's path is not theirs. */
export function hasPath({ kind, idParameter, isDeclared }: Collection): boolean {
  return !isDeclared && (kind === 'singleton' || idParameter !== undefined)
}

/** Operations that are about the item as a whole and nothing below it. */
function itemOperation({ members }: Collection): Operation | undefined {
  return members.read ?? members.replace ?? members.patch ?? members.remove
}

/** Undefined where the template asks for other values than the ids. */
function filled(template: PathTemplate, ids: readonly string[]): string | undefined {
  const texts = textsOf(template)
  if (texts.length !== ids.length + 1) return undefined
  let path = texts[0] ?? ''
  for (let nth = 0; nth < ids.length; nth++) path += encodeId(ids[nth] ?? '') + (texts[nth + 1] ?? '')
  return path
}

const textsKnown = new WeakMap<PathTemplate, readonly string[]>()

/** What stands before, between and behind the parameters. */
function textsOf(template: PathTemplate): readonly string[] {
  const known = textsKnown.get(template)
  if (known) return known
  const texts = [template.segments.length === 0 ? '/' : '']
  const write = (text: string) => texts.push((texts.pop() ?? '') + text)
  for (const { parts } of template.segments) {
    write('/')
    for (const part of parts) {
      if (part.kind === 'text') write(part.text)
      else texts.push('')
    }
  }
  textsKnown.set(template, texts)
  return texts
}
