import { isRecord } from '../base/json.js'
import type { JsonType, Schema } from '../model/schema.js'
import { buildArray } from './build-array.js'
import { buildNumber } from './build-number.js'
import { buildObject } from './build-object.js'
import { buildString } from './build-string.js'
import { withoutRivals } from './without-rivals.js'
import { accepted, randomAt, type Build, type Place } from './build.js'
import type { Conjunction, Facets } from './facets.js'
import { gather, hasType } from './gather.js'
import { heightOf } from './height.js'

/** Nested deeper, only what must be there is written. */
const FULL_DEPTH = 6
/** Nested deeper still, nothing more is written at all: the schema asks for a value without end. */
const MAX_DEPTH = 250
/** What required parts may cost beyond the budget, before nothing more is written. */
const OVERDRAFT = 2000
/** Combinations of branches that are tried at one place. */
const MAX_COMBINATIONS = 64
/** Other scalars that are tried where one is ruled out. */
const MAX_TURNS = 24

/** One try at a value; what it is worth is for the schema's check to say. */
export function createBuild(settings: Omit<Build, 'value'>): Build {
  const build: Build = { value: (conjunction, place) => valueAt(build, conjunction, place), ...settings }
  return build
}

function valueAt(build: Build, conjunction: Conjunction, outer: Place): unknown {
  build.budget.left--
  if (outer.depth > MAX_DEPTH || build.budget.left < -OVERDRAFT) return null
  const place = entered(build, conjunction, outer)
  if (place.recursive && isEndless(conjunction)) return gather(conjunction).types?.has('null') ? null : {}
  const likely = gather(conjunction, [], place.small)
  if (!build.careful || build.budget.left <= 0 || !isHard(likely)) return chosen(build, conjunction, likely, place)
  return searched(build, conjunction, likely, place)
}

function entered(build: Build, conjunction: Conjunction, place: Place): Place {
  // Only what a reference can lead to comes round again.
  const inside = conjunction
    .map((schema) => schema.target ?? schema)
    .filter((schema) => schema.name !== undefined || place.depth === 0 || conjunction.some(({ target }) => target))
    .map(({ at }) => at)
  const recursive = isRecursive(conjunction, place)
  const small = place.small || recursive || place.depth > FULL_DEPTH || build.budget.left <= 0
  const open = inside.length === 0 ? place.open : [...place.open, ...inside]
  return { ...place, open, small, recursive }
}

function isRecursive(conjunction: Conjunction, { open }: Place): boolean {
  return conjunction.some((schema) => open.includes(schema.at) || (schema.target && open.includes(schema.target.at)))
}

/** Required members lead back to it for ever. */
function isEndless(conjunction: Conjunction): boolean {
  return conjunction.some((schema) => heightOf(schema) === Infinity)
}

function isHard(facets: Facets): boolean {
  return facets.options.length > 0 || facets.nots.length > 0 || facets.dependentSchemas.length > 0
}

/**
 * Goes through the branches until the whole conjunction accepts: the likeliest first, then those that differ from it in one
 * choice, then in two. A choice can open further alternatives. The likeliest value when none is found.
 */
function searched(build: Build, conjunction: Conjunction, likely: Facets, place: Place): unknown {
  let first: { readonly value: unknown } | undefined
  const queue: (readonly number[])[] = [[]]
  for (let tried = 0; tried < MAX_COMBINATIONS; tried++) {
    const choices = queue.shift()
    if (!choices) break
    const facets = choices.length === 0 ? likely : gather(conjunction, choices, place.small)
    if (queue.length < MAX_COMBINATIONS) queue.push(...furtherChoices(choices, facets.options))
    if (first && isContradictory(facets)) continue
    const found = accepting(build, conjunction, facets, place)
    if (found.accepted) return found.value
    first ??= found
    if (build.budget.left <= 0) break
  }
  return first?.value
}

/** With optional members, without them, told apart from the branches that must not match, and other numbers and texts. */
function accepting(
  build: Build,
  conjunction: Conjunction,
  facets: Facets,
  place: Place,
): { value: unknown; accepted: boolean } {
  let first: { readonly value: unknown } | undefined
  for (const small of place.small ? [true] : [false, true]) {
    const value = chosen(build, conjunction, facets, { ...place, small })
    first ??= { value }
    if (accepted(build, conjunction, value)) return { value, accepted: true }
    const apart = withoutRivals(build, facets, value)
    if (apart !== undefined && accepted(build, conjunction, apart)) return { value: apart, accepted: true }
    if (build.budget.left <= 0) break
  }
  if (first === undefined || isContainer(first.value) || !isBarred(facets))
    return { value: first?.value, accepted: false }
  for (let turn = 1; turn <= MAX_TURNS && build.budget.left > 0; turn++) {
    const value = chosen(build, conjunction, facets, { ...place, turn })
    if (accepted(build, conjunction, value)) return { value, accepted: true }
  }
  return { value: first.value, accepted: false }
}

/** Some values are ruled out by what no facet can say. */
function isBarred({ nots, rivals }: Facets): boolean {
  return nots.length > 0 || rivals.length > 0
}

function isContradictory({ types, values }: Facets): boolean {
  return types?.size === 0 || values?.length === 0
}

/** Each alternative behind the last one that was chosen for, moved to another option. */
function furtherChoices(choices: readonly number[], options: readonly number[]): number[][] {
  const further: number[][] = []
  for (let i = choices.length; i < options.length; i++) {
    const before = [...choices, ...Array.from({ length: i - choices.length }, () => 0)]
    for (let choice = 1; choice < Math.min(options[i] ?? 0, MAX_COMBINATIONS); choice++)
      further.push([...before, choice])
  }
  return further
}

