import type { JsonType, Schema } from '../model/schema.js'

/** Schemas that one value must satisfy all at once. */
export type Conjunction = readonly Schema[]

/** What a conjunction asks for, merged: allOf and references followed, one branch chosen of each alternative. */
export interface Facets {
  /** Undefined: every type. 'number' stands without 'integer' beside it. */
  types: ReadonlySet<JsonType> | undefined
  /** What `const` and `enum` leave. */
  values: readonly unknown[] | undefined
  /** Examples and defaults, the author's own first. */
  readonly samples: unknown[]
  readonly formats: string[]
  readonly patterns: string[]
  /** `contentSchema` of a text that is JSON. */
  readonly contents: Schema[]
  minLength: number
  maxLength: number
  minimum: number
  maximum: number
  /** True when the bound itself is excluded. */
  aboveMinimum: boolean
  belowMaximum: boolean
  readonly multiples: number[]
  readonly properties: Map<string, Schema[]>
  readonly required: Set<string>
  readonly patternProperties: { readonly pattern: string; readonly schema: Schema }[]
  /** Each `additionalProperties` or `unevaluatedProperties`, with the names that it leaves alone. */
  readonly others: {
    readonly known: ReadonlySet<string> | 'all'
    readonly patterns: readonly string[]
    readonly schema: Schema
  }[]
  readonly propertyNames: Schema[]
  readonly dependentRequired: Map<string, string[]>
  readonly dependentSchemas: { readonly name: string; readonly schema: Schema }[]
  minProperties: number
  maxProperties: number
  readonly prefixes: (readonly Schema[])[]
  readonly items: { readonly from: number; readonly schema: Schema }[]
  readonly contains: { readonly schema: Schema; readonly least: number; readonly most: number }[]
  minItems: number
  maxItems: number
  uniqueItems: boolean
  /** Discriminators: the tag that selects the chosen branch. */
  readonly tags: Map<string, string>
  /** Members that would make another branch of a oneOf match as well. */
  readonly shunned: Set<string>
  readonly nots: Schema[]
  /** The branches of a oneOf that were not chosen: they must not match as well. */
  readonly rivals: Schema[]
  /** How many options each alternative has, in the order of their choice. */
  readonly options: number[]
  readOnly: boolean
  writeOnly: boolean
}

export function emptyFacets(): Facets {
  return {
    types: undefined,
    values: undefined,
    samples: [],
    formats: [],
    patterns: [],
    contents: [],
    minLength: 0,
    maxLength: Infinity,
    minimum: -Infinity,
    maximum: Infinity,
    aboveMinimum: false,
    belowMaximum: false,
    multiples: [],
    properties: new Map(),
    required: new Set(),
    patternProperties: [],
    others: [],
    propertyNames: [],
    dependentRequired: new Map(),
    dependentSchemas: [],
    minProperties: 0,
    maxProperties: Infinity,
    prefixes: [],
    items: [],
    contains: [],
    minItems: 0,
    maxItems: Infinity,
    uniqueItems: false,
    tags: new Map(),
    shunned: new Set(),
    nots: [],
    rivals: [],
    options: [],
    readOnly: false,
    writeOnly: false,
  }
}

/** A list has types in the order of the first; 'integer' is a kind of 'number'. */
export function intersectTypes(
  a: ReadonlySet<JsonType> | undefined,
  b: ReadonlySet<JsonType> | undefined,
): ReadonlySet<JsonType> | undefined {
  if (!a || !b) return a ?? b
  const common = new Set<JsonType>()
  for (const type of a) {
    if (b.has(type)) common.add(type)
    else if (type === 'number' && b.has('integer')) common.add('integer')
    else if (type === 'integer' && b.has('number')) common.add('integer')
  }
  return common
}

/** The types that a schema allows, as far as `type`, references and `allOf` say it. */
export function typesOf(schema: Schema, depth = 0): ReadonlySet<JsonType> | undefined {
  if (depth > 8) return undefined
  let types = ownTypes(schema)
  if (schema.target) types = intersectTypes(types, typesOf(schema.target, depth + 1))
  for (const part of schema.list('allOf')) types = intersectTypes(types, typesOf(part, depth + 1))
  return types
}

export function ownTypes(schema: Schema): ReadonlySet<JsonType> | undefined {
  const { type } = schema.node
  if (typeof type === 'string') return new Set([type as JsonType])
  return Array.isArray(type) ? new Set(type as JsonType[]) : undefined
}

/** What the item at an index must be. */
export function itemSchemas(facets: Facets, index: number): Schema[] {
  const prefix = facets.prefixes.map((list) => list[index]).filter((schema) => schema !== undefined)
  return [...prefix, ...facets.items.filter(({ from }) => index >= from).map(({ schema }) => schema)]
}
