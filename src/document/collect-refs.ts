import { isRecord } from '../base/json.js'

/** Every text that stands as a `$ref` anywhere in a tree, in data too: quick, and enough to tell what needs a closer look. */
export function collectRefs(root: unknown): Set<string> {
  const refs = new Set<string>()
  const seen = new Set<unknown>()
  const open: unknown[] = [root]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    if (isRecord(node) && typeof node.$ref === 'string') refs.add(node.$ref)
    for (const child of Object.values(node)) if (typeof child === 'object' && child !== null) open.push(child)
  }
  return refs
}
