import type { Operation } from '../../model/api-model.js'
import { templateParameters } from '../../model/path-template.js'
import { chainOf, depthOf } from '../../resources/collection-path.js'
import type { Collection } from '../../resources/collection.js'

/** What has been arranged for one interaction so far, and what has to be undone afterwards. */
export interface Scene {
  /** Ids by the path of their collection. */
  readonly ids: Map<string, unknown>
  /** Values by name: what the interaction is told. */
  readonly values: Map<string, unknown>
  readonly undo: (() => Promise<string | undefined>)[]
}

export function openScene(): Scene {
  return { ids: new Map(), values: new Map(), undo: [] }
}

/** Values for the path of an operation on a collection: ids that are known, by position and then by name; else the sample. */
export function pathValues(
  operation: Operation,
  collection: Collection | undefined,
  scene: Scene,
  sample: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const chain = collection ? chainOf(collection) : []
  return Object.fromEntries(
    templateParameters(operation.template).map((name, index) => {
      const owner = chain.find((each) => each.kind === 'items' && depthOf(each) === index)
      return [name, (owner && scene.ids.get(owner.path)) ?? scene.values.get(name) ?? sample[name]]
    }),
  )
}
