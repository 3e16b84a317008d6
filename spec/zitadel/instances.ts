/** Instances: search, create in two ways, read, rename, remove; and their administrators. */
import type { Behaviour, JsonObject, World } from 'lockstep/mock'
import { asCreated, detailsOf, latestSequence, nextEvent, now, type Event } from './events.js'
import { INSTANCES, everything, membersOf, ownerOf, putDomain, shownInstance, touchInstance } from './instance-state.js'
import { asList, asMessage, countText, pageOf, textMatches, textOf, withoutZeros } from './list.js'
import { method } from './request.js'
import { done, failure } from './status.js'

export const VERSION = 'v2.71.0'

const COLUMNS: Readonly<Record<string, (instance: JsonObject) => string>> = {
  FIELD_NAME_ID: ({ id }) => textOf(id),
  FIELD_NAME_NAME: ({ name }) => textOf(name).toLowerCase(),
  FIELD_NAME_CREATION_DATE: ({ details }) => textOf(asMessage(details).creationDate),
}

export const listInstances = method(({ message }, world) => {
  const all = everything(world, INSTANCES).map((instance) => shownInstance(world, instance))
  const found = all.filter((instance) => asList(message.queries).every((query) => instanceMatches(instance, query)))
  const result = pageOf(found, message, COLUMNS[textOf(message.sortingColumn)])
  return done({ details: withoutZeros({ totalResult: countText(found.length) }), ...withoutZeros({ result }) })
})

function instanceMatches(instance: JsonObject, query: JsonObject): boolean {
  if (query.idQuery !== undefined) return strings(asMessage(query.idQuery).ids).includes(textOf(instance.id))
  const wanted = strings(asMessage(query.domainQuery).domains)
  return asList(instance.domains).some(({ domain }) => wanted.includes(textOf(domain)))
}

export const getInstance = method(({ path: { instanceId = '' } }, world) => {
  const instance = world.state.get(INSTANCES, instanceId)
  return done({ instance: instance ? withoutZeros(shownInstance(world, instance)) : {} })
})

/** The older way: the owner is a person, described at the top of the message. */
export const addInstance = method(({ message }, world) => {
  const owner = { userName: message.ownerUserName, email: message.ownerEmail, profile: message.ownerProfile }
  const made = makeInstance(world, message, withoutZeros({ ...owner } as JsonObject))
  return made === undefined ? domainTaken() : done(made)
})

export const createInstance = method(({ message }, world) => {
  const made = makeInstance(world, message, asMessage(message.human ?? message.machine))
  if (made === undefined) return domainTaken()
  return done({ ...made, ...credentials(textOf(made.instanceId), asMessage(message.machine)) })
})

/** Undefined when somebody has the custom domain. */
function makeInstance(world: World, message: JsonObject, owner: JsonObject): JsonObject | undefined {
  const customDomain = textOf(message.customDomain).trim()
  if (customDomain !== '' && ownerOf(world, customDomain) !== undefined) return undefined
  const event = nextEvent(world)
  const digits = idsOf(world, event)
  const id = digits()
  const name = textOf(message.instanceName)
  const details = detailsOf(event.date, event, id)
  world.state.put(INSTANCES, id, { id, name, state: 'STATE_RUNNING', version: VERSION, details })
  const generated = `${slug(name)}-${id.slice(-6)}.localhost`
  putDomain(world, id, { domain: generated, primary: customDomain === '', generated: true }, event)
  if (customDomain !== '') {
    putDomain(world, id, { domain: customDomain, primary: true, generated: false }, event)
  }
  const userId = digits()
  world.state.put(membersOf(id), userId, ownerAsMember(owner, userId, details, customDomain || generated))
  return { instanceId: id, details: asCreated(event, id) }
}

