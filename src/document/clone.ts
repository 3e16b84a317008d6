import { isRecord, setOwn } from '../base/json.js'

/** A copy in which nothing is shared: a YAML alias that is changed in one place must not change in the other. */
export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map(clone) as T
  if (!isRecord(value)) return value
  const copied: Record<string, unknown> = {}
  for (const key of Object.keys(value)) setOwn(copied, key, clone(value[key]))
  return copied as T
}
