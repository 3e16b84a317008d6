/** In which order a list is asked for. */
import { isRecord } from '../../../src/base/json.js'
import type { Collection } from '../../../src/resources/collection.js'
import { createFindMember } from '../../../src/resources/member-paths.js'
import { viewObject } from '../../../src/resources/object-view.js'
import type { QueryControls } from '../../../src/resources/query-controls.js'
import type { Control } from '../../../src/resources/query-inputs.js'
import { plain } from '../../../src/resources/words.js'
import type { Entity } from '../../state/store.js'
import type { Call } from '../behaviour.js'
import { compareMembers } from './compare.js'
import { inputOf, unpacked } from '../input-of.js'
import { memberAt } from '../member.js'

export interface SortKey {
  /** [] for the order of creation. */
  readonly member: readonly string[]
  readonly descending: boolean
}

export function sortKeys({ sort, order }: QueryControls, call: Call, { details }: Collection): SortKey[] {
  const asked = unpacked(inputOf(sort, call))
  const directed = inputOf(order, call)
  const descending = isDescending(order, directed)
  // `_sort=views,id&_order=asc,desc`, as json-server has it
  const each = (Array.isArray(directed) ? directed : typeof directed === 'string' ? directed.split(',') : []).map(
    isDown,
  )
  const members = new Map(
    [...((details.entity && viewObject(details.entity)?.properties.keys()) ?? [])].map((name) => [plain(name), name]),
  )
  const find = createFindMember(details.entity)
  const keys = askedKeys(asked).flatMap(({ word, down }, index) => {
    const member = find(bare(word)) ?? endingOf(plain(bare(word)), members)
    return member === undefined
      ? []
      : [{ member, descending: down ?? (each.length > 1 ? each[index] : undefined) ?? descending }]
  })
  return keys.length === 0 && descending && order ? [{ member: [], descending: true }] : withoutRepeats(keys)
}

/** A member that was asked for before decides nothing, and would be compared all the same. */
function withoutRepeats(keys: readonly SortKey[]): SortKey[] {
  const byMember = new Map<string, SortKey>()
  for (const key of keys) if (!byMember.has(key.member.join('/'))) byMember.set(key.member.join('/'), key)
  return [...byMember.values()]
}

const DIRECTION = /^(asc|desc)(ending)?$/i

interface AskedKey {
  readonly word: string
  /** Undefined where nothing is said with the name itself. */
  readonly down: boolean | undefined
}

/** '-name,+age', 'name:desc', 'name desc', 'name,desc' (Spring), `["name", "DESC"]`, `[{ field: name, direction: desc }]`. */
function askedKeys(asked: unknown): AskedKey[] {
  if (Array.isArray(asked)) {
    const [word, how] = asked as readonly unknown[]
    const isPair = asked.length === 2 && typeof word === 'string' && typeof how === 'string' && DIRECTION.test(how)
    return isPair ? [{ word, down: isDown(how) }] : asked.flatMap(askedKeys)
  }
  if (isRecord(asked)) return objectKeys(asked)
  if (typeof asked !== 'string') return []
  const words = asked.split(',').map((word) => word.trim())
  const last = words.at(-1) ?? ''
  const ofAll = words.length > 1 && DIRECTION.test(last) ? /^desc/i.test(last) : undefined
  return (ofAll === undefined ? words : words.slice(0, -1)).map((word) => ({ word, down: ownDirection(word) ?? ofAll }))
}

function ownDirection(word: string): boolean | undefined {
  if (/^-|[ :.]desc(ending)?$/i.test(word)) return true
  return /^\+|[ :.]asc(ending)?$/i.test(word) ? false : undefined
}

/** `{ field: 'name', direction: 'desc' }`, `{ name: -1 }`, `{ name: 'desc' }` */
function objectKeys(asked: Readonly<Record<string, unknown>>): AskedKey[] {
  const named = Object.entries(asked).find(([name]) =>
    /^(field|property|member|column|key|by|attribute|path|sortby)(name)?$/.test(plain(name)),
  )
  if (named && typeof named[1] === 'string') {
    const how = Object.entries(asked).find(([name]) =>
      /^(direction|order|dir|sort|sortorder|desc|descending)$/.test(plain(name)),
    )
    return [{ word: named[1], down: how ? isDown(how[1]) : undefined }]
  }
  return Object.entries(asked).map(([word, how]) => ({ word, down: isDown(how) }))
}

function isDown(how: unknown): boolean {
  return how === true || how === -1 || (typeof how === 'string' && /^desc(ending)?\b|^-1$|^down\b/i.test(how))
}

function bare(word: string): string {
  return word.replace(/^[+-]/, '').replace(/[ :.](asc|desc)(ending)?$/i, '')
}

/** 'FIELD_NAME_CREATION_DATE' */
function endingOf(word: string, members: ReadonlyMap<string, string>): readonly string[] | undefined {
  const endings = [...members].filter(([name]) => name.length > 3 && word.endsWith(name))
  const longest = endings.sort(([a], [b]) => b.length - a.length)[0]
  return longest && [longest[1]]
}

function isDescending(control: Control | undefined, value: unknown): boolean {
  if (!control || value === undefined) return false
  const name = plain(control.at.at(-1) ?? '')
  if (typeof value === 'boolean') return name.startsWith('asc') ? !value : value
  return isDown(value)
}

/** Stable with a stable sort: equal items stay in the order of creation. */
export function compareBy(keys: readonly SortKey[], a: Entity, b: Entity): number {
  for (const { member, descending } of keys) {
    if (member.length === 0) return -1
    const order = compareMembers(memberAt(a.value, member), memberAt(b.value, member))
    if (order !== 0) return descending ? -order : order
  }
  return 0
}
