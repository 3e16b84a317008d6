/** Media types and ranges (RFC 9110 8.3.1, 12.5.1). */
export interface MediaType {
  /** Lower case; '*' in a range. */
  readonly type: string
  readonly subtype: string
  /** Names in lower case, values unquoted, as sent. */
  readonly parameters: ReadonlyMap<string, string>
  /** 'type/subtype' in lower case. */
  readonly essence: string
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const TYPE = new RegExp(`^[ \\t]*(${TOKEN})/(${TOKEN})[ \\t]*`)
const PARAMETER = new RegExp(`^;[ \\t]*(?:(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\[\\t -~\\x80-\\xff])*)"))?[ \\t]*`)

/** Undefined when the text is not a media type or range. A bare '*' is read as '*\/*', as many clients mean it. */
export function parseMediaType(text: string): MediaType | undefined {
  const known = parsed.get(text)
  if (known) return known
  const type = parseAfresh(text)
  if (type && text.length <= MOST_CHARACTERS && parsed.size < MOST_PARSED) parsed.set(text, type)
  return type
}

/** The few that a document and its clients use are parsed with every message; what strangers send is bounded. */
const parsed = new Map<string, MediaType>()
const MOST_PARSED = 256
const MOST_CHARACTERS = 200

function parseAfresh(text: string): MediaType | undefined {
  if (text.trim() === '*') return mediaType('*', '*', new Map())
  const start = TYPE.exec(text)
  if (!start) return undefined
  const parameters = new Map<string, string>()
  let rest = text.slice(start[0].length)
  while (rest !== '') {
    const match = PARAMETER.exec(rest)
    if (!match) return undefined
    const [whole, name, token, quoted] = match
    // RFC 9110 5.6.6: a parameter may be empty ('; ;'), and the first of a repeated name counts here.
    if (name !== undefined && !parameters.has(name.toLowerCase())) {
      parameters.set(name.toLowerCase(), token ?? (quoted ?? '').replace(/\\(.)/g, '$1'))
    }
    rest = rest.slice(whole.length)
  }
  return mediaType(start[1] ?? '', start[2] ?? '', parameters)
}

function mediaType(type: string, subtype: string, parameters: ReadonlyMap<string, string>): MediaType {
  const lowerType = type.toLowerCase()
  const lowerSubtype = subtype.toLowerCase()
  return { type: lowerType, subtype: lowerSubtype, parameters, essence: `${lowerType}/${lowerSubtype}` }
}

/**
 * How closely a range fits a concrete type: 0 not at all, 1 any type, 2 'type/*', 3 suffix range ('application/*+json'),
 * 4 the same type, 5 the same type with all of the range's parameters. A range with parameters that the type lacks still
 * fits (4): clients rarely send them; a type that gives one of them another value is another type. `charset` never counts.
 */
export function matchMediaRange(range: MediaType, type: MediaType): 0 | 1 | 2 | 3 | 4 | 5 {
  if (range.type === '*') return range.subtype === '*' ? 1 : 0
  if (range.type !== type.type) return 0
  if (range.subtype === '*') return 2
  if (range.subtype.startsWith('*+')) return type.subtype.endsWith(range.subtype.slice(1)) ? 3 : 0
  if (range.subtype !== type.subtype) return 0
  const named = [...range.parameters].filter(([name]) => name !== 'charset')
  if (named.length === 0) return 4
  if (contradicts(range, type)) return 0
  return named.every(([name]) => type.parameters.has(name)) ? 5 : 4
}

/** Both name a parameter, and differ: 'application/json;version=1' is not version 2. What only one names is no quarrel. */
function contradicts(range: MediaType, type: MediaType): boolean {
  for (const [name, value] of range.parameters) {
    const other = type.parameters.get(name)
    if (name !== 'charset' && other !== undefined && other.toLowerCase() !== value.toLowerCase()) return true
  }
  return false
}

/** application/json, text/json, x-json and every '+json' (RFC 6839); not the sequences such as application/x-ndjson. */
export function isJsonType({ type, subtype }: MediaType): boolean {
  if (subtype === 'json' || subtype === 'x-json') return type === 'application' || type === 'text'
  return subtype.endsWith('+json')
}

export function isXmlType({ subtype }: MediaType): boolean {
  return subtype === 'xml' || subtype.endsWith('+xml')
}

/** JSON Lines, NDJSON, JSON text sequences, Server-Sent Events (OpenAPI 3.2 'Sequential Media Types'). */
export function isSequentialType({ essence, subtype }: MediaType): boolean {
  return (
    essence === 'text/event-stream' ||
    ['jsonl', 'x-jsonl', 'ndjson', 'x-ndjson', 'jsonlines', 'x-jsonlines', 'json-seq'].includes(subtype) ||
    subtype.endsWith('+json-seq') ||
    subtype.endsWith('+jsonl')
  )
}
