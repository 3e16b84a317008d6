import { isRecord, own } from '../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import { resolveUri } from './walk-document.js'

/** Keywords that hold data, in which `$id` means nothing. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const', 'value'])

/**
 * Every `$id` in a tree, and every anchor as 'uri#name', wherever they look like ones: for trees of which nobody has said
 * where their schemas are.
 */
export function collectIdentifiers(root: unknown, rootUri: string): Map<string, JsonPointer> {
  const places = new Map<string, JsonPointer>()
  const pending: { value: unknown; at: JsonPointer; uri: string }[] = [{ value: root, at: ROOT, uri: rootUri }]
  const seen = new Set<unknown>()
  const add = (name: string, at: JsonPointer): void => {
    if (!places.has(name)) places.set(name, at)
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, at } = next
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    let { uri } = next
    if (isRecord(value)) {
      const id = own(value, '$id')
      if (typeof id === 'string') add((uri = resolveUri(id, uri).replace(/#$/, '')), at)
      for (const keyword of ['$anchor', '$dynamicAnchor']) {
        const anchor = own(value, keyword)
        if (typeof anchor === 'string') add(`${uri}#${anchor}`, at)
      }
    }
    // In document order, the first of a name counts.
    for (const [key, part] of Object.entries(value).reverse()) {
      if (!DATA.has(key)) pending.push({ value: part, at: pointerTo(at, key), uri })
    }
  }
  return places
}
