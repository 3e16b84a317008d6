/** The provider states of the contracts: few names with parameters, so that one handler can arrange them all. */
import type { Json } from '../src/base/json.js'
import type { ProviderState } from '../src/pact/pact.js'
import { providerState } from '../src/pact/provider-state.js'

/** As it stands in the pacts; a provider answers with an id of its own. */
export const INSTANCE = '69629023906488334'
export const UNKNOWN_INSTANCE = '10000000000000001'
export const DOMAIN = 'login.acme.example'
export const UNIT = 'UNIT_REQUESTS_ALL_AUTHENTICATED'

const INSTANCES = { resource: '/instances', path: '/instances/{instanceId}' }
const DOMAINS = { resource: '/instances/{instanceId}/domains', path: '/instances/{instanceId}/domains/{domain}' }
const QUOTAS = { resource: '/instances/{instanceId}/quotas', path: '/instances/{instanceId}/quotas/{unit}' }
const LIMITS = { resource: '/instances/{instanceId}/limits', path: '/instances/{instanceId}/limits' }

export const instanceExists = exists(INSTANCES, { instanceId: INSTANCE }, INSTANCE)
export const instanceIsMissing = missing(INSTANCES, { instanceId: UNKNOWN_INSTANCE }, UNKNOWN_INSTANCE)
export const domainExists = exists(DOMAINS, { instanceId: INSTANCE, domain: DOMAIN }, DOMAIN)
export const domainIsMissing = missing(
  DOMAINS,
  { instanceId: INSTANCE, domain: 'nobody.acme.example' },
  'nobody.acme.example',
)
export const quotaExists = exists(QUOTAS, { instanceId: INSTANCE, unit: UNIT }, UNIT)
export const quotaIsMissing = missing(QUOTAS, { instanceId: INSTANCE, unit: UNIT }, UNIT)
export const limitsAreSet = exists(LIMITS, { instanceId: INSTANCE })
export const limitsAreNotSet = missing(LIMITS, { instanceId: INSTANCE })
export const callerMay = caller('allowed')
export const callerMayNot = caller('forbidden')

/** Nothing in the API makes an event fail: one that a list shows is taken. */
export const eventHasFailed: ProviderState = {
  name: 'an event has failed',
  params: {
    listed: { operation: 'SystemService_ListFailedEvents', at: '/result/0' },
    values: { database: 'zitadel', viewName: 'projections.orgs', failedSequence: '9823758' },
  },
}

/** Flags of the system, of the called instance, an organization or a user. */
export function flagsAreSet(level: 'system' | 'instance'): ProviderState {
  const path = `/v2/features/${level}`
  return exists({ resource: path, path }, {}, undefined, { loginDefaultOrg: true })
}

/** The instance again, under the name it is to have. */
export function instanceCalled(instanceName: string): ProviderState {
  const body = { instanceName, ownerEmail: { email: 'root@acme.example' } }
  return exists(INSTANCES, { instanceId: INSTANCE }, INSTANCE, body)
}

interface Place {
  readonly resource: string
  readonly path: string
}

function exists(place: Place, values: Readonly<Record<string, Json>>, id?: Json, body?: Json): ProviderState {
  return providerState({
    kind: 'exists',
    ...place,
    values,
    ...(id !== undefined && { id }),
    ...(body !== undefined && { body }),
  })
}

function missing(place: Place, values: Readonly<Record<string, Json>>, id?: Json): ProviderState {
  return providerState({ kind: 'missing', ...place, values, ...(id !== undefined && { id }) })
}

function caller(role: 'allowed' | 'forbidden'): ProviderState {
  return providerState({ kind: 'caller', role, schemes: ['bearer'] })
}
