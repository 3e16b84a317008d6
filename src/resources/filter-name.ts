/** What the name of a list's parameter says: which member is compared, and how. */
import { plain } from './words.js'

export type Comparison =
  | 'equal'
  | 'not-equal'
  | 'less'
  | 'at-most'
  | 'greater'
  | 'at-least'
  | 'contains'
  | 'starts'
  | 'ends'
  /** The value says whether the member may be missing. */
  | 'missing'

/** As they stand behind a name (`price__gte`, `price[gte]`), in operators of a condition, and in filter expressions. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: 'equal',
  equals: 'equal',
  equal: 'equal',
  equalto: 'equal',
  exact: 'equal',
  iexact: 'equal',
  is: 'equal',
  in: 'equal',
  inq: 'equal',
  '=': 'equal',
  '==': 'equal',
  ne: 'not-equal',
  neq: 'not-equal',
  not: 'not-equal',
  nin: 'not-equal',
  notin: 'not-equal',
  notequal: 'not-equal',
  notequals: 'not-equal',
  exclude: 'not-equal',
  excluded: 'not-equal',
  '!=': 'not-equal',
  '<>': 'not-equal',
  lt: 'less',
  lessthan: 'less',
  before: 'less',
  '<': 'less',
  lte: 'at-most',
  le: 'at-most',
  max: 'at-most',
  maximum: 'at-most',
  to: 'at-most',
  until: 'at-most',
  lessthanorequal: 'at-most',
  '<=': 'at-most',
  gt: 'greater',
  greaterthan: 'greater',
  after: 'greater',
  '>': 'greater',
  gte: 'at-least',
  ge: 'at-least',
  min: 'at-least',
  minimum: 'at-least',
  from: 'at-least',
  since: 'at-least',
  greaterthanorequal: 'at-least',
  '>=': 'at-least',
  contains: 'contains',
  icontains: 'contains',
  like: 'contains',
  ilike: 'contains',
  pattern: 'contains',
  q: 'contains',
  co: 'contains',
  startswith: 'starts',
  istartswith: 'starts',
  sw: 'starts',
  prefix: 'starts',
  endswith: 'ends',
  iendswith: 'ends',
  ew: 'ends',
  suffix: 'ends',
  isnull: 'missing',
}

/** Undefined for words that compare nothing. */
export function comparisonOf(word: string): Comparison | undefined {
  const known = /\w/.test(word) ? plain(word) : word
  return Object.hasOwn(COMPARISONS, known) ? COMPARISONS[known] : undefined
}

export interface NamedFilter {
  readonly member: readonly string[]
  readonly compare: Comparison
}

/**
 * 'status', 'filter[status]', 'price__gte', 'filter[price][gte]', 'min_price', 'created_after' (of `created_at`),
 * 'address.city'.
 * @param find the member of this name
 */
export function readFilterName(
  name: string,
  find: (name: string) => readonly string[] | undefined,
): NamedFilter | undefined {
  const parts = [...name.matchAll(/[^[\]]+/g)].map(([part]) => part)
  const last = parts.at(-1) ?? name
  const own = find(last)
  if (own) return { member: own, compare: 'equal' }
  const compare = parts.length > 1 ? comparisonOf(last) : undefined
  const before = compare && find(parts.at(-2) ?? '')
  if (compare && before) return { member: before, compare }
  return comparedName(last, find)
}

function comparedName(name: string, find: (name: string) => readonly string[] | undefined): NamedFilter | undefined {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
  const [, head = '', tail = ''] = /^(.+?)(?:__|[_.-])([a-z]+)$/i.exec(spaced) ?? []
  const behind = comparisonOf(tail)
  const member = behind && (find(head) ?? findMoment(head, behind, find))
  if (behind && member) return { member, compare: behind }
  const [, first = '', rest = ''] =
    /^(min|max|minimum|maximum|from|since|until|before|after)[_.-](.+)$/i.exec(spaced) ?? []
  const ahead = first === '' ? undefined : comparisonOf(first)
  const found = ahead && (find(rest) ?? findMoment(rest, ahead, find))
  return ahead && found ? { member: found, compare: ahead } : undefined
}

/** 'created_after' speaks of `created_at`. */
function findMoment(
  name: string,
  compare: Comparison,
  find: (name: string) => readonly string[] | undefined,
): readonly string[] | undefined {
  if (compare === 'contains' || compare === 'starts' || compare === 'ends') return undefined
  return find(`${name}at`) ?? find(`${name}on`) ?? find(`${name}date`) ?? find(`${name}time`)
}
