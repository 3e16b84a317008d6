/** Quotas and limits of instances. What is set again unchanged is no event. */
import type { CollectionKey, JsonObject, World } from 'lockstep/mock'
import { isDeepStrictEqual } from 'node:util'
import { asChanged, asCreated, lastEvent, recordEvent, type Event } from './events.js'
import { levelOf } from './instance-state.js'
import { asList, textOf, withoutZeros } from './list.js'
import { method } from './request.js'
import { done, failure } from './status.js'

/** Older than `setQuota`, and not idempotent. */
export const addQuota = method(({ path: { instanceId = '' }, message }, world) => {
  if (world.state.get(quotasOf(instanceId), textOf(message.unit))) {
    return failure('ALREADY_EXISTS', 'COMMAND-WDfFf', 'Quota already exists for this unit')
  }
  return done({ details: asCreated(putQuota(world, instanceId, message), instanceId) })
})

export const setQuota = method(({ path: { instanceId = '' }, message }, world) => {
  return done({ details: asCreated(putQuota(world, instanceId, message), instanceId) })
})

function putQuota(world: World, instanceId: string, message: JsonObject): Event {
  const unit = textOf(message.unit)
  const quota = withoutZeros(message)
  const before = world.state.get(quotasOf(instanceId), unit)
  const last = before && isDeepStrictEqual(before.value, quota) && lastEvent(world, levelOf(instanceId), unit)
  if (last) return last
  world.state.put(quotasOf(instanceId), unit, quota)
  return recordEvent(world, levelOf(instanceId), unit)
}

export const removeQuota = method(({ path: { instanceId = '', unit = '' } }, world) => {
  if (!world.state.remove(quotasOf(instanceId), unit)) {
    return failure('NOT_FOUND', 'COMMAND-WDfFf', 'Quota not found for this unit')
  }
  return done({ details: asChanged(recordEvent(world, levelOf(instanceId), unit), instanceId) })
})

export const setLimits = method(({ path: { instanceId = '' }, message }, world) => {
  return done({ details: asCreated(putLimits(world, instanceId, message), instanceId) })
})

/** Instances are not looked up, and the details of the whole have no owner. */
export const bulkSetLimits = method(({ message }, world) => {
  const targetDetails: JsonObject[] = []
  let last: Event | undefined
  for (const { instanceId, ...limits } of asList(message.limits)) {
    last = putLimits(world, textOf(instanceId), limits)
    targetDetails.push(asCreated(last, textOf(instanceId)))
  }
  const details = last ? withoutZeros(asCreated(last, '')) : {}
  return done({ details, ...withoutZeros({ targetDetails }) })
})

/** Limits that are not given stay as they are. */
function putLimits(world: World, instanceId: string, given: JsonObject): Event {
  const before = world.state.get(limitsOf(instanceId), LIMITS)
  const limits = { ...before?.value, ...given }
  const last = before && isDeepStrictEqual(before.value, limits) && lastEvent(world, levelOf(instanceId), LIMITS)
  if (last) return last
  world.state.put(limitsOf(instanceId), LIMITS, limits)
  return recordEvent(world, levelOf(instanceId), LIMITS)
}

export const resetLimits = method(({ path: { instanceId = '' } }, world) => {
  if (!world.state.remove(limitsOf(instanceId), LIMITS)) {
    return failure('NOT_FOUND', 'COMMAND-9JToT', 'Limits not found')
  }
  return done({ details: asChanged(recordEvent(world, levelOf(instanceId), LIMITS), instanceId) })
})

/** The one entity of its collection. */
const LIMITS = 'limits'

function quotasOf(instanceId: string): CollectionKey {
  return `${levelOf(instanceId)}/quotas` as CollectionKey
}

function limitsOf(instanceId: string): CollectionKey {
  return `${levelOf(instanceId)}/limits` as CollectionKey
}
