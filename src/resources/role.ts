import type { ParameterIn, ResponseSpec } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import type { QueryControls } from './query-controls.js'
import type { Collection } from './collection.js'

/** What one operation does to which collection. */
export type Role =
  /** `isAsked` where `x-lockstep` wants nothing to be remembered. */
  | { readonly kind: 'stateless'; readonly reasons: readonly string[]; readonly isAsked?: boolean }
  /** The items of a collection; `search` takes its controls from the body, `list` from the query. */
  | (Common & { readonly kind: 'list' | 'search'; readonly list: ListEnvelope; readonly query: QueryControls })
  | (Common & {
      readonly kind: 'create'
      readonly body: BodyEnvelope
      /** The id can be sent in the body. */
      readonly clientId: 'none' | 'optional' | 'required'
      /** The document declares 409: a second create of the same id is refused, elsewhere it replaces. */
      readonly conflict: boolean
    })
  | (Common & { readonly kind: 'read' })
  /** The bytes or the text that an item, or a thing without an id, was made of. */
  | (Common & { readonly kind: 'readFile' })
  /** `upsert` creates what is not there. */
  | (Common & { readonly kind: 'replace' | 'upsert'; readonly body: BodyEnvelope; readonly createdStatus: number })
  /** `query` where a body that names no item changes those that the query selects. */
  | (Common & { readonly kind: 'patch'; readonly body: BodyEnvelope; readonly query?: QueryControls })
  | (Common & { readonly kind: 'remove' })
  /** Removes all items, or those that the query selects; `list` where they are shown. */
  | (Common & { readonly kind: 'clear'; readonly query: QueryControls; readonly list: ListEnvelope | undefined })
  /** Whether an item is there: by status, or by a boolean member. */
  | (Common & { readonly kind: 'exists'; readonly member: readonly string[] | undefined })
  /** `inText` where no number but its digits are answered. */
  | (Common & {
      readonly kind: 'count'
      readonly member: readonly string[]
      readonly inText: boolean
      readonly query: QueryControls
    })
  /** Something else that is done to an existing item. */
  | (Common & { readonly kind: 'action'; readonly verb: string; readonly body: BodyEnvelope | undefined })
  | (Common & { readonly kind: 'readSingleton' })
  | (Common & { readonly kind: 'replaceSingleton'; readonly body: BodyEnvelope })
  | (Common & { readonly kind: 'patchSingleton'; readonly body: BodyEnvelope })
  | (Common & { readonly kind: 'resetSingleton' })

export type RoleKind = Role['kind']

interface Common {
  readonly collection: Collection
  readonly reasons: readonly string[]
  /** Where a call says which item it means, when its path alone does not. */
  readonly sources?: PlaceSources
  /** The member that the path names the item by, where that is not its id. */
  readonly named?: readonly string[]
  /** One for each parameter in the collection's path, where the members of what is made say where it is. */
  readonly address?: readonly AddressPart[]
  /** Where the path is another one than the collection's. */
  readonly scope?: Scope
  readonly success: Success
  /** Where the entity stands in the success body: [] bare, ['data'] in an envelope; undefined when it does not. */
  readonly entityAt: readonly string[] | undefined
}

export interface PlaceSources {
  /** Of the ids of what is above, outermost first. */
  readonly parents: readonly Source[]
  readonly id: Source | undefined
}

/** What a parameter in the path of a collection is, for an operation on another path. */
export interface AddressPart {
  /** Of the operation's path; of this name in braces where the path has none. */
  readonly parameter: string
  /** Where the item says it. */
  readonly member?: readonly string[]
  /** Who asks is shown here, and is what is meant. */
  readonly caller?: Collection
}

/** Which items an operation means that does not stand on the path of its collection. */
export type Scope = Below | { readonly kind: 'everywhere' }

/** The last parameter of the path says what the items are below: `/users/{userId}/posts`. */
export interface Below {
  readonly kind: 'below'
  /** Of the things that the parameter names; undefined when they are none of the document's. */
  readonly above: Collection | undefined
  /** Where an item says what it is below; undefined when only its creation tells. */
  readonly member: readonly string[] | undefined
  /** Of each item, where what it has to do with stands: `/users/{id}/groups` tells the members of a group. */
  readonly join?: Collection
}

/** A parameter, or a member of the body. */
export interface Source {
  readonly in: ParameterIn | 'body'
  readonly at: readonly string[]
}

/** A role that touches state. */
export type StatefulRole = Exclude<Role, { kind: 'stateless' }>

export interface Success {
  readonly status: number
  /** Of the body as data; undefined when none is declared. */
  readonly schema: Schema | undefined
  readonly hasBody: boolean
  /** False when only text or files are declared: nothing an entity could be written as. */
  readonly isData: boolean
  readonly response: ResponseSpec | undefined
}

/** Where the entity stands in a request body. */
export interface BodyEnvelope {
  readonly at: readonly string[]
  /** Of the entity as it is sent. */
  readonly schema: Schema | undefined
  /** The whole body is a file or a text that the entity is made of. */
  readonly isFile?: boolean
}

/** Where the list stands in a response body: [] when the body is the list. */
export interface ListEnvelope {
  readonly at: readonly string[]
  /** Of the entity as it is listed. */
  readonly items: Schema | undefined
  /** Where each stands in a thing of its own: `entry: [{ resource: { … } }]`, `edges: [{ node: { … } }]`. */
  readonly wrapper?: { readonly member: string; readonly schema: Schema }
  readonly array: Schema | undefined
  /** The ids of the entities alone: `["news", "sports"]`. */
  readonly isOfIds?: boolean
}
