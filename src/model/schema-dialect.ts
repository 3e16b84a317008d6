import type { DeclaredVersion } from '../document/api-document.js'

/** Which JSON Schema a node is written in, as far as it changes what keywords mean. */
export interface Dialect {
  readonly name: 'swagger-2.0' | 'openapi-3.0' | 'draft-04' | 'draft-07' | '2019-09' | '2020-12'
  /** Whether keywords beside `$ref` count (JSON Schema 2019-09 and later). */
  readonly refSiblings: boolean
  /** The keyword that lets `null` join the types written beside it. */
  readonly nullable: 'nullable' | 'x-nullable' | undefined
  /** The keyword that lets `null` in wherever it stands: no dialect has one, but many authors think so. */
  readonly nullWherever?: 'nullable' | 'x-nullable'
  /** Keywords of other dialects that have no meaning in this one. */
  readonly ignored: ReadonlySet<string>
}

/** JSON Schema keywords that OpenAPI 3.0 does not know (3.0.4 Schema Object). */
const AFTER_DRAFT_04 = [
  'const',
  'if',
  'then',
  'else',
  'patternProperties',
  'propertyNames',
  'contains',
  'minContains',
  'maxContains',
  'prefixItems',
  'dependentSchemas',
  'dependentRequired',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contentSchema',
  '$dynamicRef',
  '$recursiveRef',
  '$anchor',
  '$dynamicAnchor',
]

const dialects = {
  'swagger-2.0': {
    name: 'swagger-2.0',
    refSiblings: false,
    nullable: 'x-nullable',
    ignored: new Set([...AFTER_DRAFT_04, 'anyOf', 'oneOf', 'not', 'dependencies', 'writeOnly']),
  },
  'openapi-3.0': {
    name: 'openapi-3.0',
    refSiblings: false,
    nullable: 'nullable',
    ignored: new Set([...AFTER_DRAFT_04, 'dependencies']),
  },
  'draft-04': {
    name: 'draft-04',
    refSiblings: false,
    nullable: undefined,
    ignored: new Set(AFTER_DRAFT_04.filter((keyword) => keyword !== 'patternProperties')),
  },
  'draft-07': {
    name: 'draft-07',
    refSiblings: false,
    nullable: undefined,
    ignored: new Set([
      'prefixItems',
      'minContains',
      'maxContains',
      'dependentSchemas',
      'dependentRequired',
      'unevaluatedProperties',
      'unevaluatedItems',
      '$dynamicRef',
      '$recursiveRef',
    ]),
  },
  '2019-09': {
    name: '2019-09',
    refSiblings: true,
    nullable: undefined,
    ignored: new Set(['prefixItems', '$dynamicRef']),
  },
  '2020-12': { name: '2020-12', refSiblings: true, nullable: undefined, ignored: new Set(['$recursiveRef']) },
} as const satisfies Record<string, Dialect>

export function dialectOf(declared: DeclaredVersion): Dialect {
  switch (declared) {
    case '2.0':
      return dialects['swagger-2.0']
    case '3.0':
      return dialects['openapi-3.0']
    case '3.1':
    case '3.2':
      return dialects['2020-12']
  }
}

/** The dialect that `$schema` or `jsonSchemaDialect` names; undefined for one we do not know. */
export function dialectNamed(uri: string): Dialect | undefined {
  const name = uri.replace(/#$/, '').replace(/^https?:\/\//, '')
  if (name === 'json-schema.org/draft/2020-12/schema') return dialects['2020-12']
  if (name === 'json-schema.org/draft/2019-09/schema') return dialects['2019-09']
  if (/^json-schema\.org\/draft-0[67]\/schema$/.test(name)) return dialects['draft-07']
  if (name === 'json-schema.org/draft-04/schema') return dialects['draft-04']
  // The base dialect and the 3.2 one are 2020-12 with annotations added (3.1.1, 3.2.0 Schema Object).
  if (/^spec\.openapis\.org\/oas\/3\.[12]\/(dialect|schema-base)\//.test(name)) return dialects['2020-12']
  return undefined
}
