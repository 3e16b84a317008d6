import type { JsonObject } from '../../../src/base/json.js'
import { onceFor } from '../../../src/base/once.js'
import type { Collection } from '../../../src/resources/collection.js'
import { isTextName, memberSchema } from '../../../src/resources/identity.js'
import { typesOf, viewObject } from '../../../src/resources/object-view.js'
import { plain } from '../../../src/resources/words.js'
import { withMember } from '../member.js'

/** `full_name: octocat/notes` of what `/repos/{owner}/{repo}` names by two texts. */
export function withFullName(
  collection: Collection,
  parentIds: readonly string[],
  id: string,
  value: JsonObject,
): JsonObject {
  const name = fullNameOf(collection)
  const owner = parentIds.at(-1)
  if (name === undefined || owner === undefined || id === '') return value
  const full = `${owner}/${id}`
  return value[name] === full ? value : withMember(value, [name], full)
}

/** The member that says it, where the last two parameters of the path stand side by side and the last is a name. */
const fullNameOf = onceFor(({ segments, details }: Collection): string | undefined => {
  const { entity, identity } = details
  if (!entity || !isTextName(identity.at?.at(-1) ?? '')) return undefined
  if (segments.at(-1) !== undefined || segments.at(-2) === undefined) return undefined
  return [...(viewObject(entity)?.properties.keys() ?? [])].find((name) => {
    const schema = plain(name) === 'fullname' ? memberSchema(entity, [name]) : undefined
    return schema && typesOf(schema).has('string')
  })
})
