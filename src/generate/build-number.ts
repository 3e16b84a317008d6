import type { Random } from '../base/random.js'
import type { Facets } from './facets.js'
import { nameWords } from './sample-text.js'

/** Likely bounds for integers whose name says what they count. */
const NAMED: readonly (readonly [RegExp, number, number])[] = [
  [/^(lat|latitude)$/, -60, 60],
  [/^(lng|lon|long|longitude)$/, -120, 120],
  [/^(percent|percentage|progress|score)$/, 1, 100],
  [/^age$/, 18, 80],
  [/^(year|years)$/, 2020, 2030],
  [/^month$/, 1, 12],
  [/^day$/, 1, 28],
  [/^hour$/, 0, 23],
  [/^(minute|second)$/, 0, 59],
  [/^(status|code)$/, 200, 200],
  [/^port$/, 8080, 8080],
  [/^(page|version|revision|sequence|position|index|rank|priority|level|number)$/, 1, 3],
  [/^(count|total|quantity|limit|offset|amount)$/, 1, 20],
  [/^(size|bytes|length)$/, 128, 4096],
  [/^(width|height)$/, 100, 800],
  [/^(price|cost|fee|balance)$/, 5, 200],
  [/^(id|ids)$/, 1, 9999],
]
const FORMATS: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-2147483648, 2147483647],
  uint32: [0, 4294967295],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  float: [-3.4e38, 3.4e38],
}
/** Numbers that are looked at for one that divides evenly. */
const MAX_AWAY = 20
const FALLBACK: readonly [number, number] = [1, 100]

/**
 * A number within the bounds and a multiple of what it has to be; undefined when there is none. Integers stay within what
 * a double holds exactly, whatever int64 would allow.
 */
export function buildNumber(facets: Facets, mustBeInteger: boolean, name: string, random: Random): number | undefined {
  // Documents write `type: number, format: int32` and mean an integer.
  const integer = mustBeInteger || facets.formats.some((format) => /^(u?int(8|16|32|64)|double-int)$/.test(format))
  const step = commonMultiple(integer ? [1, ...facets.multiples] : facets.multiples)
  if (step === undefined) return undefined
  const bounds = boundsOf(facets, integer)
  const [low, high] = likelyRange(bounds, name, integer)
  if (step > 0)
    return multipleBetween(step, low, high, facets, random) ?? multipleBetween(step, ...bounds, facets, random)
  return fractionBetween(low, high, facets, random)
}

function boundsOf(facets: Facets, integer: boolean): readonly [number, number] {
  let low = Math.max(facets.minimum, integer ? -Number.MAX_SAFE_INTEGER : -Number.MAX_VALUE)
  let high = Math.min(facets.maximum, integer ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE)
  for (const format of facets.formats) {
    const range = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
    if (range) {
      low = Math.max(low, range[0])
      high = Math.min(high, range[1])
    }
  }
  // A bound beyond the safe integers still is a bound: then values near it are all there is.
  if (low > high && facets.minimum > Number.MAX_SAFE_INTEGER) return [facets.minimum, facets.maximum]
  if (low > high && facets.maximum < -Number.MAX_SAFE_INTEGER) return [facets.minimum, facets.maximum]
  return [low, high]
}

/** What a person would expect there, as far as the bounds allow. */
function likelyRange(
  [low, high]: readonly [number, number],
  name: string,
  integer: boolean,
): readonly [number, number] {
  const [from, to] = rangeByName(name)
  const within: readonly [number, number] = [Math.max(low, from), Math.min(high, to)]
  if (within[0] < within[1] || (integer && within[0] === within[1])) return within
  const span = integer ? 100 : 10
  if (low > from) return [low, Math.min(high, low + span)]
  return [Math.max(low, high - span), high]
}

function rangeByName(name: string): readonly [number, number] {
  const words = nameWords(name)
  for (const word of [words.at(-1), words[0]]) {
    for (const [rule, low, high] of NAMED) if (word !== undefined && rule.test(word)) return [low, high]
  }
  return FALLBACK
}

function multipleBetween(step: number, low: number, high: number, facets: Facets, random: Random): number | undefined {
  // Rounded first: 256.89 / 0.01 is a little more than 25689 in binary.
  let first = Math.round(low / step)
  let last = Math.round(high / step)
  if (multiple(first, step) < low) first++
  if (multiple(last, step) > high) last--
  if (facets.aboveMinimum && multiple(first, step) <= facets.minimum) first++
  if (facets.belowMaximum && multiple(last, step) >= facets.maximum) last--
  if (first > last || !Number.isFinite(first) || !Number.isFinite(last)) return undefined
  const count = random.integer(first, Math.min(last, first + 10_000))
  return (wholeMultiple(count, first, last, step, facets) ?? multiple(count, step)) + 0
}

/** Many validators divide without a tolerance, and 69.99 / 0.01 is 6998.999… in binary: a number near by may do for them too. */
function wholeMultiple(count: number, first: number, last: number, step: number, facets: Facets): number | undefined {
  for (let away = 0; away <= MAX_AWAY; away++) {
    const value = multiple(count + away <= last ? count + away : Math.max(first, count - away), step)
    if (facets.multiples.every((each) => Number.isInteger(value / each))) return value
  }
  return undefined
}

/** 3 × 0.01 as a person writes it, 0.03, without what binary fractions add. */
function multiple(count: number, step: number): number {
  const product = count * step
  return Number.isInteger(step) ? product : Number(product.toPrecision(12))
}

function fractionBetween(low: number, high: number, facets: Facets, random: Random): number | undefined {
  for (const digits of [2, 4, 8]) {
    const scale = 10 ** digits
    const value = Number((low + (high - low) * (0.1 + 0.8 * random.next())).toFixed(digits))
    const odd = Number.isInteger(value) && value + 5 / scale < high ? value + 5 / scale : value
    if (inside(odd, facets)) return odd + 0
  }
  const middle = low / 2 + high / 2
  return [middle, low, high].find((value) => inside(value, facets))
}

function inside(value: number, facets: Facets): boolean {
  const above = facets.aboveMinimum ? value > facets.minimum : value >= facets.minimum
  return above && (facets.belowMaximum ? value < facets.maximum : value <= facets.maximum)
}

/** The least step that is a multiple of all; 0 for none asked, undefined when it is beyond reckoning. */
function commonMultiple(steps: readonly number[]): number | undefined {
  if (steps.length === 0) return 0
  const digits = Math.max(...steps.map(decimals))
  if (digits > 12) return steps.length === 1 ? steps[0] : undefined
  const scale = 10 ** digits
  let common = 1
  for (const step of steps) {
    const whole = Math.round(step * scale)
    common = (common / greatestDivisor(common, whole)) * whole
    if (!Number.isFinite(common)) return undefined
  }
  return common / scale
}

function decimals(step: number): number {
  const [mantissa = '', exponent = '0'] = step.toExponential().split('e')
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent))
}

function greatestDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b]
  return a || 1
}
