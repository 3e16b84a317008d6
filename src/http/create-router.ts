import { decodeOrKeep } from '../base/decode-or-keep.js'
import type { ApiModel, Operation } from '../model/api-model.js'
import { parsePathTemplate, splitKey, templateParameters, type Segment } from '../model/path-template.js'
import type { HeaderMap, Match, PathValues } from './exchange.js'
import { fitsPath } from './fits-path.js'
import { matchSegment } from './match-segment.js'
import { nearPaths } from './near-paths.js'
import { hasHints, hasPairs, queryValue, readPairs } from './path-key.js'
import { addRoute, createRouteNode, walkRoutes, type Route, type RouteNode } from './route-trie.js'
import { splitPath } from './split-path.js'

export interface RouterOptions {
  /**
   * Below which prefixes operations are served: those of their servers ('server'), without one ('none'), 'both'
   * (the default: clients made from the document keep the prefix, people leave it out), or one given prefix.
   */
  readonly basePath?: 'both' | 'server' | 'none' | (string & {})
}

export interface Router {
  /**
   * The operation that a request means. Fixed segments go before mixed ones ('{id}.{format}'), those before parameters,
   * decided from the left; a path that lacks the method yields to a less specific one that has it and whose parameters
   * accept what stands there. HEAD is answered by GET. A trailing slash too many or too few is forgiven when nothing else
   * fits.
   * @param path still encoded. @param query still encoded; only for path keys that demand a query ('/x?action=y')
   * @param headers only for path keys that are told apart by one ('/#X-Amz-Target=…')
   */
  match(method: string, path: string, query?: string, headers?: HeaderMap): Match
}

/** A prefix to be cut off: its segments are decoded texts, or have variables of a server in them. */
interface Base {
  readonly path: string
  readonly segments: readonly (string | Segment)[]
  readonly isOpen: boolean
  serves(operation: Operation): boolean
}

/** Built in one pass over the paths; no operation is looked into. */
export function createRouter(model: ApiModel, { basePath = 'both' }: RouterOptions = {}): Router {
  const root = createRouteNode()
  for (const operation of model.operations) addOperation(root, operation)
  const bases = listBases(model, basePath)
  const closed = bases.filter(({ isOpen }) => !isOpen)
  const open = bases.filter(({ isOpen }) => isOpen)

  function match(method: string, path: string, query = '', headers: HeaderMap = NO_HEADERS): Match {
    const segments = splitPath(path)
    return (
      matchLeniently(root, closed, method, segments, query, headers) ??
      // Last, as almost anything can be the value of a server's variable.
      (open.length > 0 ? matchLeniently(root, open, method, segments, query, headers) : undefined) ?? {
        kind: 'no-path',
        near: nearBelow(root, bases, segments),
      }
    )
  }

  return { match }
}

/** With a slash too many or too few at the end only where it leads somewhere: '/pets/' is not '/pets/{id}' with an empty id. */
function matchLeniently(
  root: RouteNode,
  bases: readonly Base[],
  method: string,
  segments: readonly string[],
  query: string,
  headers: HeaderMap,
): Match | undefined {
  const found = matchBelow(root, bases, method, segments, query, headers)
  if (found) return found
  const forgiven = segments.at(-1) === '' ? segments.slice(0, -1) : [...segments, '']
  return matchBelow(root, bases, method, forgiven, query, headers)
}

function addOperation(root: RouteNode, operation: Operation): void {
  const key = splitKey(operation.path)
  const template = key.path === operation.path ? operation.template : parsePathTemplate(key.path)
  const route = {
    operation,
    names: templateParameters(template),
    query: readPairs(key.query),
    hints: readPairs(key.fragment),
  }
  addRoute(root, template.segments, route)
}

/** Longest first: where a request can be read with a prefix and without one, the prefix was meant. */
function listBases(model: ApiModel, choice: string): Base[] {
  if (choice !== 'both' && choice !== 'server') return [createBase(choice === 'none' ? '' : choice, () => true)]
  const paths = new Set<string>(choice === 'both' ? [''] : [])
  for (const list of new Set(model.operations.map(({ basePaths }) => basePaths)))
    for (const path of list) paths.add(path)
  return [...paths]
    .map((path) =>
      createBase(path, (operation) => (choice === 'both' && path === '') || operation.basePaths.includes(path)),
    )
    .sort((a, b) => b.segments.length - a.segments.length)
}

function createBase(path: string, serves: Base['serves']): Base {
  const trimmed = path.replace(/^\/+|\/+$/g, '')
  if (trimmed === '') return { path: '', segments: [], isOpen: false, serves }
  if (!trimmed.includes('{')) {
    return { path: `/${trimmed}`, segments: trimmed.split('/').map(decodeOrKeep), isOpen: false, serves }
  }
  return { path: `/${trimmed}`, segments: parsePathTemplate(trimmed).segments, isOpen: true, serves }
}

