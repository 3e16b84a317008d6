import { didYouMeanAfter, nearestNames } from '../base/text.js'
import type { Operation } from '../model/api-model.js'
import { templateParameters } from '../model/path-template.js'
import type { Site } from './collection-graph.js'
import type { Collection } from './collection.js'
import { depthOf } from './collection-path.js'
import { decideRole, roleNamed } from './decide-role.js'
import type { Overrule } from './overrule.js'
import { placeSources } from './place-sources.js'
import type { Role } from './role.js'
import { stateless } from './role-parts.js'

/** The collections that a hint can name. */
export interface Nameable {
  readonly at: (path: string) => Collection | undefined
  readonly all: () => readonly Collection[]
}

/** What an operation does where `x-lockstep` or a configuration says so. */
export function overruledRole(
  operation: Operation,
  { resource, role, by }: Overrule,
  site: Site | undefined,
  collections: Nameable,
): Role {
  if (role === 'stateless') return { kind: 'stateless', reasons: ['x-lockstep says so'], isAsked: true }
  const collection = resource === undefined ? site?.collection : collections.at(resource)
  if (!collection) {
    return stateless(
      resource === undefined
        ? `x-lockstep gives a role to ${operation.path}, which belongs to no collection: name one as resource`
        : `x-lockstep names the resource ${resource}, which is no collection of this document${meant(resource, collections.all())}`,
    )
  }
  const decided =
    role === undefined
      ? withSources(decideRole(operation, siteIn(operation, collection)), operation, by)
      : assignedRole(operation, collection, role, by)
  return { ...decided, reasons: ['x-lockstep', ...decided.reasons] }
}

/**
 * The role of an operation that is said, or guessed, to be about a collection.
 * @param by the parameter, or the member of the body, that says which item is meant
 */
export function assignedRole(
  operation: Operation,
  collection: Collection,
  kind: Role['kind'],
  by: string | undefined,
): Role {
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

/** With a role any path will do; without one, it was meant to be there. */
function meant(resource: string, collections: readonly Collection[]): string {
  const near = nearestNames(
    resource,
    collections.map(({ path }) => path),
  )
  return didYouMeanAfter(':', near)
}

/** An operation with a parameter more than the collection's path is about an item of it. */
function siteIn(operation: Operation, collection: Collection): Site {
  if (collection.kind === 'singleton') return { kind: 'singleton', collection }
  return templateParameters(operation.template).length > depthOf(collection)
    ? { kind: 'item', collection, below: undefined }
    : { kind: 'items', collection }
}
