import type { Operation } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import type { Site, VerbSite } from './collection-graph.js'
import { entityIn, listIn } from './envelope.js'
import { idMember, memberSchema } from './identity.js'
import { typesOf, viewObject } from './object-view.js'
import { NO_CONTROLS, queryControls, searchControls } from './query-controls.js'
import type { Collection } from './resource-plan.js'
import type { BodyEnvelope, Role, Success } from './role.js'
import { bodySchemaOf, declares, successOf } from './success.js'
import { plain } from './words.js'

/** What an operation does, by its path, its method and its schemas. Without good evidence it is stateless. */
export function decideRole(operation: Operation, site: Site | undefined): Role {
  if (!site) return stateless(`${operation.path} belongs to no collection`)
  switch (site.kind) {
    case 'items':
      return onItems(operation, site.collection)
    case 'item':
      return site.below && isAboutItems(operation, site.below)
        ? onItems(operation, site.below)
        : onItem(operation, site.collection)
    case 'singleton':
      return onSingleton(operation, site.collection)
    case 'itemsVerb':
      return onItemsVerb(operation, site)
    case 'itemVerb':
      return onItemVerb(operation, site)
  }
}

/** A path that is an item's and a collection's: a list is of the collection, and so is POST when lists are. */
function isAboutItems(operation: Operation, below: Collection): boolean {
  const shown = operation.method === 'POST' ? below.members.list : operation
  const schema = shown?.method === 'GET' ? successOf(shown).schema : undefined
  return schema !== undefined && listIn(schema, below) !== undefined
}

function onItems(operation: Operation, collection: Collection): Role {
  switch (operation.method) {
    case 'GET':
      return listRole(operation, collection, 'list', 'GET on the collection answers a list')
    case 'POST':
      return createRole(operation, collection, 'POST on the collection')
    case 'PUT':
      return putItems(operation, collection)
    case 'DELETE':
      return clearRole(operation, collection)
    default:
      return stateless(`${operation.method} on a whole collection has no usual meaning`)
  }
}

function onItem(operation: Operation, collection: Collection): Role {
  const { members } = collection
  switch (operation.method) {
    case 'GET':
      return readRole(operation, collection)
    case 'HEAD':
      return existsRole(operation, collection, 'HEAD on an item')
    case 'PUT':
      return replaceRole(operation, collection)
    case 'PATCH':
      return patchRole(operation, collection, 'PATCH on an item')
    case 'POST':
      if (operation === members.patch)
        return patchRole(operation, collection, 'POST on an item that has no PUT or PATCH')
      return actionRole(operation, collection, 'POST')
    case 'DELETE':
      return removeRole(operation, collection, 'DELETE on an item')
    default:
      return stateless(`${operation.method} on an item has no usual meaning`)
  }
}

function onItemsVerb(operation: Operation, site: VerbSite): Role {
  const { collection, verb, word } = site
  switch (verb) {
    case 'search':
      return listRole(operation, collection, 'search', `'${word}' on the collection answers a list`)
    case 'create':
      return operation.method === 'POST'
        ? createRole(operation, collection, `POST '${word}' on the collection`)
        : stateless(`${operation.method} '${word}' is not a way to create`)
    case 'count':
      return countRole(operation, collection)
    default:
      return stateless(`'${word}' on the collection has no known meaning`)
  }
}

function onItemVerb(operation: Operation, site: VerbSite): Role {
  const { collection, verb, word } = site
  if (verb === 'exists') return existsRole(operation, collection, `'${word}' on an item`)
  if (verb === 'remove' && operation.method !== 'GET') return removeRole(operation, collection, `'${word}' on an item`)
  if (operation === collection.members.patch) return patchRole(operation, collection, `'${word}' on an item`)
  if (verb === 'read' && operation.method === 'GET') return readRole(operation, collection)
  if (operation.method === 'GET' || operation.method === 'HEAD') {
    return stateless(`'${word}' below an item is only read: nothing changes it`)
  }
  return actionRole(operation, collection, word)
}

function listRole(operation: Operation, collection: Collection, kind: 'list' | 'search', reason: string): Role {
  const success = successOf(operation)
  const list = success.schema && listIn(success.schema, collection)
  if (!list) return stateless('the success body has no list')
  if (list.items && !viewObject(list.items) && typesOf(list.items).size > 0) {
    return stateless('the list holds no objects')
  }
  const entity = collection.details.entity
  if (!entity) return stateless('no operation shows what an item looks like')
  const query =
    kind === 'search' || operation.body
      ? searchControls(operation, bodySchemaOf(operation), entity)
      : queryControls(operation, entity)
  return {
    kind,
    collection,
    success,
    entityAt: undefined,
    list,
    query,
    reasons: [reason, ...whereReason('items', list.at)],
  }
}

