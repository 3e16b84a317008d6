import { toolError } from '../../base/tool-error.js'
import { publishPacts, type PublishOptions } from '../../pact/publish-pacts.js'

export interface PactPublishFlags {
  readonly broker: string
  readonly brokerToken?: string
  readonly brokerUsername?: string
  readonly brokerPassword?: string
  readonly consumerVersion: string
  readonly branch?: string
  readonly tag: readonly string[]
  readonly buildUrl?: string
}

/** Hands pact files to a broker. */
export async function pactPublish(places: readonly string[], flags: PactPublishFlags): Promise<void> {
  const { broker, consumerVersion: version, tag: tags, ...rest } = flags
  if (!URL.canParse(broker)) {
    throw toolError('USAGE', { reason: `--broker: expected a URL such as https://broker.example.com, got ${broker}` })
  }
  const options: PublishOptions = { ...rest, broker, version, tags }
  await publishPacts(places, options)
}
