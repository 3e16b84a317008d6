import type { Operation } from '../model/api-model.js'
import type { CollectionGraph, Site } from './collection-graph.js'
import type { Collection } from './collection.js'
import type { Declaration } from './declare-collections.js'
import { guessRemoteCalls } from './guess-remote-calls.js'
import { memberSchema } from './identity.js'
import { collectionKey } from './overrule.js'
import { assignedRole } from './overruled-role.js'
import type { Role } from './role.js'

export interface RemoteCalls {
  readonly collections: readonly Collection[]
  readonly roles: ReadonlyMap<Operation, Role>
}

/**
 * What operations do that are called after it, '/users.create': only where a thing that is made can be read or listed again,
 * by an id that is shown; else all calls of its kind stay as they were.
 * @param isTaken whether somebody says what the operation does, or a path is the resource's own
 */
export function planRemoteCalls(
  operations: readonly Operation[],
  graph: CollectionGraph,
  isTaken: (operation: Operation, resource: string) => boolean,
  declare: (calls: readonly Declaration[]) => ReadonlyMap<string, Collection>,
): RemoteCalls {
  const free = guessRemoteCalls(operations).filter(({ operation, resource, by }) => {
    const site = graph.siteOf(operation)
    return (by === undefined ? !site : isAlone(site)) && !isTaken(operation, resource)
  })
  if (free.length === 0) return { collections: [], roles: new Map() }
  const collections: Collection[] = []
  const roles = new Map<Operation, Role>()
  for (const [key, collection] of declare(free)) {
    const group = free.filter(({ resource }) => collectionKey(resource) === key)
    const decided = new Map(
      group.map(({ operation, role, by }) => [operation, assignedRole(operation, collection, role, by)]),
    )
    if (!isFoundAgain(collection, decided)) continue
    collections.push(collection)
    for (const [operation, role] of decided)
      roles.set(operation, { ...role, reasons: ['called after what it does', ...role.reasons] })
  }
  return { collections, roles }
}

/** Nothing is listed or made where it stands. */
function isAlone(site: Site | undefined): boolean {
  if (!site) return true
  const { list, create } = site.collection.members
  return site.kind === 'item' && !list && !create
}

/** Whether clients learn the id of what they make, and can use it. */
function isFoundAgain({ members }: Collection, roles: ReadonlyMap<Operation, Role>): boolean {
  const [made, shown, listed] = [members.create, members.read, members.list].map((each) => each && roles.get(each))
  if (!made || !showsId(made)) return false
  return (shown !== undefined && shown.kind !== 'stateless') || (listed !== undefined && listsIds(listed))
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
