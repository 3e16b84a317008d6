import type { Operation } from '../model/api-model.js'
import type { Collection } from './collection.js'
import type { Role } from './role.js'

/** What each operation does to which collection, and why: a fact of the API, computed once. */
export interface ResourcePlan {
  readonly collections: readonly Collection[]
  /** All operations of the document, in its order. */
  readonly operations: readonly Operation[]
  /** Worked out when first asked for, then remembered. */
  roleOf(operation: Operation): Role
}
