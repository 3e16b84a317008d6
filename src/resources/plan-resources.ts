import { nearestNames } from '../base/text.js'
import type { ApiModel, Operation } from '../model/api-model.js'
import { templateParameters } from '../model/path-template.js'
import { detailsOf } from './collection-details.js'
import { buildGraph, type Site } from './collection-graph.js'
import { decideRole, isRoleKind, roleNamed, viewRole } from './decide-role.js'
import { declareCollections, type Declaration } from './declare-collections.js'
import { guessRemoteCalls, isCalledWithId } from './guess-remote-calls.js'
import { collectionKey, overruleOf, type Overrule, type PlanHints } from './overrule.js'
import type { Collection } from './collection.js'
import { depthOf } from './collection-path.js'
import { memberSchema } from './identity.js'
import { findViews } from './find-views.js'
import { linkedId } from './linked-id.js'
import { placeSources } from './place-sources.js'
import type { ResourcePlan } from './resource-plan.js'
import type { Role } from './role.js'
import { stateless } from './role-parts.js'

/**
 * Works out what each operation does to which collection. Paths and schemas are read when a role is asked for.
 * @param hints what a configuration says of operations, before the document's own `x-lockstep`
 */
export function planResources(model: ApiModel, hints: PlanHints = {}): ResourcePlan {
  const { operations } = model
  const overrule = (operation: Operation): Overrule => overruleOf(model, operation, hints)
  const describe = (facts: Omit<Collection, 'details'>) =>
    detailsOf(
      facts,
      (operation) => overrule(operation).id,
      () => linkedId(model, facts),
      () => (facts.kind === 'items' && facts.idParameter !== undefined ? views.creatorsOf(facts)[0] : undefined),
    )
  const graph = buildGraph(operations, describe)
  const views = findViews(operations, graph)
  const onPaths = once(() => new Map(graph.collections().map((each) => [collectionKey(each.path), each])))
  const declared = once(() =>
    declareCollections(declarationsIn(operations, overrule), (key) => onPaths().get(key), describe),
  )
  const remote = once(() => planRemoteCalls())
  const all = once(() => [...graph.collections(), ...declared().values(), ...remote().collections])
  const collectionAt = (path: string): Collection | undefined => {
    const key = collectionKey(path)
    return onPaths().get(key) ?? declared().get(key)
  }
  const roles = new Map<Operation, Role>()
  return {
    get collections() {
      return all()
    },
    operations,
    roleOf(operation) {
      const known = roles.get(operation)
      if (known) return known
      const role = decide(operation)
      roles.set(operation, role)
      return role
    },
  }

  function decide(operation: Operation): Role {
    const said = overrule(operation)
    const site = graph.siteOf(operation)
    const role = isOverruled(said)
      ? overruled(operation, said, site, collectionAt, () => [...onPaths().values(), ...declared().values()])
      : ((site && !isCalledWithId(operation) ? undefined : remote().roles.get(operation)) ??
        decidedAlone(operation, site))
    return said.wrong.length === 0 ? role : { ...role, reasons: [...role.reasons, ...said.wrong] }
  }

  function decidedAlone(operation: Operation, site: Site | undefined): Role {
    const view = views.of(operation, site)
    const viewed = view && viewRole(operation, view.collection, view.scope)
    if (viewed) return viewed
    const role = decideRole(operation, site)
    const all = role.kind === 'stateless' ? views.everywhere(operation) : undefined
    return (all && viewRole(operation, all.collection, all.scope)) ?? role
  }

  /** Only where a thing that is made can be read or listed again, by an id that is shown; else all of them stay as they were. */
  function planRemoteCalls(): RemoteCalls {
    const free = guessRemoteCalls(operations).filter(
      ({ operation, resource, by }) =>
        (by === undefined ? !graph.siteOf(operation) : isAlone(graph.siteOf(operation))) &&
        !isOverruled(overrule(operation)) &&
        !onPaths().has(collectionKey(resource)),
    )
    if (free.length === 0) return { collections: [], roles: new Map() }
    const declaredNow = declareCollections(free, (key) => onPaths().get(key) ?? declared().get(key), describe)
    const collections: Collection[] = []
    const planned = new Map<Operation, Role>()
    for (const [key, collection] of declaredNow) {
      const group = free.filter(({ resource }) => collectionKey(resource) === key)
      const decided = new Map(
        group.map(({ operation, role, by }) => [operation, named(operation, collection, role, by)]),
      )
      const { create, read, list } = collection.members
      const made = create && decided.get(create)
      const shown = read && decided.get(read)
      const listed = list && decided.get(list)
      const isShown = (shown && shown.kind !== 'stateless') || (listed && listsIds(listed))
      if (!made || !showsId(made) || !isShown) continue
      collections.push(collection)
      for (const [operation, role] of decided)
        planned.set(operation, { ...role, reasons: ['called after what it does', ...role.reasons] })
    }
    return { collections, roles: planned }
  }
}

