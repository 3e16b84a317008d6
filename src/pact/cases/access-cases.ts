import type { Attempt } from './case.js'
import { accessOf, demandsCredentials } from './credentials.js'
import type { Ground } from './ground.js'
import { requestOf } from './success-cases.js'
import { statesOnPath } from './thing-states.js'

/** 401: no credentials, and some that belong to nobody; 403: those of a second caller, who may not. */
export function attemptsAtAccess(ground: Ground, status: number): readonly Attempt[] | string {
  const { operation, minimal, options } = ground
  if (!demandsCredentials(operation)) return 'the document demands no credentials for this operation'
  const exists = statesOnPath(ground, minimal.values)
  if (status === 403) {
    return [
      {
        cause: 'forbidden',
        why: 'by a caller who lacks permission',
        status,
        states: [...exists, ...accessOf(operation, 'forbidden').states],
        request: requestOf(ground, minimal.values, { role: 'forbidden' }),
      },
    ]
  }
  const request = requestOf(ground, minimal.values, { anonymous: true })
  const attempts: Attempt[] = [{ cause: 'noCredentials', why: 'without credentials', status, states: exists, request }]
  if (!options.knowsCallers) return attempts
  const { credentials } = accessOf(operation, 'allowed')
  // Written as they are, with no state behind them: they belong to nobody.
  const unknown = credentials.map((each) => ({ ...each, expression: each.expression.replace(/\$\{[^}]*\}/, NOBODY) }))
  return [
    ...attempts,
    {
      cause: 'unknownCredentials',
      why: 'with credentials that belong to nobody',
      status,
      states: exists,
      request: { ...request, credentials: unknown },
    },
  ]
}

/** Also decodes as 'user:password' for Basic. */
const NOBODY = 'bm9ib2R5Om5vYm9keQ=='
