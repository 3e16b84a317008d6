import { isRecord } from '../../../src/base/json.js'
import { copyOf } from '../member.js'

/** JSON Merge Patch (RFC 7396): null removes, objects merge, all else replaces. The value itself is not changed. */
export function applyMergePatch(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const entries = new Map(isRecord(value) ? Object.entries(value) : [])
  for (const [name, member] of Object.entries(patch)) {
    if (member === null) entries.delete(name)
    else entries.set(name, applyMergePatch(entries.get(name), member))
  }
  return copyOf(entries)
}
