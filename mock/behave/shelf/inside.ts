/** Operations that are about some of a collection's items: those below what the last parameter of the path names. */
import type { JsonObject } from '../../../src/base/json.js'
import type { Operation } from '../../../src/model/api-model.js'
import { templateParameters } from '../../../src/model/path-template.js'
import { memberSchema } from '../../../src/resources/identity.js'
import { depthOf } from '../../../src/resources/collection-path.js'
import type { Collection } from '../../../src/resources/collection.js'
import type { StatefulRole } from '../../../src/resources/role.js'
import type { CollectionKey, Entity, StateReader } from '../../state/store.js'
import type { Call, Reply, World } from '../behaviour.js'
import { comparesWith, textOf as textOfValue } from '../listing/compare.js'
import type { Context } from '../context.js'
import { memberAt, withMember } from '../member.js'
import { idValue } from '../entity/new-id.js'
import { createPlaceOf, encodeId, keyOf, textOf, type Place } from './place.js'
import { wasStoredSomewhere } from './shelf-marks.js'
import { notFound } from '../problems.js'

export interface Inside {
  /** What they are below is not there. */
  refuse(call: Call, world: World): Reply | undefined
  holds(place: Place, entity: Entity, call: Call, world: World): boolean
  /** Nobody has said anything about them: neither written any, nor created what they are below. */
  isUnknown(place: Place, call: Call, world: World): boolean
  /** A new item, which says what it is below where it can. */
  putIn(value: JsonObject, call: Call): JsonObject
  /** Remembers what a new item is below where it cannot say it. */
  remember(place: Place, id: string, call: Call, world: World): void
}

/** Undefined for roles that are about whole collections. */
export function createInside({ shelf }: Context, operation: Operation, role: StatefulRole): Inside | undefined {
  const { scope, collection } = role
  const name = templateParameters(operation.template).at(-1)
  if (scope?.kind !== 'below' || name === undefined) return undefined
  const { above, member, join } = scope
  const more = templateParameters(operation.template).slice(depthOf(collection))
  /** The same for all operations on one path. */
  const pathOf = (call: Call): string => [operation.path, ...more.map((each) => encodeId(textOf(call, each)))].join(' ')
  const placeAbove = above && createPlaceOf(operation, { collection: above })
  const aboveOf = placeAbove && ((call: Call) => presumed(placeAbove(call)))
  return {
    refuse(call, world) {
      const place = aboveOf?.(call)
      return place && !shelf.find(place, world) ? notFound(operation, place) : undefined
    },
    holds(place, { id, value }, call, { state }) {
      if (join) return isJoined(join, place, id, textOf(call, name), state)
      if (!member) return state.get(insideKey(place), id)?.value['path'] === pathOf(call)
      const said = memberAt(value, member)
      if (Array.isArray(said)) return comparesWith(said, 'equal', [textOf(call, name)])
      return said !== undefined && said !== null && textOfValue(said) === textOf(call, name)
    },
    isUnknown(place, call, world) {
      const parent = aboveOf?.(call)
      if (join && wasStoredSomewhere(join, world.state)) return false
      return shelf.isUntouched(place, world) && !(parent && world.state.get(parent.key, parent.id))
    },
    putIn(value, call) {
      const { entity } = collection.details
      if (!member || !entity) return value
      return withMember(value, member, idValue(memberSchema(entity, member), textOf(call, name)))
    },
    remember(place, id, call, { state }) {
      if (!member) state.put(insideKey(place), id, { path: pathOf(call) })
    },
  }
}

/** Whether an item has a thing of that id among those below it. */
function isJoined(join: Collection, place: Place, id: string, other: string, state: StateReader): boolean {
  return state.get(keyOf(join, [...place.parentIds, id]), other) !== undefined
}

/** What an operation is below it takes for granted, as it does with what it stands below in its own path. */
function presumed(place: Place): Place {
  return place.presumes === 'nothing' ? place : { ...place, presumes: 'all' }
}

/** Beside the items, so that it goes with them; no path has braces in it. */
function insideKey({ key }: Place): CollectionKey {
  return `${key}/{inside}` as CollectionKey
}
