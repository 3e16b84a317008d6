import type { JsonObject } from '../../../src/base/json.js'
import type { Entity } from '../../state/store.js'
import type { World } from '../behaviour.js'
import type { Place } from './place.js'

/**
 * Collections as clients see them: what is stored, the seeds of those that nobody wrote to yet, and, where the API
 * offers no way to create, what is presumed to exist. Reading writes nothing: seeds and presumed items are computed,
 * and stored with the first write.
 */
export interface Shelf {
  /** Undefined too when something above it is missing. */
  find(place: Place, world: World): Entity | undefined
  /** Without what is only presumed to exist. */
  findHeld(place: Place, world: World): Entity | undefined
  /** Those of the named items that are there. */
  findAll(place: Place, ids: readonly string[], world: World): readonly Entity[]
  /** Whether the item, or something above it, was there once and was removed. */
  isGone(place: Place, world: World): boolean
  parentExists(place: Place, world: World): boolean
  /** Whether no client has told us yet what the collection holds. */
  isUntouched(place: Place, world: World): boolean
  /** All items, or those of a range when they can be had without reading all. */
  list(place: Place, world: World, range?: { readonly offset: number; readonly limit: number }): readonly Entity[]
  count(place: Place, world: World): number
  /** `created` tells a new item from a changed one. */
  save(place: Place, id: string, value: JsonObject, world: World, created: boolean): Entity
  remove(place: Place, id: string, world: World): void
}
