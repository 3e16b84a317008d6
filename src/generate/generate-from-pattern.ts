import type { Random } from '../base/random.js'
import { unreachable } from '../base/unreachable.js'
import { withoutDelimiters } from '../model/pattern-translation.js'
import type { CharRange } from './character-classes.js'
import { parsePattern, type PatternNode } from './parse-pattern.js'

export interface TextBounds {
  /** In code points, as JSON Schema counts. */
  readonly minLength: number
  readonly maxLength: number
}

/** Characters of one text; a pattern such as (a{1000}){1000} must not fill the memory. */
const MAX_LENGTH = 5000
/** How many optional repetitions the successive tries add: short and readable first, then what long bounds need. */
const GROWTH = [5, 0, 2, 11, 1, 24, 60, 150]
const EASY: readonly CharRange[] = [
  [97, 122],
  [48, 57],
  [65, 90],
  [45, 46],
  [33, 126],
  [32, 32],
]

interface Writer {
  readonly random: Random
  /** Optional repetitions that each quantifier may add. */
  readonly growth: number
  /** Writes what look-aheads ask for, in place of checking it. */
  readonly looks: boolean
  /** Any class of characters, not only the most readable one. */
  readonly mixed: boolean
  readonly groups: Map<string, string>
  length: number
}

/**
 * Texts that a pattern is likely to match, readable ones first. What look-arounds and bounds exclude is for the caller's
 * check to find out; the list is bounded, so try them in turn.
 */
export function* textsFromPattern(pattern: string, bounds: TextBounds, random: Random): Generator<string, undefined> {
  const node = parsePattern(withoutDelimiters(pattern).source)
  const growths = [...GROWTH, Math.min(bounds.minLength, MAX_LENGTH)]
  let round = 0
  for (const mixed of [false, true]) {
    for (const looks of [false, true]) {
      for (const growth of growths) {
        const draw = random.fork(`try ${round++}`)
        const writer = { random: draw, growth, looks, mixed, groups: new Map<string, string>(), length: 0 }
        const text = write(node, writer)
        // Broken off: what such a pattern matches is longer than anything we write.
        if (writer.length > MAX_LENGTH && growth === 0) return undefined
        if (writer.length > MAX_LENGTH) continue
        yield* fitted(text, bounds)
      }
    }
  }
  return undefined
}

/** The text itself where it is within the bounds, else padded or cut: right for patterns without anchors. */
function* fitted(text: string, { minLength, maxLength }: TextBounds): Generator<string> {
  const chars = Array.from(text)
  if (chars.length >= minLength && chars.length <= maxLength) yield text
  else if (chars.length < minLength && minLength <= MAX_LENGTH) {
    yield text + 'a'.repeat(minLength - chars.length)
    yield 'a'.repeat(minLength - chars.length) + text
    yield text + '0'.repeat(minLength - chars.length)
  } else if (chars.length > maxLength) yield chars.slice(0, maxLength).join('')
}

function write(node: PatternNode, writer: Writer): string {
  if (writer.length > MAX_LENGTH) return ''
  switch (node.kind) {
    case 'chars':
      writer.length++
      return writeChar(node.ranges, writer)
    case 'sequence':
      return node.nodes.map((part) => write(part, writer)).join('')
    case 'choice':
      return write(writer.random.pick(node.options), writer)
    case 'repeat':
      return writeRepeat(node, writer)
    case 'group': {
      const text = write(node.node, writer)
      writer.groups.set(String(node.index), text)
      if (node.name) writer.groups.set(node.name, text)
      return text
    }
    case 'reference':
      return writer.groups.get(node.to) ?? ''
    case 'look':
      return writer.looks && !node.negative ? write(node.node, { ...writer, growth: 0 }) : ''
    case 'start':
    case 'end':
    case 'nothing':
      return ''
    default:
      return unreachable(node)
  }
}

function writeRepeat(node: PatternNode & { kind: 'repeat' }, writer: Writer): string {
  const most = Math.min(node.max, node.min + writer.growth, MAX_LENGTH)
  const least = writer.growth > 20 ? most : Math.min(node.min, most)
  const count = writer.random.integer(least, most)
  const parts: string[] = []
  for (let i = 0; i < count && writer.length <= MAX_LENGTH; i++) {
    writer.length++
    parts.push(write(node.node, writer))
  }
  return parts.join('')
}

function writeChar(ranges: readonly CharRange[], { random, mixed }: Writer): string {
  const easy = mixed ? [...EASY].slice(random.integer(0, 4)) : EASY
  for (const wanted of easy) {
    const common = ranges
      .map(([low, high]): CharRange => [Math.max(low, wanted[0]), Math.min(high, wanted[1])])
      .filter(([low, high]) => low <= high)
    if (common.length > 0) return charOf(random.pick(common), random)
  }
  return ranges.length > 0 ? charOf(random.pick(ranges), random) : ''
}

function charOf([low, high]: CharRange, random: Random): string {
  const code = random.integer(low, high)
  // Half of a surrogate pair is no character (RFC 8259 8.2).
  return String.fromCodePoint(code >= 0xd800 && code <= 0xdfff ? (low < 0xd800 ? low : 0xe000) : code)
}
