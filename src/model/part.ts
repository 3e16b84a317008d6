import type { Finding } from '../base/finding.js'
import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { pointerTo, type JsonPointer } from '../base/json-pointer.js'
import type { RuleId } from '../base/rule.js'
import { describeValue } from '../base/text.js'
import type { ApiDocument } from '../document/api-document.js'
import type { Schema } from './schema.js'

/** What every compiler of a part of the document needs. */
export interface Source {
  readonly document: ApiDocument
  /** Swagger 2.0, whose parameters, bodies and responses have shapes of their own. */
  readonly swagger: boolean
  readonly schema: (at: JsonPointer) => Schema
  readonly report: (finding: Finding) => void
}

/** An object of the document, references followed, and the place where it really stands. */
export interface Part {
  readonly node: UnknownRecord
  readonly at: JsonPointer
}

export function reportDocument(
  source: Source,
  rule: RuleId,
  at: JsonPointer,
  message: string,
  remedy?: string,
  severity: Finding['severity'] = 'warning',
): void {
  source.report({
    rule,
    severity,
    blame: 'document',
    message,
    where: { side: 'document', in: 'document', pointer: at },
    spec: at,
    ...(remedy === undefined ? {} : { remedy }),
  })
}

export function reportWrongType(source: Source, at: JsonPointer, what: string, expected: string, found: unknown): void {
  reportDocument(source, 'document/wrong-type', at, `${what}: expected ${expected}, got ${describeValue(found)}`)
}

/** The object at a place, `$ref` followed; undefined, with a finding, when there is none. */
export function readPart(source: Source, value: unknown, at: JsonPointer, what: string): Part | undefined {
  if (!isRecord(value)) {
    reportWrongType(source, at, what, 'an object', value)
    return undefined
  }
  const ref = own(value, '$ref')
  if (typeof ref !== 'string') return { node: value, at }
  const target = source.document.resolve(ref, at)
  if (!target) {
    reportDocument(
      source,
      'document/unresolved-ref',
      pointerTo(at, '$ref'),
      `${what}: expected $ref to lead to an object, but ${describeValue(ref)} leads nowhere`,
      undefined,
      'error',
    )
    return undefined
  }
  if (!isRecord(target.node)) {
    reportWrongType(source, target.at, what, 'an object', target.node)
    return undefined
  }
  return { node: target.node, at: target.at }
}

/** A member that is an object; undefined when it is absent, or, with a finding, anything else. References are not followed. */
export function recordMember(source: Source, { node, at }: Part, key: string): UnknownRecord | undefined {
  const value = own(node, key)
  // A key without a value is what YAML authors write for "nothing here".
  if (value === undefined || value === null) return undefined
  if (isRecord(value)) return value
  reportWrongType(source, pointerTo(at, key), key, 'an object', value)
  return undefined
}

export function listMember(source: Source, { node, at }: Part, key: string): readonly unknown[] | undefined {
  const value = own(node, key)
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value)) return value as readonly unknown[]
  reportWrongType(source, pointerTo(at, key), key, 'a list', value)
  return undefined
}

export function textMember(source: Source, { node, at }: Part, key: string): string | undefined {
  const value = own(node, key)
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined
  reportWrongType(source, pointerTo(at, key), key, 'text', value)
  return undefined
}

export function booleanMember(source: Source, { node, at }: Part, key: string): boolean | undefined {
  const value = own(node, key)
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined
  reportWrongType(source, pointerTo(at, key), key, 'true or false', value)
  return undefined
}

/** The texts of a list; members of other types are reported and left out. */
export function textListMember(source: Source, part: Part, key: string): readonly string[] | undefined {
  return listMember(source, part, key)?.filter((item, index): item is string => {
    if (typeof item === 'string') return true
    reportWrongType(source, pointerTo(part.at, key, index), key, 'text', item)
    return false
  })
}

/** The entries of a map member, references followed, those that are no objects left out. */
export function partsOf(source: Source, part: Part, key: string, what: string): [string, Part][] {
  const map = recordMember(source, part, key)
  if (!map) return []
  const parts: [string, Part][] = []
  for (const [name, value] of Object.entries(map)) {
    // YAML authors write 'application/json:' for an empty object.
    const entry = readPart(source, value ?? {}, pointerTo(part.at, key, name), `${what} ${name}`)
    if (entry) parts.push([name, entry])
  }
  return parts
}

/** A member that is a schema; undefined when it is absent or, with a finding, no schema. */
export function schemaMember(source: Source, { node, at }: Part, key: string): Schema | undefined {
  const value = own(node, key)
  if (value === undefined || value === null) return undefined
  // JSON Schema 2020-12 core 4.3.2: true and false are schemas.
  if (isRecord(value) || typeof value === 'boolean') return source.schema(pointerTo(at, key))
  reportWrongType(source, pointerTo(at, key), key, 'a schema', value)
  return undefined
}
