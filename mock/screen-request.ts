/** What can be said of a request that found its operation, without looking at the state. */
import { type Finding, NO_FINDINGS } from '../src/base/finding.js'
import { checkRequest } from '../src/check/check-request.js'
import { checkStrictly, type Refused } from '../src/check/check-strictly.js'
import { authenticate, type AuthenticateOptions } from '../src/http/authenticate.js'
import { decodeRequest } from '../src/http/decode-request.js'
import { type Decoded, type HttpRequest, type Match, NO_PARAMETERS, type Principal } from '../src/http/exchange.js'
import type { Preferences } from '../src/http/prefer.js'
import type { Operation } from '../src/model/api-model.js'
import type { Behaviours, Call, Refusal } from './behave/behaviour.js'
import { refuseAccept, refuseAccess, refuseInvalid, refusePreferred } from './problem/refusals.js'

/** A request that found its operation, and all that can be said of it without looking at the state. */
export interface Screened {
  readonly call: Call
  readonly refusals: readonly Refusal[]
}

type Found = Match & { readonly kind: 'found' }

const ANYBODY: AuthenticateOptions = {}
const NO_REFUSALS: readonly Refusal[] = []

/**
 * @param scenarios the names that `Prefer: lockstep-scenario` may use
 * @param refuse what is refused although the standard lets it pass
 */
export function createScreen(
  behaviours: Behaviours,
  scenarios: readonly string[],
  refuse: readonly Refused[],
): (request: HttpRequest, match: Found, preferences: Preferences) => Screened {
  return screen

  function screen(request: HttpRequest, match: Found, preferences: Preferences): Screened {
    const { operation, pathValues } = match
    const access = authenticate(operation, request, accessOf(operation))
    const principal = access.kind === 'granted' ? access.principal : undefined
    if (access.kind === 'denied' && !behaviours.gate && !behaviours.refuse) {
      return {
        call: emptyCall(operation, request),
        refusals: [refuseAccess(request, operation, access)],
      }
    }
    const decoded = decodeRequest(operation, request, pathValues)
    const found = checkRequest(operation, decoded)
    const findings = refuse.length === 0 ? found : [...found, ...checkStrictly(operation, request, decoded, refuse)]
    const refusals: Refusal[] = []
    if (access.kind === 'denied') refusals.push(refuseAccess(request, operation, access))
    if (findings.length > 0) refusals.push(refuseInvalid(request, operation, findings))
    const preferred = refusePreferred(request, operation, preferences, scenarios) ?? refuseAccept(request, operation)
    if (preferred) refusals.push(preferred)
    return {
      call: callOf(operation, request, decoded, principal, findings),
      refusals: refusals.length > 0 ? refusals : NO_REFUSALS,
    }
  }

  function accessOf(operation: Operation): AuthenticateOptions {
    if (!behaviours.personas && !behaviours.permissions) return ANYBODY
    const permissions = behaviours.permissions?.(operation)
    return {
      ...(behaviours.personas ? { personas: behaviours.personas } : {}),
      ...(permissions ? { permissions } : {}),
    }
  }
}

function callOf(
  operation: Operation,
  request: HttpRequest,
  { params, body }: Decoded,
  principal: Principal | undefined,
  findings: readonly Finding[],
): Call {
  return { operation, params, body, principal, request, findings }
}

function emptyCall(operation: Operation, request: HttpRequest): Call {
  return { operation, params: NO_PARAMETERS, body: undefined, principal: undefined, request, findings: NO_FINDINGS }
}
