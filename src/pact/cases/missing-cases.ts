import type { Json } from '../../base/json.js'
import { successResponse } from '../../http/select-response.js'
import type { Collection } from '../../resources/collection.js'
import { declares } from '../../resources/success.js'
import { chosenIdAt } from './carried-ids.js'
import { type Attempt, idPart } from './case.js'
import { accessOf } from './credentials.js'
import type { Ground } from './ground.js'
import { tryRequest } from './sample.js'
import { freshValue, requestOf, withPathValue } from './success-cases.js'
import { existsState, itemState, missingState } from './thing-states.js'
import type { Thing } from './things-on-path.js'

/** For each thing in the path in turn an id that nobody has, below things that exist. */
export function attemptsAtMissing(ground: Ground, status: number): readonly Attempt[] | string {
  const { operation, things } = ground
  if (status === 410 && declares(operation, 404)) {
    return 'what has been and is gone cannot be told from what never was'
  }
  if (things.length === 0)
    return 'no part of the path is a thing that could be missing; which request finds nothing cannot be told'
  const reasons: string[] = []
  const attempts = things.flatMap((thing, index) => {
    const found = attemptWithout(ground, thing, things[index - 1], status)
    if (typeof found === 'string') reasons.push(found)
    return typeof found === 'string' ? [] : [found]
  })
  return attempts.length > 0 ? attempts : reasons.join('; ')
}

function attemptWithout(ground: Ground, thing: Thing, above: Thing | undefined, status: number): Attempt | string {
  const { operation, role, router, minimal } = ground
  const { collection, parameter } = thing
  const isOwn = 'collection' in role && role.collection === collection
  if (isOwn && role.kind === 'upsert') return `a ${parameter} that nobody has is created`
  if (isOwn && role.kind === 'exists' && role.member !== undefined)
    return `a ${parameter} that nobody has is answered with false`
  const value = freshValue(ground, parameter)
  if (value === undefined) return `every ${parameter} that the schema accepts may exist`
  const values = withPathValue(minimal.values, parameter, value)
  if (tryRequest(operation, router, values)?.length !== 0) return `no other ${parameter} was found that is valid`
  return {
    cause: `unknown${idPart(parameter)}`,
    orElse: isCertain(ground, collection) ? [] : [successResponse(operation.responses).status],
    why: `with ${article(parameter)} that nobody has`,
    status,
    states: [
      ...(above ? [existsState(above, values)] : []),
      missingState(thing, values),
      ...accessOf(operation, 'allowed').states,
    ],
    request: requestOf(ground, values, { fresh: parameter }),
  }
}

/** Of what no operation makes, anything may be there; and what is not known to look at a thing may not miss it. */
function isCertain({ role }: Ground, { details, members }: Collection): boolean {
  if (role.kind === 'stateless') return false
  return details.existence === 'strict' || members.create !== undefined
}

function article(name: string): string {
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`
}

/** The same create twice; where the server chooses ids, it may be that nothing else must be unique. */
export function attemptsAtConflict(ground: Ground): readonly Attempt[] | string {
  const { role, minimal, operation, things } = ground
  if (role.kind !== 'create') return 'only a create is known to meet what exists already'
  const id = chosenIdAt(role, minimal.values.body)
  const above = things.at(-1)
  return [
    {
      ...(id === undefined
        ? { cause: 'again', why: 'with what is there already', orElse: [role.success.status] }
        : { cause: 'existing', why: 'with an id that is taken' }),
      status: 409,
      states: [
        ...(above ? [existsState(above, minimal.values)] : []),
        itemState('exists', ground, role.collection, id, minimal.values.body as Json),
        ...accessOf(operation, 'allowed').states,
      ],
      request: requestOf(ground, minimal.values),
    },
  ]
}
