/**
 * A body as a consumer expects it: what it leaves out it does not need, so members that are missing break nothing. All
 * that is there must be possible.
 */
import { pointerTo, ROOT, type JsonPointer } from '../../base/json-pointer.js'
import { isRecord, jsonEqual } from '../../base/json.js'
import { describeValue } from '../../base/text.js'
import { schemasFor } from '../../generate/build-object.js'
import { type Conjunction, type Facets, itemSchemas } from '../../generate/facets.js'
import { type Direction, isNever, type Schema, type SchemaIssue } from '../../model/schema.js'
import { alternativesOf, kindOf, kindsOf } from '../expect/alternatives.js'

const MAX_DEPTH = 64
/** Items that are compared with each other. */
const MAX_COMPARED = 500
const NONE: readonly SchemaIssue[] = []

export interface PartialCheck {
  readonly issues: readonly SchemaIssue[]
  /** Members that the consumer needs and the document does not promise, in the order of the body. */
  readonly unpromised: readonly { readonly at: JsonPointer; readonly spec: JsonPointer }[]
}

/** What the rules of a pact take back of a body that it writes. */
export interface Freedom {
  /** Whether the members of the object at a pointer are not demanded. */
  isOptional(at: JsonPointer): boolean
  /** Whether the list at a pointer may have any number of items. */
  isOpen(at: JsonPointer): boolean
}

export function checkPartial(schema: Schema, value: unknown, direction: Direction, freedom: Freedom): PartialCheck {
  return check([schema], value, { direction, freedom, depth: 0 }, ROOT)
}

interface Context {
  readonly direction: Direction
  readonly freedom: Freedom
  readonly depth: number
}

function check(conjunction: Conjunction, value: unknown, context: Context, at: JsonPointer): PartialCheck {
  if (conjunction.length === 0 || context.depth > MAX_DEPTH) return { issues: NONE, unpromised: [] }
  if (typeof value !== 'object' || value === null) return checkScalar(conjunction, value, context, at)
  const alternatives = alternativesOf(conjunction)
  if (!alternatives) return { issues: NONE, unpromised: [] }
  let best: PartialCheck | undefined
  for (const facets of alternatives) {
    const found = checkAgainst(facets, conjunction, value, context, at)
    // Of those that fit, the one that promises most: a consumer may rely on the branch it is made for.
    if (!best || isBetter(found, best)) best = found
    if (found.issues.length === 0 && found.unpromised.length === 0) break
  }
  return best ?? { issues: NONE, unpromised: [] }
}

function isBetter(a: PartialCheck, b: PartialCheck): boolean {
  return (
    a.issues.length < b.issues.length ||
    (a.issues.length === b.issues.length && a.unpromised.length < b.unpromised.length)
  )
}

function checkScalar(conjunction: Conjunction, value: unknown, { direction }: Context, at: JsonPointer): PartialCheck {
  const issues = conjunction.flatMap((schema) =>
    schema.issues(value, direction).map((issue) => ({ ...issue, at: (at + issue.at) as JsonPointer })),
  )
  return { issues, unpromised: [] }
}

function checkAgainst(
  facets: Facets,
  conjunction: Conjunction,
  value: object,
  context: Context,
  at: JsonPointer,
): PartialCheck {
  const kinds = kindsOf(facets)
  const [schema] = conjunction
  if (kinds && !kinds.has(kindOf(value))) {
    const message = `expected ${[...kinds].join(' or ') || 'nothing'}, got ${describeValue(value)}`
    return { issues: [{ at, spec: pointerTo(schema?.at ?? ROOT, 'type'), keyword: 'type', message }], unpromised: [] }
  }
  return Array.isArray(value)
    ? checkItems(facets, schema?.at ?? ROOT, value, context, at)
    : isRecord(value)
      ? checkMembers(facets, schema?.at ?? ROOT, value, context, at)
      : { issues: NONE, unpromised: [] }
}

