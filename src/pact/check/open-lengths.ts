import { pointerKeys, type JsonPointer } from '../../base/json-pointer.js'
import type { PactResponse } from '../pact.js'

/**
 * Lists whose number of items the pact leaves open: what is written of them is a sample, often one item for all. A rule
 * of a list, of its items or of what is around it does that, in one way of reading or another.
 */
export function openLengths({ matchingRules }: PactResponse): (at: JsonPointer) => boolean {
  const paths = Object.entries(matchingRules?.body ?? {})
    .filter(([, { matchers }]) => matchers.some(({ match }) => match !== 'equality'))
    .map(([path]) => stepsOf(path))
  return (at) => {
    const keys = pointerKeys(at)
    return paths.some((steps) => covers(steps, keys))
  }
}

const STEP = /\.([^.[\]]+)|\['([^']*)'\]|\["([^"]*)"\]|\[([^\]]*)\]/g

/** '$.items[*].id' → items, *, id */
function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(STEP)].map(([, plain, single, double, index]) => plain ?? single ?? double ?? index ?? '')
}

function covers(steps: readonly string[], keys: readonly string[]): boolean {
  if (steps.length > keys.length + 1) return false
  return steps.every((step, depth) => step === '*' || step === keys[depth])
}