function ownerAsMember(owner: JsonObject, userId: string, details: JsonObject, domain: string): JsonObject {
  const { firstName = '', lastName = '' } = asMessage(owner.profile)
  const email = textOf(asMessage(owner.email).email)
  const userName = textOf(owner.userName ?? (email || 'owner'))
  return {
    userId,
    details,
    roles: ['IAM_OWNER'],
    preferredLoginName: userName.includes('@') ? userName : `${userName}@${domain}`,
    email,
    firstName,
    lastName,
    displayName: `${textOf(firstName)} ${textOf(lastName)}`.trim() || textOf(owner.name ?? userName),
    userType: email === '' ? 'TYPE_MACHINE' : 'TYPE_HUMAN',
  }
}

/** What a machine owner needs to call the API, told only once. It opens nothing: callers of the mock are its personas. */
function credentials(instanceId: string, { personalAccessToken, machineKey }: JsonObject): JsonObject {
  const keyFile = { type: 'serviceaccount', keyId: instanceId, key: 'a private key would stand here' }
  return {
    ...(personalAccessToken !== undefined && { pat: `mock-token-${instanceId}` }),
    ...(machineKey !== undefined && { machineKey: Buffer.from(JSON.stringify(keyFile)).toString('base64') }),
  }
}

export const updateInstance = method(({ path: { instanceId = '' }, message }, world) => {
  const instance = world.state.get(INSTANCES, instanceId)
  if (instance?.value.name === message.instanceName) {
    return failure('FAILED_PRECONDITION', 'INST-alpxism', 'Instance not changed')
  }
  const event = nextEvent(world)
  touchInstance(world, instanceId, event, { name: textOf(message.instanceName) })
  return done({ details: asCreated(event, instanceId) })
})

export const removeInstance = method(({ path: { instanceId = '' } }, world) => {
  world.state.remove(INSTANCES, instanceId)
  return done({ details: asCreated(nextEvent(world), instanceId) })
})

const MEMBER_COLUMNS: Readonly<Record<string, (member: JsonObject) => string>> = {
  MEMBER_FIELD_NAME_USER_ID: ({ userId }) => textOf(userId),
  MEMBER_FIELD_NAME_CREATION_DATE: ({ details }) => textOf(asMessage(details).creationDate),
  MEMBER_FIELD_NAME_CHANGE_DATE: ({ details }) => textOf(asMessage(details).changeDate),
  MEMBER_FIELD_NAME_USER_RESOURCE_OWNER: ({ userResourceOwner }) => textOf(userResourceOwner),
}

export const listMembers: Behaviour = method(({ path: { instanceId = '' }, message }, world) => {
  const all = everything(world, membersOf(instanceId)).map(({ value }) => value)
  const found = all.filter((member) => asList(message.queries).every((query) => memberMatches(member, query)))
  const result = pageOf(found, message, MEMBER_COLUMNS[textOf(message.sortingColumn)])
  return done({ details: listDetails(world, found.length), ...withoutZeros({ result }) })
})

function memberMatches(member: JsonObject, query: JsonObject): boolean {
  const userId = asMessage(query.userIdQuery).userId
  if (query.userIdQuery !== undefined) return member.userId === userId
  return ['firstName', 'lastName', 'email'].every((name) => {
    const part = query[`${name}Query`]
    return part === undefined || textMatches(textOf(member[name]), asMessage(part)[name], asMessage(part).method)
  })
}

/** For lists that are read from a read model, which says how far it has got. */
export function listDetails(world: World, total: number): JsonObject {
  const details = { totalResult: countText(total), processedSequence: latestSequence(world) }
  return withoutZeros({ ...details, viewTimestamp: now(world) })
}

export function domainTaken() {
  return failure('ALREADY_EXISTS', 'INST-i2nl', 'Domain already exists')
}

/** Draws of 18 digits, as the ids of the service have; each event has draws of its own. */
function idsOf({ random }: World, { sequence }: Event): () => string {
  const draws = random.fork(sequence)
  return () => `${draws.integer(100_000_000, 999_999_999)}${String(draws.integer(0, 999_999_999)).padStart(9, '0')}`
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'instance'
  )
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
