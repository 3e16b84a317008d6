import type { Finding } from '../base/finding.js'
import type { JsonPointer } from '../base/json-pointer.js'
import type { UnknownRecord } from '../base/json.js'
import type { ApiDocument } from '../document/api-document.js'
import type { MediaType } from './media-type.js'
import type { PathTemplate } from './path-template.js'
import type { Schema } from './schema.js'

/** The document compiled. Immutable; details of an operation are worked out when first asked for. */
export interface ApiModel {
  readonly document: ApiDocument
  readonly title: string
  readonly version: string
  /** In document order. */
  readonly operations: readonly Operation[]
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>
  operation(id: string): Operation | undefined
  /** The schema that stands at a pointer; the same object each time. */
  schema(at: JsonPointer): Schema
  /** Document findings so far: those of loading, of compiling, and of schemas that could not be compiled when they were used. */
  findings(): readonly Finding[]
}

export type OperationId = string & { readonly brand: 'OperationId' }

/** Upper case; OpenAPI 3.2 allows any token in `additionalOperations`, kept as written. */
export type Method = string

export interface Operation {
  /** `operationId`, or 'GET /pets/{id}' where there is none or it is taken. Unique. */
  readonly id: OperationId
  readonly method: Method
  /** The path template as written. */
  readonly path: string
  readonly template: PathTemplate
  /** Path prefixes of the servers in force (operation, path item, root; Swagger 2.0 `basePath`); '' for none. Unique, in order: with the variables' defaults first; '{name}' stands for any one segment, or a part of it. */
  readonly basePaths: readonly string[]
  /** Path-item parameters overridden by the operation's; Accept, Content-Type and Authorization headers left out (OpenAPI 3.0.4 Parameter Object). */
  readonly parameters: readonly Parameter[]
  readonly body: BodySpec | undefined
  readonly responses: readonly ResponseSpec[]
  /** Alternatives (OR); empty: open to all. An alternative without schemes allows anonymous calls. */
  readonly security: readonly SecurityRequirement[]
  readonly deprecated: boolean
  readonly callbacks: readonly CallbackSpec[]
  readonly summary: string | undefined
  readonly tags: readonly string[]
  readonly at: JsonPointer
  /** The Operation Object as written, for `x-` extensions. */
  readonly source: UnknownRecord
}

/** Requests that the API sends to its client once it has answered. */
export interface CallbackSpec {
  readonly name: string
  /** Where to: a URL with runtime expressions ('{$request.body#/url}/done'), which is the `path` of the operations too. */
  readonly expression: string
  /** What is sent; paths and base paths of them mean nothing. Not among the operations of the model. */
  readonly operations: readonly Operation[]
  readonly at: JsonPointer
}

export type ParameterIn = 'path' | 'query' | 'header' | 'cookie' | 'querystring'
export type ParameterStyle =
  | 'simple'
  | 'label'
  | 'matrix'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'deepObject'
  | 'cookie'
  /** Swagger 2.0 `collectionFormat: tsv`. */
  | 'tabDelimited'

export interface Parameter {
  readonly name: string
  readonly in: ParameterIn
  readonly required: boolean
  readonly deprecated: boolean
  /** As written; undefined where it is not. */
  readonly allowEmptyValue: boolean | undefined
  readonly allowReserved: boolean
  readonly style: ParameterStyle
  readonly explode: boolean
  readonly schema: Schema | undefined
  /** Set instead of `schema` when the value is a document in a media type of its own. */
  readonly content: MediaTypeSpec | undefined
  readonly examples: readonly Example[]
  readonly at: JsonPointer
}

export interface MediaTypeSpec {
  /** As declared: 'application/json', 'text/*', 'application/vnd.x+json; v=1'. */
  readonly declared: string
  /** Undefined when what is declared is not a media range. */
  readonly range: MediaType | undefined
  readonly schema: Schema | undefined
  /** OpenAPI 3.2: each item of a sequential media type. */
  readonly itemSchema: Schema | undefined
  readonly examples: readonly Example[]
  readonly encoding: ReadonlyMap<string, EncodingSpec>
  /** Of the parts of a multipart body that have no names, by place; 3.2 `prefixEncoding` and `itemEncoding`. */
  readonly encodingAt?: (index: number) => EncodingSpec | undefined
  readonly at: JsonPointer
}

export interface EncodingSpec {
  readonly contentType: string | undefined
  /** True when style, explode or allowReserved is written: then `contentType` is ignored (OpenAPI 3.0.4 Encoding Object). */
  readonly styled: boolean
  readonly style: ParameterStyle
  readonly explode: boolean
  readonly headers: readonly HeaderSpec[]
  readonly at: JsonPointer
}

export interface BodySpec {
  readonly required: boolean
  /** In document order; a Swagger 2.0 body has one entry for each `consumes`. */
  readonly content: readonly MediaTypeSpec[]
  readonly at: JsonPointer
}

export interface ResponseSpec {
  /** '200', '4XX' (upper case) or 'default'. */
  readonly key: string
  readonly description: string
  /** Without Content-Type (OpenAPI 3.0.4 Response Object). */
  readonly headers: readonly HeaderSpec[]
  readonly content: readonly MediaTypeSpec[]
  readonly at: JsonPointer
}

export interface HeaderSpec {
  readonly name: string
  readonly required: boolean
  readonly explode: boolean
  /** 'simple' by the standard; Swagger 2.0 `collectionFormat` maps to the delimited styles. */
  readonly style: ParameterStyle
  readonly schema: Schema | undefined
  readonly content: MediaTypeSpec | undefined
  readonly examples: readonly Example[]
  readonly at: JsonPointer
}

export interface Example {
  /** '' for an unnamed `example`. */
  readonly name: string
  /** The value as data; for `serializedValue` and Swagger 2.0 text examples the text itself. */
  readonly value: unknown
  /** True when `value` is already the text on the wire (OpenAPI 3.2 `serializedValue`). */
  readonly serialized: boolean
  readonly at: JsonPointer
}

export type SecurityScheme =
  | {
      readonly kind: 'apiKey'
      readonly id: string
      readonly name: string
      readonly in: 'header' | 'query' | 'cookie'
      readonly at: JsonPointer
    }
  /** `scheme` in lower case: 'basic', 'bearer', 'digest', … */
  | { readonly kind: 'http'; readonly id: string; readonly scheme: string; readonly at: JsonPointer }
  | { readonly kind: 'oauth2'; readonly id: string; readonly scopes: readonly string[]; readonly at: JsonPointer }
  | { readonly kind: 'openIdConnect'; readonly id: string; readonly at: JsonPointer }
  | { readonly kind: 'mutualTLS'; readonly id: string; readonly at: JsonPointer }
  /** A type that no version of OpenAPI knows, or a scheme that is not defined: cannot be checked, lets pass. */
  | { readonly kind: 'unknown'; readonly id: string; readonly at: JsonPointer }

/** All of them together (AND). */
export interface SecurityRequirement {
  readonly schemes: readonly { readonly scheme: SecurityScheme; readonly scopes: readonly string[] }[]
}
