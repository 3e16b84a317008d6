/**
 * One collection at two addresses: `/users/{userId}/posts` shows those of `/posts` whose `userId` it is, what is created at
 * `/posts/{postId}/comments` is read at `/comments/{commentId}`, and `/tasks` shows those of `/projects/{id}/tasks` of all
 * projects.
 */
import type { Operation } from '../model/api-model.js'
import { groupBy } from '../base/group-by.js'
import { listNaming, memberNaming, parentNaming, readBelow } from './below-path.js'
import type { CollectionGraph, Site } from './collection-graph.js'
import type { Collection } from './collection.js'
import { findCreators, type CreatorsOf } from './find-creators.js'
import { findAddresses, type Addresses } from './find-addressed.js'
import { createsItself, isFree, meantCollection, showsThingOf } from './meant-collection.js'
import { viewObject } from './object-view.js'
import { shapeOf } from './path-shape.js'
import type { AddressPart, Below, Scope } from './role.js'
import { bodySchemaOf } from './success.js'

export interface View {
  readonly collection: Collection
  readonly scope?: Scope
  readonly address?: readonly AddressPart[]
}

export interface Views {
  /** The collection whose items an operation below something else is about. */
  of(operation: Operation, site: Site | undefined): View | undefined
  /** The collection whose items a list shows whatever they are below. */
  everywhere(operation: Operation): View | undefined
  readonly creatorsOf: CreatorsOf
  readonly isPutIn: Addresses['isPutIn']
}

export function findViews(operations: readonly Operation[], graph: CollectionGraph): Views {
  const creatorsOf = findCreators(operations, graph)
  const addresses = findAddresses(operations, graph)
  const views = new Map<Operation, View | undefined>()
  let collections: ReadonlyMap<string, readonly Collection[]> | undefined
  return { of, everywhere, creatorsOf, isPutIn: addresses.isPutIn }

  function of(operation: Operation, site: Site | undefined): View | undefined {
    if (!views.has(operation)) views.set(operation, find(operation, site))
    return views.get(operation)
  }

  /** What is created where a list stands is in the list: both are of the other collection, or none is. */
  function find(operation: Operation, site: Site | undefined): View | undefined {
    const view = findAlone(operation, site)
    const { list, create } = site?.kind === 'items' ? site.collection.members : NONE
    const other = operation === list ? create : list
    if (!view || !other) return view
    return findAlone(other, site)?.collection === view.collection ? view : undefined
  }

  function findAlone(operation: Operation, site: Site | undefined): View | undefined {
    return findBelow(operation, site) ?? findJoined(operation, site) ?? addresses.of(operation, site)
  }

  function findBelow(operation: Operation, site: Site | undefined): View | undefined {
    const below = readBelow(operation)
    const above = below && graph.at(below.base)
    if (!below) return undefined
    const collection = meantCollection(graph, operation, site, below)
    if (!collection) return childrenOf(operation, site, above)
    if (collection === above) return undefined
    const listed = operation.method === 'GET' ? listNaming(below, collection) : undefined
    const member = memberNaming(below, collection, above) ?? listed
    const scope: Below = { kind: 'below', above: above?.kind === 'items' ? above : undefined, member }
    const view = { collection, scope }
    const isCreated = createsItself(collection)
    const creators = isCreated ? [] : creatorsOf(collection)
    if (!member) return creators.some(({ path }) => path === operation.path) ? view : undefined
    if (operation.method === 'GET') return isCreated || creators.length > 0 ? view : undefined
    return isLeftToPath(operation, member) ? view : undefined
  }

  /** `GET /groups/{id}/members` beside `PUT /users/{id}/groups/{groupId}`: the users who have the group among theirs. */
  function findJoined(operation: Operation, site: Site | undefined): View | undefined {
    const below = operation.method === 'GET' && isFree(operation, site) ? readBelow(operation) : undefined
    const above = below && graph.at(below.base)
    if (!below || above?.kind !== 'items') return undefined
    const joins = collectionsCalled(above.name).filter(
      (each) => isJoin(each, above, below.name.text) && each.parent && showsThingOf(operation, each.parent),
    )
    const [join, ...more] = joins
    if (!join?.parent || more.length > 0) return undefined
    return { collection: join.parent, scope: { kind: 'below', above, member: undefined, join } }
  }

  function everywhere(operation: Operation): View | undefined {
    const { tokens, verb } = shapeOf(operation.template)
    const name = tokens.at(-1)
    if (operation.method !== 'GET' || verb !== undefined || name?.kind !== 'fixed') return undefined
    const start = tokens.slice(0, -1).map((token) => (token.kind === 'fixed' ? token.text : undefined))
    const found = collectionsCalled(name.text).filter((collection) => {
      const { segments } = collection
      if (!createsItself(collection) || segments.length <= tokens.length) return false
      return start.every((segment, index) => segments[index] === segment) && showsThingOf(operation, collection)
    })
    const [collection, ...more] = found
    return collection && more.length === 0 ? { collection, scope: { kind: 'everywhere' } } : undefined
  }

  function collectionsCalled(name: string): readonly Collection[] {
    collections ??= groupBy(
      graph.collections().filter(({ kind }) => kind === 'items'),
      (collection) => collection.name,
    )
    return collections.get(name) ?? []
  }
}

const NONE = { list: undefined, create: undefined }

/** `/users/{id}/groups`, where users and groups stand side by side, and `/groups/{id}/users` (or `members`) is asked for. */
function isJoin({ parent, segments, idParameter, members }: Collection, above: Collection, asked: string): boolean {
  if (!parent || idParameter === undefined || segments.length !== parent.segments.length + 2) return false
  if (asked !== parent.name && asked !== 'members') return false
  if (!members.replace && !members.create) return false
  const base = above.segments.slice(0, -1)
  return parent.segments.length === above.segments.length && base.every((each, nth) => each === parent.segments[nth])
}

/** `/tasks/{taskId}/subtasks`: what is made and listed there is a task as well, and read as one. '/v1/{parent}/tasks' is below anything. */
function childrenOf(operation: Operation, site: Site | undefined, above: Collection | undefined): View | undefined {
  const { list, create } = site?.kind === 'items' ? site.collection.members : NONE
  if (!list || !create || above?.kind !== 'items' || !above.members.read || /^v\d/.test(above.name)) return undefined
  if (!isFree(operation, site) || !createsItself(above)) return undefined
  if (![list, create].every((each) => showsThingOf(each, above))) return undefined
  return { collection: above, scope: { kind: 'below', above, member: parentNaming(above) } }
}

/** A body that must say what the path says means something else by it. */
function isLeftToPath(operation: Operation, member: readonly string[]): boolean {
  const body = bodySchemaOf(operation)
  return !(body && viewObject(body)?.required.has(member[0] ?? ''))
}
