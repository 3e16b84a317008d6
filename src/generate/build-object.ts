import { pointerTo } from '../base/json-pointer.js'
import { setOwn } from '../base/json.js'
import type { Random } from '../base/random.js'
import { isNever, type Schema } from '../model/schema.js'
import { accepted, randomAt, type Build, type Place } from './build.js'
import type { Facets } from './facets.js'
import { gather } from './gather.js'
import { textsFromPattern, type TextBounds } from './generate-from-pattern.js'
import { heightOf } from './height.js'
import { matchesName } from './matches-name.js'
import { word } from './sample-text.js'

/** Members that are written, whatever minProperties asks. */
const MAX_MEMBERS = 500

export function buildObject(build: Build, facets: Facets, place: Place): Record<string, unknown> {
  const names = memberNames(build, facets, place)
  const value: Record<string, unknown> = {}
  for (const name of names) {
    const tag = facets.tags.get(name)
    setOwn(value, name, member(build, schemasFor(facets, name), place, name, tag))
  }
  return value
}

function member(
  build: Build,
  schemas: readonly Schema[],
  place: Place,
  name: string,
  tag: string | undefined,
): unknown {
  if (tag !== undefined && fitsTag(schemas, tag)) return tag
  return build.value(schemas, { ...place, at: pointerTo(place.at, name), name, depth: place.depth + 1 })
}

/** A tag gives way where the schema itself says what the member holds. */
function fitsTag(schemas: readonly Schema[], tag: string): boolean {
  const { types, values } = gather(schemas)
  return (!types || types.has('string')) && (!values || values.includes(tag))
}

/** Every schema that a member of this name has to satisfy. */
export function schemasFor(facets: Facets, name: string): Schema[] {
  const own = facets.properties.get(name) ?? []
  const matching = facets.patternProperties
    .filter(({ pattern }) => matchesName(pattern, name))
    .map(({ schema }) => schema)
  const others = facets.others.filter((other) => appliesTo(other, facets, name)).map(({ schema }) => schema)
  return [...own, ...matching, ...others]
}

function appliesTo(other: Facets['others'][number], facets: Facets, name: string): boolean {
  if (other.known === 'all') {
    return !facets.properties.has(name) && !facets.patternProperties.some(({ pattern }) => matchesName(pattern, name))
  }
  return !other.known.has(name) && !other.patterns.some((pattern) => matchesName(pattern, name))
}

function memberNames(build: Build, facets: Facets, place: Place): Set<string> {
  const names = new Set<string>()
  for (const name of facets.required) {
    if (build.forced || !travelsOtherWay(build, facets.properties.get(name))) names.add(name)
  }
  for (const name of facets.tags.keys()) if (facets.properties.has(name)) names.add(name)
  if (build.mode === 'full' && !place.small) {
    for (const name of facets.properties.keys()) {
      if (names.size >= facets.maxProperties || names.size >= MAX_MEMBERS) break
      if (isWelcome(build, facets, place, name)) names.add(name)
    }
  }
  addDependents(facets, names)
  addOthers(build, facets, place, names)
  return inOrder(facets, names)
}

function isWelcome(build: Build, facets: Facets, place: Place, name: string): boolean {
  const schemas = schemasFor(facets, name)
  if (facets.shunned.has(name) || schemas.some(isNever) || travelsOtherWay(build, schemas)) return false
  // By the letter nothing can be answered there, and a client may read it so.
  if (build.direction === 'response' && schemas.some(isRetyped)) return false
  // Recursion ends at members that may be left out.
  if (schemas.some((schema) => isOpen(schema, place) || heightOf(schema) === Infinity)) return false
  return facets.propertyNames.length === 0 || accepted(build, facets.propertyNames, name)
}

function isOpen(schema: Schema, { open }: Place): boolean {
  const reach = [schema, schema.target, schema.child('items'), schema.child('items')?.target]
  const parts = [...schema.list('allOf'), ...schema.list('anyOf'), ...schema.list('oneOf')]
  return [...reach, ...parts.map((part) => part.target)].some((part) => part !== undefined && open.includes(part.at))
}

