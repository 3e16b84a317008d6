import type { Collection } from './collection.js'

/** How many parameters stand in a collection's path: so many ids are given before that of an item. */
export function depthOf({ segments }: Pick<Collection, 'segments'>): number {
  return segments.filter((segment) => segment === undefined).length
}

/** The collection and all above it, outermost first. */
export function chainOf(collection: Collection): readonly Collection[] {
  return collection.parent ? [...chainOf(collection.parent), collection] : [collection]
}
