import { toolError } from '../base/tool-error.js'
import type { BrokerOptions } from '../pact/verify/broker.js'
import type { VerifyFlags } from './verify-flags.js'

const DEFAULT_SELECTORS = [{ mainBranch: true }, { deployedOrReleased: true }]

/**
 * The broker that the flags name, if they do.
 * @throws ToolError USAGE
 */
export function readBrokerFlags(flags: VerifyFlags, title: string, url: URL | undefined): BrokerOptions | undefined {
  const { publish, providerVersion: version, providerBranch: branch, buildUrl } = flags
  if (!url) {
    if (publish) throw toolError('USAGE', { reason: '--publish: name the broker with --broker' })
    return undefined
  }
  if (publish && version === undefined) {
    throw toolError('USAGE', { reason: '--publish: name the version of the provider with --provider-version' })
  }
  const { brokerToken: token, brokerUsername: username, brokerPassword: password, includeWipPactsSince } = flags
  const selectors = flags.consumerVersionSelector.map(readSelector)
  return {
    url,
    provider: flags.providerName ?? title,
    selectors: selectors.length > 0 ? selectors : DEFAULT_SELECTORS,
    enablePending: flags.enablePending,
    ...(token !== undefined && { token }),
    ...(username !== undefined && token === undefined && { username, password: password ?? '' }),
    ...(includeWipPactsSince !== undefined && { includeWipPactsSince }),
    ...(branch !== undefined && { branch }),
    ...(publish && version !== undefined && { publish: { version, ...(buildUrl !== undefined && { buildUrl }) } }),
  }
}

function readSelector(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw toolError('USAGE', {
      reason: `--consumer-version-selector: expected JSON such as {"mainBranch":true}, got ${text}`,
    })
  }
}
