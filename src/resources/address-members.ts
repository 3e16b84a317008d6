/** Where an item says what the parameters name that its address has before the last: `owner.login` of '/repos/{owner}/{repo}'. */
import type { Schema } from '../model/schema.js'
import type { Collection } from './collection.js'
import { ID_NAMES, NATURAL_IDS } from './identity.js'
import { typesOf, viewObject } from './object-view.js'
import { plain, wordsOf } from './words.js'

/** One way for each parameter of the collection's path, outermost first; undefined where the item does not say it, or says it as `parentMembers` tell. */
export function addressMembers({ path, segments, details }: Collection): readonly (readonly string[] | undefined)[] {
  const { entity, identity, parentMembers } = details
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '')
  const own = names.length - (segments.length - 1 - segments.findLastIndex((text) => text !== undefined))
  return names.map((name, nth) => {
    const at = entity && memberMeant(name, entity)
    if (!at || (nth < own && at.length === 1) || at[0] === identity.at?.[0]) return undefined
    const member = parentMembers[nth]
    return member === undefined ? at : [member]
  })
}

/** '{owner}' is `owner` or `owner.login`, '{owner_name}' `owner.name`, '{clusterId}' `cluster_id` or `cluster`. */
function memberMeant(parameter: string, entity: Schema): readonly string[] | undefined {
  const members = [...(viewObject(entity)?.properties ?? [])]
  const words = wordsOf(parameter)
  const tail = words.at(-1) ?? ''
  const isTold = words.length > 1 && (ID_NAMES.includes(tail) || tail === 'username')
  const stem = isTold ? plain(words.slice(0, -1).join('')) : plain(parameter)
  const own = members.find(([name, { schema }]) => plain(name) === plain(parameter) && isScalar(schema))
  if (own) return [own[0]]
  const held = members.find(([name]) => plain(name) === stem)
  if (!held) return undefined
  const [name, { schema }] = held
  if (isScalar(schema)) return isTold ? [name] : undefined
  const wanted = isTold ? [tail] : [...NATURAL_IDS, 'name']
  const inner = [...(viewObject(schema)?.properties ?? [])].flatMap(([each, property]) =>
    isScalar(property.schema) ? [each] : [],
  )
  const found = wanted.map((word) => inner.find((each) => plain(each) === word)).find((each) => each !== undefined)
  return found === undefined ? undefined : [name, found]
}

function isScalar(schema: Schema): boolean {
  const types = typesOf(schema)
  return !types.has('object') && !types.has('array') && (types.has('string') || types.has('integer'))
}
