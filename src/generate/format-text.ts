import type { Clock } from '../base/clock.js'
import type { Random } from '../base/random.js'
import { digits, hex, nameWords, textFor, uuid, word } from './sample-text.js'

export interface TextPlace {
  readonly name: string
  readonly random: Random
  readonly clock: Clock | undefined
  /** At least so many characters, where the format can be stretched. */
  readonly minLength: number
}

const DAY_MS = 86_400_000
/** Without a clock: a day in the past that every run shares. */
const FIXED_DAY_MS = Date.UTC(2024, 4, 17)

type Writer = (place: TextPlace) => string

const integerText: Writer = ({ name, random, minLength }) => {
  const usual = /^(id|ids)$/.test(nameWords(name).at(-1) ?? '') ? 8 : 3
  return `${random.integer(1, 9)}${digits(random, Math.max(usual, minLength) - 1)}`
}
const decimalText: Writer = ({ random }) => `${random.integer(1, 99)}.${digits(random, 2)}`
const uri: Writer = ({ random, minLength }) => stretch(`https://example.com/${word(random)}`, minLength)
const email: Writer = ({ name, random, minLength }) => {
  const local = textFor(`${name} user`, random)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '.')
  return stretchBefore(local, '@example.com', minLength)
}
const hostname: Writer = ({ random, minLength }) => stretchHost(`${word(random)}.example.com`, minLength)
const base64: Writer = ({ random, minLength }) =>
  Buffer.from(hex(random, Math.max(6, Math.ceil((minLength * 3) / 4 / 3) * 3))).toString('base64')

const FORMATS: Readonly<Record<string, Writer>> = {
  date: (place) => instant(place).slice(0, 10),
  'full-date': (place) => instant(place).slice(0, 10),
  'date-time': instant,
  datetime: instant,
  'date-time-rfc1123': httpDate,
  'http-date': httpDate,
  time: (place) => stretchTime(instant(place).slice(11), place.minLength),
  'full-time': (place) => stretchTime(instant(place).slice(11), place.minLength),
  'partial-time': (place) => instant(place).slice(11, 19),
  'iso-time': (place) => stretchTime(instant(place).slice(11), place.minLength),
  'iso-date-time': instant,
  duration: ({ random }) => `PT${random.integer(1, 59)}M`,
  email,
  'idn-email': email,
  hostname,
  'idn-hostname': hostname,
  host: hostname,
  domain: hostname,
  ipv4: ({ random }) => `192.0.2.${random.integer(1, 254)}`,
  ip: ({ random }) => `192.0.2.${random.integer(1, 254)}`,
  ipv6: ({ random }) => `2001:db8::${hex(random, 3)}${random.integer(1, 9)}`,
  cidr: () => '192.0.2.0/24',
  mac: ({ random }) => Array.from({ length: 6 }, () => hex(random, 2)).join(':'),
  uri,
  url: uri,
  iri: uri,
  'uri-reference': ({ random, minLength }) => stretch(`/${word(random)}`, minLength),
  'iri-reference': ({ random, minLength }) => stretch(`/${word(random)}`, minLength),
  'uri-template': ({ random, minLength }) => stretch(`https://example.com/${word(random)}/{id}`, minLength),
  uuid: ({ random }) => uuid(random),
  guid: ({ random }) => uuid(random),
  'json-pointer': ({ random }) => `/${word(random)}`,
  'relative-json-pointer': ({ random }) => `1/${word(random)}`,
  regex: () => '^[a-z]+$',
  byte: base64,
  base64: base64,
  base64url: ({ random, minLength }) => hex(random, Math.max(8, Math.ceil(minLength / 4) * 4)),
  binary: ({ random, minLength }) => hex(random, Math.max(8, minLength)),
  password: ({ random, minLength }) => `${word(random)}-${digits(random, Math.max(4, minLength - 4))}`,
  int8: ({ random }) => String(random.integer(1, 127)),
  uint8: ({ random }) => String(random.integer(1, 255)),
  int32: integerText,
  uint32: integerText,
  int64: integerText,
  uint64: integerText,
  integer: integerText,
  float: decimalText,
  double: decimalText,
  decimal: decimalText,
  number: decimalText,
  char: ({ random }) => random.pick(['a', 'b', 'c', 'x']),
  color: ({ random }) => `#${hex(random, 6)}`,
  'hex-color': ({ random }) => `#${hex(random, 6)}`,
  phone: ({ random }) => `+1555${digits(random, 7)}`,
  'phone-number': ({ random }) => `+1555${digits(random, 7)}`,
  'media-range': () => 'application/json',
  'media-type': () => 'application/json',
  'language-tag': () => 'en',
  locale: () => 'en-GB',
  currency: () => 'EUR',
  'country-code': () => 'PT',
  html: ({ name, random, minLength }) => `<p>${stretch(textFor(name, random), minLength - '<p></p>'.length)}</p>`,
  semver: ({ random }) => `1.${random.integer(0, 9)}.0`,
}

