import { decodeOrKeep } from '../../base/decode-or-keep.js'
import { setOwn } from '../../base/json.js'
import { NO_PARAMETERS } from '../../http/exchange.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import type { CaseState } from '../cases/case.js'
import { accessOf } from '../cases/credentials.js'
import { existsState, missingState } from '../cases/thing-states.js'
import { thingsOnPath } from '../cases/things-on-path.js'
import type { RecordedCall } from './recorded-request.js'

/** What had to be there for the answer that came. */
export function recordedStates(call: RecordedCall, plan: ResourcePlan, isKnown: boolean): readonly CaseState[] {
  const { operation, status } = call
  const values = { params: { ...NO_PARAMETERS, path: pathOf(call) }, body: undefined, mediaType: undefined }
  const things = thingsOnPath(plan, operation)
  const role = plan.roleOf(operation)
  const last = things.at(-1)
  const caller = isKnown ? accessOf(operation, status === 403 ? 'forbidden' : 'allowed').states : []
  if (!last) return caller
  const above = things.at(-2)
  const isCreated = role.kind === 'upsert' && last.collection === role.collection
  const exists = (thing: typeof last | undefined) => (thing ? [existsState(thing, values)] : [])
  if (isCreated) return [...exists(above), ...caller]
  return status === 404 ? [...exists(above), missingState(last, values), ...caller] : [...exists(last), ...caller]
}

function pathOf({ pathValues }: RecordedCall): Record<string, unknown> {
  const path: Record<string, unknown> = {}
  for (const [name, value] of pathValues) setOwn(path, name, decodeOrKeep(value))
  return path
}
