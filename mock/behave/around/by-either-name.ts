import type { Operation } from '../../../src/model/api-model.js'
import { templateParameters } from '../../../src/model/path-template.js'
import { chainOf, depthOf } from '../../../src/resources/collection-path.js'
import type { Collection } from '../../../src/resources/collection.js'
import { alternativeNames } from '../../../src/resources/identity.js'
import { viewObject } from '../../../src/resources/object-view.js'
import type { StatefulRole } from '../../../src/resources/role.js'
import { plain, singular } from '../../../src/resources/words.js'
import type { Behaviour, Call, World } from '../behaviour.js'
import type { Context } from '../context.js'
import { createPlaceOf, type Place } from '../shelf/place.js'

/** '/issues/{issueIdOrKey}' and all below it: where nothing has the id, the item is meant whose key it is. */
export function byEitherName(
  { shelf }: Context,
  operation: Operation,
  { kind, collection, sources, scope }: StatefulRole,
  behaviour: Behaviour,
): Behaviour {
  if (sources) return behaviour
  const nearest = scope?.kind === 'below' ? scope.above : collection
  const chain = nearest ? chainOf(nearest) : []
  const named = chain.flatMap((each) =>
    each === collection && kind === 'upsert' ? [] : (namedBy(operation, each) ?? []),
  )
  if (named.length === 0) return behaviour
  return (call, world) =>
    behaviour(
      named.reduce((asked, each) => meant(asked, each, world), call),
      world,
    )

  function meant(call: Call, { placeOf, parameter, members }: Named, world: World): Call {
    const place = placeOf(call)
    if (shelf.findHeld(place, world)) return call
    const found = shelf
      .list(place, world)
      .find(({ value }) => members.some((member) => value[member] !== undefined && String(value[member]) === place.id))
    if (!found) return call
    return { ...call, params: { ...call.params, path: { ...call.params.path, [parameter]: found.id } } }
  }
}

/** A collection whose items a path names by one thing or another. */
interface Named {
  readonly placeOf: (call: Call) => Place
  readonly parameter: string
  readonly members: readonly string[]
}

function namedBy(operation: Operation, collection: Collection): Named | undefined {
  const { details, kind, name } = collection
  const parameter = templateParameters(operation.template)[depthOf(collection)]
  const either = parameter === undefined ? [] : alternativeNames(parameter).map(plain)
  if (kind === 'singleton' || parameter === undefined || either.length === 0 || !details.entity) return undefined
  const called = [...either, ...either.map((each) => plain(singular(name)) + each)]
  const members = [...(viewObject(details.entity)?.properties.keys() ?? [])].filter(
    (member) => called.includes(plain(member)) && member !== details.identity.at?.[0],
  )
  return members.length === 0 ? undefined : { placeOf: createPlaceOf(operation, { collection }), parameter, members }
}
