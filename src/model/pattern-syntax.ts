/** Regular expressions read just far enough to tell what they cost (ECMA-262 22.2.1, Annex B forms included). */
export type Expression =
  /** One character out of a set: a bit for each of ASCII, and bit 128 for all the others together. */
  | { readonly kind: 'set'; readonly set: bigint }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly parts: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly body: Expression; readonly least: number; readonly most: number }
  /** '^' */
  | { readonly kind: 'start' }
  /** '$', '\b', '\B' */
  | { readonly kind: 'empty' }
  | { readonly kind: 'look'; readonly body: Expression }
  | { readonly kind: 'backreference' }

const ALL = (1n << 129n) - 1n
const LINE_ENDS = bit(10) | bit(13)
const DIGITS = range(48, 57)
const WORDS = DIGITS | range(65, 90) | range(97, 122) | bit(95)
const SPACES = range(9, 13) | bit(32) | bit(128)

/** @throws SyntaxError at what it does not know; the caller then assumes the worst. */
export function parseExpression(source: string): Expression {
  const reader: Reader = { source, next: 0, depth: 0 }
  const expression = readChoice(reader)
  if (reader.next < source.length) throw new SyntaxError(`unexpected ${source.slice(reader.next)}`)
  return expression
}

interface Reader {
  readonly source: string
  next: number
  depth: number
}

function bit(code: number): bigint {
  return 1n << BigInt(Math.min(code, 128))
}

function range(from: number, to: number): bigint {
  if (from > 127) return bit(128)
  const ascii = (1n << BigInt(Math.min(to, 127) + 1)) - (1n << BigInt(from))
  return to > 127 ? ascii | bit(128) : ascii
}

function readChoice(reader: Reader): Expression {
  if (++reader.depth > 200) throw new SyntaxError('nested too deeply')
  const parts = [readSequence(reader)]
  while (reader.source[reader.next] === '|') {
    reader.next++
    parts.push(readSequence(reader))
  }
  reader.depth--
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts }
}

function readSequence(reader: Reader): Expression {
  const parts: Expression[] = []
  for (;;) {
    const char = reader.source[reader.next]
    if (char === undefined || char === '|' || char === ')') return { kind: 'sequence', parts }
    parts.push(readRepeats(readAtom(reader), reader))
  }
}

function readRepeats(atom: Expression, reader: Reader): Expression {
  const match = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(reader.source.slice(reader.next, reader.next + 24))
  if (!match) return atom
  reader.next += match[0].length
  const [, sign, low = '0', comma, high = ''] = match
  if (sign !== undefined) {
    return { kind: 'repeat', body: atom, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity }
  }
  const least = Number(low)
  const most = comma === undefined ? least : high === '' ? Infinity : Number(high)
  return { kind: 'repeat', body: atom, least, most }
}

function readAtom(reader: Reader): Expression {
  const char = reader.source[reader.next] ?? ''
  reader.next += (reader.source.codePointAt(reader.next) ?? 0) > 0xffff ? 2 : 1
  switch (char) {
    case '(':
      return readGroup(reader)
    case '[':
      return { kind: 'set', set: readClass(reader) }
    case '.':
      return { kind: 'set', set: ALL & ~LINE_ENDS }
    case '^':
      return { kind: 'start' }
    case '$':
      return { kind: 'empty' }
    case '\\':
      return readEscape(reader)
    default:
      return { kind: 'set', set: bit(char.charCodeAt(0)) }
  }
}

function readGroup(reader: Reader): Expression {
  const opening = /^\?(?::|<?[=!]|<[^>]*>)/.exec(reader.source.slice(reader.next, reader.next + 80))?.[0] ?? ''
  if (opening === '' && reader.source[reader.next] === '?') throw new SyntaxError('unknown kind of group')
  reader.next += opening.length
  const body = readChoice(reader)
  if (reader.source[reader.next] !== ')') throw new SyntaxError('unclosed group')
  reader.next++
  return /[=!]$/.test(opening) ? { kind: 'look', body } : body
}

function readEscape(reader: Reader): Expression {
  const char = reader.source[reader.next] ?? ''
  if (char === 'b' || char === 'B') {
    reader.next++
    return { kind: 'empty' }
  }
  if (/[1-9k]/.test(char)) {
    reader.next += /^(?:\d+|k<[^>]*>)/.exec(reader.source.slice(reader.next))?.[0].length ?? 1
    return { kind: 'backreference' }
  }
  return { kind: 'set', set: readEscapedSet(reader).set }
}

/** What follows a backslash; `code` when it is a single character. */
function readEscapedSet(reader: Reader): { readonly set: bigint; readonly code: number | undefined } {
  const rest = reader.source.slice(reader.next, reader.next + 64)
  const property = /^[pP]\{[^}]*\}/.exec(rest)
  if (property) {
    reader.next += property[0].length
    return { set: ALL, code: undefined }
  }
  const coded = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]+)\})/i.exec(rest)
  if (coded) {
    reader.next += coded[0].length
    return single(parseInt(coded[1] ?? coded[2] ?? coded[3] ?? '', 16))
  }
  const char = reader.source[reader.next++] ?? ''
  const classes: Readonly<Record<string, bigint>> = { d: DIGITS, w: WORDS, s: SPACES }
  const known = Object.hasOwn(classes, char.toLowerCase()) ? classes[char.toLowerCase()] : undefined
  if (known !== undefined) {
    const complement = (ALL & ~known) | bit(128)
    return { set: char === char.toLowerCase() ? known : complement, code: undefined }
  }
  if (char === 'c') return single((reader.source.charCodeAt(reader.next++) || 0) & 31)
  const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0 }
  return single((Object.hasOwn(controls, char) ? controls[char] : undefined) ?? (char.charCodeAt(0) || 0))
}

function single(code: number): { readonly set: bigint; readonly code: number } {
  return { set: bit(code), code }
}

function readClass(reader: Reader): bigint {
  const negated = reader.source[reader.next] === '^'
  if (negated) reader.next++
  let set = 0n
  for (;;) {
    const char = reader.source[reader.next]
    if (char === undefined) throw new SyntaxError('unclosed class')
    if (char === ']') break
    const from = readClassMember(reader)
    const isRange = reader.source[reader.next] === '-' && reader.source[reader.next + 1] !== ']'
    if (!isRange || from.code === undefined) {
      set |= from.set
      continue
    }
    reader.next++
    const to = readClassMember(reader)
    set |= to.code === undefined ? from.set | to.set | bit(45) : range(from.code, to.code)
  }
  reader.next++
  return negated ? (ALL & ~set) | bit(128) : set
}

function readClassMember(reader: Reader): { readonly set: bigint; readonly code: number | undefined } {
  const code = reader.source.codePointAt(reader.next) ?? 0
  reader.next += code > 0xffff ? 2 : 1
  if (code !== 92) return single(code)
  if (reader.source[reader.next] !== 'b') return readEscapedSet(reader)
  reader.next++
  return single(8)
}
