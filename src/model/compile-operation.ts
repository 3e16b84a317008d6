import { own, type UnknownRecord } from '../base/json.js'
import { ROOT, type JsonPointer } from '../base/json-pointer.js'
import type {
  BodySpec,
  CallbackSpec,
  Method,
  Operation,
  OperationId,
  Parameter,
  ResponseSpec,
  SecurityRequirement,
  SecurityScheme,
} from './api-model.js'
import { compileBody } from './compile-body.js'
import { compileCallbacks } from './compile-callbacks.js'
import { compileParameters, declaredParameters, type DeclaredParameter } from './compile-parameter.js'
import { compileResponses } from './compile-response.js'
import { compileSecurity } from './compile-security.js'
import { compileBasePaths, swaggerBasePaths } from './compile-servers.js'
import { compileSwaggerBody, contradictingTypes, isContentType } from './compile-swagger.js'
import type { OperationHead } from './operation-head.js'
import { booleanMember, textListMember, textMember, type Part, type Source } from './part.js'
import { parsePathTemplate, splitKey, templateParameters, type PathTemplate } from './path-template.js'

/** What the operations of a document share. */
export interface OperationContext {
  readonly source: Source
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>
  /** Prefixes of the root's servers. */
  readonly basePaths: readonly string[]
}

/** Worked out member by member when first asked for: large documents have thousands of operations, and few are called. */
export class CompiledOperation implements Operation {
  readonly id: OperationId
  readonly method: Method
  readonly path: string
  readonly template: PathTemplate
  readonly at: JsonPointer
  readonly source: UnknownRecord
  readonly #head: OperationHead
  readonly #context: OperationContext
  #declared: readonly DeclaredParameter[] | undefined
  #parameters: readonly Parameter[] | undefined
  // Undefined is a body that is not there; null one that nobody has asked for.
  #body: BodySpec | undefined | null = null
  #responses: readonly ResponseSpec[] | undefined
  #security: readonly SecurityRequirement[] | undefined
  #basePaths: readonly string[] | undefined
  #tags: readonly string[] | undefined
  #deprecated: boolean | undefined
  #callbacks: readonly CallbackSpec[] | undefined

  constructor(head: OperationHead, context: OperationContext) {
    this.id = head.id
    this.method = head.method
    this.path = head.path
    this.template = head.template
    this.at = head.part.at
    this.source = head.part.node
    this.#head = head
    this.#context = context
  }

  get basePaths(): readonly string[] {
    return (this.#basePaths ??= basePathsOf(this.#head, this.#context))
  }

  get parameters(): readonly Parameter[] {
    return (this.#parameters ??= this.#compileParameters())
  }

  get body(): BodySpec | undefined {
    if (this.#body === null) this.#body = this.#compileBody()
    return this.#body
  }

  get responses(): readonly ResponseSpec[] {
    return (this.#responses ??= compileResponses(this.#context.source, this.#head.part))
  }

  get security(): readonly SecurityRequirement[] {
    const { source, securitySchemes } = this.#context
    return (this.#security ??= compileSecurity(source, this.#head.part, securitySchemes))
  }

  get deprecated(): boolean {
    return (this.#deprecated ??= booleanMember(this.#context.source, this.#head.part, 'deprecated') ?? false)
  }

  get summary(): string | undefined {
    return textMember(this.#context.source, this.#head.part, 'summary')
  }

  get tags(): readonly string[] {
    return (this.#tags ??= textListMember(this.#context.source, this.#head.part, 'tags') ?? [])
  }

  get callbacks(): readonly CallbackSpec[] {
    return (this.#callbacks ??= compileCallbacks(
      this.#context.source,
      this.#head.part,
      (head) => new CompiledOperation(head, this.#context),
    ))
  }

  #compileParameters(): readonly Parameter[] {
    // RFC 3986 3.5: a fragment stays with the client.
    const { fragment } = splitKey(this.path)
    const sent = fragment === '' ? this.template : parsePathTemplate(this.path.slice(0, -fragment.length))
    return compileParameters(this.#context.source, this.#readChecked(), templateParameters(sent), this.at)
  }

  #readChecked(): readonly DeclaredParameter[] {
    const { source } = this.#context
    const declared = this.#readDeclared()
    if (!source.swagger || contradictingTypes(source, this.#head.part, declared).length === 0) return declared
    return declared.filter((parameter) => !isContentType(parameter))
  }

  #compileBody(): BodySpec | undefined {
    const { source } = this.#context
    return source.swagger
      ? compileSwaggerBody(source, this.#head.part, this.#readDeclared())
      : compileBody(source, this.#head.part, this.method)
  }

  #readDeclared(): readonly DeclaredParameter[] {
    return (this.#declared ??= declaredParameters(this.#context.source, this.#head.pathItem, this.#head.part))
  }
}

function basePathsOf({ part, pathItem }: OperationHead, { source, basePaths }: OperationContext): readonly string[] {
  const parts = [part, ...pathItem]
  return source.swagger || !parts.some(({ node }) => own(node, 'servers') !== undefined)
    ? basePaths
    : compileBasePaths(source, [...parts, rootOf(source)])
}

/** The prefixes of the document itself. */
export function rootBasePaths(source: Source): readonly string[] {
  return source.swagger ? swaggerBasePaths(source, rootOf(source)) : compileBasePaths(source, [rootOf(source)])
}

function rootOf(source: Source): Part {
  return { node: source.document.root, at: ROOT }
}
