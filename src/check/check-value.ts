import { type Finding, NO_FINDINGS, type Where } from '../base/finding.js'
import { pointerKeys, pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import { setOwn } from '../base/json.js'
import { describeValue, shortened } from '../base/text.js'
import type { RuleId } from '../base/rule.js'
import { isExactInteger } from '../http/convert-text.js'
import { isNumeric } from '../http/exact-integers.js'
import { mediaKind, type MediaKind } from '../http/media-kind.js'
import { shapeOf, type Shape } from '../http/schema-shape.js'
import type { MediaTypeSpec } from '../model/api-model.js'
import { parseMediaType } from '../model/media-type.js'
import type { Direction, Schema, SchemaIssue } from '../model/schema.js'

/** Of the items of a sequence together; as many as a schema tells of one value. */
const MOST_FINDINGS = 100
/** Decoding lets no more through. */
const MOST_LEVELS = 1000

/** The rule and the place of a finding. */
export interface CheckPlace {
  readonly rule: RuleId
  readonly direction: Direction
  readonly where: Where
}

/** Breaches of a schema by a value that came as JSON, or has no text to be told from. */
function checkValue(schema: Schema, value: unknown, place: CheckPlace): readonly Finding[] {
  const issues = schema.issues(value, place.direction)
  return issues.length === 0 ? NO_FINDINGS : issues.map((issue) => toFinding(issue, place))
}

/**
 * As checkValue, for values that were read from text or parts. Bytes count as a string whose content no keyword judges;
 * digits that no double holds count as the nearest one.
 */
export function checkDecodedValue(schema: Schema, value: unknown, place: CheckPlace): readonly Finding[] {
  if (typeof value === 'string' ? !isExactInteger(value) : typeof value !== 'object' || value === null) {
    return checkValue(schema, value, place)
  }
  if (value instanceof Uint8Array) return NO_FINDINGS
  const bytesAt = new Set<JsonPointer>()
  const checkable = toCheckable(value, shapeOf(schema), ROOT, bytesAt)
  return schema
    .issues(checkable, place.direction)
    .filter((issue) => issue.keyword === 'type' || !bytesAt.has(issue.at))
    .map((issue) => toFinding(inDigits(issue, value, checkable), place))
}

/** The digits that were sent, not the double that was checked. */
function inDigits(issue: SchemaIssue, value: unknown, checkable: unknown): SchemaIssue {
  const digits = valueAt(value, issue.at)
  const judged = valueAt(checkable, issue.at)
  if (typeof digits !== 'string' || typeof judged !== 'number') return issue
  return { ...issue, message: issue.message.replace(`got ${describeValue(judged)}`, `got ${shortened(digits, 60)}`) }
}

/** Whether a schema takes a value as an answer, in which integers may be held as their digits (see `isExactInteger`). */
export function acceptsDecoded(schema: Schema, value: unknown): boolean {
  if (schema.accepts(value, 'response')) return true
  return holdsExact(value, 0) && checkDecodedValue(schema, value, ANYWHERE).length === 0
}

const ANYWHERE: CheckPlace = {
  rule: 'response/body-schema',
  direction: 'response',
  where: { side: 'response', in: 'body' },
}

function holdsExact(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isExactInteger(value)
  if (typeof value !== 'object' || value === null || depth > MOST_LEVELS) return false
  return Object.values(value).some((member) => holdsExact(member, depth + 1))
}

/** The value of a body against its media type's schema and item schema. */
export function checkMediaValue(spec: MediaTypeSpec, value: unknown, place: CheckPlace): readonly Finding[] {
  const { schema, itemSchema } = spec
  const kind = spec.range ? mediaKind(spec.range) : 'other'
  if (kind === 'json') return schema ? checkJsonValue(schema, value, place) : NO_FINDINGS
  const findings: Finding[] = []
  // Before OpenAPI 3.2 gave lines and events an `itemSchema`, `schema` described one of them.
  const isOfItems = kind === 'sequence' && schema !== undefined && Array.isArray(value) && !shapeOf(schema).mayBeArray
  if (schema && !isOfItems && !(typeof value === 'string' && isUnparsed(spec, kind, schema))) {
    const breaches = checkDecodedValue(schema, value, place)
    findings.push(...(kind === 'multipart' ? breaches.filter((breach) => !isOfUnparsedPart(breach, spec)) : breaches))
  }
  const item = itemSchema ?? (isOfItems ? schema : undefined)
  if (item && Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      if (findings.length >= MOST_FINDINGS) break
      const pointer = pointerTo(place.where.pointer ?? ROOT, index)
      findings.push(...checkDecodedValue(item, each, { ...place, where: within(place.where, pointer) }))
    }
  }
  return findings.length === 0 ? NO_FINDINGS : findings
}

