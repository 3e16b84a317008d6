import { setOwn } from '../../base/json.js'
import type { Random } from '../../base/random.js'
import { generateValue } from '../../generate/generate-value.js'
import type { RequestValues } from '../../http/compose-request.js'
import type { Operation } from '../../model/api-model.js'
import { idMember, memberSchema } from '../../resources/identity.js'
import { memberAt, withValueAt } from '../../resources/member.js'
import { viewObject } from '../../resources/object-view.js'
import type { Role } from '../../resources/role.js'
import type { CaseRequest } from './case.js'
import type { Sample } from './sample.js'
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

/** Ids in the path that the thing itself could have: its schema often says more than the parameter's. */
export function withFittingIds(operation: Operation, sample: Sample, things: readonly Thing[], random: Random): Sample {
  const path: Record<string, unknown> = { ...sample.values.params.path }
  for (const { collection, parameter } of things) {
    const { member } = collection.details.identity
    const declared = operation.parameters.find((each) => each.in === 'path' && each.name === parameter)?.schema
    const known = path[parameter]
    if (
      !member ||
      known === undefined ||
      member.accepts(known, 'response') ||
      member.accepts(Number(known), 'response')
    )
      continue
    const { value, valid } = generateValue(member, { direction: 'response', random: random.fork(parameter) })
    const isId = typeof value === 'string' || typeof value === 'number'
    if (valid && isId && value !== '' && (!declared || declared.accepts(value, 'request')))
      setOwn(path, parameter, value)
  }
  return { ...sample, values: { ...sample.values, params: { ...sample.values.params, path } } }
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
  const body = withValueAt(values.body, at, typeof id === 'number' ? Number(inPath) : String(inPath))
  const schema = memberSchema(role.body.schema, identity.at)
  if (!schema?.accepts(memberAt(body, at), 'request')) return values
  return {
    ...values,
    body,
    ...(carried.has(thing.parameter) ? { carriedInBody: [{ at, parameter: thing.parameter }] } : {}),
  }
}

function isMember(schema: Parameters<typeof memberSchema>[0], at: readonly string[]): boolean {
  return viewObject(schema) !== undefined && memberSchema(schema, at) !== undefined
}
