import { isRecord, own, setOwn, type UnknownRecord } from '../base/json.js'
import type { RequestValues } from '../http/compose-request.js'
import { idMember } from '../resources/identity.js'
import { memberSchema } from '../resources/identity.js'
import { viewObject } from '../resources/object-view.js'
import type { Role } from '../resources/role.js'
import type { CaseRequest } from './case.js'
import type { Thing } from './things-on-path.js'

/** The id that a create's body chooses for the new thing; undefined when it leaves that to the server. */
export function chosenIdAt(role: Role & { readonly kind: 'create' }, body: unknown): string | number | undefined {
  if (role.clientId === 'none') return undefined
  const { collection, body: envelope } = role
  const at =
    collection.details.identity.at ??
    (envelope.schema && idMember(envelope.schema, collection.idParameter, collection.name))
  const value = at && memberAt(body, [...envelope.at, ...at])
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

/** A body that names the thing in the path as well must name the same one, whatever id it gets. */
export function withCarriedIds(
  role: Role,
  thing: Thing | undefined,
  values: RequestValues,
  carried: ReadonlySet<string>,
): RequestValues & Pick<CaseRequest, 'carriedInBody'> {
  if (!thing || !('body' in role) || !role.body || role.kind === 'create' || values.serialized) return values
  if (role.kind === 'action') return values
  const { identity } = thing.collection.details
  if (!identity.at || !role.body.schema || !isMember(role.body.schema, identity.at)) return values
  const at = [...role.body.at, ...identity.at]
  const id = memberAt(values.body, at)
  if (id === undefined) return values
  const inPath = values.params.path[thing.parameter]
  const body = withMember(values.body, at, typeof id === 'number' ? Number(inPath) : String(inPath))
  return {
    ...values,
    body,
    ...(carried.has(thing.parameter) ? { carriedInBody: [{ at, parameter: thing.parameter }] } : {}),
  }
}

function isMember(schema: Parameters<typeof memberSchema>[0], at: readonly string[]): boolean {
  return viewObject(schema) !== undefined && memberSchema(schema, at) !== undefined
}

export function memberAt(value: unknown, at: readonly string[]): unknown {
  let found = value
  for (const name of at) {
    if (!isRecord(found)) return undefined
    found = own(found, name)
  }
  return found
}

function withMember(value: unknown, at: readonly string[], member: unknown): unknown {
  const [name, ...rest] = at
  if (name === undefined) return member
  const copy: Record<string, unknown> = {}
  for (const [key, each] of Object.entries(isRecord(value) ? value : ({} as UnknownRecord))) setOwn(copy, key, each)
  setOwn(copy, name, withMember(own(copy, name), rest, member))
  return copy
}
