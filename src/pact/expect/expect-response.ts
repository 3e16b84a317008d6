import { isRecord, type Json } from '../../base/json.js'
import type { Random } from '../../base/random.js'
import { answerExample } from '../../generate/answer-example.js'
import { generateHeader } from '../../generate/generate-header.js'
import type { HeaderSpec, MediaTypeSpec, Operation, ResponseSpec } from '../../model/api-model.js'
import { isJsonType } from '../../model/media-type.js'
import type { Schema } from '../../model/schema.js'
import type { Case } from '../cases/case.js'
import type { PactResponse, RulesByName, RuleSet, StatusClass } from '../pact.js'
import { textOf } from '../text-of.js'
import { alternativesOf, kindsOfAll } from './alternatives.js'
import { expectBody, pathTo, type ExpectedBodies, type ExpectedBody } from './expect-body.js'
import { expectScalar } from './expect-scalar.js'
import { ANY_TEXT } from './pact-regex.js'

/** Works out what is expected of a media type once, whichever cases lead to it. */
export type Expectations = (media: MediaTypeSpec) => ExpectedBodies | undefined

export function createExpectations(random: Random): Expectations {
  const known = new Map<string, ExpectedBodies | undefined>()
  return (media) => {
    // Shared responses and schemas are expected the same way, so that files stay small to read and quick to write.
    const key = media.schema && media.examples.length === 0 ? (media.schema.target ?? media.schema).at : media.at
    if (!known.has(key)) known.set(key, expectMedia(media, random.fork(key)))
    return known.get(key)
  }
}

function expectMedia(media: MediaTypeSpec, random: Random): ExpectedBodies | undefined {
  const { schema } = media
  if (!schema || !media.range || !isJsonType(media.range)) return undefined
  const { value, valid, serialized } = answerExample(media, { direction: 'response', random, mode: 'full' })
  return valid && !serialized && value !== undefined ? expectBody(schema, value) : undefined
}

/** The media type that a case wants to see: JSON where there is some, and never a range. */
export function expectedMedia({ content }: ResponseSpec): MediaTypeSpec | undefined {
  return (
    content.find(({ range }) => range && isJsonType(range) && isConcrete(range)) ??
    content.find(({ range }) => range && isConcrete(range))
  )
}

function isConcrete({ type, subtype }: NonNullable<MediaTypeSpec['range']>): boolean {
  return type !== '*' && !subtype.includes('*')
}

// RFC 9110 9.3.2, 15.3.5, 15.3.6, 15.4.5.
export function hasNoBody({ method }: Operation, status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 205 || status === 304
}

export function expectResponse(each: Case, expectations: Expectations, random: Random): PactResponse {
  const { operation, response, status, statuses, listedAt } = each
  if (typeof statuses === 'object') return { status, matchingRules: { status: statusRule(statuses) } }
  const headers: Record<string, readonly string[]> = {}
  const headerRules: Record<string, RuleSet> = {}
  for (const header of response.headers.filter(({ required }) => required)) {
    const expected = expectHeader(header, random)
    if (!expected) continue
    headers[header.name] = [expected.value]
    headerRules[header.name] = expected.rule
  }
  const media = hasNoBody(operation, status) ? undefined : expectedMedia(response)
  const isOnly = media !== undefined && response.content.every(({ range }) => range && isConcrete(range))
  if (media && isOnly) headers['Content-Type'] = [contentType(media)]
  const bodies = media && expectations(media)
  const body = each.withMembers ? bodies?.members : bodies?.demanded
  const rules = {
    ...(statuses ? { status: statusRule(statuses) } : {}),
    ...(Object.keys(headerRules).length > 0 ? { header: headerRules } : {}),
    ...(body ? { body: listedAt ? withSome(body, listedAt) : body.rules } : {}),
  }
  return {
    status,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(media && body && body.value !== null
      ? { body: { content: body.value, contentType: contentType(media), encoded: false } }
      : {}),
    ...(Object.keys(rules).length > 0 ? { matchingRules: rules } : {}),
  }
}

/** Of a list of statuses each has a body of its own: what that is, `lockstep verify` holds against the document. */
function statusRule(statuses: StatusClass | readonly number[]): RuleSet {
  return { combine: 'AND', matchers: [{ match: 'statusCode', status: statuses }] }
}

/** The rules, and that the list is not empty. */
function withSome({ value, rules }: ExpectedBody, at: readonly string[]): RulesByName {
  const place = at.reduce<string | undefined>((above, name) => above && pathTo(above, name), '$')
  const [rule, ...others] = (place !== undefined && rules[place]?.matchers) || []
  const list = at.reduce<Json | undefined>((above, name) => (isRecord(above) ? above[name] : undefined), value)
  if (place === undefined || rule?.match !== 'type' || others.length > 0) return rules
  if (!Array.isArray(list) || list.length === 0) return rules
  return { ...rules, [place]: { combine: 'AND', matchers: [{ ...rule, min: Math.max(1, rule.min ?? 1) }] } }
}

function contentType({ declared, range }: MediaTypeSpec): string {
  return range?.essence ?? declared
}

/** Headers are text, and verifiers match each part between commas on its own. */
function expectHeader({ schema, ...header }: HeaderSpec, random: Random): { value: string; rule: RuleSet } | undefined {
  const { value } = generateHeader({ ...header, schema }, { direction: 'response', random })
  if (value === undefined || (typeof value === 'object' && value !== null)) return { value: 'text', rule: ANY }
  const text = textOf(value)
  return { value: text, rule: (schema && headerRule(schema, value, text)) ?? ANY }
}

const ANY: RuleSet = { combine: 'AND', matchers: [{ match: 'regex', regex: ANY_TEXT }] }

function headerRule(schema: Schema, value: unknown, text: string): RuleSet | undefined {
  const alternatives = alternativesOf([schema])
  const kinds = alternatives && kindsOfAll(alternatives)
  const [kind] = kinds?.size === 1 ? kinds : []
  if (kind === 'number') return regexRule('-?\\d[0-9.eE+\\-]*')
  if (kind === 'boolean') return regexRule('true|false')
  if (kind !== 'string' || text.includes(',')) return undefined
  const regexes = expectScalar(alternatives, kinds, value)?.rule.matchers.filter(({ match }) => match === 'regex') ?? []
  return regexes.length > 0 ? { combine: 'AND', matchers: regexes } : undefined
}

function regexRule(regex: string): RuleSet {
  return { combine: 'AND', matchers: [{ match: 'regex', regex }] }
}
