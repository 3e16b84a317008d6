/** Changes as SCIM sends them (RFC 7644 3.5.2): `{ Operations: [{ op, path, value }] }`. */
import { isRecord, type JsonObject } from '../../src/base/json.js'
import { memberAt, objectOf, withMember, withoutMembers } from './member.js'

interface Change {
  readonly op: string
  readonly path: string
  readonly value: unknown
}

/** Undefined where a body is no such list of changes, or names its values by filters, `emails[type eq "work"]`. */
export function readScimPatch(body: unknown): readonly Change[] | undefined {
  const listed = isRecord(body) ? body['Operations'] : undefined
  if (!Array.isArray(listed) || listed.length === 0) return undefined
  const changes = (listed as unknown[]).map(changeOf)
  return changes.every((change) => change !== undefined) ? changes : undefined
}

function changeOf(listed: unknown): Change | undefined {
  if (!isRecord(listed) || typeof listed['op'] !== 'string') return undefined
  const { path = '', value } = listed
  const op = listed['op'].toLowerCase()
  return typeof path === 'string' && /^[\w$.-]*$/.test(path) ? { op, path, value } : undefined
}

export function applyScimPatch(before: JsonObject, changes: readonly Change[]): JsonObject {
  return changes.reduce(applyChange, before)
}

function applyChange(value: JsonObject, { op, path, value: wanted }: Change): JsonObject {
  const way = path === '' ? [] : path.split('.')
  if (op === 'remove') return removed(value, way)
  if (way.length === 0) {
    return Object.entries(objectOf(wanted) ?? {}).reduce(
      (made, [name, member]) => added(made, op, [name], member),
      value,
    )
  }
  return added(value, op, way, wanted)
}

/** Adding to a list is appending. */
function added(value: JsonObject, op: string, way: readonly string[], wanted: unknown): JsonObject {
  const held = memberAt(value, way)
  return withMember(value, way, op === 'add' && Array.isArray(held) ? (held as unknown[]).concat(wanted) : wanted)
}

function removed(value: JsonObject, way: readonly string[]): JsonObject {
  const holder = objectOf(memberAt(value, way.slice(0, -1)))
  const name = way.at(-1)
  if (!holder || name === undefined) return value
  const left = withoutMembers(holder, [name])
  return way.length === 1 ? left : withMember(value, way.slice(0, -1), left)
}
