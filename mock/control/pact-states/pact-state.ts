import { isRecord, isScalar, type JsonObject, type UnknownRecord } from '../../../src/base/json.js'
import { parsePathTemplate, templateParameters } from '../../../src/model/path-template.js'
import { chainOf } from '../../../src/resources/collection-path.js'
import type { Collection } from '../../../src/resources/collection.js'
import { viewObject } from '../../../src/resources/object-view.js'
import type { ResourcePlan } from '../../../src/resources/resource-plan.js'
import { plain, singular } from '../../../src/resources/words.js'

/** What a provider state asks for, in the plan's words. */
export type WantedState =
  | WantedThing
  | { readonly kind: 'caller'; readonly allowed: boolean }
  /** Nothing is to be done. */
  | { readonly kind: 'nothing' }

export interface WantedThing {
  readonly kind: 'exists' | 'missing'
  readonly collection: Collection
  readonly id: string | undefined
  /** Of the whole collection: 'no pets exist'. */
  readonly all: boolean
  /** What the ids of the things on the path are called, outermost first; each may have several names. */
  readonly names: readonly (readonly string[])[]
  /** Ids and members as the state gives them, by name. */
  readonly values: UnknownRecord
  /** What the thing is created with. */
  readonly members: JsonObject
}

export interface PactState {
  readonly state: string
  readonly params?: UnknownRecord
}

/** States that Lockstep writes carry their meaning in their parameters; others are read by their words. */
export function readPactState({ state, params = {} }: PactState, plan: ResourcePlan): WantedState | undefined {
  if (state.trim() === '') return { kind: 'nothing' }
  switch (params['kind']) {
    case 'caller':
      return { kind: 'caller', allowed: params['role'] !== 'forbidden' }
    case 'exists':
    case 'missing':
      return written(params['kind'], params, plan)
    default:
      return spoken(state, params, plan)
  }
}

function written(kind: 'exists' | 'missing', params: UnknownRecord, plan: ResourcePlan): WantedState | undefined {
  const collection = plan.collections.find(({ path }) => path === params['resource'])
  if (!collection) return undefined
  const values = isRecord(params['values']) ? params['values'] : {}
  const inPath = typeof params['path'] === 'string' ? templateParameters(parsePathTemplate(params['path'])) : []
  const names = namesOf(collection, inPath)
  const members = isRecord(params['body']) ? (params['body'] as JsonObject) : {}
  return { kind, collection, id: textOf(params['id']), all: false, names, values, members }
}

/** 'a pet with id 7 exists', 'no pets exist', 'user 12 is not there', 'the caller is allowed'. */
function spoken(state: string, params: UnknownRecord, plan: ResourcePlan): WantedState | undefined {
  const text = state.toLowerCase()
  const words = text.split(/[^a-z0-9_.-]+/).filter((word) => word !== '')
  const isMissing = /\b(no|not|never|without|missing|unknown|deleted|absent|lacks)\b|n't\b/.test(text)
  const collection = collectionIn(words, plan.collections)
  if (!collection) return undefined
  const names = namesOf(collection, [])
  const own = names.at(-1) ?? []
  const isId = (name: string) => ['id', ...own].some((other) => plain(other) === plain(name))
  const id =
    textOf(Object.entries(params).find(([name]) => isId(name))?.[1]) ??
    words.find((word) => /^[\w.-]*\d[\w.-]*$/.test(word))
  const all = isMissing && id === undefined && words.some((word) => isPluralOf(word, collection))
  return {
    kind: isMissing ? 'missing' : 'exists',
    collection,
    id,
    all,
    names,
    values: params,
    members: membersOf(collection, params, isId),
  }
}

/** The deepest collection whose name is among the words. */
function collectionIn(words: readonly string[], collections: readonly Collection[]): Collection | undefined {
  const said = new Set(words.flatMap((word) => [plain(word), plain(singular(word))]))
  // Names of several words are said apart: 'a failed event' for 'failed-events'.
  words.forEach((word, index) => said.add(plain(singular(`${word}${words[index + 1] ?? ''}`))))
  return collections
    .filter(({ name }) => said.has(plain(name)) || said.has(plain(singular(name))))
    .sort((a, b) => b.segments.length - a.segments.length)[0]
}

function isPluralOf(word: string, { name }: Collection): boolean {
  return plain(word) === plain(name) && plain(singular(name)) !== plain(name)
}

/** What the state says of the thing itself: parameters that are members of it. */
function membersOf({ details }: Collection, params: UnknownRecord, isId: (name: string) => boolean): JsonObject {
  const view = details.entity && viewObject(details.entity)
  const known = Object.entries(params).filter(([name]) => !isId(name) && view?.properties.has(name))
  return Object.fromEntries(known) as JsonObject
}

/** The placeholders of a path beside what the document calls them. */
function namesOf(collection: Collection, inPath: readonly string[]): readonly (readonly string[])[] {
  return chainOf(collection)
    .filter(({ kind }) => kind === 'items')
    .map(({ idParameter, name }, depth) => {
      const all = [inPath[depth], idParameter, `${singular(name)}Id`]
      return [...new Set(all.filter((one) => one !== undefined))]
    })
}

export function textOf(value: unknown): string | undefined {
  return isScalar(value) ? String(value) : undefined
}
