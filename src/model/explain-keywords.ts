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

export function brokenKeywords(schema: SchemaAt, value: unknown, direction: Direction): readonly BrokenKeyword[] {
  const broken = findBroken(schema, value, direction)
  if (broken.length === 0 || !isSecret(schema.node)) return broken
  // Messages are answered and logged, and a mistyped password is nearly the password.
  return broken.map(({ keyword, message }) => ({ keyword, message: message.replace(describeValue(value), 'a secret') }))
}

function isSecret(node: SchemaNode): boolean {
  return node['format'] === 'password' || node['writeOnly'] === true
}

/** What is broken is added to one list: a list for each group of keywords would be most of what a refusal allocates. */
function findBroken(schema: SchemaAt, value: unknown, direction: Direction): BrokenKeyword[] {
  const { node } = schema
  const types = node['type'] as readonly JsonType[] | undefined
  if (types && !types.some((type) => isOfType(value, type))) {
    // The other keywords would only say the same again.
    return [{ keyword: 'type', message: expected(describeTypes(types), value) }]
  }
  const broken: BrokenKeyword[] = []
  if (node['not'] !== undefined && !schema.child('not')) broken.push({ keyword: 'not', message: 'is not allowed here' })
  addConstants(broken, node, value)
  if (typeof value === 'number') addNumber(broken, node, value)
  else if (typeof value === 'string') addString(broken, node, value)
  else if (Array.isArray(value)) addArray(broken, node, value)
  else if (isRecord(value)) addObject(broken, schema, value, direction)
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

function addConstants(broken: BrokenKeyword[], node: SchemaNode, value: unknown): void {
  const { enum: constants, const: constant } = node
  if (Array.isArray(constants)) {
    const { accepts, words } = readEnum(constants)
    if (!accepts(value)) {
      broken.push({ keyword: 'enum', message: words === '' ? 'no value is allowed here' : expected(words, value) })
    }
  }
  if (Object.hasOwn(node, 'const') && !createEnumTest([constant])(value)) {
    broken.push({ keyword: 'const', message: expected(describeValue(constant), value) })
  }
}

/** The constants of an `enum`: their test, and how they are told; made once for each list of the document. */
interface Enum {
  readonly accepts: (value: unknown) => boolean
  /** Empty where no value is allowed. */
  readonly words: string
}

const enums = new WeakMap<readonly unknown[], Enum>()

function readEnum(constants: readonly unknown[]): Enum {
  let known = enums.get(constants)
  if (!known) {
    const words = (constants.length > 1 ? 'one of ' : '') + describeConstants(constants)
    enums.set(constants, (known = { accepts: createEnumTest(constants), words }))
  }
  return known
}

const BOUNDS: readonly (readonly [string, string, (value: number, bound: number) => boolean])[] = [
  ['minimum', 'a number of at least', (value, bound) => value >= bound],
  ['maximum', 'a number of at most', (value, bound) => value <= bound],
  ['exclusiveMinimum', 'a number above', (value, bound) => value > bound],
  ['exclusiveMaximum', 'a number below', (value, bound) => value < bound],
  ['multipleOf', 'a multiple of', isMultiple],
]

function addNumber(broken: BrokenKeyword[], node: SchemaNode, value: number): void {
  for (const [keyword, words, holds] of BOUNDS) {
    const bound = node[keyword]
    if (typeof bound === 'number' && !holds(value, bound)) {
      broken.push({ keyword, message: expected(`${words} ${describeValue(bound)}`, value) })
    }
  }
  addFormat(broken, node, value)
}

function addString(broken: BrokenKeyword[], node: SchemaNode, value: string): void {
  addCount(broken, node, LENGTH, codePoints(value), value)
  const { pattern } = node
  if (typeof pattern === 'string' && compilePattern(pattern)?.test(value) === false) {
    broken.push({ keyword: 'pattern', message: expected(`text that matches ${pattern}`, value) })
  }
  addFormat(broken, node, value)
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
  ['http-date', 'a date such as Fri, 17 May 2024 12:00:00 GMT'],
  ['media-range', 'a media type or range'],
  ['double-int', 'an integer that a double holds exactly'],
  ['int8', 'an integer of 8 bits'],
  ['uint8', 'an integer of 8 bits, 0 or more'],
  ['int16', 'an integer of 16 bits'],
  ['uint16', 'an integer of 16 bits, 0 or more'],
  ['int32', 'an integer of 32 bits'],
  ['int64', 'an integer of 64 bits'],
  ['uint32', 'an integer of 32 bits, 0 or more'],
  ['uint64', 'an integer of 64 bits, 0 or more'],
])