/** readOnly members do not travel in requests, writeOnly ones not in responses. */
function travelsOtherWay(build: Pick<Build, 'direction'>, schemas: readonly Schema[] | undefined): boolean {
  const keyword = build.direction === 'request' ? 'readOnly' : 'writeOnly'
  return (schemas ?? []).some((schema) => isMarked(schema, keyword, 0))
}

function isRetyped(schema: Schema): boolean {
  const items = schema.child('items')
  return isMarked(schema, 'retyped', 0) || (items !== undefined && isMarked(items, 'retyped', 0))
}

function isMarked(schema: Schema, keyword: string, depth: number): boolean {
  if (schema.node[keyword] === true) return true
  if (depth > 4) return false
  if (schema.target && isMarked(schema.target, keyword, depth + 1)) return true
  return schema.list('allOf').some((part) => isMarked(part, keyword, depth + 1))
}

function addDependents(facets: Facets, names: Set<string>): void {
  // A set grows while it is walked: what a dependent needs is reached too.
  for (const name of names) {
    for (const needed of facets.dependentRequired.get(name) ?? []) names.add(needed)
    if (names.size > MAX_MEMBERS) return
  }
}

/** Members beyond the declared ones: an entry to show what a map holds, and as many as minProperties asks. */
function addOthers(build: Build, facets: Facets, place: Place, names: Set<string>): void {
  const isMap = facets.properties.size === 0 && (facets.others.length > 0 || facets.patternProperties.length > 0)
  const wanted = Math.min(facets.minProperties, MAX_MEMBERS)
  const shown = isMap && build.mode === 'full' && !place.small && names.size === 0 ? 1 : 0
  const most = Math.min(Math.max(wanted, shown), facets.maxProperties)
  if (names.size >= most) return
  for (const name of facets.properties.keys()) {
    if (names.size >= wanted) break
    if (!names.has(name) && !travelsOtherWay(build, facets.properties.get(name))) names.add(name)
  }
  for (const name of otherNames(build, facets, place)) {
    if (names.size >= most) return
    const schemas = schemasFor(facets, name)
    const ends = names.size < wanted || !schemas.some((schema) => isOpen(schema, place))
    if (ends && !schemas.some(isNever) && accepted(build, facets.propertyNames, name)) names.add(name)
  }
}

function* otherNames(build: Build, facets: Facets, place: Place): Generator<string> {
  const random = randomAt(build, place)
  const { values, patterns, minLength, maxLength } = gather(facets.propertyNames)
  for (const value of values ?? []) if (typeof value === 'string') yield value
  const bounds = { minLength, maxLength }
  for (const { pattern } of facets.patternProperties) {
    for (const text of textsFromPattern(pattern, bounds, random)) yield* [text, `${text}${word(random)}`]
  }
  for (const pattern of patterns) yield* textsFromPattern(pattern, bounds, random)
  for (const pattern of [...facets.patternProperties.map((named) => named.pattern), ...patterns]) {
    yield* moreFromPattern(pattern, bounds, random)
  }
  if (minLength > 1000) return
  for (let i = 1; i <= MAX_MEMBERS * 2; i++) {
    const name = i === 1 ? word(random) : `${word(random)}${i}`
    yield name.padEnd(minLength, 'a')
  }
  if (maxLength < 6) for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') yield letter
}

/** Other texts of the pattern, and some made longer: where it leaves the end open ('^x_'), that is all there is to vary. */
function* moreFromPattern(pattern: string, bounds: TextBounds, random: Random): Generator<string> {
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    for (const text of textsFromPattern(pattern, bounds, random.fork(`names ${round}`))) {
      yield* [text, `${text}${word(random)}`, `${text}${word(random)}${round}`]
    }
  }
}

const MAX_ROUNDS = 40

/** As declared, so that what is written reads like the document; the rest behind. */
function inOrder(facets: Facets, names: Set<string>): Set<string> {
  const ordered = new Set<string>()
  for (const name of facets.properties.keys()) if (names.has(name)) ordered.add(name)
  for (const name of names) ordered.add(name)
  return ordered
}
