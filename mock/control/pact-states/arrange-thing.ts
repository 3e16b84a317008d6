import type { JsonObject } from '../../../src/base/json.js'
import { chainOf } from '../../../src/resources/collection-path.js'
import type { Collection } from '../../../src/resources/collection.js'
import { createdEntity } from '../../behave/entity/entity.js'
import { isIdOf, newId } from '../../behave/entity/new-id.js'
import { memberAt, objectOf } from '../../behave/member.js'
import { keyOf, type Place } from '../../behave/shelf/place.js'
import type { Entity } from '../../state/store.js'
import type { ShownState } from '../shown-state.js'
import { textOf, type WantedThing } from './pact-state.js'

/** What a verifier may put into the request: ids by all the names that they go by. */
export type StateValues = Readonly<Record<string, string>>

/** Brings a thing about, or takes it away, with everything above it there; in the state itself, as the plan keeps it. */
export function arrangeThing(shown: ShownState, wanted: WantedThing): StateValues {
  const values: Record<string, string> = {}
  const parentIds: string[] = []
  const chain = chainOf(wanted.collection)
  for (const [depth, collection] of chain.slice(0, -1).entries()) {
    const id = ensure(shown, placeIn(collection, parentIds), valueOf(wanted, depth), {})
    parentIds.push(id)
    name(values, wanted.names[depth], id)
  }
  const id = arrangeLast(shown, placeIn(wanted.collection, parentIds), wanted)
  name(values, wanted.names[chain.length - 1], id)
  return values
}

function arrangeLast(shown: ShownState, place: Place, wanted: WantedThing): string {
  const isSingleton = place.collection.kind === 'singleton'
  const id = isSingleton ? '' : (wanted.id ?? valueOf(wanted, wanted.names.length - 1))
  if (wanted.kind === 'exists') return ensure(shown, place, id, wanted.members)
  if (wanted.all) {
    for (const entity of shown.context.shelf.list(place, shown.world)) remove(shown, place, entity.id)
  }
  const gone = id ?? newId(shown.context.tools, shown.context.shelf, place, shown.world)
  remove(shown, place, gone)
  return gone
}

function remove({ context, world }: ShownState, place: Place, id: string): void {
  context.shelf.remove(place, id, world)
}

/** The thing that is asked for, or any where none is; created when it is not there. Its id. */
function ensure(shown: ShownState, place: Place, wanted: string | undefined, members: JsonObject): string {
  const { context, world } = shown
  const { shelf, tools } = context
  const found = findAny(shown, place, wanted)
  const isPlain = Object.keys(members).length === 0
  if (found && isPlain) return found.id
  const id = found?.id ?? idFor(shown, place, wanted)
  const own = { ...place, id }
  const { body, sent } = sentMembers(shown, place.collection, members)
  const made = createdEntity(tools, own, id, { ...(found?.value ?? {}), ...body }, sent, world.clock.now())
  shelf.save(own, id, made, world, found === undefined)
  return id
}

function findAny({ context, world }: ShownState, place: Place, wanted: string | undefined): Entity | undefined {
  if (wanted !== undefined) return context.shelf.findHeld({ ...place, id: wanted }, world)
  return context.shelf.list(place, world, { offset: 0, limit: 1 })[0]
}

/** An id that the document does not allow would be refused in the request. */
function idFor({ context, world }: ShownState, place: Place, wanted: string | undefined): string {
  if (wanted === '' || (wanted !== undefined && isIdOf(place.collection.details.identity, wanted))) return wanted
  return newId(context.tools, context.shelf, place, world)
}

/** As the create operation would take them, in or out of an envelope. */
function sentMembers({ world }: ShownState, { members: { create } }: Collection, members: JsonObject) {
  const role = create && world.plan.roleOf(create)
  if (role?.kind !== 'create') return { body: members, sent: undefined }
  return { body: objectOf(memberAt(members, role.body.at)) ?? members, sent: role.body.schema }
}

function placeIn(collection: Collection, parentIds: readonly string[]): Place {
  return { collection, key: keyOf(collection, parentIds), parentIds: [...parentIds], id: '', presumes: 'parents' }
}

function valueOf({ names, values }: WantedThing, depth: number): string | undefined {
  for (const each of names[depth] ?? []) {
    const value = Object.hasOwn(values, each) ? textOf(values[each]) : undefined
    if (value !== undefined) return value
  }
  return undefined
}

function name(values: Record<string, string>, names: readonly string[] = [], id: string): void {
  for (const each of names) values[each] = id
}
