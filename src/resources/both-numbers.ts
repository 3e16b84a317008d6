/** One collection in the singular and in the plural: `/customer/{id}` and `POST /customer` beside `GET /customers`. */
import type { Operation } from '../model/api-model.js'
import { isSameSchema, type Schema } from '../model/schema.js'
import { itemsOf, viewObject } from './object-view.js'
import { method, type PathNode } from './path-nodes.js'
import { keyOf } from './path-shape.js'
import { bodySchemaOf, successOf } from './success.js'
import { plain, singular } from './words.js'

/** Moves what is done to the one to where the items of the other are, if both are about the same things. */
export function joinNumbers(nodes: Map<string, PathNode>): void {
  const items = itemsByName(nodes)
  for (const [key, node] of [...nodes]) {
    const name = nameOf(node)
    const item = name === undefined ? undefined : items.get(name)
    if (!item || nodes.has(`${key}/{}`)) continue
    const tokens = item.shape.tokens.slice(0, -1)
    const place = keyOf(tokens)
    const own = place === key ? undefined : nodes.get(place)
    if (place === key || own?.operations.some((operation) => method(node, operation.method))) continue
    if (!node.operations.every((operation) => isOfSameThings(operation, item))) continue
    nodes.delete(key)
    const shape = { tokens, verb: undefined, key: place }
    const operations = [...(own?.operations ?? []), ...node.operations]
    nodes.set(place, { shape, operations, position: Math.min(own?.position ?? node.position, node.position) })
  }
}

/** By the path of their collection, in the singular; none where two differ in number alone. */
function itemsByName(nodes: ReadonlyMap<string, PathNode>): ReadonlyMap<string, PathNode> {
  const items = new Map<string, PathNode>()
  const twice = new Set<string>()
  for (const node of nodes.values()) {
    const { tokens, verb } = node.shape
    const name = tokens.at(-1)?.kind === 'parameter' && verb === undefined ? inSingular(tokens.slice(0, -1)) : undefined
    if (name === undefined) continue
    if (items.has(name)) twice.add(name)
    items.set(name, node)
  }
  for (const name of twice) items.delete(name)
  return items
}

function nameOf({ shape: { tokens, verb } }: PathNode): string | undefined {
  return verb === undefined ? inSingular(tokens) : undefined
}

function inSingular(tokens: PathNode['shape']['tokens']): string | undefined {
  const last = tokens.at(-1)
  return last?.kind === 'fixed' ? `${keyOf(tokens.slice(0, -1))}/${plain(singular(last.text))}` : undefined
}

function isOfSameThings(operation: Operation, item: PathNode): boolean {
  if (operation.method !== 'GET' && operation.method !== 'POST') return false
  const shown = item.operations.flatMap((each) => (each.method === 'DELETE' ? [] : thingsIn(each)))
  return thingsIn(operation).some((thing) => shown.some((other) => isSame(thing, other)))
}

/** What an operation sends and answers, as it is, in a list, or one level down in what wraps it. */
function thingsIn(operation: Operation): readonly Schema[] {
  const schemas = [bodySchemaOf(operation), successOf(operation).schema].filter((schema) => schema !== undefined)
  const wrapped = schemas.flatMap((schema) => [...(viewObject(schema)?.properties.values() ?? [])])
  return [...schemas, ...wrapped.map(({ schema }) => schema)].map((schema) => itemsOf(schema) ?? schema)
}

function isSame(a: Schema, b: Schema): boolean {
  const names = viewObject(a)?.properties.size ?? 0
  return names > 1 && isSameSchema(a, b)
}
