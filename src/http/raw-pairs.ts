/** Names (decoded) and their values (still encoded), in order: of a query, a urlencoded body, or a Cookie header. */
export type RawPairs = ReadonlyMap<string, readonly string[]>

/**
 * 'a=1&b=2&a=3'. A name that is not well encoded stays as it is; a pair without '=' has an empty value.
 * @param mostNames reading stops one beyond it
 */
export function readPairs(text: string, mostNames = Infinity): RawPairs {
  const pairs = new Map<string, string[]>()
  let start = 0
  while (start <= text.length && pairs.size <= mostNames) {
    let end = text.indexOf('&', start)
    if (end === -1) end = text.length
    if (end > start) addPair(pairs, text.slice(start, end))
    start = end + 1
  }
  return pairs
}

function addPair(pairs: Map<string, string[]>, pair: string): void {
  const equals = pair.indexOf('=')
  const rawName = equals === -1 ? pair : pair.slice(0, equals)
  add(pairs, decodeFormOrKeep(rawName), equals === -1 ? '' : pair.slice(equals + 1))
}

/** RFC 6265 4.2.1, read as servers do: any blanks around pairs, values in quotes without them. */
export function readCookies(header: string): RawPairs {
  const pairs = new Map<string, string[]>()
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals === -1) continue
    const value = pair.slice(equals + 1).trim()
    const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"')
    add(pairs, pair.slice(0, equals).trim(), isQuoted ? value.slice(1, -1) : value)
  }
  return pairs
}

function add(pairs: Map<string, string[]>, name: string, value: string): void {
  const values = pairs.get(name)
  if (values) values.push(value)
  else pairs.set(name, [value])
}

/** Undoes percent-encoding; undefined when it is malformed or not UTF-8. '+' is a plus sign. */
export function decodePercent(raw: string): string | undefined {
  if (!raw.includes('%')) return raw
  try {
    return decodeURIComponent(raw)
  } catch {
    return undefined
  }
}

/** As decodePercent, for queries and forms, where '+' is a space (application/x-www-form-urlencoded). */
export function decodeForm(raw: string): string | undefined {
  return decodePercent(raw.includes('+') ? raw.replaceAll('+', ' ') : raw)
}

/** What is malformed stays as it is: for texts that have been found well encoded, and for names. */
export function decodeFormOrKeep(raw: string): string {
  return decodeForm(raw) ?? raw
}
