/**
 * What a pact may expect of a body without refusing a provider that keeps to the document: members that are required in
 * every alternative, and of each value only what its schema says. Pact demands every member that it names, but for those
 * of an object whose keys have a rule of their own (`eachKey`): that is how optional members are written.
 */
import { isRecord, own, setOwn, type Json } from '../../base/json.js'
import { schemasFor } from '../../generate/build-object.js'
import type { Conjunction, Facets } from '../../generate/facets.js'
import { gather } from '../../generate/gather.js'
import { isNever, type Schema } from '../../model/schema.js'
import type { RuleSet, RulesByName } from '../pact.js'
import { alternativesOf, kindsOfAll } from './alternatives.js'
import { expectScalar } from './expect-scalar.js'
import { ANY_TEXT, oneOfTexts } from './pact-regex.js'

export interface ExpectedBody {
  readonly value: Json
  readonly rules: RulesByName
}

/** A value is no deeper in the file than here; deeper parts are expected to be there and nothing more. */
const MAX_DEPTH = 12

export interface ExpectedBodies {
  /** Required members where an object has some, else its optional ones. */
  readonly demanded: ExpectedBody
  /** Every member, none of them demanded, and no others where the schema allows none; undefined when that says nothing more. */
  readonly members: ExpectedBody | undefined
}

/**
 * Undefined when nothing can be expected of the body but that there is one.
 * @param used path expressions of the members that a consumer looks at: these are demanded, and no others
 */
export function expectBody(schema: Schema, example: unknown, used?: ReadonlySet<string>): ExpectedBodies | undefined {
  if (used) {
    const seen = expectAs(schema, example, 'demanded', used)
    return seen && { demanded: seen, members: undefined }
  }
  const demanded = expectAs(schema, example, 'demanded')
  if (!demanded) return undefined
  return { demanded, members: demanded.isPartial ? expectAs(schema, example, 'members') : undefined }
}

function expectAs(
  schema: Schema,
  example: unknown,
  mode: Mode,
  used?: ReadonlySet<string>,
): (ExpectedBody & { isPartial: boolean }) | undefined {
  const draft: Draft = { mode, used, rules: new Map(), isPartial: false }
  const value = expectValue([[schema]], example, '$', draft, 0)
  if (value === undefined) return undefined
  return { value, rules: Object.fromEntries(draft.rules), isPartial: draft.isPartial }
}

type Mode = 'demanded' | 'members'

interface Draft {
  readonly mode: Mode
  /** Path expressions of the members that are demanded, whatever the schema requires. */
  readonly used: ReadonlySet<string> | undefined
  readonly rules: Map<string, RuleSet>
  /** Some object has members that are not spoken of. */
  isPartial: boolean
}

/** @param choices one of these conjunctions holds, and nobody knows which */
function expectValue(
  choices: readonly Conjunction[],
  example: unknown,
  path: string,
  draft: Draft,
  depth: number,
): Json | undefined {
  const alternatives = alternativesOfAll(choices)
  const kinds = alternatives && kindsOfAll(alternatives)
  const [only] = kinds?.size === 1 ? kinds : []
  if (alternatives && only === 'object' && isRecord(example)) {
    if (depth < MAX_DEPTH) return expectObject(alternatives, example, path, draft, depth)
    draft.rules.set(path, TYPE)
    return {}
  }
  if (alternatives && only === 'array' && Array.isArray(example)) {
    draft.rules.set(path, arrayRule(alternatives))
    return depth >= MAX_DEPTH ? [] : expectArray(alternatives, example, path, draft, depth)
  }
  const expected = expectScalar(alternatives, kinds, example)
  if (!expected) return undefined
  draft.rules.set(path, expected.rule)
  return expected.value
}

const TYPE: RuleSet = { combine: 'AND', matchers: [{ match: 'type' }] }

function alternativesOfAll(choices: readonly Conjunction[]): readonly Facets[] | undefined {
  const all: Facets[] = []
  for (const conjunction of choices) {
    const found = alternativesOf(conjunction)
    if (!found || all.length + found.length > 64) return undefined
    all.push(...found)
  }
  return all
}

