/** Domains of an instance. A domain belongs to one instance in the whole installation. */
import type { JsonObject } from 'lockstep/mock'
import { asChanged, asCreated, nextEvent } from './events.js'
import { domainKey, domainsOf, everything, moved, ownerOf, putDomain, touchInstance } from './instance-state.js'
import { domainTaken, listDetails } from './instances.js'
import { asList, asMessage, pageOf, textMatches, textOf, withoutZeros } from './list.js'
import { method } from './request.js'
import { done, failure } from './status.js'

export const existsDomain = method(({ path: { domain = '' } }, world) => {
  return done(withoutZeros({ exists: ownerOf(world, domain) !== undefined }))
})

const COLUMNS: Readonly<Record<string, (domain: JsonObject) => string>> = {
  DOMAIN_FIELD_NAME_DOMAIN: ({ domain }) => textOf(domain).toLowerCase(),
  DOMAIN_FIELD_NAME_PRIMARY: ({ primary }) => (primary === true ? '1' : '0'),
  DOMAIN_FIELD_NAME_GENERATED: ({ generated }) => (generated === true ? '1' : '0'),
  DOMAIN_FIELD_NAME_CREATION_DATE: ({ details }) => textOf(asMessage(details).creationDate),
}

export const listDomains = method(({ path: { instanceId = '' }, message }, world) => {
  const all = everything(world, domainsOf(instanceId)).map(({ value }) => value)
  const found = all.filter((domain) => asList(message.queries).every((query) => domainMatches(domain, query)))
  const result = pageOf(found, message, COLUMNS[textOf(message.sortingColumn)])
  return done({ details: listDetails(world, found.length), ...withoutZeros({ result }) })
})

function domainMatches(domain: JsonObject, query: JsonObject): boolean {
  const { domainQuery, generatedQuery, primaryQuery } = query
  if (generatedQuery !== undefined) {
    return (domain.generated ?? false) === (asMessage(generatedQuery).generated ?? false)
  }
  if (primaryQuery !== undefined) return (domain.primary ?? false) === (asMessage(primaryQuery).primary ?? false)
  const { domain: wanted, method: how } = asMessage(domainQuery)
  return textMatches(textOf(domain.domain), wanted, how)
}

export const addDomain = method(({ path: { instanceId = '' }, message }, world) => {
  const domain = textOf(message.domain)
  if (ownerOf(world, domain) !== undefined) return domainTaken()
  const event = nextEvent(world)
  putDomain(world, instanceId, { domain, primary: false, generated: false }, event)
  touchInstance(world, instanceId, event)
  return done({ details: asCreated(event, instanceId) })
})

export const removeDomain = method(({ path: { instanceId = '', domain = '' } }, world) => {
  const found = world.state.get(domainsOf(instanceId), domainKey(domain))
  if (!found) return failure('NOT_FOUND', 'INSTANCE-8ls9f', 'Domain not found')
  if (found.value.generated === true) {
    return failure('FAILED_PRECONDITION', 'INSTANCE-9hn3n', 'Generated domain cannot be removed')
  }
  world.state.remove(domainsOf(instanceId), found.id)
  const event = nextEvent(world)
  touchInstance(world, instanceId, event)
  return done({ details: asChanged(event, instanceId) })
})

/** An event each time, also for the domain that is the primary one already. */
export const setPrimaryDomain = method(({ path: { instanceId = '' }, message }, world) => {
  const chosen = world.state.get(domainsOf(instanceId), domainKey(textOf(message.domain)))
  if (!chosen) return failure('NOT_FOUND', 'INSTANCE-9nkWf', 'Domain not found')
  const event = nextEvent(world)
  for (const { id, value } of everything(world, domainsOf(instanceId))) {
    const primary = id === chosen.id
    if (primary || value.primary === true) {
      world.state.put(domainsOf(instanceId), id, moved(value, { primary }, event, instanceId))
    }
  }
  touchInstance(world, instanceId, event)
  return done({ details: asChanged(event, instanceId) })
})
