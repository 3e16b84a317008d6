/** What kind of value each keyword of JSON Schema has. */
import { isRecord } from '../base/json.js'

export type Shape =
  | 'schema'
  | 'list'
  | 'map'
  | 'number'
  | 'positive'
  | 'count'
  | 'string'
  | 'boolean'
  | 'strings'
  | 'array'
  | 'object'
  | 'any'

export const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>(
  Object.entries({
    additionalProperties: 'schema',
    items: 'schema',
    contains: 'schema',
    not: 'schema',
    if: 'schema',
    then: 'schema',
    else: 'schema',
    propertyNames: 'schema',
    unevaluatedItems: 'schema',
    unevaluatedProperties: 'schema',
    contentSchema: 'schema',
    allOf: 'list',
    anyOf: 'list',
    oneOf: 'list',
    prefixItems: 'list',
    properties: 'map',
    patternProperties: 'map',
    dependentSchemas: 'map',
    $defs: 'map',
    minimum: 'number',
    maximum: 'number',
    exclusiveMinimum: 'number',
    exclusiveMaximum: 'number',
    multipleOf: 'positive',
    minLength: 'count',
    maxLength: 'count',
    minItems: 'count',
    maxItems: 'count',
    minProperties: 'count',
    maxProperties: 'count',
    minContains: 'count',
    maxContains: 'count',
    format: 'string',
    pattern: 'string',
    contentEncoding: 'string',
    contentMediaType: 'string',
    collectionFormat: 'string',
    title: 'string',
    description: 'string',
    $anchor: 'string',
    $dynamicAnchor: 'string',
    uniqueItems: 'boolean',
    readOnly: 'boolean',
    writeOnly: 'boolean',
    deprecated: 'boolean',
    required: 'strings',
    dependentRequired: 'object',
    enum: 'array',
    const: 'any',
    default: 'any',
    example: 'any',
    examples: 'any',
    discriminator: 'any',
    xml: 'object',
    externalDocs: 'object',
  } satisfies Record<string, Shape>),
)

export const EXPECTED: Record<Shape, string> = {
  schema: 'a schema',
  list: 'a list of schemas',
  map: 'a map of schemas',
  number: 'a number',
  positive: 'a number above 0',
  count: 'a whole number, 0 or more',
  string: 'a string',
  boolean: 'true or false',
  strings: 'a list of strings',
  array: 'a list',
  object: 'an object',
  any: 'a value',
}

/** Whether a value can be meant by a keyword that has no subschemas. */
export function fits(shape: Shape, value: unknown): boolean {
  switch (shape) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'positive':
      return typeof value === 'number' && value > 0 && Number.isFinite(value)
    case 'count':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0
    case 'string':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isRecord(value)
    case 'any':
      return true
    case 'schema':
    case 'list':
    case 'map':
      return false
  }
}
