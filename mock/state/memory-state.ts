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

  get(collection: CollectionKey, id: string): Promise<Entity | undefined> {
    return Promise.resolve(getEntity(this.state, collection, id))
  }

  list(collection: CollectionKey, range: ListRange): Promise<readonly Entity[]> {
    return Promise.resolve(listEntities(this.state, collection, range))
  }

  count(collection: CollectionKey): Promise<number> {
    return Promise.resolve(countEntities(this.state, collection))
  }

  collections(): Promise<readonly CollectionKey[]> {
    return Promise.resolve([...this.state.collections.keys()] as CollectionKey[])
  }

  counter(name: string): Promise<number> {
    return Promise.resolve(this.state.counters.get(name) ?? 0)
  }
}

/** Makes a new state out of one, step by step; the one it began with stays as it was. */
export class MemoryWriter extends MemoryReader implements StateWriter {
  #ended = false

  put(collection: CollectionKey, id: string, value: JsonObject): Promise<Entity> {
    if (this.#ended) return tooLate()
    const { state, entity } = putEntity(this.state, collection, id, value)
    this.state = state
    return Promise.resolve(entity)
  }

  remove(collection: CollectionKey, id: string): Promise<boolean> {
    if (this.#ended) return tooLate()
    const rest = removeEntity(this.state, collection, id)
    if (rest !== undefined) this.state = rest
    return Promise.resolve(rest !== undefined)
  }

  touch(collection: CollectionKey): Promise<void> {
    if (this.#ended) return tooLate()
    this.state = touchCollection(this.state, collection)
    return Promise.resolve()
  }

  next(name: string): Promise<number> {
    if (this.#ended) return tooLate()
    const value = (this.state.counters.get(name) ?? 0) + 1
    this.state = setCounter(this.state, name, value)
    return Promise.resolve(value)
  }

  /** What was made. Writes that come after it were not awaited by their change and are refused. */
  end(): WorldState {
    this.#ended = true
    return this.state
  }
}

/** Writes down what it did, for a log. */
export class RecordingWriter extends MemoryWriter {
  readonly events: WorldEvent[] = []
  readonly #session: string

  constructor(state: WorldState, session: string) {
    super(state)
    this.#session = session
  }

  override put(collection: CollectionKey, id: string, value: JsonObject): Promise<Entity> {
    return this.#record(super.put(collection, id, value), { kind: 'put', in: this.#session, collection, id, value })
  }

  override remove(collection: CollectionKey, id: string): Promise<boolean> {
    const before = this.state
    const removed = super.remove(collection, id)
    if (this.state === before) return removed
    return this.#record(removed, { kind: 'remove', in: this.#session, collection, id })
  }

  override touch(collection: CollectionKey): Promise<void> {
    return this.#record(super.touch(collection), { kind: 'touch', in: this.#session, collection })
  }

  override next(name: string): Promise<number> {
    const drawn = super.next(name)
    const value = this.state.counters.get(name) ?? 0
    return this.#record(drawn, { kind: 'count', in: this.#session, name, value })
  }

  /** What comes too late is refused by then, and nobody looks at the events any more. */
  #record<T>(done: Promise<T>, event: WorldEvent): Promise<T> {
    this.events.push(event)
    return done
  }
}

function tooLate(): Promise<never> {
  return Promise.reject(new Error('this change is over: await every write before the change returns'))
}
