import type { Operation } from '../model/api-model.js'
import { groupBy } from '../base/group-by.js'
import { readBelow } from './below-path.js'
import type { CollectionGraph } from './collection-graph.js'
import type { Collection } from './collection.js'
import { createsItself, meantCollection } from './meant-collection.js'

/** What creates the items of a collection that has no create of its own: everything that makes such things, or nothing. */
export type CreatorsOf = (collection: Pick<Collection, 'name' | 'path' | 'members'>) => readonly Operation[]

export function findCreators(operations: readonly Operation[], graph: CollectionGraph): CreatorsOf {
  const postsCalled = findPosts(operations)

  return function creatorsOf(collection) {
    if (createsItself(collection)) return []
    const found = postsCalled(collection.name).flatMap((operation) => {
      const below = readBelow(operation)
      const site = graph.siteOf(operation)
      // What has items of its own is another collection.
      if (site?.kind === 'items' && site.collection.idParameter !== undefined) return []
      return [{ operation, meant: below && meantCollection(graph, operation, site, below) }]
    })
    // What is created elsewhere, nobody knows where, may be there too.
    const isKnown = found.every(({ meant }) => meant !== undefined)
    return isKnown ? found.flatMap(({ operation, meant }) => (meant?.path === collection.path ? [operation] : [])) : []
  }
}

/** The POSTs whose paths end in a word. */
export function findPosts(operations: readonly Operation[]): (name: string) => readonly Operation[] {
  let posts: ReadonlyMap<string, readonly Operation[]> | undefined

  return function postsCalled(name) {
    posts ??= groupBy(
      operations.filter(({ method }) => method === 'POST'),
      ({ path }) => path.slice(path.lastIndexOf('/') + 1).replace(/\.(json|xml)$/, ''),
    )
    return posts.get(name) ?? []
  }
}
