import type { JsonObject } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import type { Schema } from '../../src/model/schema.js'
import type { Collection } from '../../src/resources/collection.js'
import { viewObject } from '../../src/resources/object-view.js'
import type { StatefulRole } from '../../src/resources/role.js'
import type { Entity } from '../state/store.js'
import type { Call, World } from './behaviour.js'
import type { Context } from './context.js'
import { acceptedMembers } from './entity/accepted-members.js'
import { createdEntity, labelOf, otherIdsOf, withIds, withPresets } from './entity/entity.js'
import { withHeld } from './entity/held.js'
import { ownedOf, stampChanged } from './entity/owned.js'
import { withShown } from './entity/project.js'
import { repair } from './entity/repair.js'
import { isSameFile, keptFile, withFileFacts, type File } from './file.js'
import { copyOf } from './member.js'
import { merged } from './patching/merged.js'
import { saveIfChanged } from './save-if-changed.js'
import type { Place } from './shelf/place.js'

export type ReplaceRole = StatefulRole & { kind: 'replace' | 'upsert' | 'replaceSingleton' }

/** What a PUT makes of an item. */
export interface Replacement {
  create(place: Place, sent: JsonObject, file: File | undefined, world: World): Entity
  /** @param isHeld the state has the item; else it is presumed, and saved as what it was before it is changed */
  change(
    place: Place,
    before: Entity,
    sent: JsonObject,
    file: File | undefined,
    call: Call,
    world: World,
    isHeld: boolean,
  ): Entity
}

export function createReplacement(context: Context, operation: Operation, role: ReplaceRole): Replacement {
  const { tools, shelf } = context
  const isPartial = leavesOut(role.collection, role.body.schema)
  return {
    create(place, sent, file, world) {
      const made = createdEntity(tools, place, place.id, sent, role.body.schema, world.clock.now())
      const value = file ? withFileFacts(place, made, file) : made
      return shelf.save(place, place.id, withShown(tools, role, place, place.id, value, sent), world, true)
    },
    change: (place, before, sent, file, call, world, isHeld) =>
      file && role.body.isFile
        ? saveFile(place, before, file, world, isHeld)
        : saveSent(place, before, sent, call, world, isHeld),
  }

  /** Without a body only what the query says is another. */
  function saveSent(place: Place, before: Entity, sent: JsonObject, call: Call, world: World, isHeld: boolean): Entity {
    const hasBody = operation.body !== undefined || call.body !== undefined
    const changed = hasBody
      ? replaced(context, place, before, sent, role.body.schema, isPartial)
      : Object.keys(sent).length === 0
        ? before.value
        : merged(place, before.value, sent, undefined, false)
    return saveIfChanged(context, place, before, changed, sent, world, !isHeld)
  }

  /** The same file again moves nothing. */
  function saveFile(place: Place, before: Entity, file: File, world: World, isHeld: boolean): Entity {
    if (isHeld && isSameFile(file, keptFile(place, place.id, world))) return before
    const value = withFileFacts(place, before.value, file)
    const owned = ownedOf(place.collection.details, value)
    return shelf.save(place, place.id, stampChanged(value, owned, {}, world.clock.now()), world, !isHeld)
  }
}

/** A PUT that may leave out what creating must say changes what it says. */
function leavesOut({ details }: Collection, schema: Schema | undefined): boolean {
  const made = details.made && viewObject(details.made)
  const put = schema && viewObject(schema)
  return !!made && !!put && [...made.required].some((name) => put.properties.has(name) && !put.required.has(name))
}

/** What the client cannot send stays as it was, and so does what must be there and was not sent. */
function replaced(
  { tools }: Context,
  place: Place,
  before: Entity,
  sent: JsonObject,
  sentSchema: Schema | undefined,
  isPartial: boolean,
): JsonObject {
  const { details } = place.collection
  const { entity: schema } = details
  const kept = acceptedMembers(sent, place.collection, sentSchema)
  const sendable = sentSchema && viewObject(sentSchema, sent)
  const view = schema && viewObject(schema, kept)
  const owned = ownedOf(details, kept)
  const others = otherIdsOf(place.collection)
  const stays = (name: string): boolean =>
    isPartial ||
    owned.some(({ at }) => at[0] === name) ||
    others.some((other) => other.name === name) ||
    view?.properties.get(name)?.readOnly === true ||
    (view?.properties.has(name) === true && sendable !== undefined && !sendable.properties.has(name)) ||
    view?.required.has(name) === true ||
    (view?.properties.size === 0 && String(before.value[name]) === place.id)
  const carried = Object.entries(before.value).filter(([name]) => stays(name) && !Object.hasOwn(kept, name))
  const said = copyOf([...carried, ...Object.entries(kept)])
  const whole = isPartial ? said : withPresets(said, sentSchema, schema)
  const value = withIds(place, place.id, withHeld(place.collection, before.value, whole))
  return schema ? withIds(place, place.id, repair(tools, schema, value, labelOf(place, place.id))) : value
}
