import { isRecord, own, setOwn } from '../base/json.js'
import type { JsonPointer } from '../base/json-pointer.js'
import type { ApiDocument } from '../document/api-document.js'
import { loneRef } from '../document/lone-ref.js'

/** References followed for one example; what lies beyond stays as it is written. */
const MOST_REFS = 100

/** An example with what its lone `$ref`s lead to in their places. Those that lead nowhere, or in a circle, are data. */
export function followExample({ resolve }: Pick<ApiDocument, 'resolve'>, value: unknown, at: JsonPointer): unknown {
  if (!holdsRef(value)) return value
  let left = MOST_REFS
  return follow(value, [])

  function follow(node: unknown, way: readonly JsonPointer[]): unknown {
    const ref = loneRef(node)
    if (ref === undefined) return withMembers(node, way)
    const target = left-- > 0 ? resolve(ref, at) : undefined
    if (!target || way.includes(target.at)) return node
    return holdsRef(target.node) ? follow(dataOf(target), [...way, target.at]) : dataOf(target)
  }

  function withMembers(node: unknown, way: readonly JsonPointer[]): unknown {
    if (Array.isArray(node)) return node.map((item) => follow(item, way))
    if (!isRecord(node)) return node
    const followed: Record<string, unknown> = {}
    for (const key of Object.keys(node)) setOwn(followed, key, follow(node[key], way))
    return followed
  }
}

/** Of an Example Object, what it is an example of. */
function dataOf({ at, node }: { readonly at: JsonPointer; readonly node: unknown }): unknown {
  return /\/examples\/[^/]+$/.test(at) && isRecord(node) && Object.hasOwn(node, 'value') ? own(node, 'value') : node
}

function holdsRef(value: unknown): boolean {
  const seen = new Set<unknown>()
  const open = [value]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    if (loneRef(node) !== undefined) return true
    seen.add(node)
    for (const child of Object.values(node)) open.push(child)
  }
  return false
}
