/** Reads the parts of a regular expression that say which text it matches; lenient, since it only guides a generator. */

import {
  complement,
  DIGITS,
  LETTERS,
  MAX_CODE,
  one,
  POSIX,
  SPACE,
  UNICODE,
  WORD,
  type CharRange,
} from './character-classes.js'

export type PatternNode =
  | { readonly kind: 'chars'; readonly ranges: readonly CharRange[] }
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'group'; readonly node: PatternNode; readonly index: number; readonly name: string | undefined }
  | { readonly kind: 'reference'; readonly to: string }
  | { readonly kind: 'look'; readonly node: PatternNode; readonly negative: boolean }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  /** Matches no character: word boundaries, inline flags. */
  | { readonly kind: 'nothing' }

/** Deeper nesting than any hand-written pattern; beyond it the rest is read as nothing, so that the stack stays small. */
const MAX_DEPTH = 60
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0, a: 7, e: 27 }

interface Reader {
  readonly chars: readonly string[]
  at: number
  groups: number
}

/** Never throws: what is not understood is read as the characters that stand there. */
export function parsePattern(source: string): PatternNode {
  const reader: Reader = { chars: Array.from(source), at: 0, groups: 0 }
  const options = [readChoice(reader, 0)]
  // A ')' without its partner: read on behind it.
  while (reader.at < reader.chars.length) {
    reader.at++
    options.push(readChoice(reader, 0))
  }
  return options.length === 1 && options[0] ? options[0] : { kind: 'sequence', nodes: options }
}

function readChoice(reader: Reader, depth: number): PatternNode {
  const options = [readSequence(reader, depth)]
  while (reader.chars[reader.at] === '|') {
    reader.at++
    options.push(readSequence(reader, depth))
  }
  return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options }
}

function readSequence(reader: Reader, depth: number): PatternNode {
  const nodes: PatternNode[] = []
  for (;;) {
    const char = reader.chars[reader.at]
    if (char === undefined || char === '|' || char === ')') return { kind: 'sequence', nodes }
    nodes.push(readRepeat(reader, readAtom(reader, char, depth)))
  }
}

function readRepeat(reader: Reader, node: PatternNode): PatternNode {
  const bounds = readQuantifier(reader)
  if (!bounds) return node
  // Lazy and possessive marks change how text is searched, not which text is matched.
  if (reader.chars[reader.at] === '?' || reader.chars[reader.at] === '+') reader.at++
  return readRepeat(reader, { kind: 'repeat', node, min: bounds[0], max: bounds[1] })
}

function readQuantifier(reader: Reader): CharRange | undefined {
  const char = reader.chars[reader.at]
  if (char === '*' || char === '+' || char === '?') {
    reader.at++
    return [char === '+' ? 1 : 0, char === '?' ? 1 : Infinity]
  }
  if (char !== '{') return undefined
  const text = reader.chars.slice(reader.at, reader.at + 24).join('')
  const match = /^\{(\d*)(,?)(\d*)\}/.exec(text)
  if (!match || (match[1] === '' && match[3] === '')) return undefined
  reader.at += match[0].length
  const min = Number(match[1] ?? 0)
  const max = match[3] ? Number(match[3]) : match[2] ? Infinity : min
  return [min, Math.max(min, max)]
}

function readAtom(reader: Reader, char: string, depth: number): PatternNode {
  reader.at++
  switch (char) {
    case '^':
      return { kind: 'start' }
    case '$':
      return { kind: 'end' }
    case '.':
      return {
        kind: 'chars',
        ranges: complement([
          [10, 10],
          [13, 13],
          [0x2028, 0x2029],
        ]),
      }
    case '(':
      return readGroup(reader, depth)
    case '[':
      return readClass(reader)
    case '\\':
      return readEscape(reader)
    default:
      return single(char.codePointAt(0) ?? 0)
  }
}

function readGroup(reader: Reader, depth: number): PatternNode {
  const head = /^\?(?:([:>|])|(<?[=!])|P?<([\w$]+)>|'(\w+)'|([a-z-]*)([:)]))/i.exec(
    reader.chars.slice(reader.at, reader.at + 80).join(''),
  )
  if (head) reader.at += Array.from(head[0]).length
  if (head?.[6] === ')') return { kind: 'nothing' }
  const captures = !head || head[3] !== undefined || head[4] !== undefined
  const index = captures ? ++reader.groups : 0
  if (depth >= MAX_DEPTH) {
    reader.at = reader.chars.length
    return { kind: 'nothing' }
  }
  const node = readChoice(reader, depth + 1)
  if (reader.chars[reader.at] === ')') reader.at++
  const look = head?.[2]
  if (look) return { kind: 'look', node, negative: look.endsWith('!') }
  return captures ? { kind: 'group', node, index, name: head?.[3] ?? head?.[4] } : node
}

