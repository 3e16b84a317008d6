import { once } from '../base/once.js'
import type { Operation } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import { entityIn, listIn } from './envelope.js'
import { idMember, isAlias, isBareNoun, isIdName, memberSchema, naturalId, parameterSchema } from './identity.js'
import { existenceOf } from './existence.js'
import { lastParameter } from './last-parameter.js'
import { typesOf, viewObject } from './object-view.js'
import { ownedFields } from './owned-fields.js'
import { likeness } from './role-parts.js'
import type { Collection, CollectionDetails, Identity } from './collection.js'
import { bodySchemaOf, successOf } from './success.js'
import { plain, singular } from './words.js'

type Facts = Omit<Collection, 'details'>

/**
 * What schemas say about a collection; each part is computed on first use.
 * @param isPutHere whether something that is made elsewhere is put here, where its members say
 */
export function detailsOf(
  facts: Facts,
  idOf: (operation: Operation) => readonly string[] | undefined,
  linkedId: () => readonly string[] | undefined,
  creator: () => Operation | undefined,
  isPutHere: () => boolean,
): CollectionDetails {
  const entity = once(() => entitySchema(facts))
  const linked = once(linkedId)
  const identity = once(() => identityOf(facts, entity(), idOf, linked()))
  const sent = once(() => sentSchema(facts) ?? sentBy(creator(), facts))
  const made = once(() => sentBy(facts.members.create ?? creator(), facts))
  const owned = once(() => {
    const schema = entity()
    return schema ? ownedFields(schema, sent()) : []
  })
  const parentMembers = once(() => parentMembersOf(facts, entity(), identity()))
  const existence = once(() => existenceOf(facts, identity(), linked() !== undefined, creator(), isPutHere))
  return {
    get entity() {
      return entity()
    },
    get sent() {
      return sent()
    },
    get made() {
      return made()
    },
    get identity() {
      return identity()
    },
    get owned() {
      return owned()
    },
    get parentMembers() {
      return parentMembers()
    },
    get existence() {
      return existence()
    },
  }
}

/** As an operation shows it: reading tells most, then what a create or a change answers, then lists, then what is sent. */
function entitySchema(facts: Facts): Schema | undefined {
  const { read, create, replace, patch, list, search, otherCreates } = facts.members
  const shown = [read, create, replace, patch].flatMap((operation) => shownBy(operation, facts) ?? [])
  const [fromRead] = read ? (shownBy(read, facts) ?? []) : []
  if (fromRead) return fromRead
  const told = shown.find((schema) => idMember(schema, facts.idParameter, facts.name))
  const listed = [list, search].flatMap((operation) => listedBy(operation, facts) ?? [])[0]
  // An answer to a creation may show the new id and little else.
  const sent = sentSchema(facts)
  if (told && !(listed && sent && likeness(listed, sent) > likeness(told, sent))) return told
  if (listed) return listed
  return shown[0] ?? [create, ...otherCreates, replace].flatMap((operation) => sentBy(operation, facts) ?? [])[0]
}

function listedBy(operation: Operation | undefined, facts: Facts): Schema | undefined {
  const schema = operation && successOf(operation).schema
  const items = schema && listIn(schema, facts)?.items
  return items && viewObject(items) ? items : undefined
}

function shownBy(operation: Operation | undefined, facts: Facts): Schema[] | undefined {
  const schema = operation && successOf(operation).schema
  if (!schema || typesOf(schema).has('array')) return undefined
  const at = entityIn(schema, facts)
  const entity = at && memberSchema(schema, at)
  return entity && viewObject(entity) ? [entity] : undefined
}

function sentBy(operation: Operation | undefined, facts: Facts): Schema | undefined {
  const schema = operation && bodySchemaOf(operation)
  if (!schema) return undefined
  const at = entityIn(schema, facts)
  const entity = at && memberSchema(schema, at)
  return entity && viewObject(entity) ? entity : undefined
}

function sentSchema(facts: Facts): Schema | undefined {
  const { create, otherCreates, replace, patch } = facts.members
  return [create, ...otherCreates, replace, patch].flatMap((operation) => sentBy(operation, facts) ?? [])[0]
}

