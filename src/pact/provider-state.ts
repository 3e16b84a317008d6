/**
 * The provider states that we write: few names, with parameters, so that one generic handler can arrange them all.
 * A handler answers with values by name, and the verifier puts them where a generator says `${name}`.
 */
import type { Json } from '../base/json.js'
import type { Collection } from '../resources/collection.js'
import { singular, wordsOf } from '../resources/words.js'
import type { ProviderState } from './pact.js'

/** The state's parameters as we write them; JSON, since they travel in the pact file. */
export type StateParams =
  /** A thing is there. The handler answers with the value of each placeholder in `path`, by its name. */
  | (ThingParams & { readonly kind: 'exists' })
  /** The thing is not there, yet everything above it is. */
  | (ThingParams & { readonly kind: 'missing' })
  /**
   * The caller has a permission, or credentials that are known but do not suffice. The handler answers with `token`: what
   * stands behind 'Bearer ' or 'Basic ', or the API key; where several schemes are needed at once, `token_ID` for the others.
   */
  | { readonly kind: 'caller'; readonly role: CallerRole; readonly schemes: readonly string[] }

export type CallerRole = 'allowed' | 'forbidden'

export interface ThingParams {
  /** The collection's path template as in the plan: '/instances/{instanceId}/domains'. */
  readonly resource: string
  /** Of the thing itself, as it stands in the pact; undefined for singletons and where any will do. */
  readonly id?: Json
  /**
   * Where the thing is, in the words of the interaction: '/instances/{instanceId}/domains/{domain}'. Its placeholders
   * are the names under which real ids are to be answered.
   */
  readonly path: string
  /** The placeholders' values as they stand in the pact. */
  readonly values: { readonly [placeholder: string]: Json }
  /** What the thing is created with, where that matters: the request body of its create operation. */
  readonly body?: Json
}

/** 'a domain exists', 'a domain does not exist', 'the caller is allowed'. */
export function providerState(params: StateParams, collection?: Collection): ProviderState {
  return {
    name: describeState(params, collection),
    params: { ...params },
  }
}

function describeState(params: StateParams, collection: Collection | undefined): string {
  switch (params.kind) {
    case 'caller':
      return params.role === 'allowed' ? 'the caller is allowed' : 'the caller lacks permission'
    case 'exists':
      return `${thing(params, collection)} exists`
    case 'missing':
      return `${thing(params, collection)} does not exist`
  }
}

function thing({ resource }: ThingParams, collection: Collection | undefined): string {
  const fixed = resource.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'))
  const name = collection?.name ?? fixed.at(-1) ?? 'thing'
  const one = collection?.kind === 'singleton' ? name : singular(name)
  const words = wordsOf(one).join(' ')
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`
}

/** The parameters of a state that was written here; undefined for states of other tools. */
export function stateParams({ params }: ProviderState): StateParams | undefined {
  const kind = params?.['kind']
  const isOurs =
    ((kind === 'exists' || kind === 'missing') && typeof params?.['resource'] === 'string') ||
    (kind === 'caller' && typeof params?.['role'] === 'string')
  return isOurs ? (params as unknown as StateParams) : undefined
}
