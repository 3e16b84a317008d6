import type { Random } from '../base/random.js'
import { capitalised } from '../base/text.js'

/** What stands behind a name: short, plausible, and nobody's. */
const PEOPLE = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Radia', 'Tim']
const FAMILIES = ['Lovelace', 'Hopper', 'Turing', 'Liskov', 'Knuth', 'Perlman', 'Hamilton', 'Kay']
const PLACES = ['Berlin', 'Lisbon', 'Oslo', 'Kyoto', 'Quito', 'Nairobi', 'Toronto', 'Lima']
const THINGS = ['lantern', 'compass', 'kettle', 'anchor', 'bridge', 'orchard', 'meadow', 'harbour']
const WORDS = [
  'amber',
  'cedar',
  'delta',
  'ember',
  'fjord',
  'grove',
  'heron',
  'indigo',
  'jade',
  'maple',
  'onyx',
  'river',
]

type Writer = (random: Random) => string
const choose =
  (...items: readonly string[]): Writer =>
  (random) =>
    random.pick(items)

/** By the last word of a member's name, then by the name as a whole; the first row that fits. */
const NAMED: readonly (readonly [RegExp, Writer])[] = [
  [/^(email|mail)$/, (random) => `${random.pick(PEOPLE).toLowerCase()}@example.com`],
  [/^(url|uri|href|link|website|homepage|endpoint|webhook)$/, (random) => `https://example.com/${random.pick(WORDS)}`],
  [/^(uuid|guid)$/, uuid],
  [/^(firstname|givenname|first|given|nickname)$/, choose(...PEOPLE)],
  [/^(lastname|familyname|surname|family|last)$/, choose(...FAMILIES)],
  [
    /^(fullname|displayname|author|owner|customer|contact|assignee|person)$/,
    (random) => `${random.pick(PEOPLE)} ${random.pick(FAMILIES)}`,
  ],
  [/^(username|login|user|handle)$/, (random) => random.pick(PEOPLE).toLowerCase()],
  [/^(phone|tel|telephone|mobile|fax|phonenumber)$/, (random) => `+1555${digits(random, 7)}`],
  [
    /^(street|address|address1|line1)$/,
    (random) => `${random.integer(1, 99)} ${capitalised(random.pick(THINGS))} Street`,
  ],
  [/^(city|town|region|location|place|venue)$/, choose(...PLACES)],
  [/^(zip|zipcode|postcode|postalcode|postal)$/, (random) => digits(random, 5)],
  [/^(state|province)$/, choose('active')],
  [/^country$/, choose('Portugal', 'Norway', 'Japan', 'Kenya')],
  [/^countrycode$/, choose('PT', 'NO', 'JP', 'KE')],
  [/^(currency|currencycode)$/, choose('EUR', 'USD', 'JPY')],
  [/^(lang|language|locale)$/, choose('en', 'de', 'pt')],
  [/^(timezone|tz)$/, choose('Europe/Berlin', 'UTC')],
  [
    /^(company|companyname|organization|organisation|org|vendor|brand)$/,
    (random) => `${capitalised(random.pick(WORDS))} Works`,
  ],
  [
    /^(title|subject|headline|caption|summary|label)$/,
    (random) => `${capitalised(random.pick(WORDS))} ${random.pick(THINGS)}`,
  ],
  [/^(description|message|text|content|body|comment|note|notes|details|detail|reason|bio)$/, sentence],
  [/^(price|amount|cost|total|balance)$/, (random) => `${random.integer(1, 99)}.${digits(random, 2)}`],
  [/^(color|colour)$/, choose('#1e88e5', '#43a047', '#fdd835')],
  [/^(version|release)$/, (random) => `1.${random.integer(0, 9)}.0`],
  [/^(ip|ipaddress)$/, (random) => `192.0.2.${random.integer(1, 254)}`],
  [/^(host|hostname|domain)$/, (random) => `${random.pick(WORDS)}.example.com`],
  [/^(date|day|birthday|dob)$/, () => '2024-05-17'],
  [/^(avatar|photo|picture|thumbnail|logo)$/, (random) => `https://example.com/${random.pick(WORDS)}.png`],
  [/^(status|phase)$/, choose('active')],
  [/^(path|file|filename|filepath)$/, (random) => `${random.pick(WORDS)}.txt`],
  [/^(sha|hash|digest|checksum|commit|etag|signature)$/, (random) => hex(random, 40)],
  [/^(token|secret|password|key|apikey|cursor|nonce)$/, (random) => hex(random, 16)],
  [/^(id|ids|identifier|number|no|sku|ref|reference)$/, (random) => `${random.integer(1, 9)}${digits(random, 7)}`],
  [/^(code|slug|tag|tags|name|type|kind|category|group|role)$/, choose(...WORDS)],
]

/** Words of a name in lower case: 'createdAt', 'created_at' and 'created-at' are the same two. */
export function nameWords(name: string): string[] {
  return name
    .slice(0, 80)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** 'createdAt', 'expires_at', 'timestamp': a point in time, although no format says so. */
export function namesInstant(name: string): boolean {
  const words = nameWords(name)
  return /^(timestamp|datetime|\w+(ed|es|s)at)$/.test(words.slice(-2).join('')) || words.at(-1) === 'timestamp'
}

/** Text that a member of this name could hold. */
export function textFor(name: string, random: Random): string {
  const words = nameWords(name)
  const last = words.at(-1) ?? ''
  for (const word of [words.join(''), words.slice(-2).join(''), last]) {
    const row = NAMED.find(([rule]) => rule.test(word))
    if (row) return row[1](random)
  }
  return random.pick(WORDS)
}

export function sentence(random: Random): string {
  return `${capitalised(random.pick(WORDS))} ${random.pick(THINGS)} by the ${random.pick(THINGS)}.`
}

export function word(random: Random): string {
  return random.pick(WORDS)
}

export function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.integer(0, 9)).join('')
}

export function hex(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.integer(0, 15).toString(16)).join('')
}

// RFC 9562 5.4: version 4, variant 10.
export function uuid(random: Random): string {
  const variant = (8 + random.integer(0, 3)).toString(16)
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${variant}${hex(random, 3)}-${hex(random, 12)}`
}
