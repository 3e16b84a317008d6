/** Classes of characters as lists of ranges: those of \d and its like, of Unicode properties, of POSIX. */

/** Code points, both bounds included. */
export type CharRange = readonly [number, number]

export const MAX_CODE = 0x10ffff
export const DIGITS: CharRange[] = [[48, 57]]
export const WORD: CharRange[] = [
  [97, 122],
  [48, 57],
  [65, 90],
  [95, 95],
]
export const SPACE: CharRange[] = [
  [32, 32],
  [9, 13],
  [160, 160],
]
const LOWER: CharRange[] = [[97, 122]]
const UPPER: CharRange[] = [[65, 90]]
export const LETTERS: CharRange[] = [...LOWER, ...UPPER]
const PUNCTUATION: CharRange[] = [
  [45, 47],
  [33, 35],
  [37, 42],
  [44, 44],
  [58, 59],
  [63, 64],
]
/** A few characters of each Unicode class: enough to write text, never to judge it. */
export const UNICODE = new Map<string, readonly CharRange[]>([
  ['L', LETTERS],
  ['Letter', LETTERS],
  ['Alphabetic', LETTERS],
  ['Lu', UPPER],
  ['Uppercase_Letter', UPPER],
  ['Ll', LOWER],
  ['Lowercase_Letter', LOWER],
  ['N', DIGITS],
  ['Nd', DIGITS],
  ['Number', DIGITS],
  ['M', [[0x300, 0x36f]]],
  ['P', PUNCTUATION],
  ['Punctuation', PUNCTUATION],
  ['Pd', [[45, 45]]],
  [
    'S',
    [
      [36, 36],
      [43, 43],
    ],
  ],
  ['Sc', [[36, 36]]],
  ['Z', [[32, 32]]],
  ['Zs', [[32, 32]]],
  ['C', [[0, 31]]],
  ['Cc', [[0, 31]]],
  ['Latin', LETTERS],
  ['Greek', [[0x3b1, 0x3c9]]],
  ['Cyrillic', [[0x430, 0x44f]]],
  ['Hebrew', [[0x5d0, 0x5ea]]],
  ['Arabic', [[0x627, 0x63a]]],
  ['Hiragana', [[0x3041, 0x3096]]],
  ['Katakana', [[0x30a1, 0x30fa]]],
  ['Han', [[0x4e00, 0x4fff]]],
  ['Emoji', [[0x1f600, 0x1f64f]]],
])
export const POSIX = new Map<string, readonly CharRange[]>([
  ['alpha', LETTERS],
  ['digit', DIGITS],
  ['alnum', [...LETTERS, ...DIGITS]],
  ['upper', UPPER],
  ['lower', LOWER],
  ['space', SPACE],
  ['punct', PUNCTUATION],
  ['word', WORD],
  ['xdigit', [...DIGITS, [97, 102], [65, 70]]],
])
export function complement(ranges: readonly CharRange[]): readonly CharRange[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0])
  const result: CharRange[] = []
  let from = 0
  for (const [low, high] of sorted) {
    if (low > from) result.push([from, low - 1])
    from = Math.max(from, high + 1)
  }
  if (from <= MAX_CODE) result.push([from, MAX_CODE])
  return result
}

export function one(code: number): readonly CharRange[] {
  return [[code, code]]
}
