import type { Finding } from '../base/finding.js'
import { isRecord, own } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import type { ApiDocument } from '../document/api-document.js'
import { createScopes, isDynamicAnchor, NO_SCOPE, type Scope } from './dynamic-scope.js'
import { followExample } from './follow-example.js'
import { createJudge } from './judge-value.js'
import { createIdentifiers, type Identifiers } from './schema-identifiers.js'
import { SchemaAt, type SchemaHome } from './schema-at.js'
import { dialectNamed, dialectOf, type Dialect } from './schema-dialect.js'
import type { Schema } from './schema.js'

export interface Schemas {
  /** The schema at a pointer; the same object each time. */
  at(pointer: JsonPointer): Schema
}

/** @param report called once for each schema, pattern or format that cannot be used as written */
export function createSchemas(document: ApiDocument, report: (finding: Finding) => void): Schemas {
  const places = new Map<Scope, Map<JsonPointer, SchemaAt>>()
  const reported = new Set<string>()
  const warn = (rule: Finding['rule'], at: JsonPointer, message: string): void => {
    // An unknown format is one piece of news however often it is used.
    const news = rule === 'document/format' ? message : `${rule} ${at}`
    if (reported.has(news)) return
    reported.add(news)
    const where = { side: 'document', in: 'document', pointer: at } as const
    const severity = rule === 'document/format' ? 'hint' : 'warning'
    report({ rule, severity, blame: 'document', message, where, spec: at })
  }
  const identifiers = createIdentifiers(document)
  const mayHaveAnchors = () => document.parts.some(({ file }) => file.hints.hasIdentifiers)
  const scopes = dialectOf(document.declared).refSiblings ? createScopes(document.root, mayHaveAnchors) : undefined
  const enter = (scope: Scope, at: JsonPointer): Scope => scopes?.enter(scope, at) ?? scope
  const home: SchemaHome = {
    at(pointer, scope) {
      let inScope = places.get(scope)
      if (!inScope) places.set(scope, (inScope = new Map<JsonPointer, SchemaAt>()))
      let place = inScope.get(pointer)
      if (!place) inScope.set(pointer, (place = new SchemaAt(pointer, scope, home)))
      return place
    },
    below: (pointer, scope) => home.at(pointer, scopes?.enterBelow(scope, pointer) ?? scope),
    follow(from) {
      const at = follow(from, identifiers, document)
      return at === undefined ? undefined : home.at(at, enter(from.scope, at))
    },
    example: (value, at) => followExample(document, value, at),
    source: (pointer) => valueAt(document.root, pointer),
    dialectAt: createDialects(document, warn),
    tagsDecide: document.lenient?.includes('discriminator') ?? false,
    reportFault: (at, message) => {
      warn('document/schema', at, message)
    },
    judge: createJudge(warn),
  }
  return { at: (pointer) => home.at(pointer, enter(NO_SCOPE, pointer)) }
}

function follow(from: SchemaAt, identifiers: Identifiers, document: ApiDocument): JsonPointer | undefined {
  const { ref, dynamicRef } = from.normal
  const reference = ref ?? dynamicRef
  if (reference === undefined) return undefined
  // One step where that is possible: in 3.1 what stands there may be a reference with siblings.
  const at = identifiers.find(reference, from.at) ?? document.resolve(reference, from.at)?.at
  if (ref !== undefined || at === undefined) return at
  // It is dynamic only where the plain reading leads to a dynamic anchor of that name.
  const name = reference.slice(reference.indexOf('#') + 1)
  return isDynamicAnchor(valueAt(document.root, at), name) ? (from.scope.anchors.get(name) ?? at) : at
}

/** The dialect at a place: the nearest `$schema` above it, else `jsonSchemaDialect`, else the document's version. */
function createDialects(
  document: ApiDocument,
  warn: (rule: Finding['rule'], at: JsonPointer, message: string) => void,
): (at: JsonPointer) => Dialect {
  const standard = dialectOf(document.declared)
  const isLenient = document.lenient?.includes('nullable') === true
  const base = isLenient ? { ...standard, nullWherever: standard.nullable ?? 'nullable' } : standard
  if (!base.refSiblings) return () => base
  const named = (uri: unknown, at: JsonPointer, otherwise: Dialect): Dialect => {
    if (typeof uri !== 'string') return otherwise
    const dialect = dialectNamed(uri)
    if (!dialect) warn('document/schema', at, `the dialect ${uri} is not known; it is read as JSON Schema 2020-12`)
    return dialect ?? otherwise
  }
  const uri = own(document.root, 'jsonSchemaDialect')
  let usual: Dialect | undefined
  return (at) => {
    usual ??= named(uri, pointerTo(ROOT, 'jsonSchemaDialect'), base)
    let dialect = usual
    let value: unknown = document.root
    let place = ROOT
    for (const key of pointerKeys(at)) {
      value = Array.isArray(value) ? value[Number(key)] : isRecord(value) ? own(value, key) : undefined
      place = pointerTo(place, key)
      if (isRecord(value) && typeof own(value, '$schema') === 'string') {
        dialect = named(value['$schema'], pointerTo(place, '$schema'), dialect)
      }
    }
    return dialect
  }
}
