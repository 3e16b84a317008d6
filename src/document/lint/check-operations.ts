import type { Finding } from '../../base/finding.js'
import { isRecord, own } from '../../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../../base/json-pointer.js'
import { didYouMean, nearestNames } from '../../base/text.js'
import { fragmentInFile } from '../fragment-in-file.js'
import type { ApiDocument } from '../api-document.js'
import { createWalk } from '../walk-document.js'
import { declaredOperations, follow, type DeclaredOperation } from './declared-operations.js'
import { namesInPath } from './check-paths.js'
import { documentFinding } from '../../base/document-finding.js'

/** Operation ids are unique among all operations, those of webhooks and callbacks included (OpenAPI 3.0.4 Operation Object). */
export function checkOperationIds(document: ApiDocument): Finding[] {
  const findings: Finding[] = []
  const known = new Map<string, JsonPointer>()
  const links: { readonly id: string; readonly at: JsonPointer }[] = []
  const claim = (id: unknown, at: JsonPointer): void => {
    if (typeof id !== 'string') return
    const first = known.get(id)
    if (first === undefined) known.set(id, at)
    else if (first !== at) {
      const spec = pointerTo(at, 'operationId')
      const { file, line } = document.locate(pointerTo(first, 'operationId'))
      const place = file === document.locate(spec).file ? `line ${line}` : `${file}:${line}`
      findings.push(
        documentFinding(
          'document/duplicate-operation-id',
          'error',
          spec,
          `operationId '${id}' is taken by another operation, at ${place} (${fragmentInFile(first).slice(1)})`,
        ),
      )
    }
  }
  for (const { node, at } of declaredOperations(document)) claim(own(node, 'operationId'), at)
  const walk = createWalk(document.declared, {
    visit: ({ kind, node, at }) => {
      if (!isRecord(node)) return
      const id = own(node, 'operationId')
      if (kind === 'operation') claim(id, at)
      if (kind === 'link' && typeof id === 'string') links.push({ id, at })
    },
  })
  walk.site({ kind: 'openapi', node: document.root, at: ROOT, parent: undefined, resource: undefined })
  return [...findings, ...links.filter(({ id }) => !known.has(id)).map((link) => leadsNowhere(link, known))]
}

function leadsNowhere({ id, at }: { id: string; at: JsonPointer }, known: ReadonlyMap<string, JsonPointer>): Finding {
  const remedy = didYouMean(nearestNames(id, [...known.keys()]))
  const message = `operationId '${id}' of a link names no operation`
  return documentFinding('document/unresolved-ref', 'warning', pointerTo(at, 'operationId'), message, remedy)
}

/** Parameters against each other and against the path; responses; bodies where none may be. */
export function checkOperations(document: ApiDocument): Finding[] {
  return declaredOperations(document).flatMap((operation) => [
    ...checkParameters(document, operation),
    ...checkResponses(document, operation),
    ...checkBody(document, operation),
    ...checkForm(document, operation),
  ])
}

interface DeclaredParameter {
  readonly name: string
  readonly in: string
  /** Of a parameter of Swagger 2.0. */
  readonly type: unknown
  /** Of the entry in the list, which may be a reference. */
  readonly at: JsonPointer
}

function checkParameters(document: ApiDocument, operation: DeclaredOperation): Finding[] {
  const { path, method, node, at, item } = operation
  const shared = parametersOf(document, isRecord(item.node) ? own(item.node, 'parameters') : undefined, item.at)
  const specific = parametersOf(document, own(node, 'parameters'), at)
  const named = new Set(namesInPath(path))
  const declared = [...shared, ...specific].filter((parameter) => parameter.in === 'path')
  const label = `${method.toUpperCase()} ${path}`

  const undeclared = [...named].filter((name) => !declared.some((parameter) => parameter.name === name))
  const unused = declared.filter(({ name }) => !named.has(name))
  return [
    ...duplicatesIn(shared),
    ...duplicatesIn(specific),
    ...beside(shared, specific),
    ...undeclared.map((name) =>
      documentFinding(
        'document/path-parameter-undeclared',
        'error',
        at,
        `${label}: the path names {${name}}, but no path parameter '${name}' is declared`,
      ),
    ),
    ...unused.map(({ name, at: parameterAt }) =>
      documentFinding(
        'document/path-parameter-unused',
        'error',
        parameterAt,
        `path parameter '${name}' is declared, but ${path} does not name it${path.includes('#') ? " (before any '#')" : ''}`,
      ),
    ),
  ]
}