function checkItems(
  facets: Facets,
  spec: JsonPointer,
  items: readonly unknown[],
  context: Context,
  at: JsonPointer,
): PartialCheck {
  const parts = items.map((item, index) => {
    const schemas = itemSchemas(facets, index)
    const never = schemas.find(isNever)
    const inside = pointerTo(at, index)
    if (!never) return check(schemas, item, deeper(context), inside)
    const message = `expected at most ${index} items, got ${items.length}`
    return { issues: [{ at: inside, spec: never.at, keyword: 'items', message }], unpromised: [] }
  })
  const wrong = lengthIssue(facets, items, context.freedom.isOpen(at))
  const issues = wrong ? [{ ...wrong, at, spec: pointerTo(spec, wrong.keyword) }] : NONE
  return joined([{ issues, unpromised: [] }, ...parts])
}

/** A sample may be shorter than the list that it stands for, and say the same twice; but it never is empty or too long. */
function lengthIssue(
  { minItems, maxItems, uniqueItems }: Facets,
  items: readonly unknown[],
  isOpen: boolean,
): Pick<SchemaIssue, 'keyword' | 'message'> | undefined {
  const { length } = items
  if (length > maxItems) return { keyword: 'maxItems', message: `expected at most ${maxItems} items, got ${length}` }
  if (length < minItems && (length === 0 || !isOpen)) {
    return { keyword: 'minItems', message: `expected at least ${minItems} items, got ${length}` }
  }
  if (!uniqueItems || isOpen || length > MAX_COMPARED) return undefined
  const isTwice = items.some((item, index) => items.slice(0, index).some((before) => jsonEqual(before, item)))
  return isTwice ? { keyword: 'uniqueItems', message: 'expected no two equal items' } : undefined
}

function checkMembers(
  facets: Facets,
  spec: JsonPointer,
  value: Readonly<Record<string, unknown>>,
  context: Context,
  at: JsonPointer,
): PartialCheck {
  const isDemanded = !context.freedom.isOptional(at)
  const parts = Object.entries(value).map(([name, member]): PartialCheck => {
    const inside = pointerTo(at, name)
    const schemas = schemasFor(facets, name)
    const never = schemas.find(isNever)
    if (never) {
      const message = `expected no member '${name}': the document allows none beside ${describeNames(facets)}`
      return { issues: [{ at: inside, spec: never.at, keyword: 'additionalProperties', message }], unpromised: [] }
    }
    const misnamed = facets.propertyNames.flatMap((names) => names.issues(name, context.direction))
    if (misnamed.length > 0) {
      return { issues: misnamed.map((issue) => ({ ...issue, at: inside })), unpromised: [] }
    }
    const found = check(schemas, member, deeper(context), inside)
    if (!isDemanded || facets.required.has(name)) return found
    const declared = facets.properties.get(name)?.[0]
    return { issues: found.issues, unpromised: [{ at: inside, spec: declared?.at ?? spec }, ...found.unpromised] }
  })
  const { maxProperties } = facets
  if (parts.length <= maxProperties || !isDemanded) return joined(parts)
  const message = `expected at most ${maxProperties} members, got ${parts.length}`
  const issue = { at, spec: pointerTo(spec, 'maxProperties'), keyword: 'maxProperties', message }
  return joined([{ issues: [issue], unpromised: [] }, ...parts])
}

function describeNames({ properties }: Facets): string {
  const names = [...properties.keys()]
  return names.length === 0 ? 'those' : names.slice(0, 8).join(', ') + (names.length > 8 ? ', …' : '')
}

function deeper(context: Context): Context {
  return { ...context, depth: context.depth + 1 }
}

function joined(parts: readonly PartialCheck[]): PartialCheck {
  return { issues: parts.flatMap(({ issues }) => issues), unpromised: parts.flatMap(({ unpromised }) => unpromised) }
}