function chosen(build: Build, conjunction: Conjunction, facets: Facets, place: Place): unknown {
  const known = knownValue(build, conjunction, facets, place)
  if (known) return known.value
  return ofType(build, conjunction, withDependents(facets), pickType(conjunction, facets, place), place)
}

/** From enum and const, else from what the author wrote as sample. */
function knownValue(
  build: Build,
  conjunction: Conjunction,
  facets: Facets,
  place: Place,
): { readonly value: unknown } | undefined {
  if (facets.values) {
    const fitting = facets.values.filter((value) => fitsScalars(facets, value))
    const usual = fitting.filter((value) => value !== null)
    const pool = usual.length > 0 ? usual : fitting
    if (pool.length > 0 && facets.nots.length > 0 && build.careful) {
      const allowed = pool.find((value) => accepted(build, conjunction, value))
      if (allowed !== undefined) return { value: allowed }
    }
    return { value: pool.length > 0 ? pool[place.turn % pool.length] : facets.values[0] }
  }
  if (!build.samples || build.avoid.has(place.at)) return undefined
  const fitting = facets.samples.filter((value) => fitsSample(build, facets, place, value))
  const sample = fitting[place.turn]
  if (place.turn === 0 ? fitting.length === 0 : sample === undefined) return undefined
  if (facets.patterns.length > 0 && !accepted(build, conjunction, sample)) return undefined
  return { value: sample }
}

function fitsSample(build: Build, facets: Facets, place: Place, value: unknown): boolean {
  if (value === null || !fitsScalars(facets, value)) return false
  // A nested sample would bring back the recursion, or the optional members, that are being left out.
  return !isContainer(value) || (!place.small && build.mode === 'full')
}

function isContainer(value: unknown): boolean {
  return Array.isArray(value) || isRecord(value)
}

function fitsScalars(facets: Facets, value: unknown): boolean {
  if (!hasType(facets, value)) return false
  if (typeof value === 'string') {
    const { length } = Array.from(value.slice(0, 50_000))
    return length >= facets.minLength && length <= facets.maxLength
  }
  if (typeof value === 'number') return value >= facets.minimum && value <= facets.maximum
  if (Array.isArray(value)) return value.length >= facets.minItems && value.length <= facets.maxItems
  return true
}

/** Schemas that depend on a member which will be there join in. */
function withDependents(facets: Facets): Facets {
  const active = facets.dependentSchemas.filter(({ name }) => facets.required.has(name) || facets.properties.has(name))
  if (active.length === 0) return facets
  const more = gather(active.map(({ schema }) => schema))
  for (const [name, schemas] of more.properties) {
    facets.properties.set(name, [...(facets.properties.get(name) ?? []), ...schemas])
  }
  for (const { name } of active) {
    facets.dependentRequired.set(name, [...(facets.dependentRequired.get(name) ?? []), ...more.required])
  }
  facets.others.push(...more.others)
  facets.patternProperties.push(...more.patternProperties)
  facets.minProperties = Math.max(facets.minProperties, more.minProperties)
  return facets
}

const ORDER: readonly JsonType[] = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null']

/** The author's first type, but null only where nothing else ends; without types, what the keywords speak of. */
function pickType(conjunction: Conjunction, facets: Facets, place: Place): JsonType {
  const types = [...(facets.types ?? [])]
  if (types.includes('null') && (place.recursive || isEndless(conjunction))) return 'null'
  const usual = types.filter((type) => type !== 'null' && !isExcluded(facets, type))
  const implied = impliedType(facets)
  if (facets.types) return implied && usual.includes(implied) ? implied : (usual[0] ?? types[0] ?? 'null')
  return (
    implied ??
    ORDER.find((type) => !isExcluded(facets, type) && type === 'string') ??
    ORDER.find((type) => !isExcluded(facets, type)) ??
    'null'
  )
}

function isExcluded(facets: Facets, type: JsonType): boolean {
  return facets.nots.some((not: Schema) => {
    const types = not.node['type']
    return Array.isArray(types) && types.includes(type) && Object.keys(not.node).length === 1
  })
}

function impliedType(facets: Facets): JsonType | undefined {
  if (facets.properties.size > 0 || facets.required.size > 0 || facets.patternProperties.length > 0) return 'object'
  if (facets.others.length > 0 || facets.minProperties > 0 || facets.propertyNames.length > 0) return 'object'
  if (facets.items.length > 0 || facets.prefixes.length > 0 || facets.contains.length > 0 || facets.minItems > 0)
    return 'array'
  if (facets.patterns.length > 0 || facets.minLength > 0 || Number.isFinite(facets.maxLength)) return 'string'
  if (Number.isFinite(facets.minimum) || Number.isFinite(facets.maximum) || facets.multiples.length > 0) return 'number'
  return undefined
}

function ofType(build: Build, conjunction: Conjunction, facets: Facets, type: JsonType, place: Place): unknown {
  switch (type) {
    case 'null':
      return null
    case 'boolean':
      return place.turn % 2 === 0
    case 'integer':
    case 'number':
      return buildNumber(facets, type === 'integer', place.name, randomAt(build, place)) ?? 0
    case 'string':
      return buildString(build, conjunction, facets, place)
    case 'array':
      return buildArray(build, facets, place)
    case 'object':
      return buildObject(build, facets, place)
  }
}
