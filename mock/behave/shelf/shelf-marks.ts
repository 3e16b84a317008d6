/** What the state holds of a collection beside its items: whether it was stored whole, what was presumed, what was removed. */
import type { Collection } from '../../../src/resources/collection.js'
import type { CollectionKey, StateReader, StateWriter } from '../../state/store.js'
import type { Place } from './place.js'

/** Presumed items are many, removals that anybody still asks about are few. */
const MOST_REMEMBERED = 1000

/** Seeds of the user's own are put into the store before the first request, without asking us. */
export function isStored({ key }: Place, state: StateReader): boolean {
  return state.count(key) > 0 || state.counter(storedCounter(key)) > 0
}

export function markStored({ key, collection }: Place, state: StateWriter): void {
  state.next(storedCounter(key))
  if (isBelow(collection)) state.next(storedSomewhereCounter(collection))
}

/** Whether the store alone says what is in it, below whatever item: also when all of these items have been removed. */
export function wasStoredSomewhere(collection: Collection, state: StateReader): boolean {
  return state.counter(storedSomewhereCounter(collection)) > 0
}

function isBelow({ segments }: Collection): boolean {
  return segments.includes(undefined)
}

/** Whether a client has created an item in it. */
export function wasCreatedIn({ key }: Place, state: StateReader): boolean {
  return state.counter(createdCounter(key)) > 0
}

export function markCreatedIn({ key }: Place, state: StateWriter): void {
  state.next(createdCounter(key))
}

/** From here on the store alone says what a collection holds: the document's examples and what it lets presume do not. */
export function markHeld(key: CollectionKey, { details }: Pick<Collection, 'details'>, state: StateWriter): void {
  state.next(storedCounter(key))
  if (details.existence === 'until-created') state.next(createdCounter(key))
}

/** The item was only presumed until it was changed. */
export function markPresumed({ key }: Place, id: string, state: StateWriter): void {
  state.put(presumedKey(key), id, {})
}

export function unmarkPresumed({ key }: Place, id: string, state: StateWriter): boolean {
  return state.remove(presumedKey(key), id)
}

/** What was only presumed and then removed is missing for reads and where 404 is declared; others presume it again. */
export function wasRemoved(place: Place, state: StateReader): boolean {
  const removed = state.get(removedKey(place.key), place.id)
  return removed !== undefined && (place.presumes !== 'all' || removed.value['presumed'] !== true)
}

export function markRemoved(place: Place, id: string, how: { presumed: boolean }, state: StateWriter): void {
  const key = removedKey(place.key)
  if (how.presumed && state.get(key, id)) return
  state.put(key, id, how)
  if (state.count(key) <= MOST_REMEMBERED) return
  const [oldest] = state.list(key, { offset: 0, limit: 1 })
  if (oldest) state.remove(key, oldest.id)
}

function storedCounter(key: CollectionKey): string {
  return `stored ${key}`
}

function storedSomewhereCounter({ segments }: Collection): string {
  return `stored somewhere /${segments.map((segment) => segment ?? '{}').join('/')}`
}

function createdCounter(key: CollectionKey): string {
  return `created ${key}`
}

// No path has braces in it.
function presumedKey(key: CollectionKey): CollectionKey {
  return `${key}/{presumed}`
}

function removedKey(key: CollectionKey): CollectionKey {
  return `${key}/{removed}`
}
