import type { Operation } from '../../model/api-model.js'
import type { Collection } from '../../resources/collection.js'
import { pathOf, shapeOf, type Token } from '../../resources/path-shape.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'

/** A thing that an operation's path goes through: '/instances/{instanceId}' of '/instances/{instanceId}/features'. */
export interface Thing {
  readonly collection: Collection
  /** What the operation calls its id. */
  readonly parameter: string
  /** In the words of the operation. */
  readonly path: string
  /** All parameters of `path`, outermost first. */
  readonly parameters: readonly string[]
}

/** Outermost first. Only those that the plan knows as collections of items. */
export function thingsOnPath(plan: ResourcePlan, operation: Operation): readonly Thing[] {
  const { tokens } = shapeOf(operation.template)
  const things: Thing[] = []
  tokens.forEach((token, index) => {
    if (token.kind !== 'parameter') return
    const collection = collectionAt(plan, tokens.slice(0, index))
    if (!collection) return
    const above = tokens.slice(0, index + 1)
    const parameters = above.flatMap((each) => (each.kind === 'parameter' ? [each.name] : []))
    things.push({ collection, parameter: token.name, path: pathOf(above), parameters })
  })
  return things
}

function collectionAt({ collections }: ResourcePlan, tokens: readonly Token[]): Collection | undefined {
  return collections.find(
    ({ kind, segments }) =>
      kind === 'items' &&
      segments.length === tokens.length &&
      segments.every((text, index) => {
        const token = tokens[index]
        return text === undefined ? token?.kind === 'parameter' : token?.kind !== 'parameter' && token?.text === text
      }),
  )
}