/** 3.2 Parameter Object: the whole query is one value, or it has parameters of its own. */
function beside(shared: readonly DeclaredParameter[], specific: readonly DeclaredParameter[]): Finding[] {
  const all = [...new Map([...shared, ...specific].map((each) => [`${each.in} ${each.name}`, each])).values()]
  const whole = all.filter((parameter) => parameter.in === 'querystring')
  const others = [...whole.slice(1), ...(whole.length > 0 ? all.filter((parameter) => parameter.in === 'query') : [])]
  return others.map(({ in: place, name, at }) => {
    const message = `${place} parameter '${name}' stands beside querystring parameter '${whole[0]?.name ?? ''}', which takes the whole query`
    return documentFinding('document/contradiction', 'error', at, message)
  })
}

function parametersOf(document: ApiDocument, list: unknown, holder: JsonPointer): DeclaredParameter[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown, index) => {
    const at = pointerTo(holder, 'parameters', index)
    const { node } = follow(document, { at, node: entry })
    const name = isRecord(node) ? own(node, 'name') : undefined
    const place = isRecord(node) ? own(node, 'in') : undefined
    return typeof name === 'string' && typeof place === 'string'
      ? [{ name, in: place, type: isRecord(node) ? own(node, 'type') : undefined, at }]
      : []
  })
}

function duplicatesIn(parameters: readonly DeclaredParameter[]): Finding[] {
  const seen = new Set<string>()
  return parameters.flatMap((parameter) => {
    // RFC 9110 5.1: field names are case-insensitive.
    const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
    const key = `${parameter.in} ${name}`
    if (seen.has(key)) {
      return [
        documentFinding(
          'document/duplicate-parameter',
          'error',
          parameter.at,
          `${parameter.in} parameter '${parameter.name}' is declared twice in one list`,
        ),
      ]
    }
    seen.add(key)
    return []
  })
}

function checkResponses(document: ApiDocument, { path, method, node, at }: DeclaredOperation): Finding[] {
  const responses = own(node, 'responses')
  if (responses !== undefined && !isRecord(responses)) return []
  if (isRecord(responses) && Object.keys(responses).some((key) => !key.startsWith('x-'))) return []
  // Required up to 3.0, and left out on purpose from 3.1 on.
  const severity = document.declared === '3.1' || document.declared === '3.2' ? 'hint' : 'warning'
  const message = `${method.toUpperCase()} ${path} declares no responses`
  return [documentFinding('document/no-responses', severity, at, message)]
}

/** Swagger 2.0 Parameter Object, in: a form is consumed as urlencoded or multipart, with files as multipart alone. */
function checkForm(document: ApiDocument, { path, method, node, at, item }: DeclaredOperation): Finding[] {
  if (document.declared !== '2.0') return []
  const shared = parametersOf(document, isRecord(item.node) ? own(item.node, 'parameters') : undefined, item.at)
  const fields = [...shared, ...parametersOf(document, own(node, 'parameters'), at)].filter(
    (parameter) => parameter.in === 'formData',
  )
  const hasFile = fields.some(({ type }) => type === 'file')
  const consumes = own(node, 'consumes') ?? own(document.root, 'consumes')
  const types = Array.isArray(consumes) ? consumes.map((type) => String(type).split(';')[0]?.trim().toLowerCase()) : []
  const wanted = hasFile ? [MULTIPART] : [MULTIPART, 'application/x-www-form-urlencoded']
  if (fields.length === 0 || wanted.some((type) => types.includes(type))) return []
  const message = `${method.toUpperCase()} ${path} takes a form${hasFile ? ' with files' : ''}: expected ${wanted.join(' or ')} in \`consumes\``
  return [documentFinding('document/contradiction', 'warning', at, message)]
}

const MULTIPART = 'multipart/form-data'

// OpenAPI 3.0.4 Operation Object, requestBody: where RFC 7231 gives a body no meaning it "SHALL be ignored".
function checkBody(document: ApiDocument, { path, method, node, at }: DeclaredOperation): Finding[] {
  const ignored = document.declared === '3.0' && ['get', 'head', 'delete'].includes(method)
  if (!ignored || !Object.hasOwn(node, 'requestBody')) return []
  const message = `${method.toUpperCase()} ${path}: OpenAPI 3.0 gives a request body no meaning here; it is not required`
  return [
    documentFinding('document/body-on-get', 'hint', pointerTo(at, 'requestBody'), message, 'OpenAPI 3.1 allows it.'),
  ]
}
