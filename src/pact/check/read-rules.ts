import { isRecord, setOwn, type UnknownRecord } from '../../base/json.js'
import type { Matcher, MatchingRules, RuleSet, RulesByName } from '../pact.js'

/** Matching rules in the form of version 4. Those of version 2 have one path for all parts: '$.body.items[*].id'. */
export function readRules(raw: unknown, version: 2 | 3 | 4): MatchingRules | undefined {
  if (!isRecord(raw)) return undefined
  return version === 2 ? fromVersion2(raw) : fromVersion3(raw)
}

function fromVersion3(raw: UnknownRecord): MatchingRules {
  const single = (part: unknown): RuleSet | undefined =>
    isRecord(part) ? (ruleSet(part['$'] ?? part['']) ?? ruleSet(part)) : undefined
  const path = single(raw['path'])
  const status = single(raw['status'])
  return {
    ...(path ? { path } : {}),
    ...(status ? { status } : {}),
    ...named('query', raw['query']),
    ...named('header', raw['header'] ?? raw['headers']),
    ...named('body', raw['body']),
  }
}

function named<Part extends 'query' | 'header' | 'body'>(part: Part, raw: unknown): { [Key in Part]?: RulesByName } {
  if (!isRecord(raw)) return {}
  const rules: Record<string, RuleSet> = {}
  for (const [at, each] of Object.entries(raw)) {
    const rule = ruleSet(each)
    if (rule) setOwn(rules, at, rule)
  }
  return { [part]: rules } as { [Key in Part]?: RulesByName }
}

function ruleSet(raw: unknown): RuleSet | undefined {
  if (!isRecord(raw)) return undefined
  const list: readonly unknown[] = Array.isArray(raw['matchers']) ? raw['matchers'] : []
  if (list.length === 0) return undefined
  return { combine: raw['combine'] === 'OR' ? 'OR' : 'AND', matchers: list.filter(isRecord) as unknown as Matcher[] }
}

function fromVersion2(raw: UnknownRecord): MatchingRules {
  const body: Record<string, RuleSet> = {}
  const header: Record<string, RuleSet> = {}
  const query: Record<string, RuleSet> = {}
  let path: RuleSet | undefined
  for (const [at, rule] of Object.entries(raw)) {
    if (!isRecord(rule)) continue
    const set: RuleSet = { combine: 'AND', matchers: [oldMatcher(rule)] }
    const [, part, rest = ''] = /^\$\.(\w+)(.*)$/.exec(at) ?? []
    if (part === 'path') path = set
    else if (part === 'body') setOwn(body, `$${rest}`, set)
    else if (part === 'header' || part === 'headers') setOwn(header, nameIn(rest), set)
    else if (part === 'query') setOwn(query, nameIn(rest), set)
  }
  return { body, header, query, ...(path ? { path } : {}) }
}

function nameIn(rest: string): string {
  return /^\.(.+)$/.exec(rest)?.[1] ?? /^\['?(.*?)'?\]/.exec(rest)?.[1] ?? rest
}

/** `{min: 1}` alone means a type with a least length, `{regex: …}` alone a regular expression. */
function oldMatcher(rule: UnknownRecord): Matcher {
  const match = rule['match'] ?? (rule['regex'] === undefined ? 'type' : 'regex')
  return { ...rule, match } as unknown as Matcher
}
