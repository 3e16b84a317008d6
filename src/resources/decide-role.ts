import { templateParameters } from '../model/path-template.js'
import { describeValue, didYouMeanAfter, nearestNames } from '../base/text.js'
import { isSafe } from '../http/is-safe.js'
import type { Operation } from '../model/api-model.js'
import { isSameSchema } from '../model/schema.js'
import type { Site, VerbSite } from './collection-graph.js'
import { LISTED } from './identity.js'
import {
  actionRole,
  changesItem,
  existsRole,
  patchRole,
  readFileRole,
  readRole,
  removeRole,
  replaceRole,
} from './item-role.js'
import { clearRole, countRole, createRole, listRole, writeItems } from './items-role.js'
import type { Collection } from './collection.js'
import type { View } from './find-views.js'
import type { Role, RoleKind, Scope, Source } from './role.js'
import { stateless } from './role-parts.js'
import { singletonRole } from './singleton-role.js'
import { isFile, isJsonPatch, sendsFile, successOf, uploads } from './success.js'

/** What an operation does, by its path, its method and its schemas. Without good evidence it is stateless. */
export function decideRole(operation: Operation, site: Site | undefined): Role {
  if (!site) return stateless(`${operation.path} belongs to no collection`)
  if (!declaresSuccess(operation)) return stateless('the document declares no success')
  switch (site.kind) {
    case 'items':
      return onItems(operation, site.collection)
    case 'item':
      if (site.named) return onNamed(operation, site.collection, site.named)
      return site.below?.members.list === operation || site.below?.members.create === operation
        ? onItems(operation, site.below)
        : onItem(operation, site.collection)
    case 'singleton':
      return singletonRole(operation, site.collection)
    case 'itemsVerb':
      return onItemsVerb(operation, site)
    case 'itemVerb':
      return onItemVerb(operation, site)
  }
}

/** Undefined where the schemas leave nothing to work with. */
export function viewRole(operation: Operation, { collection, scope, address }: View): Role | undefined {
  const isList = operation.method === 'GET'
  const reason = reasonOf(collection, scope, isList)
  const role = isList ? listRole(operation, collection, 'list', reason) : createRole(operation, collection, reason)
  if (role.kind === 'stateless') return undefined
  if (!address) return scope ? { ...role, scope } : role
  const parents = address.map(({ parameter }): Source => ({ in: 'path', at: [parameter] }))
  return { ...role, address, sources: { parents, id: undefined } }
}

function reasonOf({ path, idParameter = '' }: Collection, scope: Scope | undefined, isList: boolean): string {
  if (scope?.kind === 'everywhere') return `all of ${path}, whatever they are below`
  if (!isList) return `POST makes what ${path}/{${idParameter}} is about`
  if (!scope) return `those of ${path} that are of whoever asks`
  const { member, join } = scope
  if (join) return `those of ${path} that have it in ${join.path}`
  return `those of ${path} ${member ? `whose '${member.join('.')}' stands in the path` : 'that were created on the same path'}`
}

/** Without any declared response anything is possible; with redirects or errors alone, state changes no answer. */
function declaresSuccess({ responses }: Operation): boolean {
  return responses.length === 0 || responses.some(({ key }) => key.startsWith('2') || key === 'default')
}

/** The role that `x-lockstep` names; still stateless where the schemas leave nothing to work with. */
export function roleNamed(operation: Operation, collection: Collection, kind: RoleKind): Role {
  const reason = `as ${kind}`
  switch (kind) {
    case 'list':
    case 'search':
      return listRole(operation, collection, kind, reason)
    case 'create':
      return createRole(operation, collection, reason)
    case 'read':
      return readRole(operation, collection)
    case 'readFile':
      return readFileRole(operation, collection, reason)
    case 'replace':
    case 'upsert': {
      const role = replaceRole(operation, collection)
      return role.kind === 'replace' || role.kind === 'upsert' ? { ...role, kind } : role
    }
    case 'patch':
      return patchRole(operation, collection, reason)
    case 'remove':
      return removeRole(operation, collection, reason)
    case 'clear':
      return clearRole(operation, collection)
    case 'exists':
      return existsRole(operation, collection, reason)
    case 'count':
      return countRole(operation, collection)
    case 'action':
      return actionRole(operation, collection, /[A-Za-z][\w-]*$/.exec(operation.path)?.[0] ?? operation.id)
    case 'readSingleton':
    case 'replaceSingleton':
    case 'patchSingleton':
    case 'resetSingleton':
      return singletonRole(operation, collection)
    case 'stateless':
      return stateless(reason)
    default:
      return stateless(`x-lockstep gives the unknown role ${describeValue(kind)}${nearest(kind)}`)
  }
}