function matchBelow(
  root: RouteNode,
  bases: readonly Base[],
  method: string,
  segments: readonly string[],
  query: string,
  headers: HeaderMap,
): Match | undefined {
  let refused: Match | undefined
  for (const base of bases) {
    if (!startsWith(segments, base.segments)) continue
    const match = matchAfter(root, base, method, segments, query, headers)
    if (match?.kind === 'found') return match
    refused ??= match
  }
  return refused
}

function startsWith(segments: readonly string[], prefix: Base['segments']): boolean {
  return prefix.every((wanted, index) => {
    const raw = segments[index]
    if (raw === undefined) return false
    return typeof wanted === 'string' ? decodeOrKeep(raw) === wanted : matchSegment(wanted, raw) !== undefined
  })
}

function matchAfter(
  root: RouteNode,
  base: Base,
  method: string,
  segments: readonly string[],
  query: string,
  headers: HeaderMap,
): Match | undefined {
  let found: Match | undefined
  let path: string | undefined
  let allowed: Set<string> | undefined
  walkRoutes(root, segments, base.segments.length, [], (node, values) => {
    const route = chooseRoute(node, method, base, query, headers, values)
    // What was passed over has that path as a fixed one: 'search' is no id of '/pets/{petId}' that is a number.
    if (route && (allowed === undefined || fitsPath(route.operation, route.names, values))) {
      found = {
        kind: 'found',
        operation: route.operation,
        pathValues: nameValues(route, values, query),
        basePath: base.isOpen ? `/${segments.slice(0, base.segments.length).join('/')}` : base.path,
      }
      return true
    }
    if (route) return false
    for (const [known, routes] of node.routes) {
      const serving = routes.find((each) => fits(each, base, query))
      if (!serving) continue
      path ??= serving.operation.path
      allowed = (allowed ?? new Set<string>()).add(known)
    }
    return false
  })
  return (
    found ??
    (path === undefined || !allowed ? undefined : { kind: 'wrong-method', allowed: withDerived(allowed), path })
  )
}

/** RFC 9110 9.3.2: HEAD is GET without the content. */
function chooseRoute(
  node: RouteNode,
  method: string,
  base: Base,
  query: string,
  headers: HeaderMap,
  values: readonly string[],
): Route | undefined {
  const route = chooseAmong(node.routes.get(method), base, query, headers, values)
  return route ?? (method === 'HEAD' ? chooseAmong(node.routes.get('GET'), base, query, headers, values) : undefined)
}

function chooseAmong(
  routes: readonly Route[] | undefined,
  base: Base,
  query: string,
  headers: HeaderMap,
  values: readonly string[],
): Route | undefined {
  const [only] = routes ?? []
  if (routes?.length === 1) return only && fits(only, base, query) ? only : undefined
  const first = routes?.find((each) => fits(each, base, query))
  if (!routes || !first) return first
  const fitting = routes.filter((each) => fits(each, base, query) && each.query.length === first.query.length)
  const hinted = fitting.find(({ hints }) => hints.length > 0 && hasHints(hints, query, headers))
  if (hinted) return hinted
  const plain = fitting.filter(({ hints }) => hints.length === 0)
  return (
    plain.find(({ operation, names }) => plain.length > 1 && fitsPath(operation, names, values)) ?? plain[0] ?? first
  )
}

function fits(route: Route, base: Base, query: string): boolean {
  return base.serves(route.operation) && hasPairs(route.query, query)
}

const NO_VALUES: PathValues = new Map()
const NO_HEADERS: HeaderMap = {}

function nameValues(route: Route, values: readonly string[], query: string): PathValues {
  if (route.names.length === 0 && route.query.length === 0) return NO_VALUES
  const named = new Map<string, string>()
  route.names.forEach((name, index) => named.set(name, values[index] ?? ''))
  for (const pair of route.query) {
    if (pair.parameter !== undefined) named.set(pair.parameter, encodeURIComponent(queryValue(pair, query)))
  }
  return named
}

/** RFC 9110 10.2.1: what a client may try; HEAD and OPTIONS are answered although no operation says so. */
function withDerived(methods: Set<string>): string[] {
  if (methods.has('GET')) methods.add('HEAD')
  methods.add('OPTIONS')
  return [...methods]
}

function nearBelow(root: RouteNode, bases: readonly Base[], segments: readonly string[]): string[] {
  const base = bases.find((each) => startsWith(segments, each.segments))
  return base ? nearPaths(root, segments, base.segments.length) : []
}
