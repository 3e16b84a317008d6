import type { Operation } from '../model/api-model.js'
import type { Role } from './role.js'

/** What each operation does to which collection, and why: a fact of the API, computed once. */
export interface ResourcePlan {
  readonly collections: readonly Collection[]
  roleOf(operation: Operation): Role
}

/** Things of one kind that can be found by id: '/pets', or '/instances/{instanceId}/domains' below each instance. */
export interface Collection {
  /** The path template of the collection; unique. */
  readonly path: string
  /** Last fixed segment, for people: 'domains'. */
  readonly name: string
  readonly parent: Collection | undefined
}
