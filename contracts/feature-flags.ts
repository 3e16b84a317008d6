/** Set a feature flag on an instance: the operation that all this was made for. */
import { expect } from 'chai'
import { changed, INVALID_ARGUMENT } from './answers.js'
import { contract, type Case } from './contract.js'
import { forbidden, refusal, unauthenticated, unknownInstance, type Request } from './refusals.js'
import { INSTANCE, instanceExists } from './states.js'
import type { Changed } from './system-api-client.js'

const FEATURE = 'INSTANCE_FEATURE_LOGIN_DEFAULT_ORG'
const operation = 'SystemService_SetInstanceFeature'
const FEATURES = '/system/v1/instances/${instanceId}/features'

const request: Request = {
  operation,
  method: 'PUT',
  path: `${FEATURES}/${FEATURE}`,
  body: { bool: true },
  call: (api, id) => api.setInstanceFeature(id, FEATURE, true),
}

contract('feature flags', [
  set('the flag is switched on', true, [instanceExists]),
  set('the flag is on already', true, [instanceExists, flagIsOn()]),
  set('the flag is switched off', false, [instanceExists, flagIsOn()]),
  forbidden(request),
  unknownInstance(request),
  ...unauthenticated(request, false),
  invalid('a feature that must not be set', 'INSTANCE_FEATURE_UNSPECIFIED', { bool: true }, 'invalid FeatureId'),
  invalid(
    'a feature that there is not',
    'INSTANCE_FEATURE_TELEPORT',
    { bool: true },
    'type mismatch, parameter: feature_id',
  ),
  invalid('no value', FEATURE, {}, 'Feature type is not supported', 'SYST-dag5g'),
])

function set(cause: string, bool: boolean, given: Case['given']): Case {
  return {
    ...request,
    status: 200,
    cause,
    given,
    body: { bool },
    answer: changed,
    call: (api) => api.setInstanceFeature(INSTANCE, FEATURE, bool),
    expects: (answer) => {
      const { details } = answer as Changed
      expect(BigInt(details.sequence ?? ''), 'sequence').to.be.a('bigint')
      expect(Date.parse(details.changeDate ?? ''), 'changeDate').to.be.greaterThan(0)
      expect(details.resourceOwner).to.be.a('string')
    },
  }
}

function flagIsOn() {
  const collection = '/instances/{instanceId}/features'
  const values = { instanceId: INSTANCE, featureId: FEATURE }
  const params = {
    kind: 'exists',
    resource: collection,
    id: FEATURE,
    path: `${collection}/{featureId}`,
    values,
    body: { bool: true },
  }
  return { name: 'a feature exists', params }
}

/** The document has no 400 here: these are its `default`. */
function invalid(
  cause: string,
  feature: string,
  body: { readonly bool?: boolean },
  message: string,
  id?: string,
): Case {
  const asked: Request = {
    operation,
    method: 'PUT',
    path: `${FEATURES}/${feature}`,
    body,
    call: (api, id) => api.setInstanceFeature(id, feature, body.bool),
  }
  const answer = { code: INVALID_ARGUMENT, message, ...(id !== undefined && { id }) }
  return refusal({ ...asked, given: [instanceExists], cause }, 400, answer)
}
