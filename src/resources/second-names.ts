/** Things that are found by something else than their id: '/users/by-email/{email}', '/countries/region/{region}'. */
import type { Operation } from '../model/api-model.js'
import { isSameSchema, type Schema } from '../model/schema.js'
import { listIn } from './envelope.js'
import { createFindMember } from './member-paths.js'
import { viewObject } from './object-view.js'
import { method, type PathNode } from './path-nodes.js'
import { keyOf, type Token } from './path-shape.js'
import { successOf } from './success.js'
import { plain, singular } from './words.js'

export interface SecondName {
  /** The path of the collection. */
  readonly base: readonly Token[]
  readonly member: readonly string[]
}

/** Only where what is answered is what the collection shows, and the word in the path is a member of it. */
export function secondNames(nodes: ReadonlyMap<string, PathNode>): ReadonlyMap<PathNode, SecondName> {
  const found = new Map<PathNode, SecondName>()
  for (const node of nodes.values()) {
    const name = secondName(node, nodes)
    if (name) found.set(node, name)
  }
  return found
}

function secondName({ shape, operations }: PathNode, nodes: ReadonlyMap<string, PathNode>): SecondName | undefined {
  const { tokens, verb } = shape
  const [word, parameter] = tokens.slice(-2)
  const base = tokens.slice(0, -2)
  if (verb !== undefined || word?.kind !== 'fixed' || parameter?.kind !== 'parameter') return undefined
  if (base.at(-1)?.kind !== 'fixed' || nodes.has(keyOf(tokens.slice(0, -1)))) return undefined
  if (!operations.every((operation) => ['GET', 'HEAD', 'PATCH', 'DELETE'].includes(operation.method))) return undefined
  const key = keyOf(base)
  const own = [nodes.get(`${key}/{}`), nodes.get(key)].flatMap((node) => (node && method(node, 'GET')) ?? [])
  const things = own.flatMap((operation) => shownBy(operation) ?? [])
  const shown = operations.flatMap((operation) => shownBy(operation) ?? [])[0]
  if (!shown || !things.some((schema) => isSameSchema(schema, shown))) return undefined
  const find = createFindMember(shown)
  const said = plain(word.text).replace(/^(find|get)?by(?=.)/, '')
  // '/releases/tags/{tag}' is the release whose `tag_name` it is.
  const member = find(said) ?? find(singular(said)) ?? find(`${singular(said)}name`)
  return member && { base, member }
}

/** The thing, or each thing of the list. */
function shownBy(operation: Operation): Schema | undefined {
  const { schema } = successOf(operation)
  if (!schema) return undefined
  const items = listIn(schema, { name: '', idParameter: undefined })?.items
  return items && viewObject(items) ? items : viewObject(schema) && schema
}