/** Every role; leaving one out does not compile. */
const ROLES: Readonly<Record<RoleKind, true>> = {
  stateless: true,
  list: true,
  search: true,
  create: true,
  read: true,
  readFile: true,
  replace: true,
  upsert: true,
  patch: true,
  remove: true,
  clear: true,
  exists: true,
  count: true,
  action: true,
  readSingleton: true,
  replaceSingleton: true,
  patchSingleton: true,
  resetSingleton: true,
}

export function isRoleKind(name: unknown): name is RoleKind {
  return typeof name === 'string' && Object.hasOwn(ROLES, name)
}

function nearest(kind: unknown): string {
  return didYouMeanAfter(':', nearestNames(String(kind), Object.keys(ROLES)))
}

function onItems(operation: Operation, collection: Collection): Role {
  switch (operation.method) {
    case 'GET':
      return listRole(operation, collection, 'list', 'GET on the collection answers a list')
    case 'POST':
      return createRole(operation, collection, 'POST on the collection')
    case 'PUT':
      return putItems(operation, collection)
    case 'PATCH':
      return writeItems(operation, collection, 'patch')
    case 'DELETE':
      return clearRole(operation, collection)
    default:
      return stateless(`${operation.method} on a whole collection has no usual meaning`)
  }
}

/** Where nothing else creates, a PUT that names no item does. */
function putItems(operation: Operation, collection: Collection): Role {
  const role = writeItems(operation, collection, 'upsert')
  if (role.kind !== 'stateless' || collection.members.create) return role
  const created = createRole(operation, collection, 'PUT on the collection, which has no POST')
  return created.kind === 'create' ? created : role
}

function onItem(operation: Operation, collection: Collection): Role {
  const { members } = collection
  switch (operation.method) {
    case 'GET':
      return readRole(operation, collection)
    case 'HEAD':
      return existsRole(operation, collection, 'HEAD on an item')
    case 'PUT':
      return isJsonPatch(operation)
        ? patchRole(operation, collection, 'PUT of a JSON Patch on an item')
        : replaceRole(operation, collection)
    case 'PATCH':
      return patchRole(operation, collection, 'PATCH on an item')
    case 'POST':
      if (isFileWritten(operation, collection)) return replaceRole(operation, collection)
      if (members.otherCreates.includes(operation)) return replaceRole(operation, collection)
      return operation === members.patch && changesItem(operation, collection)
        ? patchRole(operation, collection, 'POST on an item that has no PUT or PATCH')
        : actionRole(operation, collection, 'POST')
    case 'DELETE':
      return removeRole(operation, collection, 'DELETE on an item')
    default:
      return stateless(`${operation.method} on an item has no usual meaning`)
  }
}

/** '/users/by-email/{email}' is the user who has it, '/users/role/{role}' are all of them. */
function onNamed(operation: Operation, collection: Collection, named: readonly string[]): Role {
  const { schema } = successOf(operation)
  const { entity } = collection.details
  const isOne = schema && entity && isSameSchema(schema, entity)
  if (isOne || operation.method !== 'GET') {
    const role = onItem(operation, collection)
    if (role.kind === 'stateless') return role
    return { ...role, named, reasons: [`${operation.method} on an item that is named by its '${named.join('.')}'`] }
  }
  const role = listRole(operation, collection, 'list', `those whose '${named.join('.')}' stands in the path`)
  const parameter = templateParameters(operation.template).at(-1)
  if (role.kind !== 'list' || parameter === undefined) return role
  const filter = { in: 'path', at: [parameter], schema: undefined, member: named, compare: 'equal' } as const
  return { ...role, query: { ...role.query, filters: [...role.query.filters, filter] } }
}