function identityOf(
  facts: Facts,
  entity: Schema | undefined,
  idOf: (operation: Operation) => readonly string[] | undefined,
  linked: readonly string[] | undefined,
): Identity {
  const { read, replace, patch, remove } = facts.members
  // '/things/{id}' and '/things/{thingName}' are one path: what reading calls the id tells most.
  const inPath = facts.isDeclared ? [] : [read, replace, patch, remove]
  const names = inPath.map(lastParameter).concat(facts.idParameter)
  const { list, create } = facts.members
  const chosen = [read, replace, patch, remove, create, list]
    .map((operation) => operation && idOf(operation))
    .find((said) => said !== undefined)
  // A link may lead by something that the entity does not show.
  const shown = linked && entity && memberSchema(entity, linked) ? linked : undefined
  const parameter = inPath.flatMap((operation) => parameterSchema(operation, lastParameter(operation)) ?? [])[0]
  const guessed =
    entity && facts.kind === 'items'
      ? (firstIdMember(entity, names, facts.name) ?? sentName(entity, facts, parameter))
      : undefined
  const at = chosen ?? shown ?? (entity && guessed ? likelierId(entity, guessed, facts, parameter) : guessed)
  const told = create && at ? shownBy(create, facts)?.flatMap((schema) => memberSchema(schema, at) ?? []) : undefined
  const others = [...facts.idParameters().flatMap(({ parameter: { schema } }) => schema ?? []), ...(told ?? [])]
  return { at, isSaid: chosen !== undefined, member: entity && at && memberSchema(entity, at), parameter, others }
}

/** A bare '{org}' that is a text means no number, where the thing has a text that is as good as an id. */
function likelierId(
  entity: Schema,
  guessed: readonly string[],
  { idParameter = '', segments }: Facts,
  parameter: Schema | undefined,
): readonly string[] {
  const member = memberSchema(entity, guessed)
  if (!isBareNoun(idParameter) || !parameter || !member) return guessed
  const isText = (schema: Schema): boolean => [...typesOf(schema)].every((type) => type === 'string' || type === 'null')
  if (typesOf(member).size === 0 || isText(member) || !isText(parameter) || typesOf(parameter).size === 0)
    return guessed
  return naturalId(entity, segments.at(-1) === undefined) ?? guessed
}

function firstIdMember(
  entity: Schema,
  names: readonly (string | undefined)[],
  collection: string,
): readonly string[] | undefined {
  for (const name of names) {
    const found = name === undefined ? undefined : idMember(entity, name, collection)
    if (found) return found
  }
  const found = idMember(entity, undefined, collection)
  const isOther = found?.length === 1 && plain(found[0] ?? '') === `${plain(singular(collection))}id`
  return isOther && names.some((name) => name !== undefined && isAlias(name)) ? undefined : found
}

/** Where a thing shows no id at all, the name that its creation takes: `/tags/{tag_id}` of `{ name: web }`. */
function sentName(entity: Schema, facts: Facts, parameter: Schema | undefined): readonly string[] | undefined {
  if (facts.idParameter === undefined || (parameter && !typesOf(parameter).has('string'))) return undefined
  const { create } = facts.members
  const sent = create && shownBy(create, facts) ? sentBy(create, facts) : undefined
  const view = viewObject(entity)
  const name = [...((sent && viewObject(sent)?.properties.keys()) ?? [])].find(
    (each) => NAMES.has(plain(each)) && view?.properties.has(each) === true,
  )
  return name === undefined ? undefined : [name]
}

const NAMES = new Set(['key', 'name', 'slug', 'code', 'login', 'username', 'handle', 'email'])

/** `ownerId` in a pet below '/owners/{ownerId}' is that owner's id. */
export function parentMembersOf(
  facts: Pick<Facts, 'path' | 'segments'>,
  entity: Schema | undefined,
  identity: Identity,
): (string | undefined)[] {
  const properties = entity && viewObject(entity)?.properties
  const names = [...(properties?.keys() ?? [])]
  const parameters = [...facts.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '')
  return parameters.map((parameter, index) => {
    const above =
      facts.segments.slice(0, positionOf(facts.segments, index)).findLast((text) => text !== undefined) ?? ''
    const noun = plain(singular(above))
    // The `name` of a video below '/accounts/{name}' is its own.
    const wanted = [isIdName(parameter) ? noun + plain(parameter) : plain(parameter), `${noun}id`]
    // `owner: { login }` of '/repos/{owner}/{repo}' is a thing, and no id.
    const isThing = (name: string): boolean => isOnly(properties?.get(name)?.schema, 'object')
    const isOther = (name: string): boolean => name !== identity.at?.[0] && plain(name) !== 'id' && !isThing(name)
    const named = names.find((name) => wanted.includes(plain(name)) && isOther(name))
    if (named !== undefined) return named
    // `project: 7` in a task of project 7; as text it may be the project's name, unless only the server can say it.
    return names.find((name) => {
      const property = properties?.get(name)
      if (!property || plain(name) !== noun || !isOther(name)) return false
      const types = typesOf(property.schema)
      return types.has('integer') || (types.has('string') && !types.has('object') && property.readOnly)
    })
  })
}

function isOnly(schema: Schema | undefined, type: 'object'): boolean {
  const types = schema && typesOf(schema)
  return types?.has(type) === true && [...types].every((each) => each === type || each === 'null')
}

function positionOf(segments: readonly (string | undefined)[], nth: number): number {
  let seen = -1
  return segments.findIndex((text) => text === undefined && ++seen === nth)
}
