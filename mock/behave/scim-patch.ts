/** Changes as SCIM sends them (RFC 7644 3.5.2): `{ Operations: [{ op, path, value }] }`. */
import { isRecord, type JsonObject } from '../../src/base/json.js'
import { readFilterExpression, type Test } from './filter-expression.js'
import { copyOf, memberAt, objectOf, withMember, withoutMembers } from './member.js'

interface Change {
  readonly op: string
  readonly path: string
  /** Which values of a list are meant: `emails[type eq "work"]`; and the member of each: `.value`. */
  readonly among: Test | undefined
  readonly member: string | undefined
  readonly value: unknown
}

/** Undefined where a body is no such list of changes. */
export function readScimPatch(body: unknown): readonly Change[] | undefined {
  const listed = isRecord(body) ? body['Operations'] : undefined
  if (!Array.isArray(listed) || listed.length === 0) return undefined
  const changes = (listed as unknown[]).map(changeOf)
  return changes.every((change) => change !== undefined) ? changes : undefined
}

function changeOf(listed: unknown): Change | undefined {
  if (!isRecord(listed) || typeof listed['op'] !== 'string') return undefined
  const { path: said = '', value } = listed
  if (typeof said !== 'string') return undefined
  const op = listed['op'].toLowerCase()
  const [, path, filter, member] = PATH.exec(said.replace(SCHEMA_URN, '')) ?? []
  if (path === undefined) return undefined
  const among = filter === undefined ? undefined : readFilterExpression(filter, () => true)
  return filter === undefined || among ? { op, path, among, member, value } : undefined
}

/** RFC 7644 3.5.2: `name.givenName`, `emails[type eq "work"].value`. */
const PATH = /^([\w$.-]*)(?:\[([^[\]]+)\](?:\.([\w$-]+))?)?$/
/** RFC 7644 3.10: the schema of an attribute may stand before its name. */
const SCHEMA_URN = /^urn:(?:[\w.-]+:)+/

export function applyScimPatch(before: JsonObject, changes: readonly Change[]): JsonObject {
  return changes.reduce(applyChange, before)
}

function applyChange(value: JsonObject, change: Change): JsonObject {
  const { op, path, among, value: wanted } = change
  const way = path === '' ? [] : path.split('.')
  if (among) return changedAmong(value, way, among, change)
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

/** The values of a list that a filter names: taken out, replaced member by member, or one member of each. */
function changedAmong(
  value: JsonObject,
  way: readonly string[],
  among: Test,
  { op, member, value: wanted }: Change,
): JsonObject {
  const held = memberAt(value, way)
  if (!Array.isArray(held)) return value
  const changed = (held as unknown[]).flatMap((item) => {
    if (!isRecord(item) || !among(item)) return [item]
    const before = item as JsonObject
    if (op === 'remove') return member === undefined ? [] : [withoutMembers(before, [member])]
    if (member !== undefined) return [withMember(before, [member], wanted)]
    return [copyOf([...Object.entries(before), ...Object.entries(objectOf(wanted) ?? {})])]
  })
  return withMember(value, way, changed)
}
