import type { Operation } from '../../src/model/api-model.js'
import type { Collection } from '../../src/resources/collection.js'
import type { Role } from '../../src/resources/role.js'
import { declaresNotFound } from '../../src/resources/success.js'
import type { Behaviour } from './behaviour.js'
import type { Context } from './context.js'
import { createPlaceOf } from './shelf/place.js'
import { notFound } from './problems.js'

export const answerFromExamples: Behaviour = () => ({ kind: 'example' })

/** Answers from examples and schemas, but not about something that a client has removed. */
export function statelessBehaviour(
  { tools, shelf }: Context,
  operation: Operation,
  role: Role & { kind: 'stateless' },
): Behaviour {
  const above = itemAbove(operation, tools.plan.collections)
  if (!above || role.isAsked === true || !declaresNotFound(operation)) return answerFromExamples
  const placeOf = createPlaceOf(operation, { collection: above })
  return (call, world) => {
    const place = placeOf(call)
    return shelf.isGone(place, world) ? notFound(operation, place) : { kind: 'example' }
  }
}

/** The deepest collection that the path goes through by the id of an item. */
function itemAbove({ template }: Operation, collections: readonly Collection[]): Collection | undefined {
  const shape = template.segments.map(({ parts: [part, ...more] }) =>
    part === undefined || more.length > 0 ? null : part.kind === 'text' ? part.text : undefined,
  )
  const passed = collections.filter(
    ({ kind, segments }) =>
      kind === 'items' &&
      segments.length < shape.length &&
      shape[segments.length] === undefined &&
      segments.every((segment, index) => segment === shape[index]),
  )
  return passed.sort((a, b) => b.segments.length - a.segments.length)[0]
}
