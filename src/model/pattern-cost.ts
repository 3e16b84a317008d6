/** What a backtracking engine may spend on a pattern: how long a text it can be given before that hurts. */
import { unreachable } from '../base/unreachable.js'
import { parseExpression, type Expression } from './pattern-syntax.js'

/** Steps that one test may take in the worst case, a few milliseconds. */
const BUDGET = 1_000_000

/** Positions looked at; longer expressions count as ambiguous. */
const MOST_POSITIONS = 400

/**
 * The longest text, in UTF-16 units, on which native backtracking stays within its budget whatever the text is; 0 when
 * the steps can double with each character.
 */
export function safeTextLength(source: string): number {
  let expression: Expression
  try {
    expression = parseExpression(source)
  } catch {
    return 0
  }
  const loops = countLoops(expression)
  const searches = startsAtStart(expression) ? 0 : 1
  if (isUnambiguous(expression)) return textLengthFor(searches + (searches > 0 && loops > 0 ? 1 : 0), 0)
  if (hasAmbiguousLoop(expression)) return 0
  return textLengthFor(searches + loops, countOptions(expression))
}

function textLengthFor(degree: number, options: number): number {
  const budget = BUDGET / 2 ** options
  if (budget < 1) return 0
  return degree <= 1 && options === 0 ? Infinity : Math.floor(budget ** (1 / Math.max(1, degree)))
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'sequence':
    case 'choice':
      return expression.parts
    case 'repeat':
    case 'look':
      return [expression.body]
    case 'set':
    case 'start':
    case 'empty':
    case 'backreference':
      return []
    default:
      return unreachable(expression)
  }
}

function countWhere(expression: Expression, claim: (part: Expression) => boolean): number {
  return partsOf(expression).reduce((sum, part) => sum + countWhere(part, claim), claim(expression) ? 1 : 0)
}

const isLoop = (part: Expression): boolean => part.kind === 'repeat' && part.most - part.least > 1
const isOption = (part: Expression): boolean => part.kind === 'repeat' && part.most - part.least === 1
const countLoops = (expression: Expression): number => countWhere(expression, isLoop)
const countOptions = (expression: Expression): number =>
  countWhere(expression, (part) => isOption(part) || part.kind === 'choice' || part.kind === 'backreference')

/** A loop around something that can itself be matched in several ways. */
function hasAmbiguousLoop(expression: Expression): boolean {
  const varies = (part: Expression): boolean =>
    part.kind === 'choice' || part.kind === 'backreference' || isLoop(part) || isOption(part)
  const isRisky = (part: Expression): boolean =>
    part.kind === 'repeat' && part.most > 1 && countWhere(part.body, varies) > 0
  return countWhere(expression, isRisky) > 0
}

function startsAtStart(expression: Expression): boolean {
  switch (expression.kind) {
    case 'start':
      return true
    case 'sequence':
      return expression.parts[0] !== undefined && startsAtStart(expression.parts[0])
    case 'choice':
      return expression.parts.every(startsAtStart)
    case 'repeat':
    case 'set':
    case 'empty':
    case 'look':
    case 'backreference':
      return false
    default:
      return unreachable(expression)
  }
}

/** Glushkov's positions: what can come first, last, and after each. */
interface Positions {
  readonly nullable: boolean
  readonly first: readonly number[]
  readonly last: readonly number[]
}

/** True when no character can ever be read in two ways, so that nothing is gained by going back. */
function isUnambiguous(expression: Expression): boolean {
  if (countWhere(expression, (part) => part.kind === 'look' || part.kind === 'backreference') > 0) return false
  if (countWhere(expression, (part) => part.kind === 'set') > MOST_POSITIONS) return false
  const sets: bigint[] = []
  const follow: number[][] = []
  const { first } = place(expression, sets, follow)
  // A position that follows twice, as in (a+)+, is as ambiguous as two that read the same character.
  return [first, ...follow].every((next) => areDisjoint(next.map((position) => sets[position] ?? 0n)))
}

function areDisjoint(sets: readonly bigint[]): boolean {
  let seen = 0n
  for (const set of sets) {
    if ((seen & set) !== 0n) return false
    seen |= set
  }
  return true
}

function place(expression: Expression, sets: bigint[], follow: number[][]): Positions {
  switch (expression.kind) {
    case 'set': {
      const position = sets.push(expression.set) - 1
      follow.push([])
      return { nullable: false, first: [position], last: [position] }
    }
    case 'start':
    case 'empty':
    case 'look':
    case 'backreference':
      return { nullable: true, first: [], last: [] }
    case 'choice': {
      const parts = expression.parts.map((part) => place(part, sets, follow))
      return {
        nullable: parts.some(({ nullable }) => nullable),
        first: parts.flatMap(({ first }) => first),
        last: parts.flatMap(({ last }) => last),
      }
    }
    case 'sequence':
      return expression.parts.reduce<Positions>((left, part) => connect(left, place(part, sets, follow), follow), {
        nullable: true,
        first: [],
        last: [],
      })
    case 'repeat': {
      const body = place(expression.body, sets, follow)
      // A fixed count leaves no choice of going round or on.
      if (expression.most > 1 && expression.most !== expression.least) link(body.last, body.first, follow)
      return { ...body, nullable: body.nullable || expression.least === 0 }
    }
    default:
      return unreachable(expression)
  }
}

function connect(left: Positions, right: Positions, follow: readonly number[][]): Positions {
  link(left.last, right.first, follow)
  return {
    nullable: left.nullable && right.nullable,
    first: left.nullable ? [...left.first, ...right.first] : left.first,
    last: right.nullable ? [...left.last, ...right.last] : right.last,
  }
}

function link(from: readonly number[], to: readonly number[], follow: readonly number[][]): void {
  for (const position of from) {
    const nexts = follow[position]
    for (const next of to) nexts?.push(next)
  }
}
