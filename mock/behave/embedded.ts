import { isRecord, type JsonObject } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import { isSameSchema, type Schema } from '../../src/model/schema.js'
import type { Collection } from '../../src/resources/collection.js'
import { itemsOf, viewObject } from '../../src/resources/object-view.js'
import { plain } from '../../src/resources/words.js'
import type { Entity } from '../state/store.js'
import type { World } from './behaviour.js'
import type { Context } from './context.js'
import { createdEntity } from './entity/entity.js'
import { newId } from './entity/new-id.js'
import { withMember } from './member.js'
import { keyOf, withId, type Place } from './shelf/place.js'

/** Puts what is in a list of a new thing below it, where it can be asked for; the list shows it as it is there. */
export type PutBelow = (place: Place, made: Entity, world: World) => Entity

/** More than a client makes by hand. */
const MOST = 100

/** `node_pools` of a new cluster are those of `/clusters/{id}/node_pools`. Undefined where nothing of the kind is declared. */
export function createPutBelow({ tools, shelf }: Context, collection: Collection): PutBelow | undefined {
  if (!mayHold(tools.model.operations, collection)) return undefined
  const lists = tools.plan.collections.flatMap((below) => listOf(below, collection))
  if (lists.length === 0) return undefined
  return (place, made, world) => lists.reduce((shown, list) => putOne(list, place, shown, world), made)

  function putOne({ name, below }: EmbeddedList, place: Place, made: Entity, world: World): Entity {
    const items: unknown = Object.hasOwn(made.value, name) ? made.value[name] : undefined
    if (!Array.isArray(items) || items.length === 0 || items.length > MOST || !items.every(isRecord)) return made
    const parentIds = [...place.parentIds, made.id]
    const there: Place = {
      collection: below,
      key: keyOf(below, parentIds),
      parentIds,
      id: '',
      presumes: place.presumes,
    }
    const put = items.map((item) => {
      const id = newId(tools, shelf, there, world)
      const value = createdEntity(tools, there, id, item as JsonObject, undefined, world.clock.now())
      return shelf.save(there, id, value, world, true).value
    })
    // What counts them has counted them by now.
    const counted = shelf.findHeld(withId(place, made.id), world)?.value ?? made.value
    return shelf.save(place, made.id, withMember(counted, [name], put), world, false)
  }
}

/** By names alone: to know all collections of a big document costs more than a first answer may. */
function mayHold(operations: readonly Operation[], { path, details: { entity } }: Collection): boolean {
  const lists = [...((entity && viewObject(entity)?.properties) ?? [])].flatMap(([name, { schema }]) =>
    itemsOf(schema) ? [plain(name)] : [],
  )
  if (lists.length === 0) return false
  return operations.some(
    (each) =>
      each.path.startsWith(`${path}/{`) && lists.includes(plain(each.path.slice(each.path.lastIndexOf('/') + 1))),
  )
}

interface EmbeddedList {
  readonly name: string
  readonly below: Collection
}

/** A list of the thing whose items are what stands below it, where these have ids that the server gives. */
function listOf(below: Collection, above: Collection): readonly EmbeddedList[] {
  const { parent, segments, kind, idParameter, members, details } = below
  if (parent !== above || kind !== 'items' || idParameter === undefined || !members.create) return []
  if (segments.length !== above.segments.length + 2 || details.existence === 'lenient') return []
  const shown = above.details.entity && viewObject(above.details.entity)?.properties
  return [...(shown ?? [])].flatMap(([name, { schema }]) => {
    const items = plain(name) === plain(below.name) ? itemsOf(schema) : undefined
    return items && details.entity && isPartOf(items, details.entity) ? [{ name, below }] : []
  })
}

function isPartOf(items: Schema, entity: Schema): boolean {
  if (isSameSchema(items, entity)) return true
  const names = [...(viewObject(items)?.properties.keys() ?? [])]
  const all = viewObject(entity)?.properties
  return names.length > 2 && names.every((name) => all?.has(name))
}
