import { isDate, isDateTime, isTime } from './format-date.js'
import {
  isEmail,
  isHostname,
  isIdnEmail,
  isIdnHostname,
  isIpv4,
  isIpv6,
  isIri,
  isIriReference,
  isUri,
  isUriReference,
  isUriTemplate,
} from './format-network.js'
import { compilePattern } from './pattern.js'

type TextTest = (text: string) => boolean
type NumberTest = (value: number) => boolean

/** What a format says of a string and of a number; it says nothing of other types. */
export interface Format {
  readonly string?: TextTest
  readonly number?: NumberTest
}

/** RFC 3339 Appendix A, and what libraries write beyond it: units left out in between (ISO 8601), a fraction of seconds (XML Schema). */
const DURATION = /^P(?!$)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/
const BASE64_URL = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}(?:==)?|[A-Za-z0-9_-]{3}=?)?$/
const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/u
const RELATIVE_POINTER = /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/u

/** RFC 9110 5.6.7, with the two old forms that recipients take. */
const HTTP_DATE =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT|[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [\d ]\d \d\d:\d\d:\d\d \d{4})$/
/** RFC 9110 12.5.1. */
const MEDIA_RANGE = /^(?:\*\/\*|[\w!#$%&'*+.^`|~-]{1,127}\/[\w!#$%&'*+.^`|~-]{1,127})(?:\s*;.*)?$/

const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['date-time', { string: isDateTime }],
  ['date', { string: isDate }],
  ['time', { string: isTime }],
  ['duration', { string: (text) => DURATION.test(text) }],
  ['email', { string: isEmail }],
  ['idn-email', { string: isIdnEmail }],
  ['hostname', { string: isHostname }],
  ['idn-hostname', { string: isIdnHostname }],
  ['ipv4', { string: isIpv4 }],
  ['ipv6', { string: isIpv6 }],
  ['uri', { string: isUri }],
  ['uri-reference', { string: isUriReference }],
  ['iri', { string: isIri }],
  ['iri-reference', { string: isIriReference }],
  ['uri-template', { string: isUriTemplate }],
  ['uuid', { string: isUuid }],
  ['json-pointer', { string: (text) => POINTER.test(text) }],
  ['relative-json-pointer', { string: (text) => RELATIVE_POINTER.test(text) }],
  ['regex', { string: isRegex }],
  // OpenAPI 3.0 `byte` is base64; protobuf JSON, which many documents describe, takes the URL alphabet and no padding too.
  ['byte', { string: (text) => BASE64.test(text) || BASE64_URL.test(text) }],
  ['base64url', { string: (text) => BASE64_URL.test(text) }],
  // Small ones on numbers alone: protobuf has no such types to write as strings.
  ['int8', { number: between(-128, 127) }],
  ['uint8', { number: between(0, 255) }],
  ['int16', { number: between(-32_768, 32_767) }],
  ['uint16', { number: between(0, 65_535) }],
  ['int32', integers(-(2n ** 31n), 2n ** 31n - 1n)],
  ['int64', integers(-(2n ** 63n), 2n ** 63n - 1n)],
  ['uint32', integers(0n, 2n ** 32n - 1n)],
  ['uint64', integers(0n, 2n ** 64n - 1n)],
  // Single precision: a number that would become infinite is none.
  ['float', { number: (value) => Number.isFinite(Math.fround(value)) }],
  ['double', { number: Number.isFinite }],
  // What a double holds exactly.
  ['double-int', { number: Number.isSafeInteger }],
  ['http-date', { string: (text) => HTTP_DATE.test(text) }],
  ['media-range', { string: (text) => MEDIA_RANGE.test(text) }],
  // In OpenAPI's registry, and nothing to tell right from wrong by.
  ['binary', {}],
  ['password', {}],
  ['char', {}],
  ['html', {}],
  ['commonmark', {}],
])

/** Undefined for a format that is not known, which then is not checked. */
export function formatNamed(name: string): Format | undefined {
  return FORMATS.get(name)
}

/** True as well for unknown formats and for types that the format does not speak of. */
export function matchesFormat(name: string, value: unknown): boolean {
  const format = FORMATS.get(name)
  if (typeof value === 'string') return format?.string?.(value) ?? true
  return typeof value === 'number' ? (format?.number?.(value) ?? true) : true
}

/**
 * Numbers, and digits in a string as protobuf JSON writes 64-bit integers. The bound is compared as a double: the text
 * 9223372036854775807 is read as 2^63, so a number that equals the rounded bound passes.
 */
function integers(least: bigint, most: bigint): Format {
  const [low, high] = [Number(least), Number(most)]
  return {
    number: (value) => Number.isInteger(value) && value >= low && value <= high,
    string: (text) => {
      if (!/^-?\d{1,20}$/.test(text)) return false
      const value = BigInt(text)
      return value >= least && value <= most
    },
  }
}

function between(low: number, high: number): NumberTest {
  return (value) => Number.isInteger(value) && value >= low && value <= high
}

/** ECMA-262; a letter with a backslash that means nothing is from another language, though old engines take it. */
function isRegex(text: string): boolean {
  const isStrange = /(?:^|[^\\])(?:\\\\)*\\[aeghijlmoqyzACEFGHIJKLMNOQRTUVXYZ]/.test(text)
  return !isStrange && compilePattern(text) !== undefined
}

function isUuid(text: string): boolean {
  if (text.length !== 36) return false
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(i)
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (code !== 45) return false
    } else if (!((code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 102))) return false
  }
  return true
}
