import type { SchemaAt } from './schema-at.js'
import type { Direction } from './schema.js'

/** How deep properties are looked for behind references; deeper nesting than this is not written by people. */
const MOST_STEPS = 64

type Mark = 'bound' | 'plain'

/**
 * The names in `required` that a message in this direction must have. OpenAPI 3.0.4 Schema Object: on a `readOnly`
 * property `required` takes effect on the response only, on a `writeOnly` one on the request only. In 3.1 both are
 * annotations; what people mean by them has not changed, so neither has this.
 */
export function demandedNames(schema: SchemaAt, direction: Direction): readonly string[] {
  const { [direction]: known } = remembered
  let names = known.get(schema)
  if (!names) known.set(schema, (names = findDemanded(schema, direction)))
  return names
}

const remembered: Readonly<Record<Direction, WeakMap<SchemaAt, readonly string[]>>> = {
  request: new WeakMap(),
  response: new WeakMap(),
}

function findDemanded(schema: SchemaAt, direction: Direction): readonly string[] {
  const names = schema.node['required'] as readonly string[] | undefined
  if (!names) return []
  const flag = direction === 'request' ? 'readOnly' : 'writeOnly'
  return [...new Set(names)].filter((name) => markOf(schema, name, flag) !== 'bound')
}

function markOf(schema: SchemaAt, name: string, flag: string): Mark | undefined {
  let place: SchemaAt | undefined = schema
  for (let steps = 0; place && steps < MOST_STEPS; steps++) {
    const mark = markWithin(place, name, flag, new Set())
    if (mark) return mark
    // `allOf: [{ $ref: Pet }, { required: [id] }]`: the branch speaks of what its sibling declares.
    place = place.wholeOfAllOf
  }
  return undefined
}

function markWithin(schema: SchemaAt, name: string, flag: string, seen: Set<SchemaAt>): Mark | undefined {
  if (seen.has(schema) || seen.size > MOST_STEPS) return undefined
  seen.add(schema)
  const property = schema.child('properties', name)
  if (property) return isMarked(property, flag, new Set()) ? 'bound' : 'plain'
  const parts = [...(schema.target ? [schema.target] : []), ...schema.list('allOf')]
  const marks = parts.map((part) => markWithin(part, name, flag, seen))
  if (marks.includes('bound')) return 'bound'
  const choices = [...schema.list('oneOf'), ...schema.list('anyOf')].map((part) => markWithin(part, name, flag, seen))
  // Among alternatives a name is bound only where all that declare it agree.
  const all = [...marks, ...choices]
  if (all.includes('plain')) return 'plain'
  return all.includes('bound') ? 'bound' : undefined
}

function isMarked(schema: SchemaAt, flag: string, seen: Set<SchemaAt>): boolean {
  if (seen.has(schema) || seen.size > MOST_STEPS) return false
  seen.add(schema)
  if (schema.node[flag] === true) return true
  return [...(schema.target ? [schema.target] : []), ...schema.list('allOf')].some((part) => isMarked(part, flag, seen))
}
