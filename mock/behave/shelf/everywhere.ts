/** `/tasks` beside `/projects/{projectId}/tasks`: the tasks of all projects. */
import { decodeOrKeep } from '../../../src/base/decode-or-keep.js'
import type { StatefulRole } from '../../../src/resources/role.js'
import type { CollectionKey, Entity } from '../../state/store.js'
import type { World } from '../behaviour.js'
import type { Context } from '../context.js'
import { withId, type Place } from './place.js'
import { wasStoredSomewhere } from './shelf-marks.js'

/** An item under an id that no other has, whatever it is below; and where it is. */
export interface Found {
  readonly entity: Entity
  readonly place: Place
}

/** @returns what finds all items; itself undefined for roles that are about one place, and its result where nobody wrote any */
export function createEverywhere(
  { shelf }: Context,
  { scope, collection }: StatefulRole,
): ((place: Place, world: World) => readonly Found[] | undefined) | undefined {
  if (scope?.kind !== 'everywhere') return undefined
  const { segments } = collection
  return (above, world) => {
    const places = world.state.collections().flatMap((key) => placeAt(above, key) ?? [])
    if (places.length === 0) return wasStoredSomewhere(collection, world.state) ? [] : undefined
    return places
      .sort(byKey)
      .filter((place) => shelf.parentExists(place, world))
      .flatMap((place) => shelf.list(place, world).map((entity) => foundAt(place, entity)))
  }

  /** Undefined for keys of other collections, and below other things than the path of the list names. */
  function placeAt(above: Place, key: CollectionKey): Place | undefined {
    const parts = key.slice(1).split('/')
    if (parts.length !== segments.length) return undefined
    if (!segments.every((segment, index) => segment === undefined || segment === parts[index])) return undefined
    const parentIds = parts.filter((_, index) => segments[index] === undefined).map(decodeOrKeep)
    if (!above.parentIds.every((id, index) => id === parentIds[index])) return undefined
    return { collection: above.collection, key, parentIds, id: '', presumes: 'parents' }
  }
}

/** Stores tell their keys in no order; shorter first, so that 9 stands before 10. */
function byKey({ key: a }: Place, { key: b }: Place): number {
  return a.length - b.length || (a < b ? -1 : 1)
}

function foundAt(place: Place, { id, value, version }: Entity): Found {
  return { entity: { id: `${place.key}/${id}`, value, version }, place: withId(place, id) }
}
