/**
 * A body as a consumer expects it: what it leaves out it does not need, so members that are missing break nothing. All
 * that is there must be possible.
 */
import { isRecord } from '../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import { describeValue } from '../base/text.js'
import { schemasFor } from '../generate/build-object.js'
import type { Conjunction, Facets } from '../generate/facets.js'
import type { Direction, Schema, SchemaIssue } from '../model/schema.js'
import { alternativesOf, kindOf, kindsOf } from './alternatives.js'

const MAX_DEPTH = 64
const NONE: readonly SchemaIssue[] = []

export interface PartialCheck {
  readonly issues: readonly SchemaIssue[]
  /** Members that the consumer needs and the document does not promise, in the order of the body. */
  readonly unpromised: readonly { readonly at: JsonPointer; readonly spec: JsonPointer }[]
}

/** @param isOptional whether the members of the object at a pointer are not demanded, by a rule of the pact */
export function checkPartial(
  schema: Schema,
  value: unknown,
  direction: Direction,
  isOptional: (at: JsonPointer) => boolean,
): PartialCheck {
  return check([schema], value, { direction, isOptional, depth: 0 }, ROOT)
}

interface Context {
  readonly direction: Direction
  readonly isOptional: (at: JsonPointer) => boolean
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
    ? checkItems(facets, value, context, at)
    : isRecord(value)
      ? checkMembers(facets, schema?.at ?? ROOT, value, context, at)
      : { issues: NONE, unpromised: [] }
}

function checkItems(facets: Facets, items: readonly unknown[], context: Context, at: JsonPointer): PartialCheck {
  const parts = items.map((item, index) => {
    const schemas = [
      ...facets.prefixes.flatMap((prefix) => prefix[index] ?? []),
      ...facets.items.filter(({ from }) => index >= from).map(({ schema }) => schema),
    ]
    return check(schemas, item, deeper(context), pointerTo(at, index))
  })
  return joined(parts)
}

function checkMembers(
  facets: Facets,
  spec: JsonPointer,
  value: Readonly<Record<string, unknown>>,
  context: Context,
  at: JsonPointer,
): PartialCheck {
  const isDemanded = !context.isOptional(at)
  const parts = Object.entries(value).map(([name, member]): PartialCheck => {
    const inside = pointerTo(at, name)
    const schemas = schemasFor(facets, name)
    const never = schemas.find(isNever)
    if (never) {
      const message = `expected no member '${name}': the document allows none beside ${describeNames(facets)}`
      return { issues: [{ at: inside, spec: never.at, keyword: 'additionalProperties', message }], unpromised: [] }
    }
    const found = check(schemas, member, deeper(context), inside)
    if (!isDemanded || facets.required.has(name)) return found
    const declared = facets.properties.get(name)?.[0]
    return { issues: found.issues, unpromised: [{ at: inside, spec: declared?.at ?? spec }, ...found.unpromised] }
  })
  return joined(parts)
}

function describeNames({ properties }: Facets): string {
  const names = [...properties.keys()]
  return names.length === 0 ? 'those' : names.slice(0, 8).join(', ') + (names.length > 8 ? ', …' : '')
}

function isNever({ node }: Schema): boolean {
  const not = node['not']
  return isRecord(not) && Object.keys(not).length === 0
}

function deeper(context: Context): Context {
  return { ...context, depth: context.depth + 1 }
}

function joined(parts: readonly PartialCheck[]): PartialCheck {
  return { issues: parts.flatMap(({ issues }) => issues), unpromised: parts.flatMap(({ unpromised }) => unpromised) }
}
