import type { JsonPointer } from '../base/json-pointer.js'

/** Which way a value travels: `readOnly` members bind answers only, `writeOnly` members requests only. */
export type Direction = 'request' | 'response'

/**
 * A schema node normalised to JSON Schema 2020-12, whatever dialect it was written in: numeric `exclusiveMinimum`, no
 * ignored `$ref` siblings, `type` always a list. Only known keywords are kept. `nullable` is folded into `type`; it is left
 * only where the document is read leniently, and then lets null in whatever else is said. `retyped` says that an `enum` was
 * read as the type beside it has it.
 * Subschemas are not nodes but `Schema`s: ask `Schema.child`.
 */
export interface SchemaNode {
  readonly [keyword: string]: unknown
}

/** One keyword that a value breaks. Whose value it was, and so who must act, is not known here: checks make a `Finding` of it. */
export interface SchemaIssue {
  /** In the value that was checked. */
  readonly at: JsonPointer
  /** The keyword that was broken, in the document. */
  readonly spec: JsonPointer
  readonly keyword: string
  /** 'expected …, got …' as a person would say it. */
  readonly message: string
}

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object'

/** One schema of the document. Cheap to make; everything is worked out on first use and remembered. */
export interface Schema {
  readonly at: JsonPointer
  /** Own keywords, normalised; `{}` for `true`, `{ not: {} }` for `false`. `$ref` is left out: see `target`. */
  readonly node: SchemaNode
  /** Its `$ref`, as written. */
  readonly ref: string | undefined
  /** Where `$ref` leads, followed to its end; undefined without one, or when it dangles (which accepts anything). */
  readonly target: Schema | undefined
  /** The component's name when this schema stands under components/schemas or definitions. */
  readonly name: string | undefined
  /** A subschema: child('properties', 'name'), child('items'), child('allOf', 0). Undefined when it is not there. */
  child(keyword: string, key?: string | number): Schema | undefined
  /** Own keys of a map keyword ('properties', 'patternProperties', '$defs', 'dependentSchemas') in document order. */
  keys(keyword: string): readonly string[]
  /** Subschemas of a list keyword ('allOf', 'anyOf', 'oneOf', 'prefixItems'). */
  list(keyword: string): readonly Schema[]
  /** Breaches, at most 100; empty means valid. Never throws: what cannot be compiled is reported once as a document finding and accepts. */
  issues(value: unknown, direction: Direction): readonly SchemaIssue[]
  /** Faster than `issues`: stops at the first breach. */
  accepts(value: unknown, direction: Direction): boolean
  /** How many schemas the last `accepts` has asked, of this one or any other: what another try like it would cost. */
  readonly effort: number
}

/** The narrowest type: a whole number is an integer. */
export function jsonTypeOf(value: unknown): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean' || typeof value === 'string') return typeof value as 'boolean' | 'string'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return 'object'
}

/** `false`, and `{ not: {} }`: nothing is accepted. */
export function isNever({ node }: Schema): boolean {
  const { not } = node
  return typeof not === 'object' && not !== null && Object.keys(not).length === 0
}

/** Whether two places of the document mean one schema: they refer to it, or are it. */
export function isSameSchema(a: Schema, b: Schema): boolean {
  return (a.target ?? a) === (b.target ?? b)
}
