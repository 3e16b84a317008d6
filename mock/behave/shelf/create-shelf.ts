import type { JsonObject } from '../../../src/base/json.js'
import type { Entity } from '../../state/store.js'
import type { World } from '../behaviour.js'
import { countersOf, withCount } from '../entity/counters.js'
import { parentPlace, type Place } from './place.js'
import type { SeedsOf } from '../seeds/seeds.js'
import type { Shelf } from './shelf.js'
import { isStored, markCreatedIn, markPresumed, markRemoved, markStored, unmarkPresumed } from './shelf-marks.js'
import { ShelfReader } from './shelf-reader.js'
import type { Tools } from '../tools.js'

export function createShelf(tools: Tools, seedsOf: SeedsOf): Shelf {
  return new ShelfWriter(tools, seedsOf)
}

class ShelfWriter extends ShelfReader implements Shelf {
  save(place: Place, id: string, value: JsonObject, world: World, created: boolean): Entity {
    const { state } = world
    // A collection that holds anything was stored before; asking the count spares each write a look-up.
    if (state.count(place.key) === 0) this.#store(place, world)
    if (created && place.collection.details.existence === 'until-created') markCreatedIn(place, state)
    if (!created && !state.get(place.key, id)) markPresumed(place, id, state)
    const saved = state.put(place.key, id, value)
    if (created) this.#countAbove(place, world)
    return saved
  }

  remove(place: Place, id: string, world: World): void {
    const { state } = world
    this.#store(place, world)
    const wasHeld = state.get(place.key, id) !== undefined
    // What was only presumed to be there takes what was put below it along.
    if (!wasHeld) state.put(place.key, id, {})
    state.remove(place.key, id)
    const wasPresumed = unmarkPresumed(place, id, state)
    markRemoved(place, id, { presumed: !wasHeld || wasPresumed }, state)
    this.#countAbove(place, world)
  }

  /** From the first write on, the store alone says what a collection holds. */
  #store(place: Place, world: World): void {
    if (isStored(place, world.state)) return
    const seeds = this.seedsHere(place, world)
    markStored(place, world.state)
    for (const { id, value } of seeds) world.state.put(place.key, id, value)
  }

  /** What counts the collection in the item above it. */
  #countAbove(place: Place, world: World): void {
    const { parent, name } = place.collection
    if (!parent || countersOf(parent, name).length === 0) return
    const above = parentPlace(place)
    // What is only presumed to be there is not made by what is put below it.
    const found = above && this.findHeld(above, world)
    if (!above || !found) return
    const counted = withCount(parent, found.value, name, world.state.count(place.key))
    if (counted !== found.value) this.save(above, above.id, counted, world, false)
  }
}
