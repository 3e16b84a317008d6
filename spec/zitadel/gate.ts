/** What the service looks at before and instead of the usual order: gateway first, instance second, caller third. */
import type { Behaviours, Problem, Refusal } from 'lockstep/mock'
import { instanceByHost, hostName } from './instance-by-host.js'
import { INSTANCES } from './instance-state.js'
import { STRANGER } from './personas.js'
import { isProblem, readRequest } from './request.js'
import { because, failure, gatewayRefuses, plain } from './status.js'

/** Unreadable requests, and requests for an instance that does not exist, are refused before the caller is checked. */
export const gate: NonNullable<Behaviours['gate']> = (call, world) => {
  const request = readRequest(call)
  if (isProblem(request)) return because(request, call.findings)
  const { instanceId } = request.path
  if (instanceId !== undefined) {
    const instance = world.state.get(INSTANCES, instanceId)
    return instance ? undefined : unknownInstance(`id ${instanceId}`)
  }
  if (!call.operation.id.startsWith('FeatureService_')) return undefined
  const instance = instanceByHost(call.request, world)
  return instance === undefined ? unknownInstance(`origin ${hostName(call.request)}`) : undefined
}

function unknownInstance(by: string): Problem {
  const reason = 'ID=QUERY-1kIjX Message=Instance not found. Make sure you got the domain right.'
  return plain('NOT_FOUND', `unable to set instance using ${by}: ${reason}`)
}

export const refuse: NonNullable<Behaviours['refuse']> = (refusal) => {
  const said = inTheirWords(refusal)
  return said === undefined || said === 'proceed' ? said : because(said, refusal.findings)
}

function inTheirWords(refusal: Refusal): Problem | 'proceed' | undefined {
  const headers = refusal.problem.headers ?? {}
  switch (refusal.reason) {
    case 'no-path':
      return gatewayRefuses(404, 5, 'Not Found', headers)
    case 'wrong-method':
      return gatewayRefuses(405, 12, 'Method Not Allowed', headers)
    case 'unauthenticated':
      if (authorization(refusal) === '') {
        return plain('UNAUTHENTICATED', 'auth header missing', { 'www-authenticate': 'auth header missing' })
      }
      return failure('UNAUTHENTICATED', 'AUTH-7fs1e', 'Errors.Token.Invalid', headers)
    case 'forbidden':
      return authorization(refusal).endsWith(` ${STRANGER.token}`)
        ? failure('NOT_FOUND', 'AUTHZ-cdgFk', 'membership not found')
        : failure('PERMISSION_DENIED', 'AUTH-5mWD2', 'No matching permissions found')
    case 'invalid':
    case 'unsupported-media-type':
    case 'not-acceptable':
      // One reader and one writer for every media type, and rules of its own: see `method`.
      return 'proceed'
    case 'too-large':
    case 'preference':
      return undefined
  }
}

function authorization({ request }: Refusal): string {
  const value = request.headers.authorization
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim()
}
