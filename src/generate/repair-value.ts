import { copyToAddTo, isRecord, setOwn } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import type { Schema, SchemaIssue } from '../model/schema.js'
import { schemasFor } from './build-object.js'
import type { Build } from './build.js'
import { type Conjunction, type Facets, itemSchemas } from './facets.js'
import { gather } from './gather.js'

/** Rounds of mending; each can bring up what the one before it hid. */
const MAX_ROUNDS = 6

/**
 * The value with only its broken parts replaced or added: what an author wrote stays where it is right.
 * Undefined when that leads nowhere.
 */
export function repairValue(build: Build, schema: Schema, broken: unknown): unknown {
  let value = broken
  let issues = schema.issues(value, build.direction)
  for (let round = 0; round < MAX_ROUNDS && issues.length > 0; round++) {
    if (build.budget.left <= 0) return undefined
    const next = mended(build, schema, value, issues)
    if (next === undefined) return undefined
    value = next
    issues = schema.issues(value, build.direction)
  }
  return issues.length === 0 ? value : undefined
}

/** Deepest places first: a whole object is not thrown away for a member of it. */
function mended(build: Build, schema: Schema, value: unknown, issues: readonly SchemaIssue[]): unknown {
  const deepest = [...issues].sort((a, b) => pointerKeys(b.at).length - pointerKeys(a.at).length)
  const done = new Set<JsonPointer>()
  const copies = new Set<object>()
  let current = value
  for (const issue of deepest) {
    if ([...done].some((at) => at === issue.at || at.startsWith(`${issue.at}/`))) continue
    const schemas = schemasAlong(schema, value, pointerKeys(issue.at))
    if (!schemas) continue
    done.add(issue.at)
    const part = valueAt(current, issue.at)
    const replacement = mendedPart(build, schemas, part, issue)
    if (replacement !== undefined) current = replaced(current, pointerKeys(issue.at), replacement, copies)
  }
  return done.size > 0 ? current : undefined
}

function mendedPart(build: Build, schemas: Conjunction, part: unknown, issue: SchemaIssue): unknown {
  const fresh = build.value(schemas, {
    at: issue.at,
    name: pointerKeys(issue.at).findLast((key) => !/^\d+$/.test(key)) ?? '',
    depth: pointerKeys(issue.at).length,
    open: [],
    turn: 0,
    small: false,
    recursive: false,
  })
  if (!isRecord(part) || !isRecord(fresh)) return fresh
  const facets = likelyFacets(build, schemas, part)
  switch (issue.keyword) {
    case 'required':
    case 'dependentRequired':
    case 'minProperties':
      return withMembers(part, fresh)
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'propertyNames':
    case 'maxProperties':
      return withMembers(keptMembers(part, facets), fresh)
    default:
      return build.careful ? fresh : withMembers(keptMembers(part, facets), fresh)
  }
}

function withMembers(part: Readonly<Record<string, unknown>>, fresh: Readonly<Record<string, unknown>>): unknown {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(part)) setOwn(result, name, value)
  for (const [name, value] of Object.entries(fresh)) if (!Object.hasOwn(part, name)) setOwn(result, name, value)
  return result
}

function keptMembers(part: Readonly<Record<string, unknown>>, facets: Facets): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(part)) {
    if (facets.properties.has(name)) setOwn(result, name, value)
  }
  return result
}

/** The branch of each alternative that the value comes nearest to. */
function likelyFacets(build: Build, schemas: Conjunction, value: unknown): Facets {
  const first = gather(schemas)
  let best = first
  let fewest = Infinity
  for (let choice = 0; choice < Math.min(8, first.options[0] ?? 0); choice++) {
    const facets = gather(schemas, [choice])
    const missing = [...facets.required].filter((name) => !isRecord(value) || !Object.hasOwn(value, name)).length
    const unknown = isRecord(value) ? Object.keys(value).filter((name) => !facets.properties.has(name)).length : 0
    if (missing + unknown < fewest) {
      fewest = missing + unknown
      best = facets
    }
  }
  build.budget.left--
  return best
}

/** The schemas that speak of a place inside a value; undefined when none does. */
function schemasAlong(schema: Schema, root: unknown, keys: readonly string[]): Conjunction | undefined {
  let conjunction: Conjunction = [schema]
  let value = root
  for (const key of keys) {
    const facets = gather(conjunction, [branchOf(conjunction, value)])
    conjunction = Array.isArray(value) ? itemSchemas(facets, Number(key)) : schemasFor(facets, key)
    if (conjunction.length === 0) return undefined
    value = valueAt(value, pointerTo(ROOT, key))
  }
  return conjunction
}

function branchOf(conjunction: Conjunction, value: unknown): number {
  const branches = gather(conjunction).options[0] ?? 0
  let best = 0
  let most = -1
  for (let choice = 0; choice < Math.min(20, branches); choice++) {
    const { properties, tags } = gather(conjunction, [choice])
    const known = isRecord(value) ? Object.keys(value).filter((name) => properties.has(name)).length : 0
    const tagged = isRecord(value) && [...tags].some(([name, tag]) => value[name] === tag) ? 1000 : 0
    if (known + tagged > most) {
      most = known + tagged
      best = choice
    }
  }
  return best
}

/**
 * A copy of the tree with another part; the rest is shared.
 * @param copies what was copied already and may be written to: a list of many broken items is copied once, not for each
 */
function replaced(value: unknown, keys: readonly string[], part: unknown, copies: Set<object>): unknown {
  const [key, ...rest] = keys
  if (key === undefined) return part
  if (Array.isArray(value)) {
    const copy: unknown[] = copies.has(value) ? value : value.slice()
    const index = Number(key)
    if (index < copy.length) copy[index] = replaced(copy[index], rest, part, copies)
    copies.add(copy)
    return copy
  }
  if (!isRecord(value)) return value
  const copy: Record<string, unknown> = copies.has(value) ? value : copyToAddTo(value)
  if (Object.hasOwn(copy, key)) setOwn(copy, key, replaced(copy[key], rest, part, copies))
  copies.add(copy)
  return copy
}