function createRole(operation: Operation, collection: Collection, reason: string): Role {
  const success = successOf(operation, 'create')
  const body = bodyOf(operation, collection)
  if (!success.isData) return stateless('the success body is no data')
  if (success.schema && typesOf(success.schema).has('array'))
    return stateless('the answer is a list, not what was created')
  if (!body && !entityAtOf(success, collection)) return stateless('neither body nor answer is an object')
  if (!collection.details.entity) return stateless('no operation shows what an item looks like')
  const clientId = clientIdOf(body, collection)
  return {
    kind: 'create',
    collection,
    success,
    entityAt: entityAtOf(success, collection),
    body: body ?? { at: [], schema: undefined },
    clientId,
    conflict: declares(operation, 409),
    reasons: [
      reason,
      clientId === 'none' ? 'the server chooses the id' : `the body may carry the id (${clientId})`,
      ...(declares(operation, 409) ? ['409 is declared: a taken id is refused'] : []),
    ],
  }
}

function clientIdOf(
  body: BodyEnvelope | undefined,
  { details, idParameter, name }: Collection,
): 'none' | 'optional' | 'required' {
  const at = body?.schema && (details.identity.at ?? idMember(body.schema, idParameter, name))
  const first = at?.[0]
  const view = body?.schema && viewObject(body.schema)
  const property = first === undefined ? undefined : view?.properties.get(first)
  if (!property || property.readOnly || first === undefined) return 'none'
  return view?.required.has(first) ? 'required' : 'optional'
}

function readRole(operation: Operation, collection: Collection): Role {
  const success = successOf(operation)
  if (!success.hasBody) {
    return collection.members.replace || collection.members.remove
      ? existsRole(operation, collection, 'GET on an item answers by status only')
      : stateless('there is nothing to read')
  }
  if (!success.isData) return stateless('the success body is no data')
  const entityAt = entityAtOf(success, collection)
  if (!entityAt) return stateless('the success body is no object')
  return {
    kind: 'read',
    collection,
    success,
    entityAt,
    reasons: ['GET on an item', ...whereReason('the item', entityAt), ...identityReason(collection)],
  }
}

function replaceRole(operation: Operation, collection: Collection): Role {
  const success = successOf(operation)
  if (!success.isData) return stateless('the success body is no data')
  const body = bodyOf(operation, collection)
  if (operation.body && !body) return stateless('the body is no object')
  const upsert = !collection.members.create || declares(operation, 201)
  return {
    kind: upsert ? 'upsert' : 'replace',
    collection,
    success,
    createdStatus: declares(operation, 201) ? 201 : success.status,
    entityAt: entityAtOf(success, collection),
    body: body ?? { at: [], schema: undefined },
    reasons: [
      upsert ? 'PUT on an item creates what is not there: nothing else does, or 201 is declared' : 'PUT on an item',
    ],
  }
}

function putItems(operation: Operation, collection: Collection): Role {
  const body = bodyOf(operation, collection)
  const success = successOf(operation)
  if (!body || !success.isData || clientIdOf(body, collection) === 'none') {
    return stateless('PUT on a whole collection, and the body names no item')
  }
  return {
    kind: 'upsert',
    collection,
    success,
    createdStatus: declares(operation, 201) ? 201 : success.status,
    entityAt: entityAtOf(success, collection),
    body,
    reasons: ['PUT on the collection, and the body carries the id'],
  }
}

function patchRole(operation: Operation, collection: Collection, reason: string): Role {
  const success = successOf(operation)
  if (!success.isData) return stateless('the success body is no data')
  const body = bodyOf(operation, collection) ?? { at: [], schema: undefined }
  return { kind: 'patch', collection, success, entityAt: entityAtOf(success, collection), body, reasons: [reason] }
}

function removeRole(operation: Operation, collection: Collection, reason: string): Role {
  const success = successOf(operation, 'remove')
  return { kind: 'remove', collection, success, entityAt: entityAtOf(success, collection), reasons: [reason] }
}

function clearRole(operation: Operation, collection: Collection): Role {
  const { entity } = collection.details
  const query = entity ? queryControls(operation, entity) : NO_CONTROLS
  const success = successOf(operation, 'remove')
  return { kind: 'clear', collection, success, entityAt: undefined, query, reasons: ['DELETE on the collection'] }
}

