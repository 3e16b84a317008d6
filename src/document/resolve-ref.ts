import { isRecord, own } from '../base/json.js'
import type { UnknownRecord } from '../base/json.js'
import type { JsonPointer } from '../base/json-pointer.js'
import { valueAt } from '../base/json-pointer.js'
import type { Resolved } from './api-document.js'

/** Follows references within one tree, and chains of them to their end. */
export function createResolver(root: UnknownRecord): (ref: string, base: JsonPointer) => Resolved | undefined {
  return (ref) => {
    const seen = new Set<string>()
    let next = ref
    for (;;) {
      const at = toPointer(next)
      if (at === undefined || seen.has(at)) return undefined
      seen.add(at)
      const node = valueAt(root, at)
      if (node === undefined) return undefined
      const further = isRecord(node) ? own(node, '$ref') : undefined
      if (typeof further !== 'string') return { at, node }
      next = further
    }
  }
}

function toPointer(ref: string): JsonPointer | undefined {
  if (ref === '#') return '' as JsonPointer
  if (!ref.startsWith('#/')) return undefined
  return decodePercent(ref.slice(1)) as JsonPointer
}

/** RFC 3986 2.1; what is no valid encoding stays as it is, '+' is not a space. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
