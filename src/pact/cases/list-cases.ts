/** The list of cases: for each operation, each documented response, each cause that leads to it. */
import { describeWhere } from '../../base/finding.js'
import { createRandom } from '../../base/random.js'
import { createRouter } from '../../http/create-router.js'
import { successResponse } from '../../http/select-response.js'
import type { ApiModel, Operation, ResponseSpec } from '../../model/api-model.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import { attemptsAtAccess } from './access-cases.js'
import { withFittingIds } from './carried-ids.js'
import type { Attempt, Case, CaseList, Unreachable } from './case.js'
import type { CaseOptions, Ground } from './ground.js'
import {
  attemptsAtMediaType,
  attemptsAtNotAcceptable,
  attemptsAtPrecondition,
  attemptsAtUnmodified,
} from './header-cases.js'
import { attemptsAtInvalid } from './invalid-cases.js'
import { attemptsAtConflict, attemptsAtMissing } from './missing-cases.js'
import { takeSmallest } from './sample.js'
import { attemptsAtSuccess } from './success-cases.js'
import { thingsOnPath } from './things-on-path.js'

export function listCases(
  model: ApiModel,
  plan: ResourcePlan,
  operations: readonly Operation[] = model.operations,
  options: CaseOptions = {},
): CaseList {
  const router = createRouter(model, { basePath: 'none' })
  const random = createRandom(options.seed ?? 'lockstep')
  const cases: Case[] = []
  const unreachable: Unreachable[] = []
  for (const operation of operations) {
    const things = thingsOnPath(plan, operation)
    const ground: Ground = {
      operation,
      role: plan.roleOf(operation),
      things,
      plan,
      router,
      random: random.fork(operation.id),
      minimal: withFittingIds(operation, takeSmallest(operation, router, random), things, random.fork(operation.id)),
      options,
    }
    listOf(ground, cases, unreachable)
  }
  return { cases, unreachable }
}

type Found = readonly Attempt[] | string

function listOf(ground: Ground, cases: Case[], unreachable: Unreachable[]): void {
  const { operation } = ground
  const ids = new Set<string>()
  for (const response of operation.responses) {
    const found = attemptsAt(ground, response)
    if (typeof found === 'string' || found.length === 0) {
      unreachable.push({ operation, response, reason: typeof found === 'string' ? found : NO_CAUSE })
      continue
    }
    for (const { orElse = [], ...attempt } of found) {
      const id = uniqueId(`${operation.id}.${response.key}.${attempt.cause}`, ids)
      cases.push({ ...attempt, id, operation, response, statuses: statusesOf(response, attempt.status, orElse) })
    }
  }
}

const NO_CAUSE = 'no cause is known; give the document an example of a request that leads to it'

function uniqueId(wanted: string, taken: Set<string>): string {
  let id = wanted
  for (let nth = 2; taken.has(id); nth++) id = `${wanted}${nth}`
  taken.add(id)
  return id
}

function statusesOf({ key }: ResponseSpec, status: number, orElse: readonly number[]): Case['statuses'] {
  if (key !== 'default' && !key.endsWith('XX')) return orElse.length > 0 ? [status, ...orElse] : undefined
  if (status < 300) return 'success'
  if (status < 400) return 'redirect'
  return status < 500 ? 'clientError' : 'serverError'
}

function attemptsAt(ground: Ground, response: ResponseSpec): Found {
  const { operation, minimal } = ground
  const [finding] = minimal.findings
  if (finding) {
    return `no valid request was found: ${describeWhere(finding.where)}: ${finding.message}; give the document an example`
  }
  const success = successResponse(operation.responses)
  if ((success.status < 400 && response.key === success.response?.key) || response.key.startsWith('2'))
    return attemptsAtSuccess(ground, response)
  switch (response.key) {
    case '304':
      return attemptsAtUnmodified(ground)
    case '400':
    case '422':
      return attemptsAtInvalid(ground, Number(response.key))
    case '401':
    case '403':
      return attemptsAtAccess(ground, Number(response.key))
    case '404':
    case '410':
      return attemptsAtMissing(ground, Number(response.key))
    case '405':
      return 'the method is the one that the path has; another method is another operation'
    case '406':
      return attemptsAtNotAcceptable(ground)
    case '409':
      return attemptsAtConflict(ground)
    case '412':
      return attemptsAtPrecondition(ground)
    case '415':
      return attemptsAtMediaType(ground)
    case '4XX':
    case 'default':
      return attemptsAtOpenKey(ground, response.key)
    default:
      return response.key.startsWith('5') ? 'a request cannot make a server fail' : NO_CAUSE
  }
}

/**
 * A range or `default` stands for every status that has no key of its own: the first cause that leads to one. 406 and 415
 * only where they are declared: many servers look at neither Accept nor Content-Type.
 */
function attemptsAtOpenKey(ground: Ground, key: string): Found {
  const { operation } = ground
  const declares = (key: string) => operation.responses.some((response) => response.key === key)
  if (key === 'default' && declares('4XX')) return 'every refusal that is known leads to 4XX'
  const makers: readonly (readonly [number, () => Found])[] = [
    [404, () => attemptsAtMissing(ground, 404)],
    [400, () => (declares('422') ? [] : attemptsAtInvalid(ground, 400))],
    [401, () => attemptsAtAccess(ground, 401)],
    [403, () => attemptsAtAccess(ground, 403)],
  ]
  for (const [status, make] of makers) {
    if (declares(String(status))) continue
    const found = make()
    if (typeof found !== 'string' && found[0]) return [found[0]]
  }
  return 'every cause that is known leads to a response with a key of its own'
}
