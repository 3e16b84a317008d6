import type { Operation } from '../model/api-model.js'
import { listIn } from './envelope.js'
import { changesItem } from './item-role.js'
import { idMember, LISTED } from './identity.js'
import { itemsOf, keywordOf, typesOf, viewObject } from './object-view.js'
import { NO_CONTROLS, queryControls, searchControls, type QueryControls } from './query-controls.js'
import type { Collection } from './collection.js'
import { isSameSchema, type Schema } from '../model/schema.js'
import type { BodyEnvelope, ListEnvelope, Role, Success } from './role.js'
import {
  bodyOfMany,
  entityAtOf,
  fileBodyOf,
  isNote,
  likeness,
  stateless,
  whereReason,
  writtenAtOf,
} from './role-parts.js'
import { bodySchemaOf, declares, successOf } from './success.js'
import { plain, singular, spellingsOf } from './words.js'

export function listRole(operation: Operation, collection: Collection, kind: 'list' | 'search', reason: string): Role {
  const success = successOf(operation)
  const found = success.schema && listIn(success.schema, collection)
  const ofIds = success.schema && kind === 'list' ? idsIn(success.schema, found, collection) : undefined
  if (!found && !ofIds) return stateless('the success body has no list')
  const list = ofIds ?? unwrapped(found ?? NO_LIST, collection.details.entity)
  if (!ofIds && list.items && !viewObject(list.items) && typesOf(list.items).size > 0) {
    return stateless('the list holds no objects')
  }
  const entity = collection.details.entity
  if (!entity) return stateless('no operation shows what an item looks like')
  if (kind === 'search' && isOfOtherThings(list.items, entity)) return stateless('the things that are found are others')
  const query =
    kind === 'search' || operation.body
      ? searchControls(operation, bodySchemaOf(operation), entity, nounOf(collection))
      : queryControls(operation, entity, nounOf(collection))
  return {
    kind,
    collection,
    success,
    entityAt: undefined,
    list,
    query: list.at[0] === 'Resources' ? countedFromOne(query) : query,
    reasons: [
      reason,
      ...whereReason(ofIds ? 'ids' : 'items', list.at),
      ...(list.wrapper ? [`each at '${list.wrapper.member}'`] : []),
    ],
  }
}

const NO_LIST: ListEnvelope = { at: [], items: undefined, array: undefined }

/** A list of texts, alone or in the body, is of the ids of what can be made there. */
function idsIn(schema: Schema, found: ListEnvelope | undefined, collection: Collection): ListEnvelope | undefined {
  if (collection.idParameter === undefined || !isMade(collection)) return undefined
  const { member, parameter } = collection.details.identity
  const list = found ?? textsIn(schema)
  const types = list?.items && typesOf(list.items)
  // What has numbers in its path, and shows none, lists values: the fields of a table.
  const wanted = typesOf(member ?? parameter ?? schema).has('integer') ? (member ? 'integer' : 'null') : 'string'
  const isId = types?.size === 1 && types.has(wanted)
  return list && isId && keywordOf(list.items ?? schema, 'enum') === undefined ? { ...list, isOfIds: true } : undefined
}

function isMade(collection: Collection): boolean {
  const { create, otherCreates, replace, patch } = collection.members
  if (create ?? otherCreates[0] ?? replace) return true
  return patch !== undefined && (patch.method !== 'POST' || changesItem(patch, collection))
}

/** `{ keys: ["a", "b"] }`; of several the one that says so. */
function textsIn(schema: Schema): ListEnvelope | undefined {
  const lists = [...(viewObject(schema)?.properties ?? [])].filter(([, { schema: inner }]) =>
    typesOf(inner).has('array'),
  )
  const [name, property] = lists.find(([called]) => /^(keys|ids|names)$/.test(plain(called))) ?? lists[0] ?? []
  if (name === undefined || !property || (lists.length > 1 && !/^(keys|ids|names)$/.test(plain(name)))) return undefined
  return { at: [name], items: itemsOf(property.schema), array: property.schema }
}

