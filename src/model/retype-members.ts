import type { JsonType } from './schema.js'

/**
 * The values of an `enum` as the type beside it has them: `type: string, enum: [1, 2]` lacks its quotes, and
 * `type: boolean, enum: ['true']` has too many. By the letter no value passes, so it can mean one thing only.
 */
export function retypeMembers(members: readonly unknown[], types: readonly unknown[]): readonly unknown[] {
  if (members.every((member) => isOf(types, member))) return members
  return [...new Set(members.map((member) => (isOf(types, member) ? member : retyped(member, types))))]
}

function retyped(member: unknown, types: readonly unknown[]): unknown {
  if (typeof member === 'string')
    return types.map((type) => readAs(type, member)).find((value) => value !== undefined) ?? member
  const isPlain = typeof member === 'number' || typeof member === 'boolean'
  return isPlain && types.includes('string') ? String(member) : member
}

function readAs(type: unknown, text: string): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined
  if (type !== 'integer' && type !== 'number') return undefined
  if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return undefined
  return isOf([type], Number(text)) ? Number(text) : undefined
}

function isOf(types: readonly unknown[], value: unknown): boolean {
  const type: JsonType = Array.isArray(value)
    ? 'array'
    : value === null
      ? 'null'
      : (typeof value as 'boolean' | 'number' | 'string' | 'object')
  return types.includes(type) || (Number.isInteger(value) && types.includes('integer'))
}
