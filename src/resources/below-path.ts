import type { Operation } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import { parentMembersOf } from './collection-details.js'
import type { Collection } from './collection.js'
import { memberSchema } from './identity.js'
import { typesOf, viewObject } from './object-view.js'
import { pathOf, shapeOf, type Token } from './path-shape.js'
import { plain, singular } from './words.js'

/** `/posts/{postId}` and `comments` of `/posts/{postId}/comments`. */
export interface BelowPath {
  readonly base: readonly Token[]
  readonly parameter: Token & { kind: 'parameter' }
  readonly name: Token & { kind: 'fixed' }
}

export function readBelow({ template }: Operation): BelowPath | undefined {
  const { tokens, verb } = shapeOf(template)
  const [parameter, name] = tokens.slice(-2)
  if (verb !== undefined || parameter?.kind !== 'parameter' || name?.kind !== 'fixed') return undefined
  const base = tokens.slice(0, -2)
  return base.some(({ kind }) => kind === 'fixed') ? { base, parameter, name } : undefined
}

/** Where an item says what it is below: `userId`, `user_id`, or `user: { id }`. */
export function memberNaming(
  { base, parameter, name }: BelowPath,
  { details: { entity, identity } }: Collection,
  above: Collection | undefined,
): readonly string[] | undefined {
  if (!entity) return undefined
  const tokens = [...base, parameter, name]
  const segments = tokens.map((token) => (token.kind === 'fixed' ? token.text : undefined))
  const found = parentMembersOf({ path: pathOf(tokens), segments }, entity, identity).at(-1)
  if (found !== undefined) return isListed(entity, found) ? undefined : [found]
  const noun = plain(singular(base.findLast((token) => token.kind === 'fixed')?.text ?? ''))
  const [id = 'id'] = above?.details.identity.at ?? []
  for (const [held, { schema }] of viewObject(entity)?.properties ?? []) {
    if (plain(held) === noun && viewObject(schema)?.properties.has(id)) return [held, id]
  }
  return undefined
}

/** Where a task says which task it is a part of: `parentId`, `parent_task_id`, or `parent: { id }`. */
export function parentNaming({ name, details: { entity, identity } }: Collection): readonly string[] | undefined {
  const noun = plain(singular(name))
  const called = ['parent', 'parentid', `parent${noun}`, `parent${noun}id`]
  const id = identity.at?.at(-1) ?? 'id'
  for (const [member, { schema }] of (entity && viewObject(entity)?.properties) ?? []) {
    if (!called.includes(plain(member)) || typesOf(schema).has('array')) continue
    const inner = viewObject(schema)
    if (!inner) return [member]
    if (inner.properties.has(id)) return [member, id]
  }
  return undefined
}

/** Where an item lists what it is below, `projects` or `projectIds`; what is created there could not say it alone. */
export function listNaming({ base }: BelowPath, { details: { entity } }: Collection): readonly string[] | undefined {
  const word = base.findLast((token) => token.kind === 'fixed')?.text ?? ''
  const noun = plain(singular(word))
  const called = [plain(word), `${noun}ids`, `${noun}list`]
  const names = [...((entity && viewObject(entity)?.properties.keys()) ?? [])]
  const name = names.find((each) => called.includes(plain(each)))
  return entity && name !== undefined && isListed(entity, name) ? [name] : undefined
}

function isListed(entity: Schema, name: string): boolean {
  const schema = memberSchema(entity, [name])
  return schema !== undefined && typesOf(schema).has('array')
}
