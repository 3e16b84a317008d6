import { isRecord } from '../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'

/** Where a file of schemas has a `$anchor` (or `$dynamicAnchor`) of this name; the outermost one. */
export function findAnchor(root: unknown, anchor: string): JsonPointer | undefined {
  const seen = new Set<unknown>()
  let level: { readonly node: unknown; readonly at: JsonPointer }[] = [{ node: root, at: ROOT }]
  while (level.length > 0) {
    const next: typeof level = []
    for (const { node, at } of level) {
      if (typeof node !== 'object' || node === null || seen.has(node)) continue
      seen.add(node)
      if (isRecord(node) && (node.$anchor === anchor || node.$dynamicAnchor === anchor)) return at
      for (const [key, child] of Object.entries(node)) next.push({ node: child, at: pointerTo(at, key) })
    }
    level = next
  }
  return undefined
}
