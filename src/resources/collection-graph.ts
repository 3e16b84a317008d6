import type { Operation } from '../model/api-model.js'
import { membersOf, type Draft } from './collection-members.js'
import { idNames, pathParameter } from './identity.js'
import { nodesOf, verbsByBase, type PathNode, type Positions } from './path-nodes.js'
import { joinNumbers } from './both-numbers.js'
import { draftCollections } from './draft-collections.js'
import { secondNames, type SecondName } from './second-names.js'
import { headKey, headOf, keyOf, pathOf, type Token } from './path-shape.js'
import type { Collection, CollectionDetails, CollectionMembers } from './collection.js'
import { plain, singular, verbOf, type Verb } from './words.js'

/** Where an operation stands among the collections. */
export type Site =
  | { readonly kind: 'items' | 'singleton'; readonly collection: Collection }
  /** `below`: the path is a collection too, '/taxonomies/{namespace}' beside '/taxonomies/{namespace}/{key}'. */
  | {
      readonly kind: 'item'
      readonly collection: Collection
      readonly below: Collection | undefined
      /** The member that the path names it by, '/users/by-email/{email}'. */
      readonly named?: readonly string[]
    }
  /** '/pets/_search', '/orders/{id}/cancel', '/orders/{id}:cancel'. */
  | VerbSite

export interface VerbSite {
  readonly kind: 'itemsVerb' | 'itemVerb'
  readonly collection: Collection
  readonly verb: Verb
  readonly word: string
}

export interface CollectionGraph {
  /** All of the document, in its order. */
  readonly collections: () => readonly Collection[]
  readonly siteOf: (operation: Operation) => Site | undefined
  /** The collection of a path. */
  readonly at: (tokens: readonly Token[]) => Collection | undefined
}

/** The collections of all paths that share their first segment; independent of all other paths. */
interface Part {
  readonly collections: readonly Ranked[]
  readonly siteOf: ReadonlyMap<Operation, Site>
  readonly byKey: ReadonlyMap<string, Collection>
}

interface Ranked {
  /** Sorts the collections of all parts: those with items first, then in the document's order. */
  readonly rank: number
  readonly collection: Collection
}

type DetailsOf = (collection: Omit<Collection, 'details'>) => CollectionDetails

/**
 * Finds the collections by path and method; schemas are looked at only where a path alone says too little. Each first
 * segment is worked out when it is first asked about: a big document has hundreds, the first request needs one.
 */
export function buildGraph(operations: readonly Operation[], detailsOf: DetailsOf): CollectionGraph {
  const byHead = new Map<string, Map<Operation, number>>()
  operations.forEach((operation, position) => {
    const head = headOf(operation.template)
    const alike = byHead.get(head)
    if (alike) alike.set(operation, position)
    else byHead.set(head, new Map([[operation, position]]))
  })
  const parts = new Map<string, Part>()
  const partOf = (head: string): Part => {
    const known = parts.get(head)
    if (known) return known
    const part = buildPart(byHead.get(head) ?? new Map<Operation, number>(), operations.length, detailsOf)
    parts.set(head, part)
    return part
  }
  let collections: readonly Collection[] | undefined
  return {
    collections: () =>
      (collections ??= [...byHead.keys()]
        .flatMap((head) => partOf(head).collections)
        .sort((a, b) => a.rank - b.rank)
        .map(({ collection }) => collection)),
    siteOf: (operation) => partOf(headOf(operation.template)).siteOf.get(operation),
    at: (tokens) => {
      const head = headKey(tokens)
      return byHead.has(head) ? partOf(head).byKey.get(keyOf(tokens)) : undefined
    },
  }
}

function buildPart(positions: Positions, count: number, detailsOf: DetailsOf): Part {
  const nodes = nodesOf(positions)
  joinNumbers(nodes)
  const seconds = secondNames(nodes)
  const drafts = draftCollections(nodes, seconds)
  const verbs = verbsByBase(nodes)
  const siteOf = new Map<Operation, Site>()
  const collections = new Map<string, Collection>()
  const ranked: Ranked[] = []

  // Parents come first, being shorter.
  for (const draft of [...drafts.values()].sort((a, b) => a.tokens.length - b.tokens.length)) {
    const parent = parentOf(draft, collections)
    const collection = createCollection(
      draft,
      parent,
      membersOf(draft, nodes, drafts, verbs),
      passing(draft, nodes),
      detailsOf,
    )
    collections.set(keyOf(draft.tokens), collection)
    ranked.push({ rank: draft.item ? draft.position : count + draft.position, collection })
  }
  for (const node of nodes.values()) {
    const site = siteFor(node, collections, seconds.get(node))
    if (site) for (const operation of node.operations) siteOf.set(operation, site)
  }
  return { collections: ranked, siteOf, byKey: collections }
}

