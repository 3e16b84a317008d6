/** The refusals that most operations share: nobody calls, a stranger calls, the wrong one calls, and there is no such instance. */
import { expect } from 'chai'
import { NOT_FOUND, PERMISSION_DENIED, status, statusWithCause, UNAUTHENTICATED } from './answers.js'
import type { Case } from './contract.js'
import { INSTANCE, instanceExists, instanceIsMissing, UNKNOWN_INSTANCE } from './states.js'
import { Refused, type SystemApi } from './system-api-client.js'

export interface Request extends Pick<Case, 'operation' | 'method' | 'path' | 'body'> {
  /** Beside the instance of its path. */
  readonly given?: Case['given']
  readonly call: (api: SystemApi, instanceId: string) => Promise<unknown>
}

/** A call that must be refused, with this code. */
function refused(call: Case['call'], httpStatus: number, code: number): Case['call'] {
  return async (api) => {
    const refusal = await call(api).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(refusal).to.be.instanceOf(Refused)
    const { status: seen, reason } = refusal as Refused
    expect([seen, reason.code]).to.deep.equal([httpStatus, code])
    expect(reason.message).to.be.a('string')
  }
}

/** A case that ends in a refusal. */
export function refusal(
  request: Request & Pick<Case, 'caller' | 'cause' | 'headers' | 'instanceHost'>,
  httpStatus: number,
  answer: { readonly code: number; readonly message: string; readonly id?: string },
  instanceId = INSTANCE,
): Case {
  const { code, message, id } = answer
  return {
    ...request,
    status: httpStatus,
    answer: id === undefined ? status(code, message) : statusWithCause(code, message, id),
    call: refused((api) => request.call(api, instanceId), httpStatus, code),
  }
}

/** 401 twice: no token, and one that nobody has. `challenged`: the document declares WWW-Authenticate. */
export function unauthenticated(request: Request, challenged = true): readonly Case[] {
  const nobody = { ...request, given: given(request), caller: 'nobody', cause: 'nobody calls' } as const
  const unknown = { ...request, given: given(request), caller: 'unknown', cause: 'the token is unknown' } as const
  return [
    refusal({ ...nobody, ...(challenged && { headers: { 'WWW-Authenticate': 'auth header missing' } }) }, 401, {
      code: UNAUTHENTICATED,
      message: 'auth header missing',
    }),
    refusal(unknown, 401, { code: UNAUTHENTICATED, message: 'Errors.Token.Invalid', id: 'AUTH-7fs1e' }),
  ]
}

export function forbidden(request: Request): Case {
  const answer = { code: PERMISSION_DENIED, message: 'No matching permissions found', id: 'AUTH-5mWD2' }
  return refusal(
    { ...request, given: given(request), caller: 'forbidden', cause: 'the caller lacks the permission' },
    403,
    answer,
  )
}

export function unknownInstance(request: Request): Case {
  const answer = { code: NOT_FOUND, message: 'unable to set instance using id 1: Instance not found.' }
  const others = (request.given ?? []).filter((state) => state !== instanceExists)
  return refusal(
    { ...request, given: [...others, instanceIsMissing], cause: 'there is no such instance' },
    404,
    answer,
    UNKNOWN_INSTANCE,
  )
}

/** A host that no instance has. */
export function unknownHost(request: Request): Case {
  const answer = { code: NOT_FOUND, message: 'unable to set instance using origin nobody.example: Instance not found.' }
  return refusal({ ...request, cause: 'no instance has this host', instanceHost: 'nobody.example' }, 404, answer)
}

function given(request: Request): Case['given'] {
  return request.path.includes('${instanceId}') ? [instanceExists, ...(request.given ?? [])] : request.given
}
