import { decodeOrKeep } from '../base/decode-or-keep.js'
import type { Method, Operation } from '../model/api-model.js'
import type { Segment } from '../model/path-template.js'
import { matchSegment } from './match-segment.js'

/** One operation at the end of a path. */
export interface Route {
  readonly operation: Operation
  /** Names of the path's parameters, from left to right. */
  readonly names: readonly string[]
  /** Pairs that the path key itself demands ('/x?action=y'); hardly ever there. */
  readonly query: readonly QueryPair[]
  /** Pairs in the fragment of the path key ('/x#action=y'), by which authors tell apart what is one path: they choose, but demand nothing. */
  readonly hints: readonly QueryPair[]
}

/** Value undefined: any will do; with `parameter`, it is the value of that path parameter. */
export interface QueryPair {
  readonly name: string
  readonly value: string | undefined
  readonly parameter: string | undefined
}

/** A step of the trie: segments of fixed text by their decoded text, then those with text and parameters, then one parameter alone. */
export interface RouteNode {
  readonly fixed: Map<string, RouteNode>
  readonly mixed: MixedEdge[]
  parameter: RouteNode | undefined
  /** Where a parameter ends that takes all segments that are left; nothing is below. */
  rest: RouteNode | undefined
  /** By method; several only when the path keys demand different queries. */
  readonly routes: Map<Method, Route[]>
}

interface MixedEdge {
  readonly segment: Segment
  readonly shape: string
  readonly prefix: number
  readonly textLength: number
  readonly node: RouteNode
}

export function createRouteNode(): RouteNode {
  return { fixed: new Map(), mixed: [], parameter: undefined, rest: undefined, routes: new Map() }
}

/** The first of two routes that cannot be told apart counts. */
export function addRoute(root: RouteNode, segments: readonly Segment[], route: Route): void {
  let node = root
  for (const segment of segments) node = stepFor(node, segment)
  const { method } = route.operation
  const routes = node.routes.get(method)
  // What demands most of the query is asked first.
  if (routes) insert(routes, route, (a, b) => b.query.length - a.query.length)
  else node.routes.set(method, [route])
}

/** Behind all that are equal; looked for from the end, where most belong: thousands may be equal. */
function insert<Item>(sorted: Item[], item: Item, compare: (a: Item, b: Item) => number): void {
  let at = sorted.length
  for (; at > 0; at--) {
    const before = sorted[at - 1]
    if (before === undefined || compare(before, item) <= 0) break
  }
  sorted.splice(at, 0, item)
}

function stepFor(node: RouteNode, segment: Segment): RouteNode {
  const first = segment.parts[0]
  if (first === undefined) return fixedStep(node, '')
  if (segment.parts.length > 1) return mixedStep(node, segment)
  if (first.kind === 'text') return fixedStep(node, decodeOrKeep(first.text))
  if (first.isRest === true) return (node.rest ??= createRouteNode())
  return (node.parameter ??= createRouteNode())
}

function fixedStep(node: RouteNode, text: string): RouteNode {
  const known = node.fixed.get(text)
  if (known) return known
  const step = createRouteNode()
  node.fixed.set(text, step)
  return step
}

function mixedStep(node: RouteNode, segment: Segment): RouteNode {
  // A brace inside a text cannot be confused with a parameter: an opening brace that pairs is one.
  const shape = segment.parts.map((part) => (part.kind === 'text' ? part.text : '{}')).join('')
  const known = node.mixed.find((edge) => edge.shape === shape)
  if (known) return known.node
  const [first] = segment.parts
  const edge: MixedEdge = {
    segment,
    shape,
    prefix: first?.kind === 'text' ? first.text.length : 0,
    textLength: segment.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0),
    node: createRouteNode(),
  }
  // The leftmost fixed text wins, then the longer one, then the document's order.
  insert(node.mixed, edge, (a, b) => b.prefix - a.prefix || b.textLength - a.textLength)
  return edge.node
}

/**
 * Visits the ends of all paths that fit, the most specific first, until `visit` returns true. The trie is a tree, so no
 * step is taken twice. An empty segment fits no parameter.
 */
export function walkRoutes(
  node: RouteNode,
  segments: readonly string[],
  index: number,
  values: string[],
  visit: (node: RouteNode, values: readonly string[]) => boolean,
): boolean {
  const raw = segments[index]
  if (raw === undefined) return node.routes.size > 0 && visit(node, values)
  const fixed = node.fixed.get(decodeOrKeep(raw))
  if (fixed && walkRoutes(fixed, segments, index + 1, values, visit)) return true
  if (raw === '') return false
  for (const edge of node.mixed) {
    const found = matchSegment(edge.segment, raw)
    if (!found) continue
    values.push(...found)
    if (walkRoutes(edge.node, segments, index + 1, values, visit)) return true
    values.length -= found.length
  }
  if (node.parameter) {
    values.push(raw)
    if (walkRoutes(node.parameter, segments, index + 1, values, visit)) return true
    values.pop()
  }
  if (!node.rest) return false
  values.push(segments.slice(index).join('/'))
  if (visit(node.rest, values)) return true
  values.pop()
  return false
}
