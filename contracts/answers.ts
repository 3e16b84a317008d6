/** The shapes of answers: what every consumer of the API may rely on. */
import { each, exactly, flag, oneOf, text, time, uint64, type Members } from './shape.js'
import { DOMAIN, INSTANCE } from './states.js'

/** A write that puts the time of its event into `creationDate`: a habit of the service. */
export const added: Members = {
  details: { sequence: uint64('7'), creationDate: time(), resourceOwner: text(INSTANCE) },
}
export const changed: Members = {
  details: { sequence: uint64('8'), changeDate: time(), resourceOwner: text(INSTANCE) },
}
/** Before the first event there is nothing to date. */
export const owned: Members = { details: { resourceOwner: text(INSTANCE) } }
export const made: Members = { instanceId: text(INSTANCE), details: { sequence: uint64('1'), creationDate: time() } }

export const domain: Members = {
  domain: text(DOMAIN),
  details: { sequence: uint64('2'), resourceOwner: text(INSTANCE) },
}
export const instance: Members = {
  id: text(INSTANCE),
  name: text('ACME'),
  state: oneOf('STATE_RUNNING', 'STATE_CREATING', 'STATE_STOPPING', 'STATE_STOPPED'),
  details: { sequence: uint64('1'), creationDate: time(), resourceOwner: text(INSTANCE) },
  domains: each({ domain: text(DOMAIN) }),
}
export const member: Members = { userId: text('70669147545070419'), roles: each(text('IAM_OWNER')) }
export const view: Members = {
  database: text('zitadel'),
  viewName: text('projections.orgs'),
  processedSequence: uint64('12'),
}
export const failedEvent: Members = {
  database: text('zitadel'),
  viewName: text('projections.orgs'),
  failedSequence: uint64('9823758'),
  failureCount: uint64('5'),
  errorMessage: text('relation does not exist'),
}

export function pageOf(item: Members): Members {
  return { details: { totalResult: uint64('1') }, result: each(item) }
}

export function flagFrom(source: 'SOURCE_SYSTEM' | 'SOURCE_INSTANCE'): Members {
  return { ...owned, loginDefaultOrg: { enabled: flag(true), source: exactly(source) } }
}

export const INVALID_ARGUMENT = 3
export const NOT_FOUND = 5
export const ALREADY_EXISTS = 6
export const PERMISSION_DENIED = 7
export const FAILED_PRECONDITION = 9
export const UNAUTHENTICATED = 16

/** `google.rpc.Status`, as the gateway and the validators give it. */
export function status(code: number, message: string): Members {
  return { code: exactly(code), message: text(message) }
}

/** The same from the API's own code, which names causes, each with its type. */
export function statusWithCause(code: number, message: string, id: string): Members {
  const cause = {
    '@type': text('type.googleapis.com/zitadel.v1.ErrorDetail', '^type\\.googleapis\\.com/[A-Za-z_][\\w.]*$'),
    id: text(id),
    message: text(message),
  }
  return { ...status(code, `${message} (${id})`), details: each(cause, 0) }
}
