import type { Schema } from '../model/schema.js'
import type { CollectionMembers } from './collection.js'
import { idMember, LISTED } from './identity.js'
import { itemsOf, typesOf, viewObject } from './object-view.js'
import type { ListEnvelope } from './role.js'
import { bodySchemaOf } from './success.js'
import { plain, singular } from './words.js'

/** Members that wrap one entity. */
const WRAPPERS = ['data', 'item', 'result', 'resource', 'entity', 'object', 'payload', 'response', 'record', 'body']
/** Members that hold the items of a list. */
const LISTS = ['items', 'data', 'results', 'result', 'records', 'entries', 'values', 'value', 'content', 'list', 'rows']
const LISTS_TOO = [
  'elements',
  'objects',
  'hits',
  'resources',
  'nodes',
  'docs',
  'documents',
  'collection',
  'embedded',
  'entry',
  'edges',
]

interface Named {
  readonly name: string
  readonly idParameter: string | undefined
  readonly members?: CollectionMembers
}

/** Where the entity is in a body: [] when the body is the entity; undefined when the body is no object. */
export function entityIn(schema: Schema, of: Named, depth = 0): readonly string[] | undefined {
  const view = viewObject(schema)
  if (!view) return typesOf(schema).size === 0 ? [] : undefined
  if (idMember(schema, of.idParameter, of.name)) return []
  const objects = [...view.properties].filter(([, { schema: inner }]) => viewObject(inner) !== undefined)
  const called = [plain(singular(of.name)), plain(of.name), ...WRAPPERS]
  for (const wrapper of called) {
    const found = objects.find(([name]) => plain(name) === wrapper)
    if (!found) continue
    const [name, { schema: inner }] = found
    if (isOwnMember(name, inner, view.properties.size, of)) continue
    const below = depth < 2 ? entityIn(inner, of, depth + 1) : []
    if (below) return [name, ...below]
  }
  const [only] = objects
  if (only && objects.length === 1 && view.properties.size <= 3 && idMember(only[1].schema, of.idParameter, of.name)) {
    return [only[0]]
  }
  const list = wrappingList(schema, of)
  return list === undefined ? [] : [list, LISTED]
}

/** The `data` of a secret: an object of anything, among other members, that is sent as it is shown. */
function isOwnMember(name: string, inner: Schema, count: number, { members }: Named): boolean {
  if (!members || count < 2 || (viewObject(inner)?.properties.size ?? 0) > 0) return false
  return [members.create, members.replace, members.patch].some((operation) => {
    const sent = operation && bodySchemaOf(operation)
    const properties = sent && viewObject(sent)?.properties
    return properties !== undefined && properties.size > 1 && properties.has(name)
  })
}

/** '{ Accounts: [account] }' for one account: a list that is called after the collection, of things with its id. */
function wrappingList(schema: Schema, of: Named): string | undefined {
  const called = [plain(of.name), plain(singular(of.name))]
  const lists = [...(viewObject(schema)?.properties ?? [])].filter(([, { schema: inner }]) => {
    const items = isListOfThings(inner) ? itemsOf(inner) : undefined
    return items !== undefined && idMember(items, of.idParameter, of.name) !== undefined
  })
  return called.flatMap((name) => lists.find(([candidate]) => plain(candidate) === name)?.[0] ?? [])[0]
}

/** Where an entity stands in a bare list, '[{ id, … }]'. */
export function entityInList(schema: Schema, of: Named): readonly string[] | undefined {
  const types = typesOf(schema)
  const items = types.has('array') && !types.has('object') ? itemsOf(schema) : undefined
  return items && viewObject(items) && idMember(items, of.idParameter, of.name) ? [LISTED] : undefined
}

/** Where the list stands in a response body; undefined when there is none. */
export function listIn(schema: Schema, of: Named, depth = 0): ListEnvelope | undefined {
  if (typesOf(schema).has('array')) return { at: [], items: itemsOf(schema), array: schema }
  const view = viewObject(schema)
  if (!view || depth > 2) return undefined
  const arrays = [...view.properties].filter(([, { schema: inner }]) => isListOfThings(inner))
  const named = [plain(of.name), plain(singular(of.name)) + 'list', ...LISTS, ...LISTS_TOO]
  for (const name of named) {
    const found = arrays.find(([candidate]) => plain(candidate) === name)
    if (found) return { at: [found[0]], items: itemsOf(found[1].schema), array: found[1].schema }
  }
  const [only] = arrays
  if (only && arrays.length === 1 && looksLikePage(schema, of)) {
    return { at: [only[0]], items: itemsOf(only[1].schema), array: only[1].schema }
  }
  // '{ data: { items: [] } }', '{ _embedded: { pets: [] } }'
  for (const name of ['embedded', ...WRAPPERS]) {
    const wrapper = [...view.properties].find(([candidate]) => plain(candidate) === name)
    const below = wrapper && viewObject(wrapper[1].schema) && listIn(wrapper[1].schema, of, depth + 1)
    if (wrapper && below) return { ...below, at: [wrapper[0], ...below.at] }
  }
  return undefined
}

function isListOfThings(schema: Schema): boolean {
  if (!typesOf(schema).has('array')) return false
  const items = itemsOf(schema)
  return items === undefined || viewObject(items) !== undefined || typesOf(items).size === 0
}

/** A body with one list and an id of its own is an entity that has parts, not a page. */
function looksLikePage(schema: Schema, of: Named): boolean {
  return idMember(schema, undefined, of.name) === undefined
}
