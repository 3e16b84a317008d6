/** Where a client of any API finds the ids of what it makes, and where it puts them. */
import { memberAt } from '../mock/behave/member.js'
import type { Operation } from '../src/model/api-model.js'
import type { Collection } from '../src/resources/collection.js'
import { idMember, memberSchema } from '../src/resources/identity.js'
import type { RoleKind, StatefulRole } from '../src/resources/role.js'
import type { Answer, WishedId } from './http-client.js'

export type Part<Kind extends RoleKind> = {
  readonly operation: Operation
  readonly role: StatefulRole & { readonly kind: Kind }
}

/** Where an answer shows no id, a client that may choose one does. */
export function askedId({
  clientId,
  body,
  collection,
  success,
  entityAt,
}: Part<'create'>['role']): readonly WishedId[] {
  const { idParameter, name, details } = collection
  const shown = success.schema && entityAt && memberSchema(success.schema, entityAt)
  const at = details.identity.at ?? (body.schema && idMember(body.schema, idParameter, name))
  if (clientId !== 'optional' || !at || (details.identity.at && shown && memberSchema(shown, at))) return []
  const member = body.schema && memberSchema(body.schema, at)
  const id = ['chosen-1', '123456'].find((text) => member?.accepts(/^\d+$/.test(text) ? Number(text) : text, 'request'))
  return id === undefined ? [] : [{ at: [...body.at, ...at], id, isAdded: true }]
}

/** Found as a client would: in the answer, in Location, or in what it sent when it chose the id itself. */
export function idFrom(role: Part<'create' | 'upsert'>['role'], answer: Answer, shown: unknown): string | undefined {
  const { identity } = role.collection.details
  const own = identity.at && textOf(memberAt(shown, identity.at))
  if (own !== undefined) return own
  if (answer.location !== undefined) return idInLocation(answer.location, role.collection)
  const named = [role.collection.idParameter ?? 'id', 'id'].map((name) =>
    textOf(memberAt(shown ?? answer.value, [name])),
  )
  return named.find((id) => id !== undefined) ?? textOf(idAt(role, answer.sent.body, role.body.at))
}

/** Where the path of an item has it, which may end in '/' or '.json'. */
function idInLocation(location: string, { members }: Collection): string {
  const path = location.split(/[?#]/)[0]?.replace(/\/+$/, '') ?? ''
  const parts = members.read?.template.segments.findLast((segment) => segment.parts.length > 0)?.parts ?? []
  const after = parts.at(-1)
  const suffix = after?.kind === 'text' && parts.length > 1 ? after.text : ''
  const last = path.split('/').at(-1) ?? ''
  return decodeURIComponent(last.endsWith(suffix) ? last.slice(0, last.length - suffix.length) : last)
}

function idAt(role: StatefulRole, body: unknown, at: readonly string[]): unknown {
  const { details, idParameter, name } = role.collection
  const sent = 'body' in role ? role.body?.schema : undefined
  const own = details.identity.at ?? (sent && idMember(sent, idParameter, name))
  return own && memberAt(body, [...at, ...own])
}

/** Where a body names the item of the path, it must name the same. */
export function idIn(role: StatefulRole, id: string): readonly WishedId[] {
  const { identity } = role.collection.details
  if (!identity.at || !('body' in role) || !role.body) return []
  return [{ at: [...role.body.at, ...identity.at], id }]
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
