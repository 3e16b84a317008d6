/** The paths of operations that begin alike, by their shape. */
import type { Operation } from '../model/api-model.js'
import { keyOf, shapeOf, type PathShape } from './path-shape.js'
import { verbOf, type Verb } from './words.js'

export interface PathNode {
  readonly shape: PathShape
  readonly operations: Operation[]
  /** The place of the first one in the document. */
  readonly position: number
}

/** Of operations in the document. */
export type Positions = ReadonlyMap<Operation, number>

export function nodesOf(positions: Positions): Map<string, PathNode> {
  const nodes = new Map<string, PathNode>()
  for (const [operation, position] of positions) {
    if (isNamedInFragment(operation)) continue
    const shape = shapeOf(operation.template)
    if (shape.tokens.some(({ kind }) => kind === 'mixed')) continue
    const key = shape.verb === undefined ? shape.key : `${shape.key}:${shape.verb}`
    const node = nodes.get(key)
    if (node) node.operations.push(operation)
    else nodes.set(key, { shape, operations: [operation], position })
  }
  return nodes
}

/** '/#Action=CreateCluster' is a call by its name, and no place where anything lies. */
function isNamedInFragment({ path }: Operation): boolean {
  return path.includes('#') && /#[^#]*=/.test(path)
}

export interface VerbOperation {
  readonly verb: Verb
  readonly operation: Operation
}

/** Operations that end in a verb, by the key of what stands before it. */
export function verbsByBase(nodes: ReadonlyMap<string, PathNode>): Map<string, VerbOperation[]> {
  const verbs = new Map<string, VerbOperation[]>()
  for (const { shape, operations } of nodes.values()) {
    const last = shape.tokens.at(-1)
    const word = shape.verb ?? (last?.kind === 'fixed' ? last.text : undefined)
    const verb = word === undefined ? undefined : verbOf(word)
    if (verb === undefined) continue
    const base = shape.verb === undefined ? keyOf(shape.tokens.slice(0, -1)) : shape.key
    const list = verbs.get(base) ?? []
    list.push(...operations.map((operation) => ({ verb, operation })))
    verbs.set(base, list)
  }
  return verbs
}

export function method({ operations }: PathNode, name: string): Operation | undefined {
  return operations.find((operation) => operation.method === name)
}
