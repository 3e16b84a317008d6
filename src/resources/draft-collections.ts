import type { Operation } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import type { Draft } from './collection-members.js'
import { listIn } from './envelope.js'
import { viewObject, type ObjectView } from './object-view.js'
import { method, type PathNode } from './path-nodes.js'
import { keyOf, type Token } from './path-shape.js'
import type { SecondName } from './second-names.js'
import { bodySchemaOf, isFile, sendsFile, successOf } from './success.js'
import { verbOf } from './words.js'

/** The collections that paths tell of, by the key of their paths. */
export function draftCollections(
  nodes: ReadonlyMap<string, PathNode>,
  seconds: ReadonlyMap<PathNode, SecondName>,
): Map<string, Draft> {
  const drafts = new Map<string, Draft>()
  for (const node of nodes.values()) {
    const { shape, position } = node
    const { tokens, verb } = shape
    if (verb !== undefined || tokens.at(-1)?.kind !== 'parameter' || seconds.has(node)) continue
    const base = tokens.slice(0, -1)
    const isAtRoot = !base.some(({ kind }) => kind === 'fixed')
    if (isAtRoot && !(base.length < 2 && hasThingsAtRoot(nodes))) continue
    drafts.set(keyOf(base), { tokens: base, kind: 'items', item: node, position })
  }
  for (const [key, node] of nodes) {
    const { tokens, verb } = node.shape
    const last = tokens.at(-1)
    if (verb !== undefined || last?.kind !== 'fixed' || drafts.has(key)) continue
    const base = tokens.slice(0, -1)
    // '/pets/search' is said of '/pets'; '/search' stands for itself.
    if (verbOf(last.text) !== undefined && isCollectionOrItem(base, drafts)) continue
    const kind = kindAlone(node, last.text)
    if (kind) drafts.set(key, { tokens, kind, item: undefined, position: node.position })
  }
  return drafts
}

/** '/' and '/{petId}' of a server whose prefix says what it serves. What is only read at '/' tells of the API itself. */
function hasThingsAtRoot(nodes: ReadonlyMap<string, PathNode>): boolean {
  const [all, item] = [nodes.get(''), nodes.get('/{}')]
  if (!item) return false
  // A store of keys and values, '/{key}'.
  if (!all) return ['GET', 'PUT', 'DELETE'].every((name) => method(item, name))
  if (method(all, 'POST') || method(item, 'PUT')) return true
  const list = method(all, 'GET')
  const schema = list && successOf(list).schema
  return schema !== undefined && listIn(schema, { name: '', idParameter: undefined }) !== undefined
}

function isCollectionOrItem(tokens: readonly Token[], drafts: ReadonlyMap<string, Draft>): boolean {
  if (drafts.has(keyOf(tokens))) return true
  return tokens.at(-1)?.kind === 'parameter' && drafts.has(keyOf(tokens.slice(0, -1)))
}

/** The kind of a path that no path of items extends. */
function kindAlone(node: PathNode, name: string): Draft['kind'] | undefined {
  const read = method(node, 'GET')
  const create = method(node, 'POST')
  const write = method(node, 'PUT') ?? method(node, 'PATCH')
  if (read && create) {
    const { schema } = successOf(read)
    const list = schema && listIn(schema, { name, idParameter: undefined })
    // What has members beside a list may be one thing that is written as a whole.
    if (list?.items && (!write || list.at.length === 0)) return 'items'
  }
  if (read && write) return 'singleton'
  if (read && create && isWrittenAsShown(read, create)) return 'singleton'
  if (read && create && isFile(successOf(read)) && sendsFile(create)) return 'singleton'
  if (read && method(node, 'DELETE')) return 'singleton'
  // Without anything to remember, `PUT /filters/{id}/favourite` and its `DELETE` are done to the item.
  if (write?.body && method(node, 'DELETE')) return 'singleton'
  return undefined
}

/** `GET /settings` and `POST /settings` of the same members. What is read for a question is an answer, and nothing that is kept. */
function isWrittenAsShown(read: Operation, write: Operation): boolean {
  if (read.parameters.some((parameter) => parameter.in === 'query' && parameter.required)) return false
  const shown = viewOf(successOf(read).schema)
  const sent = viewOf(bodySchemaOf(write))
  const names = [...(sent?.properties.keys() ?? [])]
  return names.length > 0 && names.every((name) => shown?.properties.has(name))
}

function viewOf(schema: Schema | undefined): ObjectView | undefined {
  return schema && viewObject(schema)
}
