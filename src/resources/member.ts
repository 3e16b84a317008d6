import { copyToAddTo, isRecord, setOwn, type JsonObject } from '../base/json.js'
import { LISTED } from './identity.js'

/** The value at a chain of members; undefined where one is missing. */
export function memberAt(value: unknown, at: readonly string[]): unknown {
  let inner = value
  for (const name of at) {
    if (name === LISTED && Array.isArray(inner)) {
      inner = inner[0] as unknown
      continue
    }
    if (!isRecord(inner) || !Object.hasOwn(inner, name)) return undefined
    inner = inner[name]
  }
  return inner
}

/** A copy with one member set; objects on the way are made where they are missing. */
export function withMember(value: JsonObject, at: readonly string[], member: unknown): JsonObject {
  const [name, ...rest] = at
  if (name === undefined) return value
  const inner = Object.hasOwn(value, name) ? value[name] : undefined
  const next = withValueAt(inner, rest, member)
  const copy = copyToAddTo(value)
  setOwn(copy, name, next)
  return copy as JsonObject
}

/** The same for a value of any kind, whose way may lead into a list at once. */
export function withValueAt(value: unknown, at: readonly string[], member: unknown): unknown {
  const [name, ...rest] = at
  if (name === undefined) return member
  if (name === LISTED) return [withValueAt(Array.isArray(value) ? value[0] : undefined, rest, member)]
  return withMember(isRecord(value) ? (value as JsonObject) : {}, at, member)
}