function addFormat(broken: BrokenKeyword[], { format }: SchemaNode, value: unknown): void {
  if (typeof format !== 'string' || matchesFormat(format, value)) return
  const what = FORMAT_EXAMPLES.get(format) ?? `text in the format ${format}`
  broken.push({ keyword: 'format', message: expected(what, value) })
}

function addArray(broken: BrokenKeyword[], node: SchemaNode, value: readonly unknown[]): void {
  addCount(broken, node, ITEMS, value.length, value)
  const pair = node['uniqueItems'] === true ? firstDuplicate(value) : undefined
  if (!pair) return
  const message = `expected items that differ, got ${describeValue(value[pair[0]])} at ${pair[0]} and ${pair[1]}`
  broken.push({ keyword: 'uniqueItems', message })
}

function addObject(
  broken: BrokenKeyword[],
  schema: SchemaAt,
  value: Readonly<Record<string, unknown>>,
  direction: Direction,
): void {
  const { node } = schema
  let count = 0
  for (const name of Object.keys(value)) if (value[name] !== undefined) count++
  addCount(broken, node, PROPERTIES, count, value)
  for (const name of demandedNames(schema, direction)) {
    if (own(value, name) === undefined) broken.push({ keyword: 'required', message: `lacks '${name}'` })
  }
  const dependent = node['dependentRequired']
  if (isRecord(dependent)) addDependent(broken, dependent, value)
}

function addDependent(
  broken: BrokenKeyword[],
  dependent: Readonly<Record<string, unknown>>,
  value: Readonly<Record<string, unknown>>,
): void {
  for (const [name, needed] of Object.entries(dependent)) {
    if (own(value, name) === undefined || !Array.isArray(needed)) continue
    for (const other of needed as unknown[]) {
      if (typeof other !== 'string' || own(value, other) !== undefined) continue
      broken.push({ keyword: 'dependentRequired', message: `lacks '${other}', which is needed beside '${name}'` })
    }
  }
}

/** Bounds of a count: the keywords, and what is counted as `plural` takes it. */
interface Counted {
  readonly min: string
  readonly max: string
  readonly noun: string
  readonly nouns: string
}

const LENGTH: Counted = { min: 'minLength', max: 'maxLength', noun: 'character', nouns: 'characters' }
const ITEMS: Counted = { min: 'minItems', max: 'maxItems', noun: 'item', nouns: 'items' }
const PROPERTIES: Counted = { min: 'minProperties', max: 'maxProperties', noun: 'property', nouns: 'properties' }

function addCount(
  broken: BrokenKeyword[],
  node: SchemaNode,
  { min, max, noun, nouns }: Counted,
  count: number,
  value: unknown,
): void {
  const least = node[min]
  const most = node[max]
  if (typeof least === 'number' && count < least) {
    broken.push({ keyword: min, message: `expected at least ${plural(least, noun, nouns)}, got ${found()}` })
  }
  if (typeof most === 'number' && count > most) {
    broken.push({ keyword: max, message: `expected at most ${plural(most, noun, nouns)}, got ${found()}` })
  }

  function found(): string {
    return typeof value === 'string' ? describeValue(value) : String(count)
  }
}
