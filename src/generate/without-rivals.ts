import { isRecord, setOwn } from '../base/json.js'
import type { Schema } from '../model/schema.js'
import { schemasFor } from './build-object.js'
import { accepted, type Build } from './build.js'
import type { Facets } from './facets.js'
import { gather } from './gather.js'

/** Rivals that are looked at; a oneOf of hundreds that all match is beyond mending. */
const MAX_RIVALS = 12
const WRONG: readonly unknown[] = [0, 'other', false, [], {}, null]

/**
 * Makes an object that several branches of a oneOf accept fit only the chosen one: a member that the branch does not
 * declare but a rival does gets a value that the rival refuses. Undefined when there is no such member.
 */
export function withoutRivals(build: Build, facets: Facets, value: unknown): unknown {
  if (!isRecord(value) || facets.rivals.length === 0) return undefined
  const result: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) setOwn(result, name, member)
  let changed = false
  for (const rival of facets.rivals.slice(0, MAX_RIVALS)) {
    if (!accepted(build, [rival], result)) continue
    if (!repel(build, facets, rival, result)) return undefined
    changed = true
  }
  return changed ? result : undefined
}

function repel(build: Build, facets: Facets, rival: Schema, value: Record<string, unknown>): boolean {
  const { properties } = gather([rival])
  for (const [name, refusing] of properties) {
    if (facets.properties.has(name) || Object.hasOwn(value, name)) continue
    const allowing = schemasFor(facets, name)
    const wrong = WRONG.find((other) => !accepted(build, refusing, other) && accepted(build, allowing, other))
    if (wrong === undefined) continue
    setOwn(value, name, wrong)
    return true
  }
  return false
}