/** Operations on an item and on all that is below it. */
function passing({ tokens, item }: Draft, nodes: ReadonlyMap<string, PathNode>): Collection['idParameters'] {
  if (!item) return () => []
  const { key } = item.shape
  return () =>
    [...nodes.values()]
      .filter(({ shape }) => shape.key === key || shape.key.startsWith(`${key}/`))
      .flatMap(({ shape, operations }) => {
        const token = shape.tokens[tokens.length]
        const name = token?.kind === 'parameter' ? token.name : undefined
        return operations.flatMap((operation) => {
          const parameter = pathParameter(operation, name)
          return parameter ? [{ operation, parameter }] : []
        })
      })
}

function parentOf({ tokens, item }: Draft, collections: ReadonlyMap<string, Collection>): Collection | undefined {
  for (let end = tokens.length; end > 0; end--) {
    const id = tokens[end - 1]
    if (id?.kind !== 'parameter') continue
    const found = collections.get(keyOf(tokens.slice(0, end - 1)))
    const isFollowed = end === tokens.length ? item !== undefined : tokens[end]?.kind === 'parameter'
    if (found?.kind === 'items' && !(isFollowed && isPartOfId(id.name, found))) return found
  }
  return undefined
}

/** '/rates/{from}/{to}' names one thing by two values, and nothing below a thing of '/rates/{id}'. */
function isPartOfId(name: string, { idParameter, name: collection }: Collection): boolean {
  const isSame = idNames(idParameter, collection).includes(plain(name))
  return !isSame && plain(name) !== plain(singular(collection))
}

function createCollection(
  draft: Draft,
  parent: Collection | undefined,
  members: CollectionMembers,
  idParameters: Collection['idParameters'],
  detailsOf: DetailsOf,
): Collection {
  const id = draft.item?.shape.tokens.at(-1)
  const facts = {
    path: pathOf(draft.tokens),
    name: nameOf(draft.tokens, id),
    kind: draft.kind,
    parent,
    segments: draft.tokens.map((token) => (token.kind === 'fixed' ? token.text : undefined)),
    idParameter: id?.kind === 'parameter' ? id.name : undefined,
    isDeclared: false,
    members,
    idParameters,
  }
  return { ...facts, details: detailsOf(facts) }
}

/** What lies at '/' is called after the parameter: '/{petId}' is of pets. */
function nameOf(tokens: readonly Token[], id: Token | undefined): string {
  const fixed = tokens.findLast((token) => token.kind === 'fixed')
  if (fixed) return fixed.text
  return id?.kind === 'parameter' ? id.name.replace(/[_-]?(id|uuid|name|key)$/i, '') || 'item' : ''
}

function siteFor(
  node: PathNode,
  collections: ReadonlyMap<string, Collection>,
  second: SecondName | undefined,
): Site | undefined {
  const { tokens, verb, key } = node.shape
  const at = (end: number): string => keyOf(tokens.slice(0, end))
  const last = tokens.at(-1)
  if (second) {
    const collection = collections.get(keyOf(second.base))
    return collection && { kind: 'item', collection, below: undefined, named: second.member }
  }
  if (verb === undefined) {
    const own = collections.get(key)
    const items = last?.kind === 'parameter' ? collections.get(at(-1)) : undefined
    if (items) return { kind: 'item', collection: items, below: own }
    if (own) return { kind: own.kind, collection: own }
  }
  const word = verb ?? (last?.kind === 'fixed' ? last.text : undefined)
  if (word === undefined) return undefined
  const end = verb === undefined ? tokens.length - 1 : tokens.length
  const onItems = collections.get(at(end))
  if (onItems?.kind === 'items') {
    const known = verbOf(word) ?? (/^(find|search|query|list|filter)/.test(plain(word)) ? 'search' : 'other')
    return { kind: 'itemsVerb', collection: onItems, verb: known, word }
  }
  const onItem = tokens[end - 1]?.kind === 'parameter' ? collections.get(at(end - 1)) : undefined
  if (onItem?.kind === 'items') return { kind: 'itemVerb', collection: onItem, verb: verbOf(word) ?? 'other', word }
  return undefined
}
