import type { Operation } from '../model/api-model.js'
import type { Declaration } from './declare-collections.js'
import type { RoleKind } from './role.js'

/** What the last word of 'users.create' or '/users/create' says, in APIs that call by name. */
const ROLES: Readonly<Record<string, RoleKind>> = {
  create: 'create',
  add: 'create',
  new: 'create',
  insert: 'create',
  info: 'read',
  get: 'read',
  read: 'read',
  show: 'read',
  retrieve: 'read',
  fetch: 'read',
  details: 'read',
  list: 'list',
  all: 'list',
  search: 'search',
  find: 'search',
  update: 'patch',
  edit: 'patch',
  modify: 'patch',
  set: 'patch',
  delete: 'remove',
  remove: 'remove',
  destroy: 'remove',
}

const SHOWS: ReadonlySet<RoleKind> = new Set(['read', 'list'])

/** '/users/create', and '/users/delete/{id}'. */
const CALL = /^(\/[^{}]*[A-Za-z])[./]([A-Za-z]+)(?:\/\{([^{}]+)\})?$/
const ON_ITEM: ReadonlySet<RoleKind> = new Set(['read', 'patch', 'remove'])

/** Whether the path may be a call that says by its last parameter what it is about, and no place of its own. */
export function isCalledWithId({ path }: Operation): boolean {
  const [, , word = '', by] = path.endsWith('}') ? (CALL.exec(path) ?? []) : []
  const role = by !== undefined && Object.hasOwn(ROLES, word.toLowerCase()) ? ROLES[word.toLowerCase()] : undefined
  return role !== undefined && ON_ITEM.has(role)
}

/** Operations called after what they do to one kind of thing, where at least one creates and one reads or lists. */
export function guessRemoteCalls(operations: readonly Operation[]): readonly Declaration[] {
  const groups = new Map<string, Declaration[]>()
  for (const operation of operations) {
    const [, resource, word = '', by] = CALL.exec(operation.path) ?? []
    // 'conversations.archive'
    const role = Object.hasOwn(ROLES, word.toLowerCase()) ? ROLES[word.toLowerCase()] : 'action'
    if (resource === undefined || role === undefined || !mayBe(role, operation)) continue
    if (by !== undefined && !ON_ITEM.has(role)) continue
    const group = groups.get(resource) ?? []
    // Two of one kind: nobody can tell which one is meant.
    const isTaken = role !== 'action' && group.some((other) => other.role === role)
    if (!isTaken) group.push({ operation, resource, role, by })
    groups.set(resource, group)
  }
  return [...groups.values()]
    .filter((group) => group.some(({ role }) => role === 'create') && group.some(({ role }) => SHOWS.has(role)))
    .flat()
}

function mayBe(role: RoleKind, { method }: Operation): boolean {
  switch (role) {
    case 'create':
      return method === 'POST' || method === 'PUT'
    case 'remove':
      return method === 'POST' || method === 'PUT' || method === 'DELETE'
    case 'action':
      return method === 'POST' || method === 'PUT'
    case 'patch':
      return method !== 'GET' && method !== 'DELETE'
    default:
      return method === 'GET' || method === 'POST'
  }
}
