import { keywordOf, viewObject } from '../../src/resources/object-view.js'
import type { Control, Filter, QueryControls } from '../../src/resources/query-controls.js'
import type { Collection } from '../../src/resources/collection.js'
import { plain } from '../../src/resources/words.js'
import type { Entity } from '../state/store.js'
import type { Call } from './behaviour.js'
import { memberAt } from './member.js'

/** Items that a query selects, in its order, before they are cut into pages. */
export interface Selection {
  readonly items: readonly Entity[]
}

/** Whether all items in the order of creation are wanted, so that a page can be had without reading the rest. */
export function isPlain(controls: QueryControls, call: Call, collection: Collection): boolean {
  return (
    idsAsked(controls, call) === undefined &&
    activeFilters(controls, call, collection).length === 0 &&
    sortKeys(controls, call, collection).length === 0 &&
    termOf(controls, call) === undefined
  )
}

export function selectItems(
  items: readonly Entity[],
  controls: QueryControls,
  call: Call,
  collection: Collection,
): Selection {
  const filters = activeFilters(controls, call, collection)
  const term = termOf(controls, call)
  const found = items.filter(
    ({ value }) =>
      filters.every(({ member, wanted }) => matches(memberAt(value, member), wanted)) &&
      (term === undefined || contains(value, term, 0)),
  )
  const keys = sortKeys(controls, call, collection)
  if (keys.length === 0) return { items: found }
  // Array.prototype.toSorted is stable: equal items stay in the order of creation.
  return { items: found.toSorted((a, b) => compareBy(keys, a, b)) }
}

/** The ids that a call names; undefined when it names none. */
export function idsAsked({ ids }: QueryControls, call: Call): readonly string[] | undefined {
  const asked = inputOf(ids, call)
  if (typeof asked === 'string') return asked === '' ? undefined : asked.split(',')
  return Array.isArray(asked) ? [...new Set(asked.map(String))] : undefined
}

export function inputOf(control: Control | undefined, call: Call): unknown {
  if (!control) return undefined
  if (control.in === 'body') return memberAt(call.body, control.at)
  return call.params.query[control.at[0] ?? '']
}

interface ActiveFilter {
  readonly member: readonly string[]
  readonly wanted: readonly string[]
}

function activeFilters({ filters }: QueryControls, call: Call, collection: Collection): ActiveFilter[] {
  return filters.flatMap((filter) => {
    const value = inputOf(filter, call)
    if (value === undefined || value === null || value === '' || isUnasked(filter, call)) return []
    const wanted = (Array.isArray(value) ? value : [value]).map(String)
    return wanted.length > 0 && speaksOf(filter, wanted, collection) ? [{ member: filter.member, wanted }] : []
  })
}

/** A default that the client did not ask for must not hide what it has just created. */
function isUnasked({ in: place, at, schema }: Filter, call: Call): boolean {
  if (place !== 'query' || !schema || keywordOf(schema, 'default') === undefined) return false
  const name = at[0] ?? ''
  return !new URLSearchParams(call.request.query).has(name)
}

/** A filter whose words the member doesn't know, such as `state=all`, means something else than equality. */
function speaksOf({ member }: Filter, wanted: readonly string[], { details }: Collection): boolean {
  const property = details.entity && viewObject(details.entity)?.properties.get(member[0] ?? '')
  const known = property && keywordOf(property.schema, 'enum')
  return !Array.isArray(known) || wanted.every((value) => known.map(String).includes(value))
}

function matches(member: unknown, wanted: readonly string[]): boolean {
  if (Array.isArray(member)) return member.some((item) => matches(item, wanted))
  return member !== undefined && wanted.includes(textOf(member))
}

function termOf({ term }: QueryControls, call: Call): string | undefined {
  const value = inputOf(term, call)
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined
}

function contains(value: unknown, term: string, depth: number): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(term)
  if (typeof value === 'number') return String(value) === term
  if (depth > 8 || typeof value !== 'object' || value === null) return false
  return Object.values(value).some((inner) => contains(inner, term, depth + 1))
}

interface SortKey {
  readonly member: string
  readonly descending: boolean
}

function sortKeys({ sort, order }: QueryControls, call: Call, { details }: Collection): SortKey[] {
  const asked = inputOf(sort, call)
  const words = (Array.isArray(asked) ? asked : typeof asked === 'string' ? asked.split(',') : []).map(String)
  const descending = isDescending(order, inputOf(order, call))
  const names = [...((details.entity && viewObject(details.entity)?.properties.keys()) ?? [])]
  const keys = words.flatMap((word) => {
    const member = memberCalled(word, names)
    if (member === undefined) return []
    const own = /^-|[ :]desc/i.test(word)
    return [{ member, descending: own || (descending && !/^\+|[ :]asc/i.test(word)) }]
  })
  return keys.length === 0 && descending && order ? [{ member: '', descending: true }] : keys
}

/** '-name', 'name:desc', 'FIELD_NAME_CREATION_DATE'. */
function memberCalled(word: string, names: readonly string[]): string | undefined {
  const bare = plain(word.replace(/[ :](asc|desc)(ending)?$/i, ''))
  const exact = names.find((name) => plain(name) === bare)
  if (exact !== undefined) return exact
  const endings = names.filter((name) => plain(name).length > 3 && bare.endsWith(plain(name)))
  return endings.sort((a, b) => b.length - a.length)[0]
}

function isDescending(control: Control | undefined, value: unknown): boolean {
  if (!control || value === undefined) return false
  const name = plain(control.at.at(-1) ?? '')
  if (typeof value === 'boolean') return name.startsWith('asc') ? !value : value
  return typeof value === 'string' && /^desc|^-1$|^down/i.test(value)
}

function compareBy(keys: readonly SortKey[], a: Entity, b: Entity): number {
  for (const { member, descending } of keys) {
    const order = member === '' ? -1 : compare(a.value[member], b.value[member])
    if (order !== 0) return descending && member !== '' ? -order : order
  }
  return 0
}

/** Numbers by size, text by code unit, what is missing last. */
function compare(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (a === undefined || a === null) return 1
  if (b === undefined || b === null) return -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [textOf(a), textOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
