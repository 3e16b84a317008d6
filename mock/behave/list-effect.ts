/** Actions that put something into a list of the item, or take it out: `addTag`, `POST` and `DELETE /firewalls/{id}/droplets`. */
import { isRecord, jsonEqual, type JsonObject } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import type { Schema } from '../../src/model/schema.js'
import { namesThing } from '../../src/resources/identity.js'
import { typesOf, viewObject } from '../../src/resources/object-view.js'
import type { StatefulRole } from '../../src/resources/role.js'
import { bodySchemaOf } from '../../src/resources/success.js'
import { plain, singular, wordsOf } from '../../src/resources/words.js'
import type { Call } from './behaviour.js'
import { asShown } from './entity/as-shown.js'
import { memberAt, objectOf, withMember } from './member.js'

type ListEffect = (value: JsonObject, call: Call) => JsonObject

/** Undefined where the word in the path means no list that the item shows and the body speaks of. */
export function createListEffect(
  operation: Operation,
  role: StatefulRole & { kind: 'action' },
): ListEffect | undefined {
  const asked = readVerb(operation, role.verb)
  const at = role.body?.at ?? []
  const sent = role.body?.schema ?? bodySchemaOf(operation)
  const { entity } = role.collection.details
  const lists = asked && sent && entity ? listsMeant(asked.noun, sent, entity) : []
  if (!asked || lists.length === 0) return undefined
  return (value, call) => {
    const said = objectOf(memberAt(call.body, at)) ?? {}
    return lists.reduce((changed, list) => changeList(changed, list, said, asked.isTakenOut), value)
  }
}

interface ListMember {
  readonly name: string
  readonly schema: Schema
  /** What the body calls what goes in. */
  readonly sentAs: string
}

interface Asked {
  readonly noun: string
  readonly isTakenOut: boolean
}

/** 'addFollowers', 'remove-tag'; 'tags' alone means what the method says. */
function readVerb({ method }: Operation, verb: string): Asked | undefined {
  const words = wordsOf(verb)
  const [first = '', ...rest] = words
  const isPut = /^(add|attach|append|link|join)$/.test(first)
  const isTaken = /^(remove|detach|delete|unlink|drop)$/.test(first)
  if (isPut || isTaken) return rest.length === 0 ? undefined : { noun: nounOf(rest), isTakenOut: isTaken }
  if (method !== 'POST' && method !== 'DELETE') return undefined
  return /s$/i.test(verb) ? { noun: nounOf(words), isTakenOut: method === 'DELETE' } : undefined
}

function nounOf(words: readonly string[]): string {
  return plain(singular(words.join('')))
}

/** Lists of the item that the word means, `droplet_ids` and `inbound_rules`, where the body has what goes into them. */
function listsMeant(noun: string, sent: Schema, entity: Schema): readonly ListMember[] {
  const asked = [...(viewObject(sent)?.properties.keys() ?? [])]
  return [...(viewObject(entity)?.properties ?? [])].flatMap(([name, { schema }]) => {
    const words = wordsOf(name).map(singular)
    if (!typesOf(schema).has('array') || !(plain(words.join('')) === noun || words.includes(noun))) return []
    const called = [plain(name), noun, `${noun}s`, `${noun}id`, `${noun}ids`]
    const sentAs =
      asked.find((each) => plain(each) === plain(name)) ?? asked.find((each) => called.includes(plain(each)))
    return sentAs === undefined ? [] : [{ name, schema, sentAs }]
  })
}

function changeList(value: JsonObject, list: ListMember, said: JsonObject, isTakenOut: boolean): JsonObject {
  if (!Object.hasOwn(said, list.sentAs)) return value
  const sent = said[list.sentAs]
  const items = asShown(list.schema, Array.isArray(sent) ? sent : [sent], false)
  const before = Object.hasOwn(value, list.name) ? value[list.name] : undefined
  const held: readonly unknown[] = Array.isArray(before) ? before : []
  const meant = (Array.isArray(items) ? items : []) as readonly unknown[]
  const after = isTakenOut
    ? held.filter((each) => !meant.some((item) => isSame(each, item)))
    : [...held, ...meant.filter((item) => !held.some((each) => isSame(each, item)))]
  return after.length === held.length ? value : withMember(value, [list.name], after)
}

/** Things are the same that say the same of what names them. */
function isSame(held: unknown, meant: unknown): boolean {
  if (!isRecord(held) || !isRecord(meant)) return jsonEqual(held, meant)
  const names = Object.keys(meant).filter((name) => namesThing(name) && Object.hasOwn(held, name))
  return names.length > 0 ? names.every((name) => jsonEqual(held[name], meant[name])) : jsonEqual(held, meant)
}
