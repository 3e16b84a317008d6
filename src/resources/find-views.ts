/**
 * One collection at two addresses: `/users/{userId}/posts` shows those of `/posts` whose `userId` it is, what is created at
 * `/posts/{postId}/comments` is read at `/comments/{commentId}`, and `/tasks` shows those of `/projects/{id}/tasks` of all
 * projects.
 */
import type { Operation } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import { parentMembersOf } from './collection-details.js'
import type { CollectionGraph, Site } from './collection-graph.js'
import type { Collection } from './collection.js'
import { listIn } from './envelope.js'
import { typesOf, viewObject } from './object-view.js'
import { pathOf, shapeOf, type Token } from './path-shape.js'
import type { Below, Scope } from './role.js'
import { entityAtOf } from './role-parts.js'
import { memberSchema } from './identity.js'
import { bodySchemaOf, declares, successOf } from './success.js'
import { plain, singular } from './words.js'

export interface View {
  readonly collection: Collection
  readonly scope: Scope
}

export interface Views {
  /** The collection whose items an operation below something else is about. */
  of(operation: Operation, site: Site | undefined): View | undefined
  /** The collection whose items a list shows whatever they are below. */
  everywhere(operation: Operation): View | undefined
  /** What creates the items of a collection that has no create of its own: everything that makes such things, or nothing. */
  creatorsOf(collection: Pick<Collection, 'name' | 'path' | 'members'>): readonly Operation[]
}

export function findViews(operations: readonly Operation[], graph: CollectionGraph): Views {
  let posts: ReadonlyMap<string, readonly Operation[]> | undefined
  let collections: ReadonlyMap<string, readonly Collection[]> | undefined
  const views = new Map<Operation, View | undefined>()
  return { of, everywhere, creatorsOf }

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
    const below = readBelow(operation)
    const collection = below && isFree(operation, site) ? meantBy(operation, below) : undefined
    const above = below && graph.at(below.base)
    if (!below || !collection || collection === above) return undefined
    const listed = operation.method === 'GET' ? listNaming(below, collection) : undefined
    const member = memberNaming(below, collection, above) ?? listed
    const scope: Below = { kind: 'below', above: above?.kind === 'items' ? above : undefined, member }
    const view = { collection, scope }
    const isCreated = createsItself(collection)
    const creators = isCreated ? [] : creatorsOf(collection)
    if (!member) return creators.some(({ path }) => path === operation.path) ? view : undefined
    if (operation.method === 'GET') return isCreated || creators.length > 0 ? view : undefined
    return isToldByPath(operation, member) ? view : undefined
  }

  /** `/posts/comments` or else `/comments` for `/posts/{postId}/comments`, where the things are the same. */
  function meantBy(operation: Operation, { base, name }: BelowPath): Collection | undefined {
    for (let end = base.length; end >= 0; end--) {
      const collection = graph.at([...base.slice(0, end), name])
      if (collection?.kind !== 'items' || collection.idParameter === undefined) continue
      const { entity, identity } = collection.details
      const shown = entity && shownBy(operation, collection)
      if (shown && isSame(shown, entity, createsItself(collection) ? undefined : identity.at?.[0])) return collection
    }
    return undefined
  }

  function everywhere(operation: Operation): View | undefined {
    const { tokens, verb } = shapeOf(operation.template)
    const name = tokens.at(-1)
    if (operation.method !== 'GET' || verb !== undefined || name?.kind !== 'fixed') return undefined
    const start = tokens.slice(0, -1).map((token) => (token.kind === 'fixed' ? token.text : undefined))
    const found = collectionsCalled(name.text).filter((collection) => {
      const { segments, details } = collection
      if (!createsItself(collection)) return false
      if (segments.length <= tokens.length || start.some((segment, index) => segments[index] !== segment)) return false
      const shown = details.entity && shownBy(operation, collection)
      return shown !== undefined && details.entity !== undefined && isSame(shown, details.entity)
    })
    const [collection, ...more] = found
    return collection && more.length === 0 ? { collection, scope: { kind: 'everywhere' } } : undefined
  }

  function creatorsOf(collection: Pick<Collection, 'name' | 'path' | 'members'>): readonly Operation[] {
    if (createsItself(collection)) return []
    const found = postsCalled(collection.name).flatMap((operation) => {
      const below = readBelow(operation)
      const site = graph.siteOf(operation)
      // What has items of its own is another collection.
      if (site?.kind === 'items' && site.collection.idParameter !== undefined) return []
      return [{ operation, meant: below && isFree(operation, site) ? meantBy(operation, below) : undefined }]
    })
    // What is created elsewhere, nobody knows where, may be there too.
    const isKnown = found.every(({ meant }) => meant !== undefined)
    return isKnown ? found.flatMap(({ operation, meant }) => (meant?.path === collection.path ? [operation] : [])) : []
  }

  function collectionsCalled(name: string): readonly Collection[] {
    collections ??= groupBy(
      graph.collections().filter(({ kind }) => kind === 'items'),
      (collection) => collection.name,
    )
    return collections.get(name) ?? []
  }

  function postsCalled(name: string): readonly Operation[] {
    posts ??= groupBy(
      operations.filter(({ method }) => method === 'POST'),
      ({ path }) => path.slice(path.lastIndexOf('/') + 1).replace(/\.(json|xml)$/, ''),
    )
    return posts.get(name) ?? []
  }
}

