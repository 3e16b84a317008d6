/** `anyOf` and `oneOf`: which branches accept, and when none does, which of them was meant. */
import { describeValue, plural } from '../base/text.js'
import { branchOf, isSpent, issueAt, join, pointerOf, type Marks, type Pairing } from './explain-walk.js'
import type { SchemaAt } from './schema-at.js'
import { describeTypes, expected, joinWith } from './schema-message.js'
import type { JsonType, SchemaIssue } from './schema.js'
import { taggedBranch } from './tagged-branch.js'

interface Attempt {
  readonly branch: SchemaAt
  readonly marks: Marks
  readonly issues: readonly SchemaIssue[]
}

export function explainChoice(pairing: Pairing, keyword: 'anyOf' | 'oneOf'): void {
  const { schema, value, spot, walk, entered, marks } = pairing
  const branches = schema.list(keyword)
  if (branches.length === 0 || isSpent(walk)) return
  const decided = schema.tagsDecide ? taggedBranch(schema, branches, value) : undefined
  if (decided) {
    join(marks, walk.visit(decided, value, spot, walk, entered))
    return
  }
  const attempts = branches.map((branch): Attempt => {
    const trial = branchOf(walk)
    return { branch, marks: walk.visit(branch, value, spot, trial, entered), issues: trial.issues }
  })
  const accepting = attempts.filter(({ issues }) => issues.length === 0)
  for (const attempt of accepting) join(marks, attempt.marks)
  if (keyword === 'oneOf' && accepting.length > 1) {
    walk.issues.push(issueAt(pairing, keyword, describeSeveral(schema, accepting)))
  } else if (accepting.length === 0) {
    walk.issues.push(...refusals(pairing, keyword, attempts))
  }
}

function describeSeveral(schema: SchemaAt, accepting: readonly Attempt[]): string {
  const names = joinWith(
    'and',
    accepting.map(({ branch }) => nameOf(branch)),
  )
  // OpenAPI 3.1.1 Discriminator Object: it cannot change the outcome, which is not what everybody expects.
  const advice = schema.node['discriminator'] === undefined ? '' : ' (--lenient discriminator lets the tag choose)'
  return `expected exactly one of the alternatives to match, got ${accepting.length}: ${names}${advice}`
}

function refusals(pairing: Pairing, keyword: string, attempts: readonly Attempt[]): readonly SchemaIssue[] {
  const { schema, value, spot } = pairing
  const meant = taggedBranch(
    schema,
    attempts.map(({ branch }) => branch),
    value,
  )
  if (meant) return attempts.find(({ branch }) => branch === meant)?.issues ?? []
  const here = pointerOf(spot)
  const isAlien = ({ issues }: Attempt): boolean => issues.some(({ at, keyword }) => at === here && keyword === 'type')
  const kin = attempts.filter((attempt) => !isAlien(attempt))
  if (kin.length === 0) return [issueAt(pairing, keyword, describeAliens(attempts, value))]
  const ranked = kin
    .map((attempt) => ({ attempt, distance: distanceOf(attempt, here) }))
    .sort((a, b) => a.distance - b.distance)
  const [best, second] = ranked
  if (best && (!second || best.distance < second.distance)) return best.attempt.issues
  const constants = describeSharedConstants(kin, here)
  if (constants !== undefined) return [issueAt(pairing, keyword, constants)]
  const names = joinWith(
    'or',
    kin.map(({ branch }) => nameOf(branch)),
  )
  return [issueAt(pairing, keyword, `expected ${names}, got ${describeValue(value)}`)]
}

/** How far a value is from a branch: a wrong constant tells of another branch, what lies deeper or is missing counts less. */
function distanceOf({ issues }: Attempt, here: string): number {
  let distance = 0
  for (const { at, keyword } of issues) {
    const depth = at.slice(here.length).split('/').length - 1
    const isTag = (keyword === 'const' || keyword === 'enum') && depth <= 1
    distance += isTag ? 10 : keyword === 'required' ? 1.5 : depth === 0 ? 2 : 1 / depth
  }
  return distance
}

function describeAliens(attempts: readonly Attempt[], value: unknown): string {
  const types = attempts.flatMap(({ branch }) => typesOf(branch))
  return expected(types.length > 0 ? describeTypes([...new Set(types)]) : plural(attempts.length, 'alternative'), value)
}

function typesOf(branch: SchemaAt): readonly JsonType[] {
  const types = branch.node['type'] ?? branch.target?.node['type']
  return Array.isArray(types) ? (types as JsonType[]) : []
}

/** Branches that all failed by their constants alone: one list says it best. */
function describeSharedConstants(attempts: readonly Attempt[], here: string): string | undefined {
  const found = attempts.map(({ issues }) => {
    const [only, ...others] = issues
    const isConstant = only?.at === here && (only.keyword === 'const' || only.keyword === 'enum')
    return isConstant && others.length === 0
      ? only.message.replace(/^expected (?:one of )?/, '').split(', got ')
      : undefined
  })
  if (found.some((parts) => parts === undefined)) return undefined
  const constants = found.map((parts) => parts?.slice(0, -1).join(', got ') ?? '')
  return `expected one of ${constants.join(', ')}, got ${found[0]?.at(-1) ?? ''}`
}

function nameOf(branch: SchemaAt): string {
  const title = branch.node['title']
  const name = branch.target?.name ?? branch.name
  if (name !== undefined) return name
  return typeof title === 'string' ? title : `alternative ${Number(branch.at.split('/').at(-1) ?? 0) + 1}`
}
