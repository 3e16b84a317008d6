import { isRecord, setOwn } from '../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import type { Schema } from '../model/schema.js'
import { schemasFor } from './build-object.js'
import type { Conjunction, Facets } from './facets.js'
import { gather } from './gather.js'

export interface Broken {
  readonly value: unknown
  /** The one rule that is broken, and where in the value. */
  readonly keyword: string
  readonly at: JsonPointer
}

/** Values made of one valid value; a contract needs a few of each kind, not thousands. */
const MAX_BROKEN = 100
const MAX_DEPTH = 4
const MAX_ITEMS_BEYOND = 1000

interface Mutation {
  readonly keyword: string
  readonly value: unknown
  /** Where the breach is, below the place that was changed. */
  readonly member?: string
}

/**
 * Values that differ from a valid one in one place each and that the schema refuses: required members missing, wrong
 * types, bounds passed, and so on. In document order, the same each time.
 */
export function breakValue(schema: Schema, value: unknown): readonly Broken[] {
  const broken: Broken[] = []
  for (const { place, mutation } of mutationsWithin([schema], value, ROOT, 0, (part) => part)) {
    if (broken.length >= MAX_BROKEN) break
    if (schema.accepts(place, 'request')) continue
    const { keyword, at } = mutation
    const issues = schema.issues(place, 'request')
    // Behind oneOf, anyOf and not, only the keyword that gathers the branches may be named.
    const named = issues.some((issue) => issue.keyword === keyword) ? keyword : (issues[0]?.keyword ?? keyword)
    const isKnown = broken.some((other) => other.keyword === named && other.at === at)
    if (!isKnown) broken.push({ value: place, keyword: named, at })
  }
  return broken
}

interface Placed {
  /** The whole value with the mutation in its place. */
  readonly place: unknown
  readonly mutation: { readonly keyword: string; readonly at: JsonPointer }
}

function* mutationsWithin(
  conjunction: Conjunction,
  value: unknown,
  at: JsonPointer,
  depth: number,
  rebuild: (part: unknown) => unknown,
): Generator<Placed> {
  const facets = gather(conjunction)
  for (const { keyword, value: part, member } of mutations(facets, value)) {
    yield { place: rebuild(part), mutation: { keyword, at: member === undefined ? at : pointerTo(at, member) } }
  }
  if (depth >= MAX_DEPTH) return
  if (isRecord(value)) {
    for (const name of Object.keys(value)) {
      const inside = (part: unknown): unknown => rebuild(withMember(value, name, part))
      yield* mutationsWithin(schemasFor(facets, name), value[name], pointerTo(at, name), depth + 1, inside)
    }
  } else if (Array.isArray(value) && value.length > 0) {
    const items = value as readonly unknown[]
    const schemas = facets.items.filter(({ from }) => from === 0).map(({ schema }) => schema)
    const inside = (part: unknown): unknown => rebuild([part, ...items.slice(1)])
    yield* mutationsWithin(schemas, items[0], pointerTo(at, 0), depth + 1, inside)
  }
}

function* mutations(facets: Facets, value: unknown): Generator<Mutation> {
  if (facets.types) yield { keyword: 'type', value: wrongType(facets, value) }
  if (facets.values) yield { keyword: 'enum', value: typeof value === 'number' ? -987_654 : 'not one of these' }
  if (typeof value === 'string') yield* brokenTexts(facets, value)
  if (typeof value === 'number') yield* brokenNumbers(facets, value)
  if (Array.isArray(value)) yield* brokenArrays(facets, value)
  if (isRecord(value)) yield* brokenObjects(facets, value)
}

function wrongType({ types }: Facets, value: unknown): unknown {
  const others: readonly unknown[] = typeof value === 'string' ? [12_345, true, {}, []] : ['text', 12.5, true, {}, []]
  return others.find((other) => {
    if (types?.has('string') && typeof other === 'string') return false
    if (types?.has('number') && typeof other === 'number') return false
    if (types?.has('integer') && Number.isInteger(other)) return false
    if (types?.has('boolean') && typeof other === 'boolean') return false
    if (types?.has('array') && Array.isArray(other)) return false
    return !(types?.has('object') && isRecord(other))
  })
}

