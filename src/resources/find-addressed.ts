/**
 * Things whose address has several members, `/repos/{owner}/{repo}`, and that are made and listed elsewhere: at `/repos`,
 * `/user/repos` or `/orgs/{org}/repos`. Their own members say where they are.
 */
import type { Operation } from '../model/api-model.js'
import { addressMembers } from './address-members.js'
import { listNaming, memberNaming, readBelow } from './below-path.js'
import type { CollectionGraph, Site } from './collection-graph.js'
import type { Collection } from './collection.js'
import { isBareNoun, isTextName, memberSchema } from './identity.js'
import { createsItself, isFree, showsThingOf } from './meant-collection.js'
import { findPosts } from './find-creators.js'
import { shapeOf, type Token } from './path-shape.js'
import type { AddressPart, Below, Scope } from './role.js'
import { wordsOf } from './words.js'

export interface Addressed {
  readonly collection: Collection
  readonly scope?: Scope
  readonly address?: readonly AddressPart[]
}

export interface Addresses {
  /** Undefined where no such thing is meant, or its members do not say where it is. */
  readonly of: (operation: Operation, site: Site | undefined) => Addressed | undefined
  /** Whether something else makes such things, whose members say that they belong there. */
  readonly isPutIn: (collection: Pick<Collection, 'name' | 'path' | 'segments'>) => boolean
}

export function findAddresses(operations: readonly Operation[], graph: CollectionGraph): Addresses {
  const postsCalled = findPosts(operations)
  const known = new Map<Operation, Addressed | undefined>()
  return { of, isPutIn }

  /** Only what something makes elsewhere is listed elsewhere. */
  function of(operation: Operation, site: Site | undefined): Addressed | undefined {
    const found = isFree(operation, site) ? find(operation) : undefined
    return found && (operation.method === 'POST' || isPutIn(found.collection)) ? found : undefined
  }

  function isPutIn({ name, path, segments }: Pick<Collection, 'name' | 'path' | 'segments'>): boolean {
    if (segments.at(-1) !== undefined) return false
    return postsCalled(name).some((each) => of(each, graph.siteOf(each))?.collection.path === path)
  }

  function find(operation: Operation): Addressed | undefined {
    if (!known.has(operation)) known.set(operation, findAddressed(operation, operations, graph))
    return known.get(operation)
  }
}

function findAddressed(
  operation: Operation,
  operations: readonly Operation[],
  graph: CollectionGraph,
): Addressed | undefined {
  const { tokens, verb } = shapeOf(operation.template)
  const name = tokens.at(-1)
  if (verb !== undefined || name?.kind !== 'fixed') return undefined
  const base = tokens.slice(0, -1)
  const found = meantBy(operation, base, name, graph)
  if (!found || !isAlone(operation, operations, found.start === base.length)) return undefined
  const { collection, start } = found
  if (start === base.length) return atBase(operation, collection)
  const below = readBelow(operation)
  if (below) return belowOwner(operation, collection, graph)
  const caller = graph.at(base)
  return base.some(({ kind }) => kind !== 'fixed') ? undefined : ofCaller(collection, caller)
}

/** Nothing else is written there, and nothing has items of its own on that path. */
function isAlone(operation: Operation, operations: readonly Operation[], mayHaveItems: boolean): boolean {
  const { path } = operation
  return operations.every((each) =>
    each.path === path
      ? each.method === 'GET' || each.method === 'POST'
      : mayHaveItems || !each.path.startsWith(`${path}/{`),
  )
}

const MOST_PARTS = 2

function meantBy(
  operation: Operation,
  base: readonly Token[],
  name: Token,
  graph: CollectionGraph,
): { readonly collection: Collection; readonly start: number } | undefined {
  for (let start = base.length; start >= 0; start--) {
    const tokens = [...base.slice(0, start), name]
    for (let parts = 1; parts <= MOST_PARTS; parts++) {
      tokens.push({ kind: 'parameter', name: '' })
      const collection = graph.at(tokens)
      if (!collection?.members.read || collection.kind !== 'items' || createsItself(collection)) continue
      const said = addressMembers(collection).slice(-parts)
      if (showsThingOf(operation, collection) && said.every((at) => at !== undefined)) return { collection, start }
    }
  }
  return undefined
}

/** `POST /rrsets` of `/rrsets/{name}/{type}`: what is sent says where, and all are listed. */
function atBase(operation: Operation, collection: Collection): Addressed {
  if (operation.method === 'GET') return { collection, scope: { kind: 'everywhere' } }
  const said = addressMembers(collection)
  const above = shapeOf(operation.template).tokens.flatMap((token) => (token.kind === 'parameter' ? [token.name] : []))
  const address = said.map((member, nth): AddressPart => {
    const parameter = above[nth]
    return parameter === undefined ? { parameter: `{${String(nth)}}`, member: member ?? [] } : { parameter }
  })
  return { collection, address }
}

/** `/user/repos`: those of whoever asks, as `/user` shows it. */
function ofCaller(collection: Collection, caller: Collection | undefined): Addressed | undefined {
  const [member, ...more] = addressMembers(collection)
  if (!member || more.length > 0) return undefined
  const shown = caller?.kind === 'singleton' ? caller.details.entity : undefined
  const isShown = shown !== undefined && memberSchema(shown, member.slice(-1)) !== undefined
  const part: AddressPart = { parameter: '{0}', member, ...(caller && isShown ? { caller } : {}) }
  return { collection, address: [part] }
}

/** `/orgs/{org}/repos`: those of `/repos/{owner}` whose owner it is, where it can be the name of one. */
function belowOwner(operation: Operation, collection: Collection, graph: CollectionGraph): Addressed | undefined {
  const below = readBelow(operation)
  const [member, ...more] = addressMembers(collection)
  if (!below || !member || more.length > 0 || below.base.some(({ kind }) => kind !== 'fixed')) return undefined
  const at = graph.at(below.base)
  const above = at?.kind === 'items' ? at : undefined
  if (!isNamed(below.parameter.name, above)) return undefined
  const other = memberNaming(below, collection, above) ?? listNaming(below, collection)
  if (other && other[0] !== member[0]) return undefined
  const scope: Below = { kind: 'below', above, member }
  return { collection, scope }
}

/** An owner is known by a text, `acme`, and not by its number. */
function isNamed(parameter: string, above: Collection | undefined): boolean {
  const id = above?.details.identity.at?.at(-1)
  return id === undefined ? isBareNoun(parameter) || isTextName(wordsOf(parameter).at(-1) ?? '') : isTextName(id)
}