function existsRole(operation: Operation, collection: Collection, reason: string): Role {
  const success = successOf(operation, 'remove')
  const view = success.schema && viewObject(success.schema)
  const flag = [...(view?.properties ?? [])].find(([, { schema }]) => typesOf(schema).has('boolean'))?.[0]
  const member = flag === undefined ? undefined : [flag]
  return { kind: 'exists', collection, success, entityAt: undefined, member, reasons: [reason] }
}

function countRole(operation: Operation, collection: Collection): Role {
  const success = successOf(operation)
  const { schema } = success
  const entity = collection.details.entity
  if (!schema || !entity) return stateless('the answer of the count is not declared')
  const query = searchControls(operation, bodySchemaOf(operation), entity)
  const base = {
    kind: 'count',
    collection,
    success,
    entityAt: undefined,
    query,
    reasons: ["'count' on the collection"],
  } as const
  if (typesOf(schema).has('integer')) return { ...base, member: [] }
  const numbers = [...(viewObject(schema)?.properties ?? [])].filter(([, property]) =>
    typesOf(property.schema).has('integer'),
  )
  const named = numbers.find(([name]) => /count|total/.test(plain(name))) ?? numbers[0]
  return named ? { ...base, member: [named[0]] } : stateless('the answer of the count holds no number')
}

function actionRole(operation: Operation, collection: Collection, verb: string): Role {
  const success = successOf(operation)
  if (!success.isData) return stateless('the success body is no data')
  return {
    kind: 'action',
    collection,
    success,
    verb,
    entityAt: entityAtOf(success, collection),
    body: bodyOf(operation, collection),
    reasons: [`'${verb}' is done to an existing item`],
  }
}

function onSingleton(operation: Operation, collection: Collection): Role {
  const success = successOf(operation, operation.method === 'DELETE' ? 'remove' : 'other')
  if (!success.isData) return stateless('the success body is no data')
  const { entity } = collection.details
  if (!entity) return stateless('no operation shows what this looks like')
  const entityAt = entityAtOf(success, collection)
  const common = { collection, success, entityAt }
  switch (operation.method) {
    case 'GET':
      return entityAt
        ? { ...common, kind: 'readSingleton', reasons: ['one thing without an id that can be written'] }
        : stateless('the success body is no object')
    case 'PUT':
    case 'PATCH':
    case 'POST': {
      const body = bodyOf(operation, collection)
      if (!body) return stateless('the body is no object')
      const kind = operation.method === 'PUT' ? 'replaceSingleton' : 'patchSingleton'
      return { ...common, kind, body, reasons: [`${operation.method} on one thing without an id`] }
    }
    case 'DELETE':
      return { ...common, kind: 'resetSingleton', reasons: ['DELETE on one thing without an id'] }
    default:
      return stateless(`${operation.method} has no usual meaning here`)
  }
}

function bodyOf(operation: Operation, collection: Collection): BodyEnvelope | undefined {
  const schema = bodySchemaOf(operation)
  if (!schema) return undefined
  const at = entityIn(schema, collection)
  if (!at) return undefined
  const inner = memberSchema(schema, at)
  // '{ item: { id, type }, message }' has an item, but is none: a body that wraps holds nothing else that the entity has.
  const { entity } = collection.details
  if (at.length > 0 && entity && !wraps(schema, inner, entity)) return { at: [], schema }
  return { at, schema: inner }
}

function wraps(outer: Schema, inner: Schema | undefined, entity: Schema): boolean {
  const members = viewObject(outer)?.properties.size ?? 0
  return members === 1 || (likeness(outer, entity) === 0 && likeness(inner, entity) > 2)
}

/** How many members two objects have in common. */
function likeness(schema: Schema | undefined, entity: Schema): number {
  const names = viewObject(entity)?.properties
  return [...((schema && viewObject(schema)?.properties.keys()) ?? [])].filter((name) => names?.has(name)).length
}

function entityAtOf({ schema }: Success, collection: Collection): readonly string[] | undefined {
  return schema && typesOf(schema).has('array') && !typesOf(schema).has('object')
    ? undefined
    : schema && entityIn(schema, collection)
}

function stateless(reason: string): Role {
  return { kind: 'stateless', reasons: [reason] }
}

function whereReason(what: string, at: readonly string[]): string[] {
  return at.length === 0 ? [] : [`${what} at '${at.join('.')}' of the body`]
}

function identityReason({ details, idParameter }: Collection): string[] {
  const at = details.identity.at
  if (idParameter === undefined) return []
  return [at ? `{${idParameter}} is '${at.join('.')}'` : `{${idParameter}} is not shown in the item`]
}
