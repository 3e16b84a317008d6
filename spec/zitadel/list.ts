/** Pages, sorting and text filters, the same in all searches. */
import type { Json, JsonObject } from 'lockstep/mock'

const DEFAULT_LIMIT = 100

/** Sorted by a column only when one is named, and then descending unless `asc` is set; else in the order of creation. */
export function pageOf<T extends JsonObject>(
  items: readonly T[],
  request: JsonObject,
  column: ((item: T) => string) | undefined,
): readonly T[] {
  const query = asMessage(request.query)
  const sorted = column ? sortBy(items, column, query.asc === true) : items
  const offset = Math.min(Number(query.offset ?? 0), items.length)
  return sorted.slice(offset, offset + (Number(query.limit ?? 0) || DEFAULT_LIMIT))
}

function sortBy<T>(items: readonly T[], column: (item: T) => string, ascending: boolean): readonly T[] {
  const sorted = [...items].sort((a, b) => compare(column(a), column(b)))
  return ascending ? sorted : sorted.reverse()
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const METHODS: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  EQUALS: (text, wanted) => text === wanted,
  STARTS_WITH: (text, wanted) => text.startsWith(wanted),
  CONTAINS: (text, wanted) => text.includes(wanted),
  ENDS_WITH: (text, wanted) => text.endsWith(wanted),
}

/** @param method name of a TextQueryMethod; equality without one */
export function textMatches(text: string, wanted: unknown, method: unknown): boolean {
  const name = (textOf(method) || 'TEXT_QUERY_METHOD_EQUALS').replace('TEXT_QUERY_METHOD_', '')
  const matches = METHODS[name.replace('_IGNORE_CASE', '')]
  const lower = name.endsWith('_IGNORE_CASE')
  const [a, b] = [text, textOf(wanted)].map((part) => (lower ? part.toLowerCase() : part))
  return matches?.(a ?? '', b ?? '') ?? false
}

/** The text of a text; '' for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function asMessage(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

export function asList(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(asMessage) : []
}

/** Members at their zero value are not written; messages are, even when they are empty. */
export function withoutZeros(message: JsonObject): JsonObject {
  const written: Record<string, Json> = {}
  for (const [name, value] of Object.entries(message)) {
    if (value === null || value === false || value === 0 || value === '') continue
    if (Array.isArray(value) && value.length === 0) continue
    written[name] = valueWithoutZeros(value)
  }
  return written
}

function valueWithoutZeros(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(valueWithoutZeros)
  return isMessage(value) ? withoutZeros(value) : value
}

/** A count as a uint64; zero is not written. */
export function countText(count: number): string {
  return count === 0 ? '' : String(count)
}

export function isMessage(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
