/**
 * The rules of a message, as the document writes them. Most are checked by a generated validator, which answers with a
 * plain status; some by the API's own code, which gives them ids.
 */
import type { Json, Problem, Schema } from 'lockstep/mock'
import { fieldKind, fieldsOf, plainSchema } from './field-kind.js'
import { isMessage } from './list.js'
import { failure, plain } from './status.js'

interface Breach {
  /** Member names from the top, without indices. */
  readonly path: readonly string[]
  readonly keyword: string
  readonly reason: string
}

/** By member and keyword: what the API's own code says, and the id it says it under. */
const OWN_RULES: Readonly<Record<string, readonly [id: string, text: string]>> = {
  'domain pattern': ['INST-S3v3w', 'Domain contains a character that is not allowed'],
  'customDomain pattern': ['INST-S3v3w', 'Domain contains a character that is not allowed'],
  'query.limit maximum': ['QUERY-4M0fs', 'Limit is larger than allowed'],
  'resetInterval pattern': ['QUOTA-R5otd', 'Reset interval of the quota must be a minute at least'],
  'notifications.percent minimum': ['QUOTA-pBfjq', 'Percent of the notification must be 1 at least'],
  'notifications.callUrl format': ['QUOTA-HAYmN', 'URL of the notification is not valid'],
}

/** Where the same breach has another id in each operation. */
const OWN_RULES_OF: Readonly<Record<string, Readonly<Record<string, readonly [id: string, text: string]>>>> = {
  ListInstances: { 'queries oneOf': ['INST-3m0se', 'List query is invalid'] },
  ListDomains: { 'queries oneOf': ['INST-Ags42', 'List query is invalid'] },
  ListIAMMembers: { 'queries oneOf': ['MEMBE-7Bb92', 'List query is invalid'] },
  SetLimits: { ' minProperties': ['COMMAND-4M9vs', 'No limit is given'] },
  BulkSetLimits: { 'limits minProperties': ['COMMAND-4M9vs', 'No limit is given'] },
  SetSystemFeatures: { ' minProperties': ['COMMAND-Vigh1', 'No changes found'] },
  SetInstanceFeatures: { ' minProperties': ['COMMAND-Vigh1', 'No changes found'] },
}

/** The first rule that a message breaks; the validator comes before the API's own code. */
export function brokenRule(operation: string, message: Json, schema: Schema): Problem | undefined {
  const breaches = [...breachesOf(message, schema, [])]
  const byValidator = breaches.find((breach) => ownRule(operation, breach) === undefined)
  if (byValidator) {
    return plain('INVALID_ARGUMENT', `invalid ${operation}Request.${fieldPath(byValidator)}: ${byValidator.reason}`)
  }
  const own = breaches[0] && ownRule(operation, breaches[0])
  return own && failure('INVALID_ARGUMENT', ...own)
}

function ownRule(operation: string, { path, keyword }: Breach): readonly [string, string] | undefined {
  const key = `${path.join('.')} ${keyword}`
  return OWN_RULES_OF[operation]?.[key] ?? OWN_RULES[key]
}

function fieldPath({ path }: Breach): string {
  return path.map((name) => name.charAt(0).toUpperCase() + name.slice(1)).join('.')
}

function* breachesOf(value: Json, schema: Schema, path: readonly string[]): Generator<Breach> {
  const plainOne = plainSchema(schema)
  const broken = (keyword: string, reason: string, name?: string): Breach => ({
    path: name === undefined ? path : [...path, name],
    keyword,
    reason,
  })
  if (typeof value === 'string') yield* textBreaches(value, plainOne, broken)
  else if (typeof value === 'number') yield* numberBreaches(value, plainOne, broken)
  else if (Array.isArray(value)) yield* listBreaches(value, plainOne, path, broken)
  else if (isMessage(value)) yield* messageBreaches(value, plainOne, path, broken)
}

type Broken = (keyword: string, reason: string, name?: string) => Breach

function* textBreaches(text: string, { node }: Schema, broken: Broken): Generator<Breach> {
  const runes = Array.from(text).length
  const { minLength, maxLength, pattern, format } = node
  if (runes > Number(maxLength ?? runes) || runes < Number(minLength ?? 0)) yield broken('length', lengthRule(node))
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(text)) {
    yield broken('pattern', format === 'uint64' ? 'value must be greater than 0' : 'value does not match its pattern')
  }
  if (format === 'email' && !/^[^\s@]+@[^\s@]+$/.test(text)) {
    yield broken('format', 'value must be a valid email address')
  }
  if (format === 'uri' && !isAbsoluteUrl(text)) yield broken('format', 'value must be absolute')
}

function* numberBreaches(value: number, { node }: Schema, broken: Broken): Generator<Breach> {
  if (node.enum !== undefined) yield broken('enum', 'value must be one of the defined enum values')
  if (value < Number(node.minimum ?? value)) yield broken('minimum', `value must be ${Number(node.minimum)} at least`)
  if (value > Number(node.maximum ?? value)) yield broken('maximum', `value must be ${Number(node.maximum)} at most`)
}

function* listBreaches(
  list: readonly Json[],
  schema: Schema,
  path: readonly string[],
  broken: Broken,
): Generator<Breach> {
  const { maxItems, uniqueItems } = schema.node
  if (list.length > Number(maxItems ?? list.length)) {
    yield broken('maxItems', `value must contain no more than ${Number(maxItems)} item(s)`)
  }
  if (uniqueItems === true && new Set(list.map((item) => JSON.stringify(item))).size < list.length) {
    yield broken('uniqueItems', 'repeated value must contain unique items')
  }
  const items = schema.child('items')
  if (items) for (const item of list) yield* breachesOf(item, items, path)
}

function* messageBreaches(
  message: Readonly<Record<string, Json>>,
  schema: Schema,
  path: readonly string[],
  broken: Broken,
): Generator<Breach> {
  const { required, minProperties } = schema.node
  const fields = fieldsOf(schema)
  for (const [name, field] of fields) {
    const value = message[name]
    if (value !== undefined) yield* breachesOf(value, field, [...path, name])
    else if (Array.isArray(required) && required.includes(name)) yield broken('required', absence(field), name)
  }
  if (Object.keys(message).length < Number(minProperties ?? 0)) yield broken('minProperties', 'value is required')
  const kinds = schema.list('oneOf')
  if (kinds.length > 0 && kinds.filter((kind) => hasRequired(kind, message)).length !== 1) {
    yield broken('oneOf', 'value is required', path.length === 0 ? 'owner' : undefined)
  }
}

function hasRequired({ node }: Schema, message: Readonly<Record<string, Json>>): boolean {
  return Array.isArray(node.required) && node.required.every((name) => Object.hasOwn(message, String(name)))
}

/** A scalar that is not set counts as its zero value, so the rules are checked against that. */
function absence(field: Schema): string {
  const kind = fieldKind(field)
  if (kind === 'enum') return 'value must not be at its zero value'
  if (kind === 'uint32' || kind === 'uint64') return 'value must be greater than 0'
  return kind === 'string' && field.node.maxLength !== undefined ? lengthRule(field.node) : 'value is required'
}

function lengthRule({ minLength, maxLength }: Schema['node']): string {
  return minLength === undefined
    ? `value length must be at most ${Number(maxLength)} runes`
    : `value length must be between ${Number(minLength)} and ${Number(maxLength)} runes, inclusive`
}

function isAbsoluteUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\s]/i.test(text)
}
