/** Where instances and their domains are kept, and how they are found. */
import type { CollectionKey, Entity, JsonObject, World } from 'lockstep/mock'
import { detailsOf, type Event } from './events.js'
import { asMessage, textOf } from './list.js'

export const INSTANCES = '/instances' as CollectionKey

/** Lone surrogates, which JSON can hold, have no percent-encoding. */
export function levelOf(instanceId: string): string {
  return `${INSTANCES}/${encodeURIComponent(instanceId.replace(/\p{Surrogate}/gu, '\ufffd'))}`
}

export function domainsOf(instanceId: string): CollectionKey {
  return `${levelOf(instanceId)}/domains` as CollectionKey
}

export function membersOf(instanceId: string): CollectionKey {
  return `${levelOf(instanceId)}/members` as CollectionKey
}

export function everything(world: World, collection: CollectionKey): readonly Entity[] {
  return world.state.list(collection, { offset: 0 })
}

/** Case does not matter: a domain is kept under its name in lower case. */
export function domainKey(domain: string): string {
  return domain.trim().toLowerCase()
}

/** The id of the instance that owns a domain. */
export function ownerOf(world: World, domain: string): string | undefined {
  for (const { id } of everything(world, INSTANCES)) {
    if (world.state.get(domainsOf(id), domainKey(domain))) return id
  }
  return undefined
}

export function putDomain(
  world: World,
  instanceId: string,
  domain: { readonly domain: string; readonly primary: boolean; readonly generated: boolean },
  event: Event,
): void {
  const value = { ...domain, details: detailsOf(event.date, event, instanceId) }
  world.state.put(domainsOf(instanceId), domainKey(domain.domain), value)
}

/** Changes a thing that has `details`: its number and time move on, the time it was made stays. */
export function moved(value: JsonObject, change: JsonObject, event: Event, owner: string): JsonObject {
  const created = textOf(asMessage(value.details).creationDate ?? event.date)
  return { ...value, ...change, details: detailsOf(created, event, owner) }
}

/** Puts an event of a part of the instance on the instance itself. */
export function touchInstance(world: World, instanceId: string, event: Event, change: JsonObject = {}): void {
  const instance = world.state.get(INSTANCES, instanceId)
  if (instance) world.state.put(INSTANCES, instanceId, moved(instance.value, change, event, instanceId))
}

/** The instance as it is shown: with its domains. */
export function shownInstance(world: World, { id, value }: Entity): JsonObject {
  const domains = everything(world, domainsOf(id))
  return { ...value, id, domains: domains.map((domain) => domain.value) }
}
