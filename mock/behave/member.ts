import { isRecord, setOwn, type Json, type JsonObject } from '../../src/base/json.js'

export { memberAt, withMember } from '../../src/resources/member.js'

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
