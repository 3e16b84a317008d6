import type { ApiModel, Operation } from '../model/api-model.js'
import { templateParameters } from '../model/path-template.js'
import { detailsOf } from './collection-details.js'
import { buildGraph, type Site } from './collection-graph.js'
import { decideRole, roleNamed } from './decide-role.js'
import { collectionKey, overruleOf, type Overrule } from './overrule.js'
import type { Collection } from './collection.js'
import type { ResourcePlan } from './resource-plan.js'
import type { Role } from './role.js'
import { stateless } from './role-parts.js'

/** Works out what each operation does to which collection. Paths and schemas are read when a role is asked for. */
export function planResources(model: ApiModel): ResourcePlan {
  const idOf = (operation: Operation): readonly string[] | undefined => overruleOf(model, operation).id
  const graph = buildGraph(model.operations, (facts) => detailsOf(facts, idOf))
  let byKey: ReadonlyMap<string, Collection> | undefined
  const collectionAt = (path: string): Collection | undefined => {
    byKey ??= new Map(graph.collections().map((collection) => [collectionKey(collection.path), collection]))
    return byKey.get(collectionKey(path))
  }
  const roles = new Map<Operation, Role>()
  return {
    get collections() {
      return graph.collections()
    },
    operations: model.operations,
    roleOf(operation) {
      const known = roles.get(operation)
      if (known) return known
      const overrule = overruleOf(model, operation)
      const role = isOverruled(overrule)
        ? overruled(operation, overrule, graph.siteOf(operation), collectionAt)
        : decideRole(operation, graph.siteOf(operation))
      roles.set(operation, role)
      return role
    },
  }
}

function isOverruled({ resource, role }: Overrule): boolean {
  return resource !== undefined || role !== undefined
}

function overruled(
  operation: Operation,
  { resource, role }: Overrule,
  planned: Site | undefined,
  collectionAt: (path: string) => Collection | undefined,
): Role {
  if (role === 'stateless') return { kind: 'stateless', reasons: ['x-lockstep says so'], isAsked: true }
  const collection = resource === undefined ? planned?.collection : collectionAt(resource)
  if (!collection) {
    return stateless(
      resource === undefined
        ? `x-lockstep gives a role to ${operation.path}, which belongs to no collection: name one as resource`
        : `x-lockstep names the resource ${resource}, which is no collection of this document`,
    )
  }
  const decided =
    role === undefined ? decideRole(operation, siteIn(operation, collection)) : roleNamed(operation, collection, role)
  return { ...decided, reasons: ['x-lockstep', ...decided.reasons] }
}

/** An operation with a parameter more than the collection's path is about an item of it. */
function siteIn(operation: Operation, collection: Collection): Site {
  if (collection.kind === 'singleton') return { kind: 'singleton', collection }
  const above = collection.segments.filter((segment) => segment === undefined).length
  return templateParameters(operation.template).length > above
    ? { kind: 'item', collection, below: undefined }
    : { kind: 'items', collection }
}