function* brokenTexts({ minLength, maxLength, patterns, formats }: Facets, text: string): Generator<Mutation> {
  if (minLength > 0)
    yield {
      keyword: 'minLength',
      value: Array.from(text)
        .slice(0, minLength - 1)
        .join(''),
    }
  if (maxLength < 20_000)
    yield { keyword: 'maxLength', value: text.padEnd(maxLength + 1, 'a') + text.slice(maxLength + 1) }
  if (patterns.length > 0) {
    for (const other of [`\u0000${text}`, `${text}\u0000`, ' ', '\u0000', ''])
      yield { keyword: 'pattern', value: other }
  }
  if (formats.length > 0) yield { keyword: 'format', value: 'not\u0000a %zz format' }
}

function* brokenNumbers(facets: Facets, value: number): Generator<Mutation> {
  const { minimum, maximum, aboveMinimum, belowMaximum, multiples } = facets
  if (Number.isFinite(minimum)) {
    yield {
      keyword: aboveMinimum ? 'exclusiveMinimum' : 'minimum',
      value: aboveMinimum ? minimum : beyond(minimum, -1),
    }
  }
  if (Number.isFinite(maximum)) {
    yield { keyword: belowMaximum ? 'exclusiveMaximum' : 'maximum', value: belowMaximum ? maximum : beyond(maximum, 1) }
  }
  for (const step of multiples) yield { keyword: 'multipleOf', value: value + step / 2 }
  for (const big of [2 ** 31, 1e20]) if (facets.formats.length > 0) yield { keyword: 'format', value: big }
}

/** By one, or by what a double of that size can tell apart. */
function beyond(bound: number, direction: 1 | -1): number {
  return bound + direction * Math.max(1, Math.abs(bound) * 2 ** -50)
}

function* brokenArrays({ minItems, maxItems, uniqueItems }: Facets, items: readonly unknown[]): Generator<Mutation> {
  if (minItems > 0) yield { keyword: 'minItems', value: items.slice(0, minItems - 1) }
  if (maxItems < MAX_ITEMS_BEYOND && items.length > 0) {
    yield {
      keyword: 'maxItems',
      value: [...items, ...Array.from({ length: maxItems + 1 - items.length }, () => items[0])],
    }
  }
  if (uniqueItems && items.length > 0) {
    const doubled = items.length < maxItems ? [...items, items[0]] : items.map(() => items[0])
    yield { keyword: 'uniqueItems', value: doubled }
  }
}

function* brokenObjects(facets: Facets, value: Readonly<Record<string, unknown>>): Generator<Mutation> {
  for (const name of facets.required) {
    if (Object.hasOwn(value, name)) yield { keyword: 'required', value: without(value, name), member: name }
  }
  if (facets.others.length > 0) {
    const name = unusedName(value)
    yield { keyword: 'additionalProperties', value: withMember(value, name, { unexpected: true }), member: name }
  }
  for (const [name, needs] of facets.dependentRequired) {
    const needed = needs.find((other) => Object.hasOwn(value, other))
    if (Object.hasOwn(value, name) && needed !== undefined) {
      yield { keyword: 'dependentRequired', value: without(value, needed), member: needed }
    }
  }
  if (facets.minProperties > 0) {
    const kept = Object.entries(value).slice(0, facets.minProperties - 1)
    yield { keyword: 'minProperties', value: Object.fromEntries(kept) }
  }
}

function unusedName(value: Readonly<Record<string, unknown>>): string {
  let name = 'unexpected'
  while (Object.hasOwn(value, name)) name += '_'
  return name
}

function without(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
}

function withMember(value: Readonly<Record<string, unknown>>, name: string, part: unknown): unknown {
  const result: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) setOwn(result, key, member)
  setOwn(result, name, part)
  return result
}
