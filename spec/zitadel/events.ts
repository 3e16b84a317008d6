/** Every write is an event: a number that grows, and a time. Answers speak of the event in one of two habits. */
import type { CollectionKey, JsonObject, World } from 'lockstep/mock'
import { textOf } from './list.js'

export interface Event {
  readonly sequence: string
  readonly date: string
}

export function nextEvent(world: World): Event {
  // The instance that a fresh world starts with was created by the first event.
  return { sequence: String(1 + world.state.next(COUNTER)), date: now(world) }
}

export function latestSequence(world: World): string {
  return String(1 + world.state.counter(COUNTER))
}

const COUNTER = 'zitadel events'

/** RFC 3339 in UTC, with 0 or 3 digits of a second. */
export function now(world: World): string {
  return new Date(world.clock.now()).toISOString().replace('.000Z', 'Z')
}

/** Most operations put the time of their event into `creationDate`, also those that change something. */
export function asCreated(event: Event, owner: string): JsonObject {
  return { sequence: event.sequence, creationDate: event.date, resourceOwner: owner }
}

export function asChanged(event: Event | undefined, owner: string): JsonObject {
  if (!event) return { resourceOwner: owner }
  return { sequence: event.sequence, changeDate: event.date, resourceOwner: owner }
}

/** Details of a thing that is read: made by one event, last changed by another. */
export function detailsOf(created: string, event: Event, owner: string): JsonObject {
  return { sequence: event.sequence, creationDate: created, changeDate: event.date, resourceOwner: owner }
}

/** The last event of a part of an instance ('features'), kept because a write without effect answers with it. */
export function lastEvent(world: World, level: string, part: string): Event | undefined {
  const entity = world.state.get(eventsOf(level), part)
  return entity && { sequence: textOf(entity.value.sequence), date: textOf(entity.value.date) }
}

export function recordEvent(world: World, level: string, part: string): Event {
  const event = nextEvent(world)
  world.state.put(eventsOf(level), part, { ...event })
  return event
}

function eventsOf(level: string): CollectionKey {
  return `${level}/events` as CollectionKey
}
