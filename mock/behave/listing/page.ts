import type { QueryControls } from '../../../src/resources/query-controls.js'
import type { Control } from '../../../src/resources/query-inputs.js'
import { typesOf } from '../../../src/resources/object-view.js'
import type { Entity } from '../../state/store.js'
import type { Call } from '../behaviour.js'
import { inputOf, unpacked } from '../input-of.js'

/** The part of a list that a client asked for. */
export interface PageAsked {
  readonly offset: number
  /** Infinity when nothing bounds it. */
  readonly limit: number
  /** The id of the item to go on from, or an offset where tokens must be numbers. */
  readonly cursor: { readonly token: string; readonly direction: 'after' | 'before' } | undefined
}

export interface Page extends PageAsked {
  readonly items: readonly Entity[]
  /** Of all items that were selected, on all pages. */
  readonly total: number
}

/** @param most a bound that the response schema sets */
export function pageAsked(controls: QueryControls, call: Call, most: number): PageAsked {
  const offset = numberOf(inputOf(controls.offset, call))
  const asked = numberOf(inputOf(controls.limit, call)) ?? sizeUpTo(numberOf(inputOf(controls.end, call)), offset)
  // Nobody pages through 0 items; gRPC clients send 0 for "as many as you like".
  const limit = Math.min(asked !== undefined && asked > 0 ? asked : Infinity, most)
  const cursor = cursorIn(controls.cursor, 'after', call) ?? cursorIn(controls.before, 'before', call)
  const span = spanOf(unpacked(inputOf(controls.range, call)))
  if (span) return { offset: span.offset, limit: Math.min(span.limit, most), cursor }
  if (offset !== undefined) return { offset: Math.max(0, offset - (controls.offset?.first ?? 0)), limit, cursor }
  const page = numberOf(inputOf(controls.page, call))
  if (page !== undefined && controls.page && Number.isFinite(limit)) {
    return { offset: Math.max(0, page - controls.page.first) * limit, limit, cursor }
  }
  // Without a size there is one page: the next ones are empty.
  const beyond = page !== undefined && controls.page && page > controls.page.first
  return { offset: beyond ? Number.MAX_SAFE_INTEGER : 0, limit, cursor }
}

function cursorIn(control: Control | undefined, direction: 'after' | 'before', call: Call): PageAsked['cursor'] {
  const token = inputOf(control, call)
  const hasToken = (typeof token === 'string' && token !== '') || typeof token === 'number'
  return hasToken ? { token: String(token), direction } : undefined
}

export function cutPage(selected: readonly Entity[], asked: PageAsked): Page {
  const { offset, limit, cursor } = asked
  const total = selected.length
  if (cursor) {
    const index = selected.findIndex(({ id }) => id === cursor.token)
    if (cursor.direction === 'before') {
      const end = index === -1 ? total : index
      const start = Math.max(0, end - limit)
      return { offset: start, limit, cursor, total, items: selected.slice(start, end) }
    }
    const numeric = index === -1 && /^\d{1,15}$/.test(cursor.token) ? Number(cursor.token) : 0
    const start = index === -1 ? (numeric < total ? numeric : 0) : index + 1
    return { offset: start, limit, cursor, total, items: selected.slice(start, start + limit) }
  }
  return { offset, limit, cursor, total, items: selected.slice(offset, offset + limit) }
}

export function hasNext({ offset, items, total }: Page): boolean {
  return offset + items.length < total
}

/** The token that leads to the page after this one; undefined when there is none. */
export function nextToken(page: Page, controls: QueryControls): string | number | undefined {
  if (!hasNext(page) || page.items.length === 0) return undefined
  const schema = controls.cursor?.schema
  const numeric = schema && typesOf(schema).has('integer') && !typesOf(schema).has('string')
  return numeric ? page.offset + page.items.length : page.items.at(-1)?.id
}

/** `[0, 9]` are ten items. */
function spanOf(asked: unknown): { offset: number; limit: number } | undefined {
  const [first, last] = Array.isArray(asked) && asked.length === 2 ? asked.map(numberOf) : []
  if (first === undefined || last === undefined || first < 0 || last < first) return undefined
  return { offset: first, limit: last - first + 1 }
}

function sizeUpTo(end: number | undefined, start = 0): number | undefined {
  return end === undefined ? undefined : end - start
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? Math.trunc(number) : undefined
}