/** The shortest text of a format, for tight bounds. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  email: ['a@b.co', 'a@b.c'],
  'idn-email': ['a@b.co', 'a@b.c'],
  uri: ['https://a.io', 'a:b'],
  url: ['https://a.io', 'http://a.b'],
  iri: ['https://a.io', 'a:b'],
  'uri-reference': ['/a', ''],
  'iri-reference': ['/a', ''],
  'uri-template': ['/{a}', ''],
  hostname: ['a.io', 'a'],
  'idn-hostname': ['a.io', 'a'],
  ipv4: ['1.1.1.1'],
  ipv6: ['2001:db8::1', '::1', '::'],
  byte: ['YWJj', ''],
  binary: ['a', ''],
  password: ['a', ''],
  int32: ['1'],
  int64: ['1'],
  uint64: ['1'],
  duration: ['P1D'],
  regex: ['a', ''],
  'json-pointer': ['/a', ''],
  'date-time': ['2024-05-17T12:00:00Z', '2024-05-17T12:00:00+00:00', '2024-05-17T12:00:00.000Z'],
  time: ['12:00:00Z'],
}

/** Texts of a format, the most telling first; none when it is not known. */
export function textsOfFormat(format: string, place: TextPlace): readonly string[] {
  const writer = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
  if (!writer) return []
  return [writer(place), ...(Object.hasOwn(SHORT, format) ? (SHORT[format] ?? []) : [])]
}

/** Before the clock, or behind it for what is still to come. */
function instant({ name, random, clock, minLength }: TextPlace): string {
  const today = clock ? Math.floor(clock.now() / DAY_MS) * DAY_MS : FIXED_DAY_MS
  const future = nameWords(name).some((part) =>
    /^(expires|expiry|expiration|due|until|deadline|next|end|ends)$/.test(part),
  )
  const distance = random.integer(1, 30) * DAY_MS - random.integer(0, 86_399) * 1000
  const ms = Math.min(Math.max(future ? today + distance : today - distance, 0), 253_402_300_799_000)
  const text = new Date(ms).toISOString()
  return stretchTime(minLength > 20 ? text : text.replace('.000Z', 'Z'), minLength)
}

/** RFC 3339 5.6: an offset of zero says the same in five characters more, and a fraction may have any number of digits. */
export function stretchTime(text: string, minLength: number): string {
  if (text.length >= minLength || !text.endsWith('Z')) return text
  const [seconds = '', fraction = ''] = text.slice(0, -1).split('.')
  const withOffset = `${seconds}+00:00`
  if (withOffset.length === minLength) return withOffset
  return `${seconds}.${fraction.padEnd(minLength - seconds.length - '.Z'.length, '0')}Z`
}

function httpDate(place: TextPlace): string {
  return new Date(instant(place)).toUTCString()
}

function stretch(text: string, minLength: number): string {
  return text.padEnd(minLength, 'a')
}

function stretchBefore(head: string, tail: string, minLength: number): string {
  return head.padEnd(minLength - tail.length, 'a') + tail
}

/** RFC 1035 2.3.4: a label has at most 63 characters. */
function stretchHost(text: string, minLength: number): string {
  let host = text
  while (host.length < minLength) {
    const missing = minLength - host.length
    host = missing === 1 ? `a${host}` : `${'a'.repeat(Math.min(40, missing - 1))}.${host}`
  }
  return host
}
