import { isRecord } from '../base/json.js'
import type { SchemaNode } from '../model/schema.js'

/** Of a description, as much as an editor shows at a glance. */
const MAX_DESCRIPTION = 160

export function unionOf(types: readonly string[]): string {
  const unique = [...new Set(types.flatMap((type) => type))]
  if (unique.includes('unknown')) return 'unknown'
  const some = unique.filter((type) => type !== 'never')
  return some.length === 0 ? 'never' : some.join(' | ')
}

/** A JSON value as the type that has only this value. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `readonly [${value.map(literal).join(', ')}]`
  if (!isRecord(value)) return typeof value === 'string' ? quoted(value) : JSON.stringify(value ?? null)
  const members = Object.entries(value).map(([name, member]) => `${memberName(name)}: ${literal(member)}`)
  return members.length === 0 ? '{ [name: string]: never }' : `{ ${members.join('; ')} }`
}

export function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

export function quoted(text: string): string {
  // U+2028 and U+2029 end a line in some readers.
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}

export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

/** `false` is normalised to `{ not: {} }`. */

export function describe(node: SchemaNode): string | undefined {
  const text = node['description'] ?? node['title']
  return typeof text === 'string' ? text : undefined
}

/** '' without text; else a comment of one line and a line break. */
export function docComment(text: string | undefined): string {
  const line = text
    ?.trim()
    .split(/\n\s*\n/)[0]
    ?.replace(/\s+/g, ' ')
    .replaceAll('*/', '*\\/')
  if (line === undefined || line === '') return ''
  return `/** ${line.length > MAX_DESCRIPTION ? `${line.slice(0, MAX_DESCRIPTION - 1)}…` : line} */\n`
}