/** '/images/search' in a registry, beside '/images' of this machine. */
function isOfOtherThings(items: Schema | undefined, entity: Schema): boolean {
  const names = (schema: Schema | undefined): number => (schema && viewObject(schema)?.properties.size) ?? 0
  return items !== undefined && names(items) > 1 && names(entity) > 1 && likeness(items, entity) === 0
}

/** FHIR's `entry: [{ resource }]`, the `edges: [{ node }]` of connections: things that have nothing of the entity but the entity. */
function unwrapped(list: ListEnvelope, entity: Schema | undefined): ListEnvelope {
  const { items } = list
  if (!items || !entity || isSameSchema(items, entity) || likeness(items, entity) > 0) return list
  const found = [...(viewObject(items)?.properties ?? [])].filter(([, { schema }]) => isSameSchema(schema, entity))
  const [member, property] = found[0] ?? []
  if (member === undefined || !property || found.length > 1) return list
  return { ...list, items: property.schema, wrapper: { member, schema: items } }
}

/** RFC 7644 3.4.2.4: SCIM's `startIndex` of the first result is 1. */
function countedFromOne(query: QueryControls): QueryControls {
  return query.offset ? { ...query, offset: { ...query.offset, first: 1 } } : query
}

export function createRole(operation: Operation, collection: Collection, reason: string): Role {
  const success = successOf(operation, 'create')
  const body = bodyOfMany(operation, collection) ?? fileBodyOf(operation, collection)
  if (!success.isData && !(body && isNote(success))) return stateless('the success body is no data')
  const { entity } = collection.details
  // Names of things that are linked, and a list of the things: they are not made here.
  const isSent = body?.schema !== undefined && entity !== undefined && likeness(body.schema, entity) > 0
  const entityAt = isSent ? writtenAtOf(success, collection) : entityAtOf(success, collection)
  if (!entityAt && success.schema && typesOf(success.schema).has('array'))
    return stateless('the answer is a list, not what was created')
  if (!body && !entityAt && !isMadeOfNothing(operation, success, collection))
    return stateless('neither body nor answer is an object')
  if (!entity && !body?.isFile && (body || entityAt)) return stateless('no operation shows what an item looks like')
  const clientId = clientIdOf(body, collection)
  return {
    kind: 'create',
    collection,
    success,
    entityAt,
    body: body ?? { at: [], schema: undefined },
    clientId,
    conflict: declares(operation, 409),
    reasons: [
      reason,
      ...(body ? manyReason(body) : []),
      ...(body?.isFile ? ['the body is a file, a text or a single value'] : []),
      clientId === 'none' ? 'the server chooses the id' : `the body may carry the id (${clientId})`,
      ...(declares(operation, 409) ? ['409 is declared: a taken id is refused'] : []),
    ],
  }
}

/** Neither what is sent nor what is answered is declared: by its path alone, what it makes can be asked for. */
function isMadeOfNothing({ body }: Operation, { hasBody }: Success, { idParameter, members }: Collection): boolean {
  return !body && !hasBody && idParameter !== undefined && (members.read ?? members.remove) !== undefined
}

function clientIdOf(body: BodyEnvelope | undefined, collection: Collection): 'none' | 'optional' | 'required' {
  const { details, idParameter, name } = collection
  const at = body?.schema && (details.identity.at ?? idMember(body.schema, idParameter, name))
  const first = at?.[0]
  const view = body?.schema && viewObject(body.schema)
  const sent = first === undefined ? undefined : sentIdAs(first, [...(view?.properties.keys() ?? [])], collection)
  const property = sent === undefined ? undefined : view?.properties.get(sent)
  if (!property || property.readOnly || first === undefined) return 'none'
  return view?.required.has(sent ?? first) ? 'required' : 'optional'
}

