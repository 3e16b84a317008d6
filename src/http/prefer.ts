import type { Finding, Where } from '../base/finding.js'
import { describeValue } from '../base/text.js'
import type { HttpRequest } from './exchange.js'
import { headerText } from './header-text.js'
import { splitQuoted, unquote } from './split-quoted.js'

/** What a caller would like to see. Members that were not named are absent. */
export interface Preferences {
  readonly code?: number
  /** Name of a declared example. */
  readonly example?: string
  /** Generated values instead of examples. */
  readonly dynamic?: boolean
  readonly seed?: string
  /** RFC 7240 4.2. */
  readonly return?: 'minimal' | 'representation'
  /** `lockstep-delay=250` or `lockstep-delay=100-300`; the caller of this function bounds it. */
  readonly delayMs?: { readonly min: number; readonly max: number }
  /** `lockstep-fault`: what shall go wrong with the connection. */
  readonly fault?: 'reset' | 'empty' | 'truncate'
  /** `lockstep-scenario`: a named scenario of the configuration, for this request only. */
  readonly scenario?: string
}

export interface ReadPreferences {
  readonly preferences: Preferences
  /** Preferences whose values cannot be used; they are left out. */
  readonly findings: readonly Finding[]
}

/** One member, and where it came from. */
interface Wish {
  readonly name: string
  readonly value: string
  readonly where: Where
}

export const NO_PREFERENCES: Preferences = {}
const HEADER: Where = { side: 'request', in: 'header', name: 'Prefer' }
const NOTHING: ReadPreferences = { preferences: NO_PREFERENCES, findings: [] }
const QUERY_NAMES = new Set(['code', 'example', 'dynamic', 'seed'])

/**
 * Reads `Prefer` (RFC 7240) and the query form that Prism knows (`__code`, `__example`, `__dynamic`, `__seed`); the
 * header wins where both name the same. Preferences that are not known are ignored.
 */
export function readPreferences({ headers, query }: Pick<HttpRequest, 'headers' | 'query'>): ReadPreferences {
  const header = headerText(headers, 'prefer')
  if (header === undefined && !query.includes('__')) return NOTHING
  const wishes = new Map<string, Wish>()
  // RFC 7240 2: of a preference that is named twice, the first counts.
  for (const wish of allWishes({ headers, query })) if (!wishes.has(wish.name)) wishes.set(wish.name, wish)
  return readWishes([...wishes.values()])
}

/** Where a request names a preference that counts. */
export function whereOfPreference(request: Pick<HttpRequest, 'headers' | 'query'>, name: keyof Preferences): Where {
  return allWishes(request).find((wish) => wish.name === name)?.where ?? HEADER
}

function allWishes({ headers, query }: Pick<HttpRequest, 'headers' | 'query'>): Wish[] {
  const header = headerText(headers, 'prefer')
  return [...(header === undefined ? [] : headerWishes(header)), ...(query.includes('__') ? queryWishes(query) : [])]
}

/** RFC 7240 2 has parameters behind ';'; people write preferences there too, and none of ours has parameters. */
function headerWishes(header: string): Wish[] {
  return splitQuoted(header, ',')
    .flatMap((member) => splitQuoted(member, ';'))
    .map((member) => {
      const equals = member.indexOf('=')
      const name = (equals === -1 ? member : member.slice(0, equals)).trim().toLowerCase()
      const value = equals === -1 ? '' : unquote(member.slice(equals + 1).trim())
      return { name, value, where: HEADER }
    })
}

function queryWishes(query: string): Wish[] {
  return [...new URLSearchParams(query)]
    .filter(([name]) => name.startsWith('__') && QUERY_NAMES.has(name.slice(2)))
    .map(([name, value]) => ({ name: name.slice(2), value, where: { side: 'request', in: 'query', name } }))
}

function readWishes(wishes: readonly Wish[]): ReadPreferences {
  const preferences: { -readonly [Name in keyof Preferences]: Preferences[Name] } = {}
  const findings: Finding[] = []
  for (const wish of wishes) {
    const expected = readWish(preferences, wish)
    if (expected !== undefined) findings.push(malformed(wish, expected))
  }
  return { preferences, findings }
}

/** What was expected, when the value cannot be used. */
function readWish(
  preferences: { -readonly [Name in keyof Preferences]: Preferences[Name] },
  { name, value }: Wish,
): string | undefined {
  switch (name) {
    case 'code':
      if (!/^[2-5]\d\d$/.test(value)) return 'a status from 200 to 599'
      preferences.code = Number(value)
      return undefined
    case 'example':
      if (value === '') return 'the name of an example'
      preferences.example = value
      return undefined
    case 'dynamic':
      // RFC 7240 2: a preference without a value is named for its own sake.
      if (!['true', 'false', ''].includes(value.toLowerCase())) return 'true or false'
      preferences.dynamic = value.toLowerCase() !== 'false'
      return undefined
    case 'seed':
      if (value === '') return 'a seed'
      preferences.seed = value
      return undefined
    case 'return':
      if (value === 'minimal' || value === 'representation') preferences.return = value
      return undefined
    case 'lockstep-delay': {
      const [, min, max = min] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(value) ?? []
      if (min === undefined || max === undefined || Number(min) > Number(max)) return 'milliseconds, as 250 or 100-300'
      preferences.delayMs = { min: Number(min), max: Number(max) }
      return undefined
    }
    case 'lockstep-fault':
      if (value !== 'reset' && value !== 'empty' && value !== 'truncate') return 'reset, empty or truncate'
      preferences.fault = value
      return undefined
    case 'lockstep-scenario':
      if (value === '') return 'the name of a scenario'
      preferences.scenario = value
      return undefined
    default:
      return undefined
  }
}

function malformed({ name, value, where }: Wish, expected: string): Finding {
  return {
    rule: 'request/preference',
    severity: 'error',
    blame: 'client',
    message: `preference ${name}: expected ${expected}, got ${describeValue(value)}`,
    where,
  }
}
