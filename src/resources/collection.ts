import type { Operation, Parameter } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import type { OwnedField } from './owned-fields.js'

/** Things of one kind that can be found by id: '/pets', or '/instances/{instanceId}/domains' below each instance. */
export interface Collection {
  /** The path template of the collection; unique. */
  readonly path: string
  /** Last fixed segment, for people: 'domains'. */
  readonly name: string
  readonly kind: 'items' | 'singleton'
  readonly parent: Collection | undefined
  /** Fixed segments, and undefined where a parameter stands: the shape of its keys. */
  readonly segments: readonly (string | undefined)[]
  /** What the operations call the id in the path; undefined for singletons, and where no operation addresses an item. */
  readonly idParameter: string | undefined
  /** No path is of it: operations are said, or guessed, to be about it. */
  readonly isDeclared: boolean
  readonly members: CollectionMembers
  /** By what the operations on an item, and on all that is below it, name the item in their path. */
  readonly idParameters: () => readonly IdParameter[]
  /** Everything below is worked out from schemas when first asked for. */
  readonly details: CollectionDetails
}

export interface IdParameter {
  readonly operation: Operation
  readonly parameter: Parameter
}

/** Operations by what their path and method suggest. */
export interface CollectionMembers {
  readonly list: Operation | undefined
  readonly search: Operation | undefined
  /** `POST` on the collection's own path. */
  readonly create: Operation | undefined
  /** Other ways to create: `_create`, `PUT` on an item, bulk. */
  readonly otherCreates: readonly Operation[]
  readonly read: Operation | undefined
  readonly replace: Operation | undefined
  readonly patch: Operation | undefined
  readonly remove: Operation | undefined
}

export interface CollectionDetails {
  /** The entity as it is read; undefined when no operation shows one. */
  readonly entity: Schema | undefined
  /** The entity as a client sends it; undefined when no operation takes one. */
  readonly sent: Schema | undefined
  /** The entity as its creation takes it, also where that stands on another path; undefined when nothing creates. */
  readonly made: Schema | undefined
  readonly identity: Identity
  readonly owned: readonly OwnedField[]
  /** Members that carry the ids of the things above, outermost first; undefined where there is none. */
  readonly parentMembers: readonly (string | undefined)[]
  readonly existence: Existence
}

/**
 * strict: only what was created or seeded is there. lenient: every well-formed id is there until it is removed, since
 * the API offers no way to create it. until-created: lenient until the client creates something in the collection.
 */
export type Existence = 'strict' | 'lenient' | 'until-created'

/** Where the id stands in the entity, and what ids look like. */
export interface Identity {
  /** ['id'], ['metadata', 'name']; undefined when the entity does not show its id. */
  readonly at: readonly string[] | undefined
  /** The document says so, and no other member will do. */
  readonly isSaid: boolean
  /** Of the member, if any. */
  readonly member: Schema | undefined
  /** Of the path parameter, if any. */
  readonly parameter: Schema | undefined
  /** Of the same parameter in all other operations on the item and below it: an id that can be used everywhere is better. */
  readonly others: readonly Schema[]
}