/** What a member that is shown is called among those that are sent. */
function sentAs(shown: string, names: readonly string[], collection: string): string | undefined {
  if (names.includes(shown)) return shown
  return names.find((name) => spellingsOf(name, collection).includes(plain(shown)))
}

/** The same for the id, which may also be called as the path calls it: `user_id` of '/members/{user_id}'. */
export function sentIdAs(shown: string, names: readonly string[], collection: Collection): string | undefined {
  const asked = collection.idParameter === undefined ? undefined : plain(collection.idParameter)
  return sentAs(shown, names, collection.name) ?? names.find((name) => plain(name) === asked)
}

/** A change of items that the body names, one or several. */
export function writeItems(operation: Operation, collection: Collection, kind: 'upsert' | 'patch'): Role {
  const body = bodyOfMany(operation, collection)
  const success = successOf(operation)
  const selects = kind === 'patch' && body && success.isData ? selection(operation, collection) : undefined
  if (!body || !success.isData || (clientIdOf(body, collection) === 'none' && !selects)) {
    return stateless(`${operation.method} on a whole collection, and the body names no item`)
  }
  const entityAt = writtenAtOf(success, collection)
  const reasons = [`${operation.method} on the collection, and the body carries the id`, ...manyReason(body)]
  if (selects) {
    const said = [...reasons.slice(1), 'PATCH on the collection changes what its query selects, or what the body names']
    return { kind: 'patch', collection, success, entityAt, body, query: selects, reasons: said.reverse() }
  }
  if (kind === 'patch') return { kind, collection, success, entityAt, body, reasons }
  const createdStatus = declares(operation, 201) ? 201 : success.status
  return { kind, collection, success, createdStatus, entityAt, body, reasons }
}

/** `PATCH /todos?id=eq.1`, as PostgREST has it. */
function selection(operation: Operation, collection: Collection): QueryControls | undefined {
  const { entity } = collection.details
  const query = entity && queryControls(operation, entity, nounOf(collection))
  return query && (query.filters.length > 0 || query.ids) ? query : undefined
}

function manyReason({ at }: BodyEnvelope): string[] {
  return at.includes(LISTED) ? ['the body may hold several'] : []
}

export function clearRole(operation: Operation, collection: Collection): Role {
  const { entity } = collection.details
  const query = entity ? searchControls(operation, bodySchemaOf(operation), entity, nounOf(collection)) : NO_CONTROLS
  const success = successOf(operation, 'remove')
  const list = success.schema && listIn(success.schema, collection)
  return { kind: 'clear', collection, success, entityAt: undefined, query, list, reasons: ['DELETE on the collection'] }
}

function nounOf({ name }: Collection): string {
  return plain(singular(name))
}

const NO_TYPES: ReadonlySet<string> = new Set()

export function countRole(operation: Operation, collection: Collection): Role {
  const success = successOf(operation)
  // OData 4.01 part 1, 11.2.10: '/$count' answers the number in text/plain.
  const text = success.response?.content.find(({ range }) => range?.type === 'text')
  const schema = success.schema ?? text?.schema
  const entity = collection.details.entity
  if (!(schema ?? text) || !entity) return stateless('the answer of the count is not declared')
  const query = searchControls(operation, bodySchemaOf(operation), entity, nounOf(collection))
  const base = {
    kind: 'count',
    collection,
    success,
    entityAt: undefined,
    query,
    reasons: ["'count' on the collection"],
  } as const
  const types = schema ? typesOf(schema) : NO_TYPES
  if (types.has('integer') || types.has('number')) return { ...base, member: [], inText: false }
  if (!success.schema && (!schema || types.has('string'))) return { ...base, member: [], inText: true }
  const numbers = [...((schema && viewObject(schema)?.properties) ?? [])].filter(([, property]) =>
    typesOf(property.schema).has('integer'),
  )
  const named = numbers.find(([name]) => /count|total/.test(plain(name))) ?? numbers[0]
  return named ? { ...base, member: [named[0]], inText: false } : stateless('the answer of the count holds no number')
}
