import { isRecord } from '../../base/json.js'
import type { Conjunction, Facets } from '../../generate/facets.js'
import { gather } from '../../generate/gather.js'

/** Combinations of oneOf, anyOf and if/then/else that are told apart at one place; beyond, nothing is said of it. */
const MAX_ALTERNATIVES = 24

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'

/** All ways in which a value can satisfy a conjunction, each with its choices made; undefined when there are too many. */
export function alternativesOf(conjunction: Conjunction): readonly Facets[] | undefined {
  const found: Facets[] = []
  let choices: readonly number[] | undefined = []
  while (choices) {
    if (found.length >= MAX_ALTERNATIVES) return undefined
    const facets = gather(conjunction, choices)
    found.push(facets)
    choices = nextChoices(choices, facets.options)
  }
  const possible = found.filter((facets) => kindsOf(facets)?.size !== 0)
  return possible.length === 0 ? found : possible
}

/** The next combination, as an odometer counts: the last choice that can still grow does. */
function nextChoices(choices: readonly number[], options: readonly number[]): readonly number[] | undefined {
  for (let i = options.length - 1; i >= 0; i--) {
    const chosen = choices[i] ?? 0
    if (chosen + 1 < (options[i] ?? 0)) {
      return [...options.slice(0, i).map((_, index) => choices[index] ?? 0), chosen + 1]
    }
  }
  return undefined
}

/** What a value can be; undefined when nothing is said. */
export function kindsOf(facets: Facets): ReadonlySet<Kind> | undefined {
  const typed = facets.types && new Set([...facets.types].map((type) => (type === 'integer' ? 'number' : type)))
  if (facets.values) {
    const kinds = new Set(facets.values.map(kindOf))
    return typed ? new Set([...kinds].filter((kind) => typed.has(kind))) : kinds
  }
  if (typed) return typed
  if (facets.properties.size > 0 || facets.required.size > 0) return new Set(['object'])
  return facets.items.length > 0 ? new Set(['array']) : undefined
}

/** Kinds of all alternatives; undefined when one of them may be anything. */
export function kindsOfAll(alternatives: readonly Facets[]): ReadonlySet<Kind> | undefined {
  const all = new Set<Kind>()
  for (const facets of alternatives) {
    const kinds = kindsOf(facets)
    if (!kinds) return undefined
    for (const kind of kinds) all.add(kind)
  }
  return all
}

export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  if (isRecord(value)) return 'object'
  return typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : 'number'
}
