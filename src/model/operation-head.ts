import type { Method, OperationId } from './api-model.js'
import type { Part } from './part.js'
import type { PathTemplate } from './path-template.js'

/** What is known of an operation before anybody looks into it. */
export interface OperationHead {
  readonly id: OperationId
  readonly method: Method
  readonly path: string
  readonly template: PathTemplate
  /** The path item as written, then what its `$ref` leads to. */
  readonly pathItem: readonly Part[]
  readonly part: Part
}
