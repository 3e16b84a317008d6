import type { JsonObject } from '../../src/base/json.js'
import type { CollectionKey, Entity, ListRange, StateReader, StateWriter } from './store.js'
import type { WorldEvent } from './worlds.js'
import {
  countEntities,
  getEntity,
  listEntities,
  putEntity,
  removeEntity,
  setCounter,
  touchCollection,
  type WorldState,
} from './world-state.js'

/** Looks at one immutable state. */
export class MemoryReader implements StateReader {
  protected state: WorldState

  constructor(state: WorldState) {
    this.state = state
  }

  get(collection: CollectionKey, id: string): Entity | undefined {
    return getEntity(this.state, collection, id)
  }

  list(collection: CollectionKey, range: ListRange): readonly Entity[] {
    return listEntities(this.state, collection, range)
  }

  count(collection: CollectionKey): number {
    return countEntities(this.state, collection)
  }

  collections(): readonly CollectionKey[] {
    return [...this.state.collections.keys()] as CollectionKey[]
  }

  counter(name: string): number {
    return this.state.counters.get(name) ?? 0
  }
}

/** Makes a new state out of one, step by step; the one it began with stays as it was. */
export class MemoryWriter extends MemoryReader implements StateWriter {
  #ended = false

  put(collection: CollectionKey, id: string, value: JsonObject): Entity {
    if (this.#ended) throw tooLate()
    const { state, entity } = putEntity(this.state, collection, id, value)
    this.state = state
    return entity
  }

  remove(collection: CollectionKey, id: string): boolean {
    if (this.#ended) throw tooLate()
    const rest = removeEntity(this.state, collection, id)
    if (rest !== undefined) this.state = rest
    return rest !== undefined
  }

  touch(collection: CollectionKey): void {
    if (this.#ended) throw tooLate()
    this.state = touchCollection(this.state, collection)
  }

  next(name: string): number {
    if (this.#ended) throw tooLate()
    const value = (this.state.counters.get(name) ?? 0) + 1
    this.state = setCounter(this.state, name, value)
    return value
  }

  /** What was made. Writes that come after it, out of something that the change did not wait for, are refused. */
  end(): WorldState {
    this.#ended = true
    return this.state
  }
}

/** Writes down what it did, for a log. */
export class RecordingWriter extends MemoryWriter {
  readonly events: WorldEvent[] = []
  readonly session: string

  constructor(state: WorldState, session: string) {
    super(state)
    this.session = session
  }

  override put(collection: CollectionKey, id: string, value: JsonObject): Entity {
    return this.#record(super.put(collection, id, value), { kind: 'put', in: this.session, collection, id, value })
  }

  override remove(collection: CollectionKey, id: string): boolean {
    const before = this.state
    const removed = super.remove(collection, id)
    if (this.state === before) return removed
    return this.#record(removed, { kind: 'remove', in: this.session, collection, id })
  }

  override touch(collection: CollectionKey): void {
    super.touch(collection)
    this.#record(undefined, { kind: 'touch', in: this.session, collection })
  }

  override next(name: string): number {
    const drawn = super.next(name)
    const value = this.state.counters.get(name) ?? 0
    return this.#record(drawn, { kind: 'count', in: this.session, name, value })
  }

  #record<T>(done: T, event: WorldEvent): T {
    this.events.push(event)
    return done
  }
}

function tooLate(): Error {
  return new Error('this change is over: write before it returns, or await what writes')
}
