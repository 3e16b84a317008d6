import { isRecord, own, type UnknownRecord } from '../../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../../base/json-pointer.js'
import type { ApiDocument, Resolved } from '../api-document.js'

/** An operation below `paths`, as written. */
export interface DeclaredOperation {
  readonly path: string
  /** In lower case as in the document; additional operations as they are. */
  readonly method: string
  readonly node: UnknownRecord
  readonly at: JsonPointer
  /** The path item that holds it. */
  readonly item: Resolved
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** What can be called: the operations of all path items, references followed. */
export function declaredOperations(document: ApiDocument): DeclaredOperation[] {
  const paths = own(document.root, 'paths')
  if (!isRecord(paths)) return []
  return Object.keys(paths)
    .filter((path) => path.startsWith('/'))
    .flatMap((path) => operationsOf(document, path, pointerTo(ROOT, 'paths', path), paths[path]))
}

function operationsOf(document: ApiDocument, path: string, at: JsonPointer, node: unknown): DeclaredOperation[] {
  const item = follow(document, { at, node })
  if (!isRecord(item.node)) return []
  const methods = document.declared === '3.2' ? [...METHODS, 'query'] : METHODS
  const additional = document.declared === '3.2' ? own(item.node, 'additionalOperations') : undefined
  const found = methods.map(
    (method) => [method, own(item.node as UnknownRecord, method), pointerTo(item.at, method)] as const,
  )
  const more = isRecord(additional)
    ? Object.keys(additional).map(
        (method) => [method, additional[method], pointerTo(item.at, 'additionalOperations', method)] as const,
      )
    : []
  return [...found, ...more].flatMap(([method, operation, operationAt]) =>
    isRecord(operation) ? [{ path, method, node: operation, at: operationAt, item }] : [],
  )
}

/** What a value stands for when it is a reference; itself when it is none, or leads nowhere. */
export function follow(document: ApiDocument, value: Resolved): Resolved {
  const ref = isRecord(value.node) ? own(value.node, '$ref') : undefined
  return (typeof ref === 'string' ? document.resolve(ref, value.at) : undefined) ?? value
}
