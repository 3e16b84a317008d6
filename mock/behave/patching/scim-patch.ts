/** Changes as SCIM sends them (RFC 7644 3.5.2): `{ Operations: [{ op, path, value }] }`. */
import { isRecord, type JsonObject } from '../../../src/base/json.js'
import type { Schema } from '../../../src/model/schema.js'
import { viewObject } from '../../../src/resources/object-view.js'
import { attributeWay } from '../listing/attribute-way.js'
import { readFilterExpression, type Test } from '../listing/filter-expression.js'
import { copyOf, memberAt, objectOf, withMember, withoutMembers } from '../member.js'
import { copiedEntries, DOES_TOO_MUCH, MOST_DEPTH, NESTS_TOO_DEEP, newBudget, weigh } from './patch-budget.js'
import type { PatchResult } from './patch-result.js'

interface Change {
  readonly op: string
  /** [] for the whole. */
  readonly way: readonly string[]
  readonly among: Among | undefined
  readonly value: unknown
}

/** Which values of a list are meant, `emails[type eq "work"]`, and which member of each, `.value`. */
interface Among {
  readonly test: Test
  /** What asking one value costs. */
  readonly effort: number
  readonly member: string | undefined
}

/** Undefined where a body is no such list of changes, but has `Operations` as what it changes has them. */
export function readScimPatch(
  body: unknown,
  before: JsonObject,
  entity: Schema | undefined,
): readonly Change[] | undefined {
  const listed = isRecord(body) ? body['Operations'] : undefined
  const own = entity && viewObject(entity)?.properties
  if (!Array.isArray(listed) || listed.length === 0 || own?.has('Operations')) return undefined
  const isMember = (name: string): boolean => own?.has(name) === true || Object.hasOwn(before, name)
  const changes = (listed as unknown[]).map((each) => changeOf(each, isMember))
  return changes.every((change) => change !== undefined) ? changes : undefined
}

function changeOf(listed: unknown, isMember: (name: string) => boolean): Change | undefined {
  if (!isRecord(listed) || typeof listed['op'] !== 'string') return undefined
  const { path = '', value } = listed
  if (typeof path !== 'string') return undefined
  const [, name, filter, member] = PATH.exec(path) ?? []
  if (name === undefined) return undefined
  const test = filter === undefined ? undefined : readFilterExpression(filter, () => true)
  if (filter !== undefined && !test) return undefined
  const among = test && { test, effort: path.length / CHARACTERS_FOR_ONE, member }
  return { op: listed['op'].toLowerCase(), way: name === '' ? [] : attributeWay(name, isMember), among, value }
}

/** RFC 7644 3.5.2: `name.givenName`, `emails[type eq "work"].value`. */
const PATH = /^((?:urn:(?:[\w.-]+:)+)?[\w$.-]*)(?:\[([^[\]]+)\](?:\.([\w$-]+))?)?$/
/** Asking one value by a filter so long costs about as much as copying a member. */
const CHARACTERS_FOR_ONE = 64

/** All changes or none; the value itself is not changed. */
export function applyScimPatch(before: JsonObject, changes: readonly Change[]): PatchResult {
  const budget = newBudget()
  let value = before
  for (const change of changes) {
    if (change.way.length > MOST_DEPTH) return malformed(NESTS_TOO_DEEP)
    budget.left -= copiedEntries(value, change.way) + listedAt(value, change) * (change.among?.effort ?? 1 / 16)
    if (budget.left < 0) return malformed(DOES_TOO_MUCH)
    const changed = applyChange(value, change)
    if (!changed) return malformed(`no value of ${change.way.join('.')} is as its filter says`)
    value = changed
  }
  return weigh(value, newBudget()) ? { kind: 'patched', value } : malformed(NESTS_TOO_DEEP)
}

function malformed(detail: string): PatchResult {
  return { kind: 'malformed', detail }
}

function listedAt(value: JsonObject, { way }: Change): number {
  const held = memberAt(value, way)
  return Array.isArray(held) ? held.length : 0
}

/** Undefined where a filter finds no value to replace: noTarget, RFC 7644 3.5.2.3. */
function applyChange(value: JsonObject, { op, way, among, value: wanted }: Change): JsonObject | undefined {
  if (among) return changedAmong(value, op, way, among, wanted)
  if (op === 'remove') return removed(value, way)
  if (way.length > 0) return added(value, op, way, wanted)
  return Object.entries(objectOf(wanted) ?? {}).reduce((made, [name, member]) => added(made, op, [name], member), value)
}

/** Adding to a list is appending; of what has members, those that are not named stay (RFC 7644 3.5.2.1, 3.5.2.3). */
function added(value: JsonObject, op: string, way: readonly string[], wanted: unknown): JsonObject {
  const held = memberAt(value, way)
  if (op === 'add' && Array.isArray(held)) return withMember(value, way, (held as unknown[]).concat(wanted))
  return withMember(value, way, isRecord(held) && isRecord(wanted) ? together(held, wanted) : wanted)
}

function removed(value: JsonObject, way: readonly string[]): JsonObject {
  const holder = objectOf(memberAt(value, way.slice(0, -1)))
  const name = way.at(-1)
  if (!holder || name === undefined) return value
  const left = withoutMembers(holder, [name])
  return way.length === 1 ? left : withMember(value, way.slice(0, -1), left)
}

/** The values of a list that a filter names: taken out, changed member by member, or in one member of each. */
function changedAmong(
  value: JsonObject,
  op: string,
  way: readonly string[],
  { test, member }: Among,
  wanted: unknown,
): JsonObject | undefined {
  const held = memberAt(value, way)
  const items = Array.isArray(held) ? (held as unknown[]) : []
  const isMeant = (item: unknown): item is JsonObject => isRecord(item) && test(item)
  if (op === 'replace' && !items.some(isMeant)) return undefined
  if (items.length === 0) return value
  const changed = items.flatMap((item) => {
    if (!isMeant(item)) return [item]
    if (op === 'remove') return member === undefined ? [] : [withoutMembers(item, [member])]
    return [member === undefined ? together(item, objectOf(wanted) ?? {}) : withMember(item, [member], wanted)]
  })
  return withMember(value, way, changed)
}

function together(held: object, wanted: object): JsonObject {
  return copyOf([...Object.entries(held), ...Object.entries(wanted)])
}
