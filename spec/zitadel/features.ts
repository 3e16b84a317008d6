/** Feature flags, set from outside (System API) and from inside (feature service): one state, read back in either. */
import type { CollectionKey, Json, JsonObject, Reply, World } from 'lockstep/mock'
import { isDeepStrictEqual } from 'node:util'
import { asChanged, lastEvent, recordEvent, type Event } from './events.js'
import { instanceByHost } from './instance-by-host.js'
import { everything, levelOf } from './instance-state.js'
import { asMessage, withoutZeros } from './list.js'
import { method, type Request } from './request.js'
import { done, failure, gatewayRefuses, plain } from './status.js'

const SYSTEM_FLAGS = [
  'loginDefaultOrg',
  'userSchema',
  'oidcTokenExchange',
  'improvedPerformance',
  'oidcSingleV1SessionTermination',
  'disableUserTokenEvent',
  'enableBackChannelLogout',
  'loginV2',
  'permissionCheckV2',
]
const INSTANCE_FLAGS = [...SYSTEM_FLAGS, 'debugOidcParentError', 'consoleUseV2UserApi']

/** A level has flags of its own; the nearest one that sets a flag wins. */
interface Level {
  readonly key: string
  readonly owner: string
  readonly source: 'SOURCE_SYSTEM' | 'SOURCE_INSTANCE'
}

const SYSTEM: Level = { key: '/system', owner: 'SYSTEM', source: 'SOURCE_SYSTEM' }

function instanceLevel(instanceId: string): Level {
  return { key: levelOf(instanceId), owner: instanceId, source: 'SOURCE_INSTANCE' }
}

/** PUT /instances/{instanceId}/features/{featureId} */
export const setInstanceFeature = method(({ path, message }, world) => {
  const { instanceId = '', featureId = '' } = path
  if (featureId !== 'INSTANCE_FEATURE_LOGIN_DEFAULT_ORG') {
    const reason = `value must not be in list [${featureId}]`
    return plain('INVALID_ARGUMENT', `invalid SetInstanceFeatureRequest.FeatureId: ${reason}`)
  }
  if (message.bool === undefined) {
    return failure('INVALID_ARGUMENT', 'SYST-dag5g', 'Feature type is not supported')
  }
  const level = instanceLevel(instanceId)
  return done({ details: asChanged(setFlags(world, level, { loginDefaultOrg: message.bool }), level.owner) })
})

export const setSystemFeatures = method(({ message }, world) => set(world, SYSTEM, message))
export const resetSystemFeatures = method((_, world) => reset(world, SYSTEM))
export const getSystemFeatures = method((_, world) => show(world, SYSTEM, SYSTEM_FLAGS, []))

export const setInstanceFeatures = method((request, world) => {
  return set(world, calledInstance(request, world), request.message)
})
export const resetInstanceFeatures = method((request, world) => {
  return reset(world, calledInstance(request, world))
})
export const getInstanceFeatures = method((request, world) => {
  const inherits = inheritance(request)
  if (typeof inherits !== 'boolean') return inherits
  return show(world, calledInstance(request, world), INSTANCE_FLAGS, inherits ? [SYSTEM] : [])
})

/** Organizations and users have no flags in this version: nothing to set, nothing to show but the owner. */
export const featuresOfOwner = method((request) => {
  const inherits = inheritance(request)
  if (typeof inherits !== 'boolean') return inherits
  const owner = request.path.organizationId ?? request.path.userId ?? ''
  return done({ details: asChanged(undefined, owner) })
})

function set(world: World, level: Level, flags: JsonObject): Reply {
  return done({ details: asChanged(setFlags(world, level, flags), level.owner) })
}

function reset(world: World, level: Level): Reply {
  const flags = everything(world, flagsOf(level))
  for (const { id } of flags) world.state.remove(flagsOf(level), id)
  const event = flags.length > 0 ? recordEvent(world, level.key, FEATURES) : lastEvent(world, level.key, FEATURES)
  return done({ details: asChanged(event, level.owner) })
}

function show(world: World, level: Level, names: readonly string[], above: readonly Level[]): Reply {
  const flags: Record<string, Json> = {}
  for (const name of names) flags[name] = shownFlag(world, name, [level, ...above])
  return done({ details: asChanged(lastEvent(world, level.key, FEATURES), level.owner), ...flags })
}

/** One event for each flag that changes; without any, the last event of the level. */
function setFlags(world: World, level: Level, flags: JsonObject): Event | undefined {
  let event: Event | undefined
  for (const [name, value] of Object.entries(flags)) {
    const before = world.state.get(flagsOf(level), name)
    if (before && isDeepStrictEqual(before.value.value, value)) continue
    world.state.put(flagsOf(level), name, { name, value })
    event = recordEvent(world, level.key, FEATURES)
  }
  return event ?? lastEvent(world, level.key, FEATURES)
}

function shownFlag(world: World, name: string, levels: readonly Level[]): JsonObject {
  for (const level of levels) {
    const flag = world.state.get(flagsOf(level), name)
    if (flag) return withoutZeros({ ...valueAsFlag(flag.value.value ?? null), source: level.source })
  }
  return {}
}

function valueAsFlag(value: Json): JsonObject {
  if (typeof value === 'boolean') return { enabled: value }
  return Array.isArray(value) ? { executionPaths: value as readonly Json[] } : asMessage(value)
}

const FEATURES = 'features'

function flagsOf(level: Level): CollectionKey {
  return `${level.key}/${FEATURES}` as CollectionKey
}

/** The gate has seen to it that there is one. */
function calledInstance({ call }: Request, world: World): Level {
  return instanceLevel(instanceByHost(call.request, world) ?? '')
}

// As Go's strconv.ParseBool takes it.
function inheritance({ query }: Request): boolean | Reply {
  const text = query.get('inheritance') ?? 'false'
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) return true
  if (/^(0|f|F|false|FALSE|False)$/.test(text)) return false
  return gatewayRefuses(400, 3, `parsing field "inheritance": strconv.ParseBool: parsing "${text}": invalid syntax`)
}