/** JSON is judged as it is; only where that fails, digits that were held as text are looked at. */
function checkJsonValue(schema: Schema, value: unknown, place: CheckPlace): readonly Finding[] {
  const issues = schema.issues(value, place.direction)
  if (issues.length === 0) return NO_FINDINGS
  return issues.some(({ at }) => isExact(valueAt(value, at)))
    ? checkDecodedValue(schema, value, place)
    : issues.map((issue) => toFinding(issue, place))
}

function isExact(value: unknown): boolean {
  return typeof value === 'string' && isExactInteger(value)
}

/** Text in a format that nothing here parses (CSV, YAML), for which the schema describes the parsed value. */
function isUnparsed({ range }: MediaTypeSpec, kind: MediaKind, schema: Schema): boolean {
  // Under '*/*' and 'application/*' most bodies are JSON, and this text was a JSON string.
  const mayBeJson = range?.type === '*' || (range?.type === 'application' && range.subtype === '*')
  return (kind === 'text' || kind === 'other') && !mayBeJson && !shapeOf(schema).mayBeScalar
}

/** As a whole body: the encoding of the part is one that nothing here parses, and the schema is about what it would hold. */
function isOfUnparsedPart({ where: { pointer } }: Finding, { schema, encoding }: MediaTypeSpec): boolean {
  const [name] = pointer === undefined ? [] : pointerKeys(pointer)
  const { contentType, styled } = (name === undefined ? undefined : encoding.get(name)) ?? {}
  if (name === undefined || contentType === undefined || styled) return false
  const property = shapeOf(schema).property(name)
  const shape = property.mayBeArray ? property.item(0) : property
  const range = parseMediaType(contentType)
  const kind = range && mediaKind(range)
  return (kind === 'text' || kind === 'other') && !contentType.includes('*') && !shape.mayBeScalar
}

function toCheckable(value: unknown, shape: Shape, at: JsonPointer, bytesAt: Set<JsonPointer>): unknown {
  if (typeof value === 'string') return isExactInteger(value) && isNumeric(shape) ? nearestDouble(value, shape) : value
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) {
    bytesAt.add(at)
    return ''
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => toCheckable(item, shape.item(index), pointerTo(at, index), bytesAt))
  }
  const object: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) {
    setOwn(object, key, toCheckable(member, shape.property(key), pointerTo(at, key), bytesAt))
  }
  return object
}

/** What is beyond its 64-bit format must stay beyond it: 9223372036854775808 is the double that 9223372036854775807 becomes. */
function nearestDouble(digits: string, shape: Shape): number {
  const number = Number(digits)
  const format = shape.schemas.map(({ node }) => node['format']).find((name) => name === 'int64' || name === 'uint64')
  // Numbers of 64 bits have at most 20 digits and a sign.
  if (!format || digits.length > 21) return number
  const bits = format === 'int64' ? 63 : 64
  const exact = BigInt(digits)
  const beyond = 2 ** bits * (1 + Number.EPSILON)
  if (exact >= 1n << BigInt(bits)) return Math.max(number, beyond)
  return exact < -(1n << BigInt(bits)) ? Math.min(number, -beyond) : number
}

function toFinding(issue: SchemaIssue, { rule, direction, where }: CheckPlace): Finding {
  const pointer = ((where.pointer ?? '') + issue.at) as JsonPointer
  return {
    rule,
    severity: 'error',
    blame: direction === 'request' ? 'client' : 'server',
    message: issue.message,
    where: pointer === '' ? where : within(where, pointer),
    spec: issue.spec,
  }
}

/** Written out, for a spread with a member added gives each its own hidden class (see copyToAddTo). */
function within({ side, in: part, name }: Where, pointer: JsonPointer): Where {
  return name === undefined ? { side, in: part, pointer } : { side, in: part, name, pointer }
}
