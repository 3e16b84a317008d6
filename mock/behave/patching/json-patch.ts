import { isRecord, jsonEqual, type UnknownRecord } from '../../../src/base/json.js'
import { copyOf } from '../member.js'
import { copiedEntries, DOES_TOO_MUCH, NESTS_TOO_DEEP, newBudget, weigh, type Budget } from './patch-budget.js'
import type { PatchResult } from './patch-result.js'

type Failure = Exclude<PatchResult, { kind: 'patched' }>

/** Applies a JSON Patch (RFC 6902), whole or not at all; the value itself is not changed. */
export function applyJsonPatch(value: unknown, patch: unknown): PatchResult {
  if (!Array.isArray(patch)) return malformed('a JSON Patch is a list of operations')
  let result: unknown = value
  const budget = newBudget()
  for (const [index, step] of patch.entries()) {
    const name = `operation ${index}`
    const applied = applyStep(result, step, name, budget)
    if (budget.left < 0) return malformed(`${name}: ${DOES_TOO_MUCH}`)
    if (applied.kind !== 'patched') return applied
    result = applied.value
  }
  if (!weigh(result, newBudget())) return malformed(NESTS_TOO_DEEP)
  return { kind: 'patched', value: result }
}

function applyStep(value: unknown, step: unknown, name: string, budget: Budget): PatchResult {
  if (!isRecord(step)) return malformed(`${name} is no object`)
  const path = keysOf(step['path'])
  if (!path) return malformed(`${name}: path is no JSON Pointer`)
  budget.left -= copiedEntries(value, path)
  switch (step['op']) {
    case 'add':
      return hasValue(step) ? add(value, path, step['value'], name) : malformed(`${name}: value is missing`)
    case 'remove':
      return remove(value, path, name)
    case 'replace': {
      if (!hasValue(step)) return malformed(`${name}: value is missing`)
      if (find(value, path) === undefined) return conflict(`${name}: nothing at ${String(step['path'])}`)
      return replace(value, path, step['value'])
    }
    case 'test': {
      if (!hasValue(step)) return malformed(`${name}: value is missing`)
      const found = find(value, path)
      return found && jsonEqual(found.value, step['value'])
        ? { kind: 'patched', value }
        : conflict(`${name}: the value at ${String(step['path'])} is another`)
    }
    case 'copy':
    case 'move': {
      const from = keysOf(step['from'])
      if (!from) return malformed(`${name}: from is no JSON Pointer`)
      const found = find(value, from)
      if (!found) return conflict(`${name}: nothing at ${String(step['from'])}`)
      if (step['op'] === 'copy') {
        weigh(found.value, budget)
        return add(value, path, found.value, name)
      }
      budget.left -= copiedEntries(value, from)
      // RFC 6902 4.4: not into one of its own children.
      if (path.length > from.length && from.every((key, index) => key === path[index])) {
        return conflict(`${name}: cannot move a value into itself`)
      }
      const removed = remove(value, from, name)
      return removed.kind === 'patched' ? add(removed.value, path, found.value, name) : removed
    }
    default:
      return malformed(`${name}: op is none of add, remove, replace, move, copy, test`)
  }
}

function add(value: unknown, path: readonly string[], added: unknown, name: string): PatchResult {
  const [key, ...rest] = path
  if (key === undefined) return { kind: 'patched', value: added }
  if (Array.isArray(value)) {
    if (rest.length === 0) {
      const index = key === '-' ? value.length : indexOf(key, value.length)
      return index === undefined
        ? conflict(`${name}: '${key}' is no place in a list of ${value.length}`)
        : { kind: 'patched', value: value.toSpliced(index, 0, added) }
    }
    return within(value, key, name, (inner) => add(inner, rest, added, name))
  }
  if (!isRecord(value)) return conflict(`${name}: there is no object or list to add '${key}' to`)
  if (rest.length === 0) return { kind: 'patched', value: withKey(value, key, added) }
  return within(value, key, name, (inner) => add(inner, rest, added, name))
}

function remove(value: unknown, path: readonly string[], name: string): PatchResult {
  const [key, ...rest] = path
  if (key === undefined) return conflict(`${name}: the whole cannot be removed`)
  if (rest.length > 0) return within(value, key, name, (inner) => remove(inner, rest, name))
  if (find(value, [key]) === undefined) return conflict(`${name}: nothing to remove at '${key}'`)
  if (Array.isArray(value)) return { kind: 'patched', value: value.toSpliced(Number(key), 1) }
  return { kind: 'patched', value: copyOf(Object.entries(value as UnknownRecord).filter(([own]) => own !== key)) }
}

/** The path is known to exist. */
function replace(value: unknown, path: readonly string[], replaced: unknown): PatchResult {
  const [key, ...rest] = path
  if (key === undefined) return { kind: 'patched', value: replaced }
  return within(value, key, '', (inner) => replace(inner, rest, replaced))
}

function within(value: unknown, key: string, name: string, change: (inner: unknown) => PatchResult): PatchResult {
  const found = find(value, [key])
  if (!found) return conflict(`${name}: nothing at '${key}'`)
  const changed = change(found.value)
  if (changed.kind !== 'patched') return changed
  if (Array.isArray(value)) return { kind: 'patched', value: value.with(Number(key), changed.value) }
  return { kind: 'patched', value: withKey(value as UnknownRecord, key, changed.value) }
}

function find(value: unknown, path: readonly string[]): { readonly value: unknown } | undefined {
  let inner = value
  for (const key of path) {
    if (Array.isArray(inner)) {
      const index = indexOf(key, inner.length - 1)
      if (index === undefined) return undefined
      inner = inner[index]
    } else if (isRecord(inner) && Object.hasOwn(inner, key)) inner = inner[key]
    else return undefined
  }
  return { value: inner }
}

/** RFC 6901 4: digits without a leading zero. */
function indexOf(key: string, most: number): number | undefined {
  if (!/^(0|[1-9]\d{0,15})$/.test(key)) return undefined
  const index = Number(key)
  return index <= most ? index : undefined
}

function keysOf(pointer: unknown): string[] | undefined {
  if (typeof pointer !== 'string') return undefined
  if (pointer === '') return []
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function withKey(value: UnknownRecord, key: string, member: unknown): unknown {
  const entries = new Map(Object.entries(value))
  entries.set(key, member)
  return copyOf(entries)
}

function hasValue(step: UnknownRecord): boolean {
  return Object.hasOwn(step, 'value')
}

function malformed(detail: string): Failure {
  return { kind: 'malformed', detail }
}

function conflict(detail: string): Failure {
  return { kind: 'conflict', detail }
}
