/** The keywords that look at one value alone: type, constants, bounds, lengths, names. */
import { isRecord, own } from '../base/json.js'
import { describeValue, plural } from '../base/text.js'
import { demandedNames } from './demanded-names.js'
import { matchesFormat } from './formats.js'
import { codePoints, createEnumTest, firstDuplicate, isMultiple } from './keyword-tests.js'
import { compilePattern } from './pattern.js'
import type { SchemaAt } from './schema-at.js'
import { describeConstants, describeTypes, expected } from './schema-message.js'
import type { Direction, JsonType, SchemaNode } from './schema.js'

export interface BrokenKeyword {
  readonly keyword: string
  readonly message: string
}

export function brokenKeywords(schema: SchemaAt, value: unknown, direction: Direction): BrokenKeyword[] {
  const broken = findBroken(schema, value, direction)
  if (broken.length === 0 || !isSecret(schema.node)) return broken
  // Messages are answered and logged, and a mistyped password is nearly the password.
  return broken.map(({ keyword, message }) => ({ keyword, message: message.replace(describeValue(value), 'a secret') }))
}

function isSecret(node: SchemaNode): boolean {
  return node['format'] === 'password' || node['writeOnly'] === true
}

function findBroken(schema: SchemaAt, value: unknown, direction: Direction): BrokenKeyword[] {
  const { node } = schema
  const broken: BrokenKeyword[] = []
  const types = node['type'] as readonly JsonType[] | undefined
  if (types && !types.some((type) => isOfType(value, type))) {
    // The other keywords would only say the same again.
    return [{ keyword: 'type', message: expected(describeTypes(types), value) }]
  }
  if (node['not'] !== undefined && !schema.child('not')) broken.push({ keyword: 'not', message: 'is not allowed here' })
  broken.push(...brokenConstants(node, value))
  if (typeof value === 'number') broken.push(...brokenNumber(node, value))
  else if (typeof value === 'string') broken.push(...brokenString(node, value))
  else if (Array.isArray(value)) broken.push(...brokenArray(node, value))
  else if (isRecord(value)) broken.push(...brokenObject(schema, value, direction))
  return broken
}

function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isRecord(value)
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'boolean':
    case 'string':
      return typeof value === type
  }
}

function brokenConstants(node: SchemaNode, value: unknown): BrokenKeyword[] {
  const broken: BrokenKeyword[] = []
  const { enum: constants, const: constant } = node
  if (Array.isArray(constants) && !createEnumTest(constants)(value)) {
    const what = constants.length === 1 ? describeConstants(constants) : `one of ${describeConstants(constants)}`
    broken.push({
      keyword: 'enum',
      message: constants.length === 0 ? 'no value is allowed here' : expected(what, value),
    })
  }
  if (Object.hasOwn(node, 'const') && !createEnumTest([constant])(value)) {
    broken.push({ keyword: 'const', message: expected(describeValue(constant), value) })
  }
  return broken
}

const BOUNDS: readonly (readonly [string, string, (value: number, bound: number) => boolean])[] = [
  ['minimum', 'a number of at least', (value, bound) => value >= bound],
  ['maximum', 'a number of at most', (value, bound) => value <= bound],
  ['exclusiveMinimum', 'a number above', (value, bound) => value > bound],
  ['exclusiveMaximum', 'a number below', (value, bound) => value < bound],
  ['multipleOf', 'a multiple of', isMultiple],
]

function brokenNumber(node: SchemaNode, value: number): BrokenKeyword[] {
  const broken: BrokenKeyword[] = []
  for (const [keyword, words, holds] of BOUNDS) {
    const bound = node[keyword]
    if (typeof bound === 'number' && !holds(value, bound)) {
      broken.push({ keyword, message: expected(`${words} ${describeValue(bound)}`, value) })
    }
  }
  return withFormat(broken, node, value)
}

function brokenString(node: SchemaNode, value: string): BrokenKeyword[] {
  const broken = brokenCount(node, 'Length', codePoints(value), describeValue(value))
  const { pattern } = node
  if (typeof pattern === 'string' && compilePattern(pattern)?.test(value) === false) {
    broken.push({ keyword: 'pattern', message: expected(`text that matches ${pattern}`, value) })
  }
  return withFormat(broken, node, value)
}

