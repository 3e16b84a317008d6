/** Quotas and limits of instances. What is set again unchanged is no event. */
import type { CollectionKey, JsonObject, World } from 'lockstep/mock'
import { isDeepStrictEqual } from 'node:util'
import { asChanged, asCreated, lastEvent, recordEvent } from './events.js'
import type { Event } from './events.js'
import { levelOf } from './instance-state.js'
import { asList, textOf, withoutZeros } from './list.js'
import { method } from './request.js'
import { done, failure } from './status.js'

/** Older than `setQuota`, and not idempotent. */
export const addQuota = method(async ({ path: { instanceId = '' }, message }, world) => {
  if (await world.state.get(quotasOf(instanceId), textOf(message.unit))) {
    return failure('ALREADY_EXISTS', 'COMMAND-WDfFf', 'Quota already exists for this unit')
  }
  return done({ details: asCreated(await putQuota(world, instanceId, message), instanceId) })
})

export const setQuota = method(async ({ path: { instanceId = '' }, message }, world) => {
  return done({ details: asCreated(await putQuota(world, instanceId, message), instanceId) })
})

async function putQuota(world: World, instanceId: string, message: JsonObject): Promise<Event> {
  const unit = textOf(message.unit)
  const quota = withoutZeros(message)
  const before = await world.state.get(quotasOf(instanceId), unit)
  const last = before && isDeepStrictEqual(before.value, quota) && (await lastEvent(world, levelOf(instanceId), unit))
  if (last) return last
  await world.state.put(quotasOf(instanceId), unit, quota)
  return recordEvent(world, levelOf(instanceId), unit)
}

export const removeQuota = method(async ({ path: { instanceId = '', unit = '' } }, world) => {
  if (!(await world.state.remove(quotasOf(instanceId), unit))) {
    return failure('NOT_FOUND', 'COMMAND-WDfFf', 'Quota not found for this unit')
  }
  return done({ details: asChanged(await recordEvent(world, levelOf(instanceId), unit), instanceId) })
})

export const setLimits = method(async ({ path: { instanceId = '' }, message }, world) => {
  return done({ details: asCreated(await putLimits(world, instanceId, message), instanceId) })
})

/** Instances are not looked up, and the details of the whole have no owner. */
export const bulkSetLimits = method(async ({ message }, world) => {
  const targetDetails: JsonObject[] = []
  let last: Event | undefined
  for (const { instanceId, ...limits } of asList(message.limits)) {
    last = await putLimits(world, textOf(instanceId), limits)
    targetDetails.push(asCreated(last, textOf(instanceId)))
  }
  const details = last ? withoutZeros(asCreated(last, '')) : {}
  return done({ details, ...withoutZeros({ targetDetails }) })
})

/** Limits that are not given stay as they are. */
async function putLimits(world: World, instanceId: string, given: JsonObject): Promise<Event> {
  const before = await world.state.get(limitsOf(instanceId), LIMITS)
  const limits = { ...before?.value, ...given }
  const last =
    before && isDeepStrictEqual(before.value, limits) && (await lastEvent(world, levelOf(instanceId), LIMITS))
  if (last) return last
  await world.state.put(limitsOf(instanceId), LIMITS, limits)
  return recordEvent(world, levelOf(instanceId), LIMITS)
}

export const resetLimits = method(async ({ path: { instanceId = '' } }, world) => {
  if (!(await world.state.remove(limitsOf(instanceId), LIMITS))) {
    return failure('NOT_FOUND', 'COMMAND-9JToT', 'Limits not found')
  }
  return done({ details: asChanged(await recordEvent(world, levelOf(instanceId), LIMITS), instanceId) })
})

/** The one entity of its collection. */
const LIMITS = 'limits'

function quotasOf(instanceId: string): CollectionKey {
  return `${levelOf(instanceId)}/quotas` as CollectionKey
}

function limitsOf(instanceId: string): CollectionKey {
  return `${levelOf(instanceId)}/limits` as CollectionKey
}
