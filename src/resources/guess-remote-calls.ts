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

/** Operations called after what they do to one kind of thing, where at least one creates and one reads. */
export function guessRemoteCalls(operations: readonly Operation[]): readonly Declaration[] {
  const groups = new Map<string, Declaration[]>()
  for (const operation of operations) {
    const [, resource, word = ''] = /^(\/[^{}]*[A-Za-z])[./]([A-Za-z]+)$/.exec(operation.path) ?? []
    const role = Object.hasOwn(ROLES, word.toLowerCase()) ? ROLES[word.toLowerCase()] : undefined
    if (resource === undefined || role === undefined || !mayBe(role, operation)) continue
    const group = groups.get(resource) ?? []
    // Two of one kind: nobody can tell which one is meant.
    if (!group.some((other) => other.role === role)) group.push({ operation, resource, role, by: undefined })
    groups.set(resource, group)
  }
  return [...groups.values()]
    .filter((group) => ['create', 'read'].every((wanted) => group.some(({ role }) => role === wanted)))
    .flat()
}

function mayBe(role: RoleKind, { method }: Operation): boolean {
  switch (role) {
    case 'create':
      return method === 'POST' || method === 'PUT'
    case 'remove':
      return method === 'POST' || method === 'DELETE'
    case 'patch':
      return method !== 'GET' && method !== 'DELETE'
    default:
      return method === 'GET' || method === 'POST'
  }
}
