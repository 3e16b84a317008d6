import { isRecord, setOwn } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import type { Direction, Schema } from '../model/schema.js'

/** Rounds of leaving out; what a lack breaks goes with the next one, up to the top. */
const MAX_ROUNDS = 16

/**
 * The value without the members and items that nothing can be written for: one that may be left out shall not cost the
 * whole. Undefined when the top itself is broken.
 */
export function withoutBroken(schema: Schema, broken: unknown, direction: Direction): unknown {
  let value = broken
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const issues = schema.issues(value, direction)
    if (issues.length === 0) return value
    const places = new Set(issues.map(({ at }) => placeIn(value, at)))
    if (places.has(ROOT)) return undefined
    value = without(value, ROOT, places)
  }
  return undefined
}

/** What is missing has no place, so it is what lacks it that is broken. */
function placeIn(value: unknown, at: JsonPointer): JsonPointer {
  const keys = pointerKeys(at)
  while (keys.length > 0 && valueAt(value, pointerTo(ROOT, ...keys)) === undefined) keys.pop()
  return pointerTo(ROOT, ...keys)
}

function without(value: unknown, at: JsonPointer, places: ReadonlySet<JsonPointer>): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      const place = pointerTo(at, String(index))
      return places.has(place) ? [] : [without(item, place, places)]
    })
  }
  if (!isRecord(value)) return value
  const rest: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const place = pointerTo(at, name)
    if (!places.has(place)) setOwn(rest, name, without(member, place, places))
  }
  return rest
}
