/** Whether a collection has items that nobody created. */
import type { Operation } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import type { Collection, CollectionMembers, Existence, Identity } from './collection.js'
import { entityIn, entityInList } from './envelope.js'
import { LISTED, memberSchema } from './identity.js'
import { lastParameter } from './last-parameter.js'
import { typesOf, viewObject } from './object-view.js'
import { declares, declaresNotFound, successOf } from './success.js'
import { plain, wordsOf } from './words.js'

type Facts = Omit<Collection, 'details'>

export function existenceOf(
  facts: Facts,
  identity: Identity,
  isLinked: boolean,
  creator: Operation | undefined,
  isPutHere: () => boolean,
): Existence {
  const { kind, members } = facts
  if (kind === 'singleton') return 'lenient'
  const create = members.create ?? creator
  if (create && (isLinked || canLearnId(create, facts, identity))) return 'strict'
  if (!create && isPutHere()) return 'until-created'
  if (!create && isAlwaysThere(members)) return 'lenient'
  const creates = [create, ...members.otherCreates].filter((each) => each !== undefined)
  return creates.some((each) => isToldOrTellsId(each, facts, identity)) ? 'until-created' : 'lenient'
}

/** The squares of a board are read and set: no operation lists or removes one, or has a word for one that is missing or new. */
function isAlwaysThere({ list, search, remove, read, replace }: CollectionMembers): boolean {
  if (list || search || remove || !read || !replace) return false
  return !declaresNotFound(read) && !declaresNotFound(replace) && !declares(replace, 201)
}

/** A create that neither takes nor returns an id, in a collection without a list, makes what nobody can read. */
function isToldOrTellsId(create: Operation, facts: Facts, identity: Identity): boolean {
  const { list, search } = facts.members
  if (create.method === 'PUT' || list || search || canLearnId(create, facts, identity)) return true
  const { response } = successOf(create, 'create')
  if (response?.headers.some(({ name }) => name.toLowerCase() === 'location')) return true
  const id = identity.at?.[0]
  const sent = create.body?.content[0]?.schema
  return id !== undefined && sent !== undefined && (viewObject(sent)?.properties.has(id) ?? false)
}

/**
 * Whether the answer to a create shows the new id where any client looks first: `petId`, `id`, `data.id`, `data.petId`, `pet_id`,
 * `uid`, `uuid`, `name`. Where something else stands there, such as a number beside a slug, ids cannot be learnt.
 */
function canLearnId(create: Operation, facts: Facts, { at, member }: Identity): boolean {
  if (facts.idParameter === undefined) return true
  const idParameter = (facts.isDeclared ? undefined : lastParameter(facts.members.read)) ?? facts.idParameter
  const { schema } = successOf(create, 'create')
  const listAt = schema && (entityInList(schema, facts) ?? entityIn(schema, facts))
  const view = schema && viewObject(listAt?.includes(LISTED) ? (memberSchema(schema, listAt) ?? schema) : schema)
  if (!view) return false
  const data = view.properties.get('data')
  const inData = data && viewObject(data.schema)?.properties
  const tail = wordsOf(idParameter).at(-1) ?? ''
  const spelt = [...view.properties.keys()].find((name) => plain(name) === plain(idParameter))
  const first =
    view.properties.get(idParameter) ??
    view.properties.get('id') ??
    inData?.get(idParameter) ??
    inData?.get('id') ??
    (spelt === undefined ? undefined : view.properties.get(spelt)) ??
    // 'gid' of '{task_gid}'
    (/[a-z]id$/.test(tail) ? (view.properties.get(tail) ?? inData?.get(tail)) : undefined) ??
    ['uid', 'uuid', 'name'].flatMap((name) => view.properties.get(name) ?? [])[0]
  if (!first) return false
  // '7' where it is read and 7 where it is created are one id.
  const [name = ''] = at ?? []
  const isSame = view.properties.get(name) === first || inData?.get(name) === first
  return at === undefined || member === undefined || isSame || isSameKind(first.schema, member)
}

function isSameKind(a: Schema, b: Schema): boolean {
  const [left, right] = [typesOf(a), typesOf(b)]
  return left.size === 0 || right.size === 0 || [...left].some((type) => type !== 'null' && right.has(type))
}
