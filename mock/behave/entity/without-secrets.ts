import { isRecord } from '../../../src/base/json.js'
import type { Schema } from '../../../src/model/schema.js'
import { itemsOf, viewObject } from '../../../src/resources/object-view.js'
import { copyOf } from '../member.js'

/** Deeper than this a document does not hide anything from its own readers; a guard against values without end. */
const MAX_DEPTH = 32

/** A value without the `writeOnly` members of what is nested in it; itself where there are none. */
export function withoutSecrets(schema: Schema, value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || !hidesSomething(schema)) return value
  if (Array.isArray(value)) {
    const items = itemsOf(schema)
    return items ? value.map((item: unknown) => withoutSecrets(items, item, depth + 1)) : value
  }
  const view = viewObject(schema, value)
  if (!view || !isRecord(value)) return value
  const shown = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const property = view.properties.get(name)
    if (property?.writeOnly) return []
    const inner = property?.schema ?? view.rest
    return [[name, inner ? withoutSecrets(inner, member, depth + 1) : member]]
  })
  return copyOf(shown)
}

const known = new WeakMap<Schema, boolean>()

/** Whether a `writeOnly` member is anywhere below. Most schemas have none, and their values are not walked. */
function hidesSomething(schema: Schema): boolean {
  const before = known.get(schema)
  if (before !== undefined) return before
  const seen = new Set<Schema>()
  const found = search(schema, seen)
  known.set(schema, found)
  // Where nothing was found, nothing is below what was passed on the way: large documents are walked once.
  if (!found) for (const part of seen) known.set(part, false)
  return found
}

function search(part: Schema, seen: Set<Schema>): boolean {
  const before = known.get(part)
  if (before !== undefined) return before
  if (seen.has(part)) return false
  seen.add(part)
  const view = viewObject(part)
  const members = [...(view?.properties.values() ?? [])]
  if (members.some(({ writeOnly }) => writeOnly)) return true
  return [...members.map(({ schema }) => schema), view?.rest, itemsOf(part)].some((each) => each && search(each, seen))
}
