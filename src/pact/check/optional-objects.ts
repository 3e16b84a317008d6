import { pointerTo, ROOT, type JsonPointer } from '../../base/json-pointer.js'
import { isRecord } from '../../base/json.js'
import { pathTo } from '../expect/expect-body.js'
import type { PactResponse } from '../pact.js'

/**
 * Objects in an expected body whose members are not demanded: those whose keys have a rule of their own. Pact's rules
 * have path expressions, the rest of us pointers.
 */
export function optionalObjects({ matchingRules }: PactResponse, body: unknown): (at: JsonPointer) => boolean {
  const paths = Object.entries(matchingRules?.body ?? {})
    .filter(([, { matchers }]) => matchers.some(({ match }) => KEYS.has(match)))
    .map(([path]) => path)
  if (paths.length === 0) return () => false
  const wanted = new Set(paths)
  const found = new Set<JsonPointer>()
  visit(body, '$', ROOT)
  return (at) => found.has(at)

  function visit(value: unknown, path: string, at: JsonPointer): void {
    if (wanted.has(path)) found.add(at)
    if (Array.isArray(value))
      value.forEach((item, index) => {
        visit(item, `${path}[*]`, pointerTo(at, index))
      })
    else if (isRecord(value)) {
      for (const [name, member] of Object.entries(value)) {
        const inside = pathTo(path, name)
        if (inside !== undefined) visit(member, inside, pointerTo(at, name))
      }
    }
  }
}

/** `values` and `eachValue` are for maps, whose keys are samples. */
const KEYS = new Set<string>(['eachKey', 'eachValue', 'values'])