/** Nothing is listed or made where it stands. */
function isAlone(site: Site | undefined): boolean {
  if (!site) return true
  const { list, create } = site.collection.members
  return site.kind === 'item' && !list && !create
}

function showsId(role: Role): boolean {
  if (role.kind === 'stateless' || !role.entityAt) return false
  const { at } = role.collection.details.identity
  const { schema } = role.success
  return at !== undefined && schema !== undefined && memberSchema(schema, [...role.entityAt, ...at]) !== undefined
}

function listsIds(role: Role): boolean {
  if (role.kind !== 'list' || !role.list.items) return false
  const { at } = role.collection.details.identity
  return at !== undefined && memberSchema(role.list.items, at) !== undefined
}

interface RemoteCalls {
  readonly collections: readonly Collection[]
  readonly roles: ReadonlyMap<Operation, Role>
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function declarationsIn(
  operations: readonly Operation[],
  overrule: (operation: Operation) => Overrule,
): readonly Declaration[] {
  return operations.flatMap((operation) => {
    const { resource, role, by } = overrule(operation)
    return resource !== undefined && isRoleKind(role) && role !== 'stateless' ? [{ operation, resource, role, by }] : []
  })
}

function isOverruled({ resource, role, by }: Overrule): boolean {
  return resource !== undefined || role !== undefined || by !== undefined
}

function overruled(
  operation: Operation,
  { resource, role, by }: Overrule,
  planned: Site | undefined,
  collectionAt: (path: string) => Collection | undefined,
  all: () => readonly Collection[],
): Role {
  if (role === 'stateless') return { kind: 'stateless', reasons: ['x-lockstep says so'], isAsked: true }
  const collection = resource === undefined ? planned?.collection : collectionAt(resource)
  if (!collection) {
    return stateless(
      resource === undefined
        ? `x-lockstep gives a role to ${operation.path}, which belongs to no collection: name one as resource`
        : `x-lockstep names the resource ${resource}, which is no collection of this document${meant(resource, all())}`,
    )
  }
  const decided =
    role === undefined
      ? withSources(decideRole(operation, siteIn(operation, collection)), operation, by)
      : named(operation, collection, role, by)
  return { ...decided, reasons: ['x-lockstep', ...decided.reasons] }
}

/** With a role any path will do; without one, it was meant to be there. */
function meant(resource: string, collections: readonly Collection[]): string {
  const near = nearestNames(
    resource,
    collections.map(({ path }) => path),
  )
  return near.length > 0 ? `: did you mean ${near.join(' or ')}?` : ''
}

function named(operation: Operation, collection: Collection, kind: Role['kind'], by: string | undefined): Role {
  return withSources(roleNamed(operation, collection, kind), operation, by)
}

function withSources(role: Role, operation: Operation, by: string | undefined): Role {
  if (role.kind === 'stateless') return role
  const found = placeSources(operation, role.collection, role.kind, by)
  switch (found.kind) {
    case 'path':
      return role
    case 'named':
      return { ...role, sources: found.sources }
    case 'missing':
      return stateless(found.reason)
  }
}

/** An operation with a parameter more than the collection's path is about an item of it. */
function siteIn(operation: Operation, collection: Collection): Site {
  if (collection.kind === 'singleton') return { kind: 'singleton', collection }
  const above = depthOf(collection)
  return templateParameters(operation.template).length > above
    ? { kind: 'item', collection, below: undefined }
    : { kind: 'items', collection }
}
