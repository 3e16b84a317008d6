import { isRecord, setOwn, type Json, type JsonObject } from '../../src/base/json.js'
import { LISTED } from '../../src/resources/identity.js'

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
  const next = placed(inner, rest, member)
  const copy: Record<string, unknown> = { ...value }
  setOwn(copy, name, next)
  return copy as JsonObject
}

function placed(inner: unknown, at: readonly string[], member: unknown): unknown {
  const [name, ...rest] = at
  if (name === undefined) return member
  if (name === LISTED) return [placed(Array.isArray(inner) ? inner[0] : undefined, rest, member)]
  return withMember(isRecord(inner) ? (inner as JsonObject) : {}, at, member)
}

export function withoutMembers(value: JsonObject, names: Iterable<string>): JsonObject {
  const gone = new Set(names)
  if (!Object.keys(value).some((name) => gone.has(name))) return value
  return copyOf(Object.entries(value).filter(([name]) => !gone.has(name)))
}

/** An object of these members, '__proto__' included. */
export function copyOf(entries: Iterable<readonly [string, unknown]>): JsonObject {
  const copy: Record<string, unknown> = {}
  for (const [name, member] of entries) setOwn(copy, name, member)
  return copy as JsonObject
}

/** What a client sent as an entity: the object itself; undefined when it is none. */
export function objectOf(value: unknown): JsonObject | undefined {
  return isRecord(value) ? (value as JsonObject) : undefined
}

export type { Json }
