/**
 * What stands where in an OpenAPI document of any version: the one table from which references are told from data, and
 * by which types are checked. A field is 'string', 'boolean', 'number', 'any' (data: nobody looks inside), 'object' or a
 * kind of this table; '[x]' is a list of x, '{x}' a map of names to x; 'a|b' either; a trailing '!' means required.
 */
export const SHAPES = {
  openapi: {
    openapi: 'any',
    swagger: 'any',
    $self: 'string',
    jsonSchemaDialect: 'string',
    info: 'info!',
    servers: '[server]',
    host: 'string',
    basePath: 'string',
    schemes: '[string]',
    consumes: '[string]',
    produces: '[string]',
    paths: 'paths',
    webhooks: '{pathItem}',
    components: 'components',
    definitions: '{schema}',
    parameters: '{parameter}',
    responses: '{response}',
    securityDefinitions: '{securityScheme}',
    security: '[securityRequirement]',
    tags: '[tag]',
    externalDocs: 'externalDocs',
  },
  info: {
    title: 'string!',
    version: 'string!',
    summary: 'string',
    description: 'string',
    termsOfService: 'string',
    contact: 'object',
    license: 'object',
  },
  externalDocs: { url: 'string!', description: 'string' },
  tag: {
    name: 'string!',
    summary: 'string',
    description: 'string',
    externalDocs: 'externalDocs',
    parent: 'string',
    kind: 'string',
  },
  server: { url: 'string!', name: 'string', description: 'string', variables: '{serverVariable}' },
  serverVariable: { enum: '[string]', default: 'string!', description: 'string' },
  components: {
    schemas: '{schema}',
    responses: '{response}',
    parameters: '{parameter}',
    examples: '{example}',
    requestBodies: '{requestBody}',
    headers: '{header}',
    securitySchemes: '{securityScheme}',
    links: '{link}',
    callbacks: '{callback}',
    pathItems: '{pathItem}',
    mediaTypes: '{mediaType}',
  },
  /** Also callbacks: keys are paths or expressions. */
  paths: {},
  callback: {},
  pathItem: {
    $ref: 'string',
    summary: 'string',
    description: 'string',
    get: 'operation',
    put: 'operation',
    post: 'operation',
    delete: 'operation',
    options: 'operation',
    head: 'operation',
    patch: 'operation',
    trace: 'operation',
    query: 'operation',
    additionalOperations: '{operation}',
    servers: '[server]',
    parameters: '[parameter]',
  },
  operation: {
    tags: '[string]',
    summary: 'string',
    description: 'string',
    externalDocs: 'externalDocs',
    operationId: 'string',
    consumes: '[string]',
    produces: '[string]',
    schemes: '[string]',
    parameters: '[parameter]',
    requestBody: 'requestBody',
    responses: 'responses',
    callbacks: '{callback}',
    deprecated: 'boolean',
    security: '[securityRequirement]',
    servers: '[server]',
  },
  responses: {},
  parameter: {
    name: 'string!',
    in: 'string!',
    description: 'string',
    required: 'boolean',
    deprecated: 'boolean',
    allowEmptyValue: 'boolean',
    style: 'string',
    explode: 'boolean',
    allowReserved: 'boolean',
    schema: 'schema',
    content: 'content',
    example: 'any',
    examples: '{example}',
    // Swagger 2.0 non-body parameters are schemas of their own.
    type: 'string',
    format: 'string',
    items: 'schema',
    collectionFormat: 'string',
    enum: '[any]',
    pattern: 'string',
  },
  header: {
    description: 'string',
    required: 'boolean',
    deprecated: 'boolean',
    style: 'string',
    explode: 'boolean',
    schema: 'schema',
    content: 'content',
    example: 'any',
    examples: '{example}',
    type: 'string',
    format: 'string',
    items: 'schema',
    collectionFormat: 'string',
    enum: '[any]',
  },
  requestBody: { description: 'string', required: 'boolean', content: 'content!' },
  response: {
    summary: 'string',
    description: 'string',
    headers: '{header}',
    content: 'content',
    links: '{link}',
    schema: 'schema',
    examples: 'object',
  },
  content: {},
  mediaType: {
    schema: 'schema',
    itemSchema: 'schema',
    example: 'any',
    examples: '{example}',
    encoding: '{encoding}',
    prefixEncoding: '[encoding]',
    itemEncoding: 'encoding',
  },
  encoding: {
    contentType: 'string',
    headers: '{header}',
    style: 'string',
    explode: 'boolean',
    allowReserved: 'boolean',
    encoding: '{encoding}',
    prefixEncoding: '[encoding]',
    itemEncoding: 'encoding',
  },
  example: {
    summary: 'string',
    description: 'string',
    value: 'any',
    externalValue: 'string',
    dataValue: 'any',
    serializedValue: 'string',
  },
  link: {
    operationRef: 'string',
    operationId: 'string',
    parameters: 'object',
    requestBody: 'any',
    description: 'string',
    server: 'server',
  },
  securityScheme: {
    type: 'string!',
    description: 'string',
    name: 'string',
    in: 'string',
    scheme: 'string',
    bearerFormat: 'string',
    flows: 'object',
    openIdConnectUrl: 'string',
    flow: 'string',
    authorizationUrl: 'string',
    tokenUrl: 'string',
    scopes: 'object',
  },
  securityRequirement: {},
  schema: {
    $id: 'string',
    $schema: 'string',
    $anchor: 'string',
    $dynamicAnchor: 'string',
    $dynamicRef: 'string',
    $comment: 'string',
    $defs: '{schema}',
    definitions: '{schema}',
    title: 'string',
    description: 'string',
    format: 'string',
    type: 'string|[string]',
    enum: '[any]',
    const: 'any',
    default: 'any',
    example: 'any',
    examples: 'any',
    multipleOf: 'number',
    maximum: 'number',
    minimum: 'number',
    exclusiveMaximum: 'number|boolean',
    exclusiveMinimum: 'number|boolean',
    maxLength: 'number',
    minLength: 'number',
    pattern: 'string',
    maxItems: 'number',
    minItems: 'number',
    uniqueItems: 'boolean',
    maxContains: 'number',
    minContains: 'number',
    maxProperties: 'number',
    minProperties: 'number',
    required: '[string]',
    properties: '{schema}',
    patternProperties: '{schema}',
    additionalProperties: 'schema',
    propertyNames: 'schema',
    unevaluatedProperties: 'schema',
    dependentSchemas: '{schema}',
    dependentRequired: 'object',
    items: 'schema|[schema]',
    prefixItems: '[schema]',
    additionalItems: 'schema',
    contains: 'schema',
    unevaluatedItems: 'schema',
    allOf: '[schema]',
    anyOf: '[schema]',
    oneOf: '[schema]',
    not: 'schema',
    if: 'schema',
    then: 'schema',
    else: 'schema',
    contentSchema: 'schema',
    contentEncoding: 'string',
    contentMediaType: 'string',
    nullable: 'boolean',
    readOnly: 'boolean',
    writeOnly: 'boolean',
    deprecated: 'boolean',
    discriminator: 'string|discriminator',
    xml: 'object',
    externalDocs: 'externalDocs',
  },
  discriminator: { propertyName: 'string!', mapping: '{string}', defaultMapping: 'string' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>

export type ObjectKind = keyof typeof SHAPES

/** Kinds whose members all have one kind, whatever their names. */
export const MEMBERS: Partial<Record<ObjectKind, ObjectKind>> = {
  paths: 'pathItem',
  callback: 'pathItem',
  responses: 'response',
  content: 'mediaType',
}

/** Where OpenAPI allows a Reference Object (or, in a path item and a schema, a `$ref`) instead of the thing itself. */
export const REFERABLE: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'pathItem',
  'parameter',
  'header',
  'requestBody',
  'response',
  'example',
  'link',
  'callback',
  'securityScheme',
  'schema',
  'mediaType',
])

