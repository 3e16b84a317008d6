import type { Operation, Parameter } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import { itemsOf, type ObjectView, typesOf, viewObject } from './object-view.js'
import { plain, singular, wordsOf } from './words.js'

/** What ids are called when the path does not say it, most telling first. */
export const ID_NAMES: readonly string[] = [
  'id',
  '_id',
  'uid',
  'uuid',
  'guid',
  'sid',
  'gid',
  'key',
  'code',
  'slug',
  'login',
  'number',
  'name',
  'handle',
]
/** What else a parameter may name a thing by: '{userEmail}'. */
const SECOND_NAMES = ['email', 'username', 'alias', 'ref', 'reference', 'hash', 'iid', 'path', 'sha', 'sku', 'symbol']
/** What is as good as an id by its nature, and never a number. */
export const NATURAL_IDS = ['login', 'slug', 'username', 'handle', 'key', 'code']
/** Whether a member names its thing by a text, and not by a number: `login`, `name`. */
export function isTextName(member: string): boolean {
  const word = plain(member)
  return word === 'name' || NATURAL_IDS.includes(word)
}

/** Whether any thing may call its own id so: '{name}'. */
export function isIdName(parameter: string): boolean {
  return ID_NAMES.includes(plain(parameter))
}

/** Whether a member names the thing that it stands in: `id`, `slug`, `accountId`. */
export function namesThing(member: string): boolean {
  const word = plain(member)
  return ID_NAMES.includes(word) || SECOND_NAMES.includes(word) || wordsOf(member).at(-1) === 'id'
}

/** How well a member tells which thing is meant, best first: `id`, `accountId`, `slug`, `name`. */
export function tellingRank(member: string): number {
  const word = plain(member)
  const rank = [...ID_NAMES, ...SECOND_NAMES].indexOf(word)
  return rank === -1 ? 0.5 : rank
}

/** Objects beside the payload in which ids are kept: Kubernetes, Contentful. */
const ID_HOLDERS = ['metadata', 'sys', 'system', 'meta']

/** The member of an entity that a path parameter means: `petId` ↔ `id`, `petId` or `pet_id`. */
export function idMember(
  entity: Schema,
  parameter: string | undefined,
  collectionName: string,
): readonly string[] | undefined {
  const view = viewObject(entity)
  if (!view) return undefined
  const names = idNames(parameter, collectionName)
  const own = find(view, names)
  if (own !== undefined) return [own]
  for (const holder of ID_HOLDERS) {
    const property = view.properties.get(holder)
    const inner = property && viewObject(property.schema)
    const found = inner && find(inner, names)
    if (found !== undefined) return [holder, found]
  }
  return undefined
}

/** Names an id may have, in plain spelling, best first. */
export function idNames(parameter: string | undefined, collectionName: string): string[] {
  const one = singular(collectionName)
  const nouns = [one, wordsOf(one).at(-1) ?? one].map(plain)
  const names: string[] = []
  if (parameter !== undefined) {
    names.push(plain(parameter))
    // Gitea's '{index}' of an issue
    if (plain(parameter) === 'index') names.push('number')
    const words = wordsOf(parameter)
    const last = words.at(-1) ?? ''
    // 'issue_number' ↔ number, 'petId' ↔ id; the parameter may also be called after the thing itself: '{pet}'
    // '{projectIdOrKey}' ↔ id
    names.push(...alternativeNames(parameter))
    // 'task_gid' ↔ gid: any word that ends so
    const tellsId = ID_NAMES.includes(last) || SECOND_NAMES.includes(last) || /[a-z]id$/.test(last)
    if (words.length > 1 && tellsId) names.push(last)
    if (/(id|sid|uuid|key)$/.test(plain(parameter))) names.push('id', 'uid', 'uuid', 'sid', 'guid')
    if (ID_NAMES.includes(plain(parameter))) names.push(...nouns.map((noun) => noun + plain(parameter)))
    if (!nouns.includes(plain(parameter)) && !/(id|key|number|name|slug|code|uuid)$/.test(plain(parameter))) {
      // '{org}' and '{username}' are often the login or the name
      names.push(...ID_NAMES.map(plain))
    }
    if (nouns.includes(plain(parameter))) names.push(...ID_NAMES.map(plain))
    if (/name$/.test(plain(parameter))) names.push('name', 'login')
    // '{floating_ip}' of a floating IP is its 'ip'
    if (words.length > 1 && nouns.includes(plain(parameter))) names.push(last)
    // 'VersionNumber' of a version is its 'Version'
    if (words.length > 1 && ID_NAMES.includes(last)) names.push(words.slice(0, -1).join(''))
    return [...new Set([...names, ...(!isAlias(parameter) ? nouns.map((noun) => `${noun}id`) : [])])]
  }
  names.push('id', ...nouns.map((noun) => `${noun}id`), 'uid', 'uuid', 'guid', 'sid', 'gid')
  return [...new Set(names)]
}

