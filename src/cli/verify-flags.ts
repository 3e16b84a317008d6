import { Option, type Command } from 'commander'
import type { DocumentFlags } from './document-flags.js'

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

interface FlagReaders {
  readonly collect: (value: string, before: readonly string[]) => readonly string[]
  readonly integer: (text: string) => number
}

/** The flags of `lockstep verify`. */
export function withVerifyFlags(command: Command, { collect, integer }: FlagReaders): Command {
  return withBrokerFlags(command, collect)
    .requiredOption('--provider <url>', 'the implementation to verify; anything that speaks HTTP')
    .option(
      '--pact <path>',
      'a pact file or a folder of them; may be repeated; default: what the document promises, written at once; for the default document the contracts that ship with it',
      collect,
      [],
    )
    .option('--only <text>', 'only interactions whose description holds this text')
    .addOption(
      new Option(
        '--token <token>',
        'of a caller who may do everything; default: the persona of the configuration who may',
      ).env('LOCKSTEP_TOKEN'),
    )
    .addOption(
      new Option('--forbidden-token <token>', 'of a caller who is known and may do nothing: the 403').env(
        'LOCKSTEP_FORBIDDEN_TOKEN',
      ),
    )
    .option('--config <file>', 'where the personas stand; default lockstep.config.* beside the document or here')
    .option(
      '--state-url <url>',
      "the provider's own state handler, in Pact's protocol; without it, states are brought about through the API itself",
    )
    .option('--given <name=value>', 'an id that exists at the provider: instanceId=42; may be repeated', collect, [])
    .option(
      '--base-path <which>',
      "'server': the provider serves below the document's server prefix; 'none': without it; found out where nothing is said",
    )
    .option('--allow-unverified', 'exit 0 although some interactions could not be verified', false)
    .option(
      '--report <format[=file]>',
      'text, json, junit or github, to a file or standard output; may be repeated',
      collect,
      [],
    )
    .option('--seed <seed>', 'of the values that are made up; default: others each time')
    .option('--timeout <seconds>', 'how long to wait for an answer', integer, 30)
}

/** Where contracts come from and results go to; the names are those of Pact's own tools. */
function withBrokerFlags(command: Command, collect: FlagReaders['collect']): Command {
  return command
    .addOption(new Option('--broker <url>', 'fetch contracts from this Pact broker').env('PACT_BROKER_BASE_URL'))
    .addOption(new Option('--broker-token <token>', 'bearer token of the broker').env('PACT_BROKER_TOKEN'))
    .addOption(new Option('--broker-username <name>', 'basic authentication of the broker').env('PACT_BROKER_USERNAME'))
    .addOption(new Option('--broker-password <password>', 'the password with it').env('PACT_BROKER_PASSWORD'))
    .option('--provider-name <name>', "what the broker calls the provider; default the document's title")
    .option(
      '--consumer-version-selector <json>',
      'which versions of consumers, as the broker reads it; may be repeated; default the main branch and what is deployed or released',
      collect,
      [],
    )
    .option('--enable-pending', 'let new contracts fail until they have passed once', false)
    .option('--include-wip-pacts-since <date>', 'contracts of branches that are not merged, from this date on')
    .option('--publish', 'tell the broker the results', false)
    .option('--provider-version <version>', 'of the provider, for --publish')
    .option('--provider-branch <branch>', 'of the provider, for --publish and pending contracts')
    .option('--build-url <url>', 'where the run can be looked at, for --publish')
}
