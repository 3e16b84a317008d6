import { isRecord } from '../base/json.js'
import type { Schema, SchemaIssue } from '../model/schema.js'
import { taggedBranch } from '../model/tagged-branch.js'

/** To weigh a branch costs a walk through the value. */
const MOST_WEIGHED = 50

/**
 * The alternatives that a value is of: the one that its tag names, those that accept it, or the one that it is nearest to.
 * What is only missing tells little: a client does not send what the server adds.
 * @param namesOf the members that a branch declares
 */
export function meantBranches(
  schema: Schema,
  keyword: 'oneOf' | 'anyOf',
  value: unknown,
  namesOf: (branch: Schema) => ReadonlySet<string>,
): readonly Schema[] {
  const branches = schema.list(keyword)
  if (branches.length < 2) return branches
  const tagged = taggedBranch(schema, branches, value)
  if (tagged) return [tagged]
  const accepting = branches.filter((each) => each.accepts(value, 'response') || each.accepts(value, 'request'))
  if (keyword === 'anyOf' && accepting.length > 0) return accepting
  const strange = (branch: Schema): number => countStrange(value, namesOf(branch))
  if (accepting.length > 0) return nearest(accepting, strange)
  return nearest(branches.slice(0, MOST_WEIGHED), (branch) => {
    return strange(branch) + distanceOf(branch.issues(value, 'request'))
  })
}

function nearest(branches: readonly Schema[], distance: (branch: Schema) => number): readonly Schema[] {
  let best: Schema | undefined
  let least = Infinity
  for (const branch of branches) {
    const far = branches.length === 1 ? 0 : distance(branch)
    if (far >= least) continue
    best = branch
    least = far
  }
  return best ? [best] : []
}

function countStrange(value: unknown, names: ReadonlySet<string>): number {
  return isRecord(value) ? Object.keys(value).filter((name) => !names.has(name)).length : 0
}

/** A wrong constant tells of another branch. */
function distanceOf(issues: readonly SchemaIssue[]): number {
  return issues.reduce((sum, { at, keyword }) => {
    const isTag = (keyword === 'const' || keyword === 'enum') && at.split('/').length <= 2
    return sum + (isTag ? 10 : keyword === 'required' ? 0.5 : 2)
  }, 0)
}