export type FieldType =
  | { readonly kind: 'scalar'; readonly type: 'string' | 'boolean' | 'number' }
  | { readonly kind: 'any' }
  | { readonly kind: 'object' }
  | { readonly kind: 'node'; readonly of: ObjectKind }
  | { readonly kind: 'list' | 'map'; readonly of: FieldType }

export interface Field {
  readonly required: boolean
  /** The first that fits a value counts. */
  readonly types: readonly FieldType[]
}

const compiled = new Map<ObjectKind, ReadonlyMap<string, Field>>()

/** The fields that a kind of object has by name. */
export function fieldsOf(kind: ObjectKind): ReadonlyMap<string, Field> {
  let fields = compiled.get(kind)
  if (!fields) {
    fields = new Map(Object.entries<string>(SHAPES[kind]).map(([name, text]) => [name, parseField(text)]))
    compiled.set(kind, fields)
  }
  return fields
}

function parseField(text: string): Field {
  const required = text.endsWith('!')
  return { required, types: (required ? text.slice(0, -1) : text).split('|').map(parseType) }
}

function parseType(text: string): FieldType {
  if (text.startsWith('[')) return { kind: 'list', of: parseType(text.slice(1, -1)) }
  if (text.startsWith('{')) return { kind: 'map', of: parseType(text.slice(1, -1)) }
  if (text === 'string' || text === 'boolean' || text === 'number') return { kind: 'scalar', type: text }
  if (text === 'any' || text === 'object') return { kind: text }
  return { kind: 'node', of: text as ObjectKind }
}
