import type { Operation } from '../model/api-model.js'
import { isSameSchema } from '../model/schema.js'
import { entityInList } from './envelope.js'
import { itemsOf, typesOf, viewObject } from './object-view.js'
import type { Collection } from './collection.js'
import type { Role, Success } from './role.js'
import { bodyOf, entityAtOf, fileBodyOf, isNote, likeness, stateless, whereReason } from './role-parts.js'
import { declares, isFile, successOf } from './success.js'

export function readRole(operation: Operation, collection: Collection): Role {
  const success = successOf(operation)
  if (!success.hasBody) {
    const { create, replace, remove } = collection.members
    return create || replace || remove
      ? existsRole(operation, collection, 'GET on an item answers by status only')
      : stateless('there is nothing to read')
  }
  if (isFile(success)) {
    return isMade(collection)
      ? readFileRole(operation, collection, 'GET on an item answers a file, a text or a single value')
      : stateless('the success body is no data')
  }
  const entityAt = entityAtOf(success, collection) ?? aloneInList(success, collection)
  if (!entityAt) return stateless('the success body is no object')
  return {
    kind: 'read',
    collection,
    success,
    entityAt,
    reasons: ['GET on an item', ...whereReason('the item', entityAt), ...identityReason(collection)],
  }
}

export function readFileRole(operation: Operation, collection: Collection, reason: string): Role {
  const success = successOf(operation)
  return { kind: 'readFile', collection, success, entityAt: undefined, reasons: [reason] }
}

function isMade({ members: { create, otherCreates } }: Collection): boolean {
  return create !== undefined || otherCreates.length > 0
}

/** '[pet]' for one pet: a bare list of what other operations show, asked for by something that is an id by its name. */
function aloneInList(success: Success, collection: Collection): readonly string[] | undefined {
  const { entity } = collection.details
  const { schema } = success
  const items = schema && itemsOf(schema)
  if (!items || !entity || !isSameSchema(items, entity)) return undefined
  if (!/(id|key|guid|number|name|slug|code)$/i.test(collection.idParameter ?? '')) return undefined
  return entityInList(schema, collection)
}

export function replaceRole(operation: Operation, collection: Collection): Role {
  const success = successOf(operation)
  const body = bodyOf(operation, collection) ?? fileBodyOf(operation, collection)
  if (!success.isData && !(body && isNote(success))) return stateless('the success body is no data')
  if (operation.body && !body) return stateless('the body is no object')
  const isMadeElsewhere = collection.members.create === undefined && collection.details.existence === 'strict'
  const upsert = (!collection.members.create && !isMadeElsewhere) || declares(operation, 201)
  return {
    kind: upsert ? 'upsert' : 'replace',
    collection,
    success,
    createdStatus: declares(operation, 201) ? 201 : success.status,
    entityAt: entityAtOf(success, collection),
    body: body ?? { at: [], schema: undefined },
    reasons: [
      upsert
        ? `${operation.method} on an item creates what is not there: nothing else does, or 201 is declared`
        : `${operation.method} on an item`,
      ...(body?.isFile ? ['the body is a file, a text or a single value'] : []),
    ],
  }
}

export function patchRole(operation: Operation, collection: Collection, reason: string): Role {
  const success = successOf(operation)
  const body = bodyOf(operation, collection) ?? { at: [], schema: undefined }
  if (!success.isData && !(body.schema && isNote(success))) return stateless('the success body is no data')
  return { kind: 'patch', collection, success, entityAt: entityAtOf(success, collection), body, reasons: [reason] }
}

export function removeRole(operation: Operation, collection: Collection, reason: string): Role {
  const success = successOf(operation, 'remove')
  return { kind: 'remove', collection, success, entityAt: entityAtOf(success, collection), reasons: [reason] }
}

export function existsRole(operation: Operation, collection: Collection, reason: string): Role {
  const success = successOf(operation, 'remove')
  // RFC 9110 9.3.2: nobody sees what a HEAD would answer.
  const view = success.schema && operation.method !== 'HEAD' ? viewObject(success.schema) : undefined
  const flag = [...(view?.properties ?? [])].find(([, { schema }]) => typesOf(schema).has('boolean'))?.[0]
  const member = flag === undefined ? undefined : [flag]
  return { kind: 'exists', collection, success, entityAt: undefined, member, reasons: [reason] }
}

export function actionRole(operation: Operation, collection: Collection, verb: string): Role {
  const success = successOf(operation)
  if (!success.isData) return stateless('the success body is no data')
  if (!isSpokenOf(collection)) return stateless('no other operation creates, shows, changes or removes the item')
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

function isSpokenOf({ members }: Collection): boolean {
  const { list, search, create, otherCreates, read, replace, patch, remove } = members
  return otherCreates.length > 0 || [list, search, create, read, replace, patch, remove].some((operation) => operation)
}

/** A body with members of the entity changes it; any other POST on an item does something else. */
export function changesItem(operation: Operation, collection: Collection): boolean {
  const body = bodyOf(operation, collection)
  const { entity } = collection.details
  return body?.schema !== undefined && entity !== undefined && likeness(body.schema, entity) > 0
}

function identityReason({ details, idParameter }: Collection): string[] {
  const at = details.identity.at
  if (idParameter === undefined) return []
  return [at ? `{${idParameter}} is '${at.join('.')}'` : `{${idParameter}} is not shown in the item`]
}
