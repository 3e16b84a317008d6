import { isRecord } from '../../../src/base/json.js'

/** Far beyond what any client means, and done in well under a second. */
const MOST_ENTRIES = 1_000_000
/** As deep as a body may be (see docs/limits.md): whoever walks what is remembered would run out of stack. */
export const MOST_DEPTH = 1000

export const DOES_TOO_MUCH = 'the patch does more than a mock should'
export const NESTS_TOO_DEEP = `the patch nests more than ${MOST_DEPTH} deep`

/** What one patch may still cost: its body is bounded, but copies of copies double what is there with each operation. */
export interface Budget {
  left: number
}

export function newBudget(): Budget {
  return { left: MOST_ENTRIES }
}

/** Counts what is in a value against the budget; stops when it is used up. False when it is nested too deeply. */
export function weigh(value: unknown, budget: Budget): boolean {
  const open: (readonly [unknown, number])[] = [[value, 0]]
  for (let next = open.pop(); next && budget.left >= 0; next = open.pop()) {
    const [part, depth] = next
    budget.left--
    if (typeof part !== 'object' || part === null) continue
    if (depth > MOST_DEPTH) return false
    for (const member of Object.values(part)) open.push([member, depth + 1])
  }
  return true
}

/** Lists and objects on the way are copied, not changed: a list about sixteen times as fast as an object. */
export function copiedEntries(value: unknown, way: readonly string[]): number {
  let entries = 1
  let inner = value
  for (const key of way) {
    if (Array.isArray(inner)) {
      entries += inner.length / 16
      inner = inner[Number(key)] as unknown
    } else if (isRecord(inner)) {
      entries += Object.keys(inner).length
      inner = Object.hasOwn(inner, key) ? inner[key] : undefined
    } else break
  }
  return entries
}
