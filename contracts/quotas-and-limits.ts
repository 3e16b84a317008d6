/** How much an instance may use, and the caps that an operator puts on it. */
import { added, ALREADY_EXISTS, changed, INVALID_ARGUMENT, NOT_FOUND } from './answers.js'
import { contract, type Case } from './contract.js'
import { forbidden, refusal, unauthenticated, unknownInstance, type Request } from './refusals.js'
import { each, text, time, uint64 } from './shape.js'
import { INSTANCE, instanceExists, limitsAreNotSet, limitsAreSet, quotaExists, quotaIsMissing, UNIT } from './states.js'
import type { Body } from './system-api-client.js'

const QUOTAS = '/system/v1/instances/${instanceId}/quotas'
const LIMITS = '/system/v1/instances/${instanceId}/limits'
const quota = { unit: UNIT, from: '2025-04-01T00:00:00Z', resetInterval: '2592000s', amount: '25000', limit: true }
const shortQuota = { ...quota, resetInterval: '1s' }
const limits = { auditLogRetention: '7776000s' }

const add: Request = {
  operation: 'SystemService_AddQuota',
  method: 'POST',
  path: QUOTAS,
  body: quota,
  call: (api, id) => api.addQuota(id, quota),
}
const set: Request = {
  operation: 'SystemService_SetQuota',
  method: 'PUT',
  path: QUOTAS,
  body: quota,
  call: (api, id) => api.setQuota(id, quota),
}
const remove: Request = {
  operation: 'SystemService_RemoveQuota',
  method: 'DELETE',
  path: `${QUOTAS}/${UNIT}`,
  call: (api, id) => api.removeQuota(id, UNIT),
}
const cap: Request = {
  operation: 'SystemService_SetLimits',
  method: 'PUT',
  path: LIMITS,
  body: limits,
  call: (api, id) => api.setLimits(id, limits),
}
const reset: Request = {
  operation: 'SystemService_ResetLimits',
  method: 'DELETE',
  path: LIMITS,
  call: (api, id) => api.resetLimits(id),
}
const bulk: Request = {
  operation: 'SystemService_BulkSetLimits',
  method: 'PUT',
  path: '/system/v1/instances/limits/_bulk',
  body: { limits: [{ instanceId: '${instanceId}', block: true }] },
  given: [instanceExists],
  call: (api, id) => api.bulkSetLimits([{ instanceId: id, block: true }]),
}

contract('quotas', [
  well(add, 'the unit has none', [instanceExists, quotaIsMissing], added),
  refusal({ ...add, given: [instanceExists, quotaExists], cause: 'the unit has one' }, 409, {
    code: ALREADY_EXISTS,
    message: 'Quota already exists for this unit',
    id: 'COMMAND-WDfFf',
  }),
  tooShort(add, (api, id) => api.addQuota(id, shortQuota)),
  ...refusals(add),

  well(set, 'the unit has none', [instanceExists, quotaIsMissing], added),
  well(set, 'the unit has one', [instanceExists, quotaExists], added),
  tooShort(set, (api, id) => api.setQuota(id, shortQuota)),
  ...refusals(set),

  well(remove, 'the unit has one', [instanceExists, quotaExists], changed),
  refusal({ ...remove, given: [instanceExists, quotaIsMissing], cause: 'the unit has none' }, 404, {
    code: NOT_FOUND,
    message: 'Quota not found for this unit',
    id: 'COMMAND-WDfFf',
  }),
  refusal(
    {
      ...remove,
      path: `${QUOTAS}/UNIT_OF_LUCK`,
      given: [instanceExists],
      cause: 'there is no such unit',
      call: (api, id) => api.removeQuota(id, 'UNIT_OF_LUCK'),
    },
    400,
    { code: INVALID_ARGUMENT, message: 'type mismatch, parameter: unit' },
  ),
  ...refusals(remove),
])

contract('limits', [
  well(cap, 'none are set', [instanceExists, limitsAreNotSet], added),
  well(cap, 'some are set', [instanceExists, limitsAreSet], added),
  none(cap, {}, (api, id) => api.setLimits(id, {})),
  ...refusals(cap),

  well(reset, 'some are set', [instanceExists, limitsAreSet], changed),
  refusal({ ...reset, given: [instanceExists, limitsAreNotSet], cause: 'none are set' }, 404, {
    code: NOT_FOUND,
    message: 'Limits not found',
    id: 'COMMAND-9JToT',
  }),
  ...refusals(reset),

  well(bulk, 'one instance is named', [instanceExists], {
    details: { sequence: uint64('7'), creationDate: time() },
    targetDetails: each({ sequence: uint64('7'), creationDate: time(), resourceOwner: text(INSTANCE) }),
  }),
  none(bulk, { limits: [{ instanceId: '${instanceId}' }] }, (api, id) => api.bulkSetLimits([{ instanceId: id }])),
  ...unauthenticated(bulk),
  forbidden(bulk),
])

function well(request: Request, cause: string, given: Case['given'], answer: Case['answer']): Case {
  return { ...request, status: 200, cause, given, answer, call: (api) => request.call(api, INSTANCE) }
}

function refusals(request: Request): readonly Case[] {
  return [...unauthenticated(request), forbidden(request), unknownInstance(request)]
}

function tooShort(request: Request, call: Request['call']): Case {
  const asked = { ...request, body: shortQuota, given: [instanceExists], cause: 'the period is too short', call }
  const message = 'Reset interval of the quota must be a minute at least'
  return refusal(asked, 400, { code: INVALID_ARGUMENT, message, id: 'QUOTA-R5otd' })
}

function none(request: Request, body: Body, call: Request['call']): Case {
  const asked = { ...request, body, given: [instanceExists], cause: 'no limit is given', call }
  return refusal(asked, 400, { code: INVALID_ARGUMENT, message: 'No limit is given', id: 'COMMAND-4M9vs' })
}