function expectObject(
  alternatives: readonly Facets[],
  example: Readonly<Record<string, unknown>>,
  path: string,
  draft: Draft,
  depth: number,
): Json {
  if (draft.used) return expectUsed(alternatives, example, path, draft, depth)
  const promised = promisedNames(alternatives)
  const optional = Object.keys(example).filter((name) => !promised.includes(name) && isShown(alternatives, name))
  const isClosed = alternatives.every(isClosedTo)
  const asOptional = promised.length === 0 ? optional.length > 0 : draft.mode === 'members'
  if (promised.length > 0 && (optional.length > 0 || isClosed)) draft.isPartial = true
  draft.rules.set(path, asOptional ? keysRule(alternatives, isClosed) : TYPE)
  return expectMembers(asOptional ? [...promised, ...optional] : promised, alternatives, example, path, draft, depth)
}

function expectUsed(
  alternatives: readonly Facets[],
  example: Readonly<Record<string, unknown>>,
  path: string,
  draft: Draft,
  depth: number,
): Json {
  draft.rules.set(path, TYPE)
  const names = Object.keys(example).filter((name) => draft.used?.has(pathTo(path, name) ?? ''))
  return expectMembers(names, alternatives, example, path, draft, depth)
}

function expectMembers(
  names: readonly string[],
  alternatives: readonly Facets[],
  example: Readonly<Record<string, unknown>>,
  path: string,
  draft: Draft,
  depth: number,
): Json {
  const members: Record<string, Json> = {}
  for (const name of names) {
    const inside = pathTo(path, name)
    if (inside === undefined || !Object.hasOwn(example, name)) continue
    const choices = alternatives.map((facets) => schemasFor(facets, name))
    const value = expectValue(choices, own(example, name), inside, draft, depth + 1)
    if (value === undefined) dropBelow(draft.rules, inside)
    else setOwn(members, name, value)
  }
  return members
}

/** Required whatever alternative holds, and travelling this way. */
function promisedNames(alternatives: readonly Facets[]): string[] {
  const [first, ...others] = alternatives
  return [...(first?.required ?? [])].filter(
    (name) => others.every(({ required }) => required.has(name)) && isShown(alternatives, name),
  )
}

function isShown(alternatives: readonly Facets[], name: string): boolean {
  return alternatives.every((facets) => !gather(schemasFor(facets, name)).writeOnly)
}

/** No members beside the declared ones, as far as `additionalProperties: false` says it. */
function isClosedTo({ others, patternProperties }: Facets): boolean {
  return patternProperties.length === 0 && others.some(({ known, schema }) => known !== 'all' && isNever(schema))
}

/** `false` is normalised to `{ not: {} }`. */

/** A rule for the keys switches the demand for members off; one that names them all closes the object. */
function keysRule(alternatives: readonly Facets[], isClosed: boolean): RuleSet {
  const names = new Set(alternatives.flatMap(({ properties }) => [...properties.keys()]))
  const regex = isClosed ? oneOfTexts([...names]) : ANY_TEXT
  return { combine: 'AND', matchers: [{ match: 'eachKey', rules: [{ match: 'regex', regex }] }] }
}

function expectArray(
  alternatives: readonly Facets[],
  example: readonly unknown[],
  path: string,
  draft: Draft,
  depth: number,
): Json {
  if (example.length === 0 || alternatives.some(({ prefixes }) => prefixes.length > 0)) return []
  const inside = `${path}[*]`
  const choices = alternatives.map(({ items }) => items.map(({ schema }) => schema))
  const item = expectValue(choices, example[0], inside, draft, depth + 1)
  if (item === undefined) {
    dropBelow(draft.rules, inside)
    return []
  }
  const least = Math.min(...alternatives.map(({ minItems }) => minItems))
  return Array.from({ length: Math.min(Math.max(1, least), 10) }, () => item)
}

function arrayRule(alternatives: readonly Facets[]): RuleSet {
  const min = Math.min(...alternatives.map(({ minItems }) => minItems))
  const max = Math.max(...alternatives.map(({ maxItems }) => maxItems))
  return {
    combine: 'AND',
    matchers: [{ match: 'type', ...(min > 0 ? { min } : {}), ...(Number.isFinite(max) ? { max } : {}) }],
  }
}

/** A path expression; undefined for names that none can say. */
export function pathTo(path: string, name: string): string | undefined {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `${path}.${name}`
  // Verifiers know no escape for a quote within quotes.
  return /['\\\p{C}]/u.test(name) || name === '' ? undefined : `${path}['${name}']`
}

function dropBelow(rules: Map<string, RuleSet>, path: string): void {
  for (const key of rules.keys()) {
    if (key === path || key.startsWith(`${path}.`) || key.startsWith(`${path}[`)) rules.delete(key)
  }
}
