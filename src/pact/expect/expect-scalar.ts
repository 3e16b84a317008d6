import { isRecord, jsonEqual, type Json } from '../../base/json.js'
import type { Facets } from '../../generate/facets.js'
import type { Matcher, RuleSet } from '../pact.js'
import { textOf } from '../text-of.js'
import { kindOf, kindsOf, type Kind } from './alternatives.js'
import { ANY_TEXT, formatRegex, lengthRegex, matchesRegex, oneOfTexts, patternRegex } from './pact-regex.js'

export interface ExpectedScalar {
  readonly value: Json
  readonly rule: RuleSet
}

/** How a verifier writes a value before it matches it with a regular expression: strings bare, anything else as JSON. */
const KIND_TEXTS: Readonly<Record<Kind, string>> = {
  null: 'null',
  boolean: 'true|false',
  number: '-?\\d[0-9.eE+\\-]*',
  string: ANY_TEXT,
  array: '\\[[\\s\\S]*\\]',
  object: '\\{[\\s\\S]*\\}',
}

/**
 * The rule for a value that is a scalar, may be several things, or may be null. Undefined when Pact cannot say it: an
 * expected object is compared member by member, whatever the rule.
 */
export function expectScalar(
  alternatives: readonly Facets[] | undefined,
  kinds: ReadonlySet<Kind> | undefined,
  example: unknown,
): ExpectedScalar | undefined {
  if (!alternatives || !kinds) return isScalar(example) ? { value: example, rule: and(ANY) } : undefined
  const scalarKinds = [...kinds].filter((kind) => kind !== 'null')
  const [kind] = scalarKinds
  if (isScalar(example) && scalarKinds.length <= 1 && kind !== 'object' && kind !== 'array') {
    if (kind === undefined) return { value: null, rule: and({ match: 'null' }) }
    return kinds.has('null') ? nullable(alternatives, kind, example) : plain(alternatives, kind, example)
  }
  // A null that is expected stands for anything; the text tells objects, lists and numbers apart.
  const value = isScalar(example) ? example : kinds.has('null') ? null : undefined
  return value === undefined ? undefined : { value, rule: and(textOfKinds([...kinds])) }
}

const ANY: Matcher = { match: 'regex', regex: ANY_TEXT }

function and(...matchers: readonly Matcher[]): RuleSet {
  return { combine: 'AND', matchers }
}

function isScalar(value: unknown): value is Json {
  return !Array.isArray(value) && !isRecord(value) && value !== undefined
}

function textOfKinds(kinds: readonly Kind[]): Matcher {
  if (kinds.includes('string')) return ANY
  return {
    match: 'regex',
    regex: `^(${[...kinds]
      .sort()
      .map((kind) => KIND_TEXTS[kind])
      .join('|')})$`,
  }
}

function plain(alternatives: readonly Facets[], kind: Kind, example: Json): ExpectedScalar {
  const values = valuesOf(alternatives, kind)
  if (values?.length === 1) return { value: example, rule: and({ match: 'equality' }) }
  const texts = textMatchers(alternatives, kind, values, example)
  // A regular expression alone accepts a number where a string is wanted, and `boolean` the text 'true'.
  const type: Matcher = kind === 'number' ? { match: numberRule(alternatives) } : { match: 'type' }
  return { value: example, rule: and(type, ...texts) }
}

function nullable(alternatives: readonly Facets[], kind: Kind, example: Json): ExpectedScalar {
  const values = valuesOf(alternatives, kind)
  if (example === null) {
    const texts = kind === 'string' ? [] : textMatchers(alternatives, kind, values, null)
    const [text = textOfKinds([kind, 'null'])] = texts
    return { value: null, rule: { combine: 'OR', matchers: [{ match: 'null' }, text] } }
  }
  const [text] = textMatchers(alternatives, kind, values, example)
  const type: Matcher = kind === 'number' ? { match: numberRule(alternatives) } : { match: 'type' }
  return { value: example, rule: { combine: 'OR', matchers: [text ?? type, { match: 'null' }] } }
}

function numberRule(alternatives: readonly Facets[]): 'integer' | 'number' {
  const numeric = alternatives.filter((facets) => kindsOf(facets)?.has('number'))
  const isWhole = ({ types, values }: Facets) =>
    types ? types.has('integer') && !types.has('number') : (values?.every((value) => Number.isInteger(value)) ?? false)
  return numeric.every(isWhole) ? 'integer' : 'number'
}

/** All values of this kind, when every alternative lists its own. */
function valuesOf(alternatives: readonly Facets[], kind: Kind): readonly unknown[] | undefined {
  const listed: unknown[] = []
  for (const { values } of alternatives.filter((facets) => kindsOf(facets)?.has(kind))) {
    if (!values) return undefined
    for (const value of values) {
      if (kindOf(value) === kind && !listed.some((other) => jsonEqual(other, value))) listed.push(value)
    }
  }
  return listed
}

function textMatchers(
  alternatives: readonly Facets[],
  kind: Kind,
  values: readonly unknown[] | undefined,
  example: Json,
): readonly Matcher[] {
  const regexes = values
    ? kind === 'boolean'
      ? []
      : [oneOfTexts(values.map(textOf))]
    : kind === 'string' && alternatives.length === 1
      ? stringRegexes(alternatives[0])
      : []
  return regexes
    .filter((regex) => example === null || matchesRegex(regex, textOf(example)))
    .map((regex) => ({ match: 'regex', regex }))
}

function stringRegexes(facets: Facets | undefined): string[] {
  if (!facets) return []
  const found = [...facets.patterns.map(patternRegex), ...facets.formats.map(formatRegex)]
  if (found.length === 0) found.push(lengthRegex(facets.minLength, facets.maxLength))
  return [...new Set(found.filter((regex) => regex !== undefined))]
}
