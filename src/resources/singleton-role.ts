import type { Operation } from '../model/api-model.js'
import type { Collection } from './collection.js'
import type { Role } from './role.js'
import { bodyOf, entityAtOf, fileBodyOf, isNote, stateless } from './role-parts.js'
import { isFile, sendsFile, successOf } from './success.js'

export function singletonRole(operation: Operation, collection: Collection): Role {
  const success = successOf(operation, operation.method === 'DELETE' ? 'remove' : 'other')
  const ofFile = fileRole(operation, collection)
  if (ofFile) return ofFile
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

/** '/pets/{id}/photo': what is sent is what is read. */
function fileRole(operation: Operation, collection: Collection): Role | undefined {
  const { create, replace, patch } = collection.members
  if (![create, replace, patch].some((member) => member && sendsFile(member))) return undefined
  const success = successOf(operation, operation.method === 'DELETE' ? 'remove' : 'other')
  const common = { collection, success, entityAt: undefined }
  const reasons = ['one file without an id that can be written']
  if (operation.method === 'GET' && isFile(success)) return { ...common, kind: 'readFile', reasons }
  if (operation.method === 'DELETE') return { ...common, kind: 'resetSingleton', reasons }
  const body = fileBodyOf(operation, collection)
  if (!body || !(success.isData || isNote(success))) return undefined
  return { ...common, kind: 'replaceSingleton', entityAt: entityAtOf(success, collection), body, reasons }
}
