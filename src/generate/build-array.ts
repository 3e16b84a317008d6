import { jsonEqual } from '../base/json.js'
import { pointerTo } from '../base/json-pointer.js'
import { isNever, type Schema } from '../model/schema.js'
import { accepted, randomAt, type Build, type Place } from './build.js'
import { type Facets, itemSchemas } from './facets.js'
import { heightOf } from './height.js'

/** Items that are written, whatever minItems asks. */
const MAX_ITEMS = 300
/** Further tries for an item that is not equal to one before it. */
const MAX_TURNS = 24

export function buildArray(build: Build, facets: Facets, place: Place): unknown[] {
  const count = itemCount(build, facets, place)
  const items: unknown[] = []
  while (items.length < count || isShort(build, facets, items)) {
    const item = nextItem(build, facets, place, items)
    if (item.found || items.length < facets.minItems) items.push(item.value)
    else break
  }
  return items
}

/** What `contains` asks for may have its place behind a prefix only. */
function isShort(build: Build, facets: Facets, items: readonly unknown[]): boolean {
  if (facets.contains.length === 0 || items.length >= Math.min(facets.maxItems, MAX_ITEMS)) return false
  const isOver = items.length >= firstContained(facets) + containedCount(facets)
  return !isOver && facets.contains.some(({ schema, least }) => countOf(build, schema, items) < least)
}

function itemCount(build: Build, facets: Facets, place: Place): number {
  const least = Math.max(facets.minItems, containedCount(facets))
  const most = Math.min(facets.maxItems, MAX_ITEMS)
  const prefix = Math.max(0, ...facets.prefixes.map((list) => list.length))
  const schemas = itemSchemas(facets, prefix)
  const grows = build.mode === 'full' && !place.small && build.budget.left > 0
  const ends = schemas.every((schema) => !isOpen(schema, place) && heightOf(schema) < Infinity && !isNever(schema))
  if (!grows) return Math.min(least, most)
  if (!ends) return Math.min(Math.max(least, prefix), most)
  // A list that is the answer itself shows that it is one; lists inside stay short.
  const shown = prefix > 0 ? prefix : place.depth <= 1 ? randomAt(build, place).integer(1, 3) : 1
  return Math.min(Math.max(least, shown), most)
}

function isOpen(schema: Schema, { open }: Place): boolean {
  return open.includes(schema.at) || (schema.target !== undefined && open.includes(schema.target.at))
}

function nextItem(
  build: Build,
  facets: Facets,
  place: Place,
  before: readonly unknown[],
): { value: unknown; found: boolean } {
  const index = before.length
  const schemas = [...itemSchemas(facets, index), ...containedAt(facets, index)]
  let value: unknown
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const at = pointerTo(place.at, index)
    // Equal schemas give equal samples and enum values: the index moves each item on to the next one.
    value = build.value(schemas, { ...place, at, depth: place.depth + 1, turn: index + turn })
    if (isNew(facets, before, value) && !isTooMany(build, facets, before, value)) return { value, found: true }
    if (build.budget.left <= 0) break
  }
  return { value, found: false }
}

function isNew({ uniqueItems }: Facets, before: readonly unknown[], value: unknown): boolean {
  return !uniqueItems || !before.some((other) => jsonEqual(other, value))
}

/** True when `maxContains` leaves no room for this item. */
function isTooMany(build: Build, { contains }: Facets, before: readonly unknown[], value: unknown): boolean {
  return contains.some(({ schema, most }) => {
    if (most > before.length || !accepted(build, [schema], value)) return false
    return countOf(build, schema, before) >= most
  })
}

function countOf(build: Build, schema: Schema, items: readonly unknown[]): number {
  return items.filter((item) => accepted(build, [schema], item)).length
}

function containedCount({ contains }: Facets): number {
  return contains.reduce((sum, { least }) => sum + least, 0)
}

function firstContained(facets: Facets): number {
  const behind = Math.max(0, ...facets.prefixes.map((list) => list.length))
  return behind >= facets.maxItems || itemSchemas(facets, behind).some(isNever) ? 0 : behind
}

/** The first items, behind a prefix, are those that `contains` asks for. */
function containedAt(facets: Facets, index: number): Schema[] {
  let from = firstContained(facets)
  for (const { schema, least } of facets.contains) {
    if (index >= from && index < from + least) return [schema]
    from += least
  }
  return []
}
