import { Option, type Command } from 'commander'
import type { DocumentFlags } from './document-flags.js'
import { collect, integer, withBrokerCredentials, withDocumentFlags, withReportFlag } from './flags.js'

export interface VerifyFlags extends DocumentFlags {
  readonly provider: string
  readonly pact: readonly string[]
  readonly only?: string
  readonly token?: string
  readonly forbiddenToken?: string
  readonly config?: string
  readonly stateUrl?: string
  readonly given: readonly string[]
  readonly basePath?: string
  readonly allowUnverified: boolean
  readonly report: readonly string[]
  readonly seed?: string
  readonly timeout: number
  readonly broker?: string
  readonly brokerToken?: string
  readonly brokerUsername?: string
  readonly brokerPassword?: string
  readonly providerName?: string
  readonly consumerVersionSelector: readonly string[]
  readonly enablePending: boolean
  readonly includeWipPactsSince?: string
  readonly publish: boolean
  readonly providerVersion?: string
  readonly providerBranch?: string
  readonly buildUrl?: string
}

/** The flags of `lockstep verify`. */
export function withVerifyFlags(command: Command): Command {
  addProviderFlags(command)
  withReportFlag(command)
  command.optionsGroup('Pact broker:')
  addBrokerFlags(command)
  return withDocumentFlags(command)
}

function addProviderFlags(command: Command): void {
  command
    .requiredOption('--provider <url>', 'base URL of the implementation to verify')
    .option(
      '--pact <path>',
      'a pact file or a folder of them; repeatable (default: a pact written from the document; for the default document, the contracts that ship with it)',
      collect,
      [],
    )
    .option('--only <text>', 'verify only interactions whose description contains this text')
    .addOption(
      new Option(
        '--token <token>',
        'token of a caller who may do everything (default: from the personas of the configuration)',
      ).env('LOCKSTEP_TOKEN'),
    )
    .addOption(
      new Option('--forbidden-token <token>', 'token of a caller who is known and may do nothing, for 403s').env(
        'LOCKSTEP_FORBIDDEN_TOKEN',
      ),
    )
    .option('--config <file>', 'configuration with the personas (default: found as `lockstep mock` does)')
    .option(
      '--state-url <url>',
      "URL of the provider's own state handler, in Pact's protocol (default: states are set up through the API itself)",
    )
    .option('--given <name=value>', 'an id that exists at the provider, such as instanceId=42; repeatable', collect, [])
    .option(
      '--base-path <which>',
      "where the provider serves: 'server' (below the path of the document's server) or 'none' (without it) (default: found out by asking)",
    )
    .option('--allow-unverified', 'exit with 0 even if some interactions could not be verified', false)
    .option('--seed <seed>', 'seed of generated values (default: another one each time)')
    .option('--timeout <seconds>', 'how long to wait for each answer', integer, 30)
}

/** Where contracts come from and results go to; the names are those of Pact's own tools. */
function addBrokerFlags(command: Command): void {
  command.addOption(new Option('--broker <url>', 'fetch contracts from this Pact broker').env('PACT_BROKER_BASE_URL'))
  withBrokerCredentials(command)
    .option('--provider-name <name>', "the provider's name at the broker (default: the document's title)")
    .option(
      '--consumer-version-selector <json>',
      "which versions of consumers to fetch, in the broker's own JSON; repeatable (default: main branch, deployed or released)",
      collect,
      [],
    )
    .option('--enable-pending', 'do not fail because of contracts that have never passed', false)
    .option('--include-wip-pacts-since <date>', 'also contracts of unmerged branches, from this date on')
    .option('--publish', 'publish the results to the broker', false)
    .option('--provider-version <version>', 'version of the provider, for --publish')
    .option('--provider-branch <branch>', 'branch of the provider, for --publish and --enable-pending')
    .option('--build-url <url>', 'link to this run, for --publish')
}
