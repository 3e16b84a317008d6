/** What the walk beside a schema carries with it, and where it stands. */
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import type { SchemaAt } from './schema-at.js'
import type { Direction, SchemaIssue } from './schema.js'

/** A value on the way into another; the pointer is written only when something is wrong there. */
export interface Spot {
  readonly above: Spot | undefined
  readonly key: string | number
}

/** What a schema looked at, when it accepted (JSON Schema 2020-12 core 11). */
export interface Marks {
  readonly names: ReadonlySet<string> | 'all'
  readonly items: ReadonlySet<number> | 'all'
}

/** Marks that are still being made. */
export interface OpenMarks extends Marks {
  names: Set<string> | 'all'
  items: Set<number> | 'all'
}

/** Of a schema that looks at no member and no item, or whose marks nobody asks for. */
export const NO_MARKS: Marks = { names: new Set(), items: new Set() }

/** Schemas entered since the value last changed, to stop at a circle of references; the latest first. */
export interface Entered {
  readonly schema: SchemaAt
  readonly before: Entered | undefined
  readonly depth: number
  /** Whether this schema, or one that it is a part of, has `unevaluated*`: few have, and marks for nobody cost sets. */
  readonly marking: boolean
}

export interface Walk {
  readonly direction: Direction
  readonly most: number
  /** Shared by all parts of one walk: how many schemas may still be visited. */
  readonly fuel: { left: number }
  readonly issues: SchemaIssue[]
  readonly isFine: IsFine
  /** Goes on into a schema: handed along, so that choices can be explained in a file of their own. */
  readonly visit: Visit
}

/** A schema beside the value that it is held against. */
export interface Pairing {
  readonly schema: SchemaAt
  readonly value: unknown
  readonly spot: Spot | undefined
  readonly walk: Walk
  /** This schema too. */
  readonly entered: Entered
  /** What the schema has looked at so far; undefined where nobody asks. */
  readonly marks: OpenMarks | undefined
}

export type Visit = (schema: SchemaAt, value: unknown, spot: Spot | undefined, walk: Walk, entered?: Entered) => Marks

/** Whether a value is known to be accepted; false when that is not known. */
export type IsFine = (schema: SchemaAt, value: unknown) => boolean

export const nothingIsFine: IsFine = () => false

/** A walk of its own over the same value, for a branch that may fail without the whole failing. */
export function branchOf(walk: Walk): Walk {
  return { ...walk, issues: [] }
}

export function createMarks(): OpenMarks {
  return { names: new Set(), items: new Set() }
}

export function hasEntered(schema: SchemaAt, entered: Entered | undefined): boolean {
  for (let each = entered; each; each = each.before) if (each.schema === schema) return true
  return false
}

export function isSpent(walk: Walk): boolean {
  return walk.issues.length >= walk.most || walk.fuel.left <= 0
}

export function issueAt(
  { schema, spot }: Pick<Pairing, 'schema' | 'spot'>,
  keyword: string,
  message: string,
): SchemaIssue {
  return { at: pointerOf(spot), spec: schema.keywordAt(keyword), keyword, message }
}

export function join(marks: OpenMarks | undefined, more: Marks): void {
  if (!marks || more === NO_MARKS) return
  marks.names = union(marks.names, more.names)
  marks.items = union(marks.items, more.items)
}

export function markName(marks: OpenMarks | undefined, name: string): void {
  if (marks && marks.names !== 'all') marks.names.add(name)
}

export function markItem(marks: OpenMarks | undefined, index: number): void {
  if (marks && marks.items !== 'all') marks.items.add(index)
}

export function markAll(marks: OpenMarks | undefined, of: 'names' | 'items'): void {
  if (marks) marks[of] = 'all'
}

function union<Key>(into: Set<Key> | 'all', more: ReadonlySet<Key> | 'all'): Set<Key> | 'all' {
  if (into === 'all' || more === 'all') return 'all'
  for (const key of more) into.add(key)
  return into
}

export function pointerOf(spot: Spot | undefined): JsonPointer {
  return spot ? pointerTo(pointerOf(spot.above), spot.key) : ROOT
}
