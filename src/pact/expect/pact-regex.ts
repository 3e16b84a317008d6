/**
 * Regular expressions for pact files. Verifiers match them against the whole text or search in it, with Rust's, Java's or
 * Ruby's engine: what is written here means the same in all of them, or is left out.
 */

/** Where a schema's pattern may match anywhere, the verifier's must say so. */
const ANYTHING = '[\\s\\S]*'

/** RFC 3339 5.6; never Pact's own timestamp matcher, whose Java formats refuse a time without milliseconds. */
const DATE_TIME = '\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})'

/** No narrower than the formats themselves: a value that has the format must match. */
const FORMATS: Readonly<Record<string, string>> = {
  'date-time': DATE_TIME,
  date: '\\d{4}-\\d{2}-\\d{2}',
  time: '\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})',
  uuid: '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
  email: `[^@\\s]+@${ANYTHING}`,
  uri: `[a-zA-Z][a-zA-Z0-9+.\\-]*:${ANYTHING}`,
  url: `[a-zA-Z][a-zA-Z0-9+.\\-]*:${ANYTHING}`,
  ipv4: '\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}',
  ipv6: '[0-9a-fA-F:.]+(%\\S+)?',
  int32: '-?\\d+',
  int64: '-?\\d+',
  uint32: '\\d+',
  uint64: '\\d+',
  byte: '[A-Za-z0-9+/=_\\-\\s]*',
}

export const ANY_TEXT = ANYTHING

export function formatRegex(format: string): string | undefined {
  return Object.hasOwn(FORMATS, format) ? `^${FORMATS[format] ?? ''}$` : undefined
}

export function oneOfTexts(texts: readonly string[]): string {
  return `^(${texts.map(escapeText).join('|')})$`
}

export function lengthRegex(min: number, max: number): string | undefined {
  // Engines unfold repetitions; beyond this they refuse or become slow.
  if (min > 500 || (min === 0 && max === Infinity)) return undefined
  return `^[\\s\\S]{${min},${max <= 500 ? max : ''}}$`
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** A schema's pattern, which need not match the whole text; undefined when it would mean something else elsewhere. */
export function patternRegex(pattern: string): string | undefined {
  const portable = portablePattern(pattern)
  if (portable === undefined) return undefined
  const isWhole = portable.startsWith('^') && /(^|[^\\])(\\\\)*\$$/.test(portable) && !hasTopLevelOr(portable)
  return isWhole ? portable : `^${ANYTHING}(${portable})${ANYTHING}$`
}

/** Only what every engine reads alike; '[' inside a class is text in ECMA-262 and a nested class in Java and Rust. */
function portablePattern(pattern: string): string | undefined {
  if (/\\[ck]|\\u\{|\\[pP]|\[\^?\]|\(\?<?[=!]|\(\?<|\\[1-9]|\\[sSwWdDbB]-|&&|--|~~/.test(pattern)) return undefined
  let result = ''
  let inClass = false
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] ?? ''
    if (char === '\\') {
      const next = pattern[++i] ?? ''
      // Identity escapes that some engines refuse are written without the backslash.
      result += /[/"'_:;,=@!#%&<>~` ]/.test(next) ? next : char + next
      continue
    }
    if (inClass && char === '[') result += '\\['
    else result += char
    if (char === '[') inClass = true
    else if (char === ']') inClass = false
    // A lone brace is text in ECMA-262 without the flag u, and an error elsewhere.
    if (!inClass && char === '{' && !/^\{\d+(,\d*)?\}/.test(pattern.slice(i))) result = result.slice(0, -1) + '\\{'
  }
  return inClass ? undefined : result
}

function hasTopLevelOr(pattern: string): boolean {
  let depth = 0
  let inClass = false
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]
    if (char === '\\') i++
    else if (inClass) inClass = char !== ']'
    else if (char === '[') inClass = true
    else if (char === '(') depth++
    else if (char === ')') depth--
    else if (char === '|' && depth === 0) return true
  }
  return false
}

/** Whether a text matches; what cannot be compiled matches nothing. */
export function matchesRegex(regex: string, text: string): boolean {
  try {
    return new RegExp(regex, 'u').test(text) || new RegExp(regex).test(text)
  } catch {
    return false
  }
}
