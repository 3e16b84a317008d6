/** What is wrong with a value, in the words of a person who reads neither JSON Schema nor our code. */
import { describeValue, didYouMeanAfter, nearestNames, plural } from '../base/text.js'
import type { SchemaAt } from './schema-at.js'
import type { JsonType } from './schema.js'

export function expected(what: string, value: unknown): string {
  return `expected ${what}, got ${describeValue(value)}`
}

const ARTICLES: Record<JsonType, string> = {
  null: 'null',
  boolean: 'a boolean',
  integer: 'an integer',
  number: 'a number',
  string: 'a string',
  array: 'an array',
  object: 'an object',
}

export function describeTypes(types: readonly JsonType[]): string {
  return joinWith(
    'or',
    types.map((type) => ARTICLES[type]),
  )
}

/** '"a", "b" or "c"'; cut where there are many. */
export function describeConstants(constants: readonly unknown[]): string {
  const shown = constants.slice(0, 12).map((constant) => describeValue(constant, 40))
  const left = constants.length - shown.length
  return shown.join(', ') + (left > 0 ? ` and ${plural(left, 'other')}` : '')
}

export function describeUnexpectedName(
  schema: SchemaAt,
  name: string,
  value: Readonly<Record<string, unknown>>,
): string {
  const absent = propertyNames(schema).filter((known) => !Object.hasOwn(value, known))
  return `is not a property that is declared here${didYouMeanAfter(';', nearestNames(name, absent, 1))}`
}

/** Declared names, also those behind references and in branches. */
function propertyNames(schema: SchemaAt): string[] {
  const names = new Set<string>()
  const seen = new Set<SchemaAt>()
  const pending = [schema]
  for (let next = pending.pop(); next && seen.size < 100; next = pending.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    for (const name of next.keys('properties')) names.add(name)
    if (next.target) pending.push(next.target)
    pending.push(...next.list('allOf'), ...next.list('anyOf'), ...next.list('oneOf'))
  }
  return [...names]
}

export function joinWith(word: string, parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? ''
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1) ?? ''}`
}
