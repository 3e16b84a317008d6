import { pointerTo } from '../base/json-pointer.js'
import type { Random } from '../base/random.js'
import { matchesFormat } from '../model/formats.js'
import { compilePattern } from '../model/pattern.js'
import { accepted, randomAt, type Build, type Place } from './build.js'
import type { Conjunction, Facets } from './facets.js'
import { textsOfFormat } from './format-text.js'
import { textsFromPattern, type TextBounds } from './generate-from-pattern.js'
import { namesInstant, nameWords, sentence, textFor, uuid, word } from './sample-text.js'

/** Longer texts are not written, whatever minLength asks. */
const MAX_LENGTH = 20_000
/** Texts that are checked against a pattern before the first is taken for better or worse. */
const MAX_CHECKS = 60

/** So many characters cost as much as a value: a list of the longest texts must not keep everybody waiting. */
const CHARACTERS_A_VALUE = 100

/** A text of the right format, pattern and length, telling by its name where it can be. */
export function buildString(build: Build, conjunction: Conjunction, facets: Facets, place: Place): string {
  const text = bestText(build, conjunction, facets, place)
  build.budget.left -= Math.floor(text.length / CHARACTERS_A_VALUE)
  return text
}

function bestText(build: Build, conjunction: Conjunction, facets: Facets, place: Place): string {
  const texts = candidates(build, facets, place)
  const checks = facets.patterns.length > 0 || facets.formats.length > 1 || facets.nots.length > 0 || build.careful
  let first: string | undefined
  let untested: string | undefined
  let count = 0
  for (const text of texts) {
    if (!fitsLength(text, facets)) continue
    first ??= text
    if (!isTestable(text, facets)) {
      untested ??= text
      if (count++ > MAX_CHECKS) break
      continue
    }
    if (!checks || count++ > MAX_CHECKS || accepted(build, conjunction, text)) return text
    if (build.budget.left <= 0) break
  }
  return untested ?? first ?? ''
}

/** Whether the check of its patterns would tell anything: it lets pass what no engine can test. */
function isTestable(text: string, { patterns }: Facets): boolean {
  return patterns.every((pattern) => compilePattern(pattern)?.decides(text) !== false)
}

function fitsLength(text: string, { minLength, maxLength }: Facets): boolean {
  const length = lengthOf(text)
  return length >= Math.min(minLength, MAX_LENGTH) && length <= maxLength
}

/** JSON Schema validation 6.3.1: in characters (code points), not UTF-16 units. */
function lengthOf(text: string): number {
  let length = 0
  for (const char of text) length += char.length > 0 ? 1 : 0
  return length
}

function* candidates(build: Build, facets: Facets, place: Place): Generator<string> {
  const random = randomAt(build, place)
  const minLength = Math.min(facets.minLength, MAX_LENGTH)
  const bounds = { minLength, maxLength: Math.max(minLength, facets.maxLength) }
  const formed = facets.formats.flatMap((format) =>
    textsOfFormat(format, { name: place.name, random, clock: build.clock, minLength }),
  )
  yield* formed
  if (facets.contents.length > 0) {
    const inside = { ...place, at: pointerTo(place.at, 'contentSchema'), depth: place.depth + 1 }
    yield JSON.stringify(build.value(facets.contents, inside))
  }
  if (facets.patterns.length === 0) {
    for (const text of plainTexts(build, place, random)) yield fit(text, bounds)
    return
  }
  if (place.turn === 0) yield* plainTexts(build, place, random).filter((text) => isTestable(text, facets))
  if (facets.patterns.length > 1) yield* joined(facets.patterns, bounds, random)
  for (const pattern of facets.patterns) yield* textsFromPattern(pattern, bounds, random)
  for (const text of spliced(formed, facets.patterns, random)) if (isMeant(text, facets)) yield text
  for (const text of [...plainTexts(build, place, random), uuid(random), '1', 'a', 'A', '']) yield fit(text, bounds)
}

/** What begins as one pattern asks and ends as another. */
function* joined(patterns: readonly string[], bounds: TextBounds, random: Random): Generator<string> {
  const texts = patterns.map((pattern) => textsFromPattern(pattern, { minLength: 0, maxLength: Infinity }, random))
  for (let round = 0; round < 12; round++) {
    const parts = texts.map((text) => text.next().value ?? '')
    for (const between of ['', word(random)]) {
      yield fit(parts.join(between), bounds)
      yield fit(parts.toReversed().join(between), bounds)
    }
  }
}

/** A text of a format that begins or ends as a pattern asks: '@example.org$' for an address. */
function* spliced(formed: readonly string[], patterns: readonly string[], random: Random): Generator<string> {
  for (const text of formed.slice(0, 2)) {
    yield* [text.toUpperCase(), text.toLowerCase()]
    for (const pattern of patterns) {
      const part = textsFromPattern(pattern, { minLength: 0, maxLength: Infinity }, random).next().value ?? ''
      for (let cut = Math.min(text.length, MAX_CHECKS); cut >= 0; cut--) {
        yield text.slice(0, cut) + part
        yield part + text.slice(text.length - cut)
      }
    }
  }
}

function isMeant(text: string, { formats, patterns }: Facets): boolean {
  return (
    formats.every((format) => matchesFormat(format, text)) &&
    patterns.every((pattern) => compilePattern(pattern)?.test(text) !== false)
  )
}

function plainTexts({ clock }: Build, { name }: Place, random: Random): string[] {
  const instants = namesInstant(name) ? textsOfFormat('date-time', { name, random, clock, minLength: 0 }) : []
  return [instants[0] ?? textFor(name, random), nameWords(name).length === 0 ? sentence(random) : word(random)]
}

/** Cut at the most, or gone on with at the least, length. */
function fit(text: string, { minLength, maxLength }: TextBounds): string {
  const chars = Array.from(text)
  if (chars.length > maxLength)
    return chars.slice(0, maxLength).join('').trimEnd().padEnd(Math.min(minLength, MAX_LENGTH), 'a')
  if (chars.length >= minLength) return text
  return `${text} ${'and more '.repeat(Math.ceil(minLength / 9))}`.slice(0, minLength).replace(/ $/, '.')
}