function groupBy<T>(list: readonly T[], nameOf: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const each of list) {
    const name = nameOf(each)
    const group = groups.get(name)
    if (group) group.push(each)
    else groups.set(name, [each])
  }
  return groups
}

const NONE = { list: undefined, create: undefined }

/** `/posts/{postId}` and `comments` of `/posts/{postId}/comments`. */
interface BelowPath {
  readonly base: readonly Token[]
  readonly parameter: Token & { kind: 'parameter' }
  readonly name: Token & { kind: 'fixed' }
}

function readBelow({ template }: Operation): BelowPath | undefined {
  const { tokens, verb } = shapeOf(template)
  const [parameter, name] = tokens.slice(-2)
  if (verb !== undefined || parameter?.kind !== 'parameter' || name?.kind !== 'fixed') return undefined
  const base = tokens.slice(0, -2)
  return base.some(({ kind }) => kind === 'fixed') ? { base, parameter, name } : undefined
}

/** Nothing else is done there: no items of its own, no other writes. */
function isFree(operation: Operation, site: Site | undefined): boolean {
  if (operation.method !== 'GET' && operation.method !== 'POST') return false
  if (site === undefined) return true
  if (site.kind === 'itemVerb') return site.verb === 'other'
  if (site.kind !== 'items') return false
  const { idParameter, members } = site.collection
  return idParameter === undefined && !members.search && members.otherCreates.length === 0
}

/** A PUT on an item that does not say that it creates changes what was made elsewhere. */
function createsItself({ members }: Pick<Collection, 'members'>): boolean {
  const { create, otherCreates, replace } = members
  return create !== undefined || otherCreates.some((each) => each !== replace || declares(each, 201))
}

/** The thing that is listed, or that is created. */
function shownBy(operation: Operation, collection: Collection): Schema | undefined {
  const success = successOf(operation, operation.method === 'POST' ? 'create' : 'other')
  if (operation.method === 'GET') return success.schema && listIn(success.schema, collection)?.items
  const at = entityAtOf(success, collection)
  const shown = success.schema && at && memberSchema(success.schema, at)
  return shown ?? (success.hasBody ? undefined : bodySchemaOf(operation))
}

/** Members that two things have in common by chance. */
const MIN_COMMON = 4

/**
 * The same schema, or one that shows a part of it.
 * @param id what is read by this, and what nothing else makes, may be shown with a few members more where it is made
 */
function isSame(shown: Schema, entity: Schema, id?: string): boolean {
  if ((shown.target ?? shown) === (entity.target ?? entity)) return true
  const names = [...(viewObject(shown)?.properties.keys() ?? [])]
  const all = viewObject(entity)?.properties
  const common = names.filter((name) => all?.has(name)).length
  const enough = id !== undefined && names.includes(id) ? Math.max(MIN_COMMON, names.length * 0.75) : names.length
  return names.length > 2 && common >= Math.min(names.length, enough)
}

/** What must be sent although the path says it is the item's own. */
function isToldByPath(operation: Operation, member: readonly string[]): boolean {
  const body = bodySchemaOf(operation)
  return !(body && viewObject(body)?.required.has(member[0] ?? ''))
}

/** Where an item says what it is below: `userId`, `user_id`, or `user: { id }`. */
function memberNaming(
  { base, parameter, name }: BelowPath,
  { details: { entity, identity } }: Collection,
  above: Collection | undefined,
): readonly string[] | undefined {
  if (!entity) return undefined
  const tokens = [...base, parameter, name]
  const segments = tokens.map((token) => (token.kind === 'fixed' ? token.text : undefined))
  const found = parentMembersOf({ path: pathOf(tokens), segments }, entity, identity).at(-1)
  if (found !== undefined) return isListed(entity, found) ? undefined : [found]
  const noun = plain(singular(base.findLast((token) => token.kind === 'fixed')?.text ?? ''))
  const [id = 'id'] = above?.details.identity.at ?? []
  for (const [held, { schema }] of viewObject(entity)?.properties ?? []) {
    if (plain(held) === noun && viewObject(schema)?.properties.has(id)) return [held, id]
  }
  return undefined
}

/** Where an item lists what it is below, `projects` or `projectIds`; what is created there could not say it alone. */
function listNaming({ base }: BelowPath, { details: { entity } }: Collection): readonly string[] | undefined {
  const word = base.findLast((token) => token.kind === 'fixed')?.text ?? ''
  const noun = plain(singular(word))
  const called = [plain(word), `${noun}ids`, `${noun}list`]
  const names = [...((entity && viewObject(entity)?.properties.keys()) ?? [])]
  const name = names.find((each) => called.includes(plain(each)))
  return entity && name !== undefined && isListed(entity, name) ? [name] : undefined
}

function isListed(entity: Schema, name: string): boolean {
  const schema = memberSchema(entity, [name])
  return schema !== undefined && typesOf(schema).has('array')
}