/** '{roomAlias}', '{userEmail}': the `room_id` of such a thing is what it leads to. */
export function isAlias(parameter: string): boolean {
  const words = wordsOf(parameter)
  return words.length > 1 && SECOND_NAMES.includes(words.at(-1) ?? '')
}

/** Whether a parameter names a thing without a word for what of it: '{org}', '{repo}'. */
export function isBareNoun(parameter: string): boolean {
  return !/(id|key|number|name|slug|code|guid|index|email)$/.test(plain(parameter))
}

/**
 * A member of texts that a bare '{org}' of texts means rather than a number.
 * @param isNamespaced the thing is one of '/repos/{owner}/{repo}', where no two have one name
 */
export function naturalId(entity: Schema, isNamespaced: boolean): readonly string[] | undefined {
  const members = [...(viewObject(entity)?.properties ?? [])]
  for (const name of isNamespaced ? [...NATURAL_IDS, 'name'] : NATURAL_IDS) {
    const found = members.find(([candidate, { schema }]) => plain(candidate) === name && typesOf(schema).has('string'))
    if (found) return [found[0]]
  }
  return undefined
}

/** What a parameter such as 'issueIdOrKey' leaves open, the id first: 'id' and 'key'. */
export function alternativeNames(parameter: string): readonly string[] {
  const words = wordsOf(parameter)
  const names = words.flatMap((word, index) => (words[index + 1] === 'or' || words[index - 1] === 'or' ? [word] : []))
  if (words.at(-2) !== 'or' && words.includes('or')) names.push(words.at(-1) ?? '')
  return names.includes('id') ? ['id', ...names.filter((name) => name !== 'id')] : names
}

/**
 * Azure's resources: nobody can send `id`, `name` or `type`. The id is the address, and the name is the last segment of it.
 */
export function hasAddressForId({ properties }: ObjectView): boolean {
  return ['id', 'name', 'type'].every((name) => properties.get(name)?.readOnly === true)
}

function find(view: ObjectView, names: readonly string[]): string | undefined {
  for (const name of hasAddressForId(view) ? names.map((each) => (each === 'id' ? 'name' : each)) : names) {
    for (const [candidate, { schema }] of view.properties) {
      if (plain(candidate) === name && isScalar(schema)) return candidate
    }
  }
  return undefined
}

function isScalar(schema: Schema): boolean {
  const types = typesOf(schema)
  return types.size === 0 || types.has('string') || types.has('integer') || types.has('number')
}

/** The schema of the last path parameter of an operation on an item. */
export function parameterSchema(operation: Operation | undefined, name: string | undefined): Schema | undefined {
  return operation && pathParameter(operation, name)?.schema
}

export function pathParameter(operation: Operation, name: string | undefined): Parameter | undefined {
  return operation.parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)
}

/** On the way to an entity: it is an item of a list, `{ pets: [{ … }] }`. Brackets, since '0' can be the name of a member. */
export const LISTED = '[0]'

/** The schema of a member inside an entity. */
export function memberSchema(entity: Schema, at: readonly string[]): Schema | undefined {
  let schema: Schema | undefined = entity
  for (const name of at) {
    if (name === LISTED) schema = schema && itemsOf(schema)
    else schema = schema && viewObject(schema)?.properties.get(name)?.schema
  }
  return schema
}
