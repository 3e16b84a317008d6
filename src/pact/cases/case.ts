import { capitalised } from '../../base/text.js'
import type { RequestValues } from '../../http/compose-request.js'
import type { Operation, ResponseSpec } from '../../model/api-model.js'
import type { Collection } from '../../resources/collection.js'
import type { StatusClass } from '../pact.js'
import type { StateParams } from '../provider-state.js'

/**
 * One way to provoke one documented response. Pacts, checks and coverage are made from the same list of cases, so their
 * ids must not change from run to run.
 */
export interface Case {
  /** 'setInstanceFeature.404.unknownInstanceId'. */
  readonly id: string
  readonly operation: Operation
  readonly response: ResponseSpec
  /** What the example answers with; `statuses` says what else will do. */
  readonly status: number
  /** Where the document leaves it open: the key is '4XX' or 'default', or another declared response will do as well. */
  readonly statuses: StatusClass | readonly number[] | undefined
  /** 'minimal', 'unknownInstanceId': the last part of the id. */
  readonly cause: string
  /** For people, after the operation's name: 'with an instanceId that nobody has'. */
  readonly why: string
  readonly request: CaseRequest
  readonly states: readonly CaseState[]
  /** Expects of every member that is there what its schema says, in place of demanding those that must be there. */
  readonly withMembers?: boolean
  /** Where the body has a list that something is on: the states made it. */
  readonly listedAt?: readonly string[]
}

export interface CaseRequest extends RequestValues {
  /** Path parameters whose values come from the provider states. */
  readonly carried: ReadonlySet<string>
  /** Members of the body that hold such an id as well: where, and which parameter's. */
  readonly carriedInBody?: readonly { readonly at: readonly string[]; readonly parameter: string }[]
  readonly credentials: readonly Credential[]
}

/** Where credentials stand, and how they are written around the token. */
export interface Credential {
  readonly in: 'header' | 'query' | 'cookie'
  readonly name: string
  /** With '${token}' where the token stands. */
  readonly expression: string
}

export interface CaseState {
  readonly params: StateParams
  readonly collection: Collection | undefined
}

/** A documented response that no case provokes, and what would help. */
export interface Unreachable {
  readonly operation: Operation
  readonly response: ResponseSpec
  readonly reason: string
}

export interface CaseList {
  readonly cases: readonly Case[]
  readonly unreachable: readonly Unreachable[]
}

/** What a cause comes up with, before it is known which response it belongs to. */
export interface Attempt extends Pick<Case, 'cause' | 'why' | 'request' | 'states' | 'status' | 'listedAt'> {
  /** Other declared statuses that a provider may as well answer with. */
  readonly orElse?: readonly number[]
}

/** 'instanceId' → 'InstanceId', 'x-request-id' → 'XRequestId': parts of a case's id. */
export function idPart(...names: readonly string[]): string {
  const words = names
    .join(' ')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  return words.map(capitalised).join('')
}