/** POST of a file to an item is one more way to PUT it, where that can be done, or where the file can be read. */
function isFileWritten(operation: Operation, { members: { read, replace } }: Collection): boolean {
  if (!sendsFile(operation)) return false
  return (read !== undefined && isFile(successOf(read))) || (replace !== undefined && sendsFile(replace))
}

function onItemsVerb(operation: Operation, site: VerbSite): Role {
  const { collection, verb, word } = site
  switch (verb) {
    case 'search':
      return listRole(operation, collection, 'search', `'${word}' on the collection answers a list`)
    case 'create':
      return operation.method === 'POST' && collection.members.otherCreates.includes(operation)
        ? createRole(operation, collection, `POST '${word}' on the collection`)
        : stateless(`${operation.method} '${word}' is not a way to create`)
    case 'bulk':
      return onMany(operation, collection, word)
    case 'update':
      return operation.method === 'GET'
        ? stateless(`'${word}' on the collection has no known meaning`)
        : writeItems(operation, collection, 'patch')
    case 'count':
      return countRole(operation, collection)
    case 'remove':
      return removeMany(operation, collection, word)
    case 'read':
    case 'exists':
    case 'reset':
    case 'other':
      return stateless(`'${word}' on the collection has no known meaning`)
  }
}

/** '/pets/_bulk', '/pets/batch': what its method says, of several. */
function onMany(operation: Operation, collection: Collection, word: string): Role {
  switch (operation.method) {
    case 'POST':
      return holdsList(createRole(operation, collection, `'${word}' on the collection`), word)
    case 'PUT':
      return writeItems(operation, collection, 'upsert')
    case 'PATCH':
      return writeItems(operation, collection, 'patch')
    case 'DELETE':
      return removeMany(operation, collection, word)
    default:
      return stateless(`${operation.method} '${word}' on the collection has no known meaning`)
  }
}

function holdsList(role: Role, word: string): Role {
  if (role.kind !== 'create' || role.body.at.includes(LISTED)) return role
  return stateless(`'${word}' on the collection, and the body holds no list of its items`)
}

/** Removes only items that the request names: one that names none must not empty the collection. */
function removeMany(operation: Operation, collection: Collection, word: string): Role {
  if (operation.method === 'GET') return stateless(`'${word}' on the collection has no known meaning`)
  const role = clearRole(operation, collection)
  return role.kind === 'clear' && role.query.ids
    ? role
    : stateless(`'${word}' on the collection, and no ids are declared`)
}

function onItemVerb(operation: Operation, site: VerbSite): Role {
  const { collection, verb, word } = site
  if (verb === 'exists') return existsRole(operation, collection, `'${word}' on an item`)
  if (verb === 'remove' && operation.method !== 'GET') return removeRole(operation, collection, `'${word}' on an item`)
  if (operation === collection.members.patch) return patchRole(operation, collection, `'${word}' on an item`)
  if (verb === 'read' && operation.method === 'GET') return readRole(operation, collection)
  if (operation.method === 'GET' && isContentOf(operation, collection, word))
    return readFileRole(operation, collection, `'${word}' of an item is the file that it was made of`)
  if (isSafe(operation)) {
    return stateless(`'${word}' below an item is only read: nothing changes it`)
  }
  return actionRole(operation, collection, word)
}

/** '/files/{id}/content', where a file was uploaded. */
function isContentOf(operation: Operation, { members }: Collection, word: string): boolean {
  if (!/^_?(content|contents|download|file|raw|data|media|binary|blob|bytes)$/i.test(word)) return false
  const made = [members.create, ...members.otherCreates, members.replace]
  return isFile(successOf(operation)) && made.some((member) => member !== undefined && uploads(member))
}