function readEscape(reader: Reader): PatternNode {
  const char = reader.chars[reader.at] ?? '\\'
  if (char === 'b' || char === 'B' || char === 'G') {
    reader.at++
    return { kind: 'nothing' }
  }
  if (char === 'A' || char === 'z' || char === 'Z') {
    reader.at++
    return { kind: char === 'A' ? 'start' : 'end' }
  }
  if (char === 'k') {
    const match = /^k<(\w+)>/.exec(reader.chars.slice(reader.at, reader.at + 80).join(''))
    if (match) {
      reader.at += match[0].length
      return { kind: 'reference', to: match[1] ?? '' }
    }
  }
  if (/[1-9]/.test(char)) {
    reader.at++
    return { kind: 'reference', to: char }
  }
  return { kind: 'chars', ranges: readEscapedChars(reader) }
}

/** Behind a backslash: a class such as \d, or one character. */
function readEscapedChars(reader: Reader): readonly CharRange[] {
  const char = reader.chars[reader.at] ?? '\\'
  reader.at++
  switch (char) {
    case 'd':
      return DIGITS
    case 'D':
      return complement(DIGITS)
    case 'w':
      return WORD
    case 'W':
      return complement(WORD)
    case 's':
      return SPACE
    case 'S':
      return complement(SPACE)
    case 'p':
    case 'P':
      return readUnicodeClass(reader, char === 'P')
    case 'x':
    case 'u':
      return readCode(reader, char)
    case 'c': {
      const letter = reader.chars[reader.at++] ?? 'A'
      return one((letter.codePointAt(0) ?? 0) % 32)
    }
    default:
      return one(CONTROLS[char] ?? char.codePointAt(0) ?? 0)
  }
}

function readUnicodeClass(reader: Reader, negative: boolean): readonly CharRange[] {
  const match = /^(?:\{\^?(?:[\w ]+=)?([\w ]+)\}|(\w))/.exec(reader.chars.slice(reader.at, reader.at + 60).join(''))
  if (!match) return one(112)
  reader.at += match[0].length
  const ranges = UNICODE.get(match[1] ?? match[2] ?? '') ?? LETTERS
  return negative ? complement(ranges) : ranges
}

function readCode(reader: Reader, kind: string): readonly CharRange[] {
  const text = reader.chars.slice(reader.at, reader.at + 12).join('')
  const match =
    /^\{([0-9a-fA-F]{1,6})\}/.exec(text) ?? (kind === 'x' ? /^([0-9a-fA-F]{2})/ : /^([0-9a-fA-F]{4})/).exec(text)
  if (!match) return one(kind.codePointAt(0) ?? 0)
  reader.at += match[0].length
  return one(Math.min(MAX_CODE, parseInt(match[1] ?? '0', 16)))
}

function readClass(reader: Reader): PatternNode {
  const negative = reader.chars[reader.at] === '^'
  if (negative) reader.at++
  const ranges: CharRange[] = []
  for (;;) {
    const char = reader.chars[reader.at]
    if (char === undefined || char === ']') break
    const low = readClassItem(reader, char)
    const next = reader.chars[reader.at + 1]
    const from = low.length === 1 && low[0]?.[0] === low[0]?.[1] ? low[0]?.[0] : undefined
    if (from !== undefined && reader.chars[reader.at] === '-' && next !== undefined && next !== ']') {
      reader.at++
      const high = readClassItem(reader, next)
      const to = high[0]?.[0] ?? from
      if (high.length === 1 && to === high[0]?.[1]) ranges.push([Math.min(from, to), Math.max(from, to)])
      else ranges.push([from, from], [45, 45], ...high)
    } else ranges.push(...low)
  }
  reader.at++
  return { kind: 'chars', ranges: negative ? complement(ranges) : ranges }
}

function readClassItem(reader: Reader, char: string): readonly CharRange[] {
  const posix = char === '[' ? /^\[:(\w+):\]/.exec(reader.chars.slice(reader.at, reader.at + 12).join('')) : null
  if (posix) {
    reader.at += posix[0].length
    return POSIX.get(posix[1] ?? '') ?? LETTERS
  }
  reader.at++
  if (char !== '\\') return one(char.codePointAt(0) ?? 0)
  if (reader.chars[reader.at] === 'b') {
    reader.at++
    return one(8)
  }
  return readEscapedChars(reader)
}

function single(code: number): PatternNode {
  return { kind: 'chars', ranges: one(code) }
}
