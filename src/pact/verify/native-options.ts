/** The options of Pact's own verifier that we use; the names are its own. */
export interface NativeOptions {
  readonly provider: string
  readonly providerBaseUrl: string
  readonly providerStatesSetupUrl: string
  readonly pactUrls?: readonly string[]
  readonly pactBrokerUrl?: string
  readonly pactBrokerToken?: string
  readonly pactBrokerUsername?: string
  readonly pactBrokerPassword?: string
  readonly consumerVersionSelectors?: readonly unknown[]
  readonly enablePending?: boolean
  readonly includeWipPactsSince?: string
  readonly publishVerificationResult?: boolean
  readonly providerVersion?: string
  readonly providerVersionBranch?: string
  readonly buildUrl?: string
  readonly failIfNoPactsFound?: boolean
  readonly timeout?: number
}

/** What the verifier tells of one interaction. */
export interface NativeResult {
  readonly description: string
  readonly passed: boolean
  readonly pending: boolean
  readonly mismatches: readonly NativeMismatch[]
  /** Something other than a mismatch: no connection, a state that could not be set up. */
  readonly error: string | undefined
}

/** As the verifier writes it: BodyMismatch, HeaderMismatch, StatusMismatch, BodyTypeMismatch and others. */
export interface NativeMismatch {
  readonly type: string
  readonly mismatch?: string
  readonly path?: string
  readonly key?: string
  readonly expected?: unknown
  readonly actual?: unknown
}
