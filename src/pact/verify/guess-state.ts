import type { Collection } from '../../resources/collection.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import { plain, singular } from '../../resources/words.js'
import type { ProviderState } from '../pact.js'
import type { StateParams } from '../provider-state.js'

/**
 * What a state of another tool's pact most likely means: 'a pet with id 7 exists', 'no pets exist', 'user 12 is not
 * there'. Undefined when it speaks of nothing that the plan knows.
 */
export function guessState({ name, params = {} }: ProviderState, plan: ResourcePlan): StateParams | undefined {
  const words = name.toLowerCase().split(/[^a-z0-9_-]+/)
  const collection = spokenOf(words, plan.collections)
  if (!collection) return undefined
  const isMissing = /\b(no|not|never|without|missing|unknown|deleted|absent)\b|n't\b/.test(name.toLowerCase())
  const id = idFor(collection, params) ?? words.find((word) => /\d/.test(word))
  const values = Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value !== 'object'))
  const path =
    collection.kind === 'singleton' ? collection.path : `${collection.path}/{${collection.idParameter ?? 'id'}}`
  return { kind: isMissing ? 'missing' : 'exists', resource: collection.path, id, path, values }
}

/** The deepest collection whose name is among the words. */
function spokenOf(words: readonly string[], collections: readonly Collection[]): Collection | undefined {
  const said = new Set(words.flatMap((word) => [plain(word), plain(singular(word))]))
  const named = collections.filter(({ name }) => said.has(plain(name)) || said.has(plain(singular(name))))
  return named.sort((a, b) => b.segments.length - a.segments.length)[0]
}

function idFor({ idParameter, name }: Collection, params: NonNullable<ProviderState['params']>) {
  const names = [idParameter, 'id', `${singular(name)}Id`, `${singular(name)}_id`].map((each) => plain(each ?? ''))
  const found = Object.entries(params).find(([key]) => names.includes(plain(key)))?.[1]
  return typeof found === 'object' ? undefined : found
}