const FORMAT_EXAMPLES = new Map([
  ['date-time', 'a date-time such as 2024-05-31T12:00:00Z'],
  ['date', 'a date such as 2024-05-31'],
  ['time', 'a time such as 12:00:00Z'],
  ['duration', 'a duration such as P1DT12H'],
  ['email', 'an email address'],
  ['hostname', 'a host name'],
  ['ipv4', 'an IPv4 address'],
  ['ipv6', 'an IPv6 address'],
  ['uri', 'a URI with a scheme'],
  ['uri-reference', 'a URI or a relative reference'],
  ['uuid', 'a UUID'],
  ['byte', 'base64 text'],
  ['int8', 'an integer of 8 bits'],
  ['uint8', 'an integer of 8 bits, 0 or more'],
  ['int16', 'an integer of 16 bits'],
  ['uint16', 'an integer of 16 bits, 0 or more'],
  ['int32', 'an integer of 32 bits'],
  ['int64', 'an integer of 64 bits'],
  ['uint32', 'an integer of 32 bits, 0 or more'],
  ['uint64', 'an integer of 64 bits, 0 or more'],
])

function withFormat(broken: BrokenKeyword[], { format }: SchemaNode, value: unknown): BrokenKeyword[] {
  if (typeof format === 'string' && !matchesFormat(format, value)) {
    const what = FORMAT_EXAMPLES.get(format) ?? `text in the format ${format}`
    broken.push({ keyword: 'format', message: expected(what, value) })
  }
  return broken
}

function brokenArray(node: SchemaNode, value: readonly unknown[]): BrokenKeyword[] {
  const broken = brokenCount(node, 'Items', value.length, String(value.length))
  const pair = node['uniqueItems'] === true ? firstDuplicate(value) : undefined
  if (pair) {
    const message = `expected items that differ, got ${describeValue(value[pair[0]])} at ${pair[0]} and ${pair[1]}`
    broken.push({ keyword: 'uniqueItems', message })
  }
  return broken
}

function brokenObject(
  schema: SchemaAt,
  value: Readonly<Record<string, unknown>>,
  direction: Direction,
): BrokenKeyword[] {
  const names = Object.keys(value).filter((name) => value[name] !== undefined)
  const broken = brokenCount(schema.node, 'Properties', names.length, String(names.length))
  const lacks = (name: string): boolean => own(value, name) === undefined
  for (const name of demandedNames(schema, direction).filter(lacks)) {
    broken.push({ keyword: 'required', message: `is missing: ${name}` })
  }
  const dependent = schema.node['dependentRequired']
  if (!isRecord(dependent)) return broken
  for (const name of Object.keys(dependent).filter((key) => !lacks(key))) {
    const needed = own(dependent, name)
    if (!Array.isArray(needed)) continue
    for (const other of (needed as unknown[]).filter((key) => typeof key === 'string' && lacks(key))) {
      broken.push({ keyword: 'dependentRequired', message: `is missing: ${String(other)}, needed beside ${name}` })
    }
  }
  return broken
}

/** What bounds count, as `plural` takes it. */
const COUNTED = {
  Length: ['character', 'characters'],
  Items: ['item', 'items'],
  Properties: ['property', 'properties'],
} as const

function brokenCount(node: SchemaNode, of: keyof typeof COUNTED, count: number, found: string): BrokenKeyword[] {
  const [noun, nouns] = COUNTED[of]
  const broken: BrokenKeyword[] = []
  const [least, most] = [node[`min${of}`], node[`max${of}`]]
  if (typeof least === 'number' && count < least) {
    broken.push({ keyword: `min${of}`, message: `expected at least ${plural(least, noun, nouns)}, got ${found}` })
  }
  if (typeof most === 'number' && count > most) {
    broken.push({ keyword: `max${of}`, message: `expected at most ${plural(most, noun, nouns)}, got ${found}` })
  }
  return broken
}
