import { pointerTo, ROOT } from '../base/json-pointer.js'
import { isRecord } from '../base/json.js'
import type { Method, OperationId } from './api-model.js'
import type { OperationHead } from './operation-head.js'
import { readPart, recordMember, reportDocument, reportWrongType, textMember, type Part, type Source } from './part.js'
import { parsePathTemplate, type PathTemplate } from './path-template.js'
import { bareTemplate, hasOperators } from './template-operators.js'

const SWAGGER_METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']
const METHODS = [...SWAGGER_METHODS, 'trace']
const METHODS_3_2 = [...METHODS, 'query']

/** Every operation of `paths`, without a look into any: the cost is that of the paths. */
export function listOperations(source: Source): OperationHead[] {
  const heads: OperationHead[] = []
  const ids = new Set<string>()
  const byShape = new Map<string, string>()
  const paths = recordMember(source, { node: source.document.root, at: ROOT }, 'paths') ?? {}
  for (const [path, value] of Object.entries(paths)) {
    if (path.startsWith('x-')) continue
    const at = pointerTo(ROOT, 'paths', path)
    const pathItem = readPathItem(source, value, { node: paths, at }, path)
    if (pathItem.length === 0) continue
    const template = parsePathTemplate(path)
    reportEqualPaths(source, byShape, path, template)
    for (const [method, part] of operationsOf(source, pathItem, path)) {
      const id = chooseId(source, ids, part, `${method} ${path}`)
      const bare = hasOperators(path) ? bareTemplate(source, path, pathItem, part) : template
      heads.push({ id, method, path, template: bare, pathItem, part })
    }
  }
  return heads
}

/** OpenAPI 3.1 Path Item Object: `$ref` may have siblings; what both say is the sibling's. */
export function readPathItem(source: Source, value: unknown, { at }: Part, path: string): Part[] {
  const target = readPart(source, value, at, `path ${path}`)
  const here = isRecord(value) ? [{ node: value, at }] : []
  if (!target) return here
  return target.node === value ? [target] : [...here, target]
}

/** Every method of a path item, once; without a look into its operations. */
export function* operationsOf(source: Source, pathItem: readonly Part[], path: string): Generator<[Method, Part]> {
  const seen = new Set<string>()
  const methods = methodsOf(source)
  for (const item of pathItem) {
    for (const [key, value] of Object.entries(item.node)) {
      if (!methods.includes(key) && !isMethodAnyhow(source, item, key, methods)) continue
      const method = key.toUpperCase()
      if (seen.has(method)) continue
      const part = readPart(source, value, pointerTo(item.at, key), `${method} ${path}`)
      if (!part) continue
      seen.add(method)
      yield [method, part]
    }
    if (source.document.declared === '3.2') yield* additionalOperations(source, item, path, seen)
  }
}

/** 'GET' is plain enough to be served; QUERY and TRACE in a version that has no such method are not. Both are reported. */
function isMethodAnyhow(source: Source, item: Part, key: string, methods: readonly string[]): boolean {
  const lower = key.toLowerCase()
  if (!METHODS_3_2.includes(lower)) return false
  const expected = methods.includes(lower) ? lower : `a method of OpenAPI ${source.document.declared}`
  reportWrongType(source, pointerTo(item.at, key), 'member of a path item', expected, key)
  return methods.includes(lower)
}

/** OpenAPI 3.2 Path Item Object: methods as written; those that have a member of their own must not stand here. */
function* additionalOperations(source: Source, item: Part, path: string, seen: Set<string>): Generator<[Method, Part]> {
  for (const [method, value] of Object.entries(recordMember(source, item, 'additionalOperations') ?? {})) {
    const at = pointerTo(item.at, 'additionalOperations', method)
    if (METHODS_3_2.includes(method.toLowerCase()) && method === method.toUpperCase()) {
      reportWrongType(source, at, `additionalOperations of ${path}`, `${method} as a member of the path item`, method)
      continue
    }
    const part = seen.has(method) ? undefined : readPart(source, value, at, `${method} ${path}`)
    if (!part) continue
    seen.add(method)
    yield [method, part]
  }
}

function methodsOf(source: Source): readonly string[] {
  if (source.swagger) return SWAGGER_METHODS
  return source.document.declared === '3.2' ? METHODS_3_2 : METHODS
}

function chooseId(source: Source, ids: Set<string>, part: Part, fallback: string): OperationId {
  const declared = textMember(source, part, 'operationId')
  let id = declared === undefined || declared === '' ? fallback : declared
  if (ids.has(id)) {
    const message = `operationId ${id} is taken by an earlier operation; this one is called "${fallback}"`
    reportDocument(
      source,
      'document/duplicate-operation-id',
      pointerTo(part.at, 'operationId'),
      message,
      undefined,
      'error',
    )
    id = fallback
  }
  // Only an operationId that looks like another's method and path leads here.
  while (ids.has(id)) id += ' (again)'
  ids.add(id)
  return id as OperationId
}

/** OpenAPI 3.0.4 Paths Object: templates that differ only in their parameters' names are identical and invalid. */
function reportEqualPaths(source: Source, byShape: Map<string, string>, path: string, template: PathTemplate): void {
  const shape = template.segments
    .map(({ parts }) => parts.map((part) => (part.kind === 'text' ? part.text : '{}')).join(''))
    .join('/')
    // A fragment never reaches a server; one with a pair ('#find=x') is how some authors write a query, and is read so.
    .replace(/#[^=]*$/, '')
  const earlier = byShape.get(shape)
  if (earlier === undefined) byShape.set(shape, path)
  else {
    const isFragment = path.includes('#')
    const why = isFragment ? ', since what follows # never reaches a server' : ''
    const message = `'${path}' matches the same paths as '${earlier}'${why}; where both have a method, the first one counts`
    const severity = isFragment ? 'warning' : 'error'
    reportDocument(source, 'document/equal-paths', pointerTo(ROOT, 'paths', path), message, undefined, severity)
  }
}
