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
}

interface FlagReaders {
  readonly collect: (value: string, before: readonly string[]) => readonly string[]
  readonly integer: (text: string) => number
}

/** The flags of `lockstep verify`. */
export function withVerifyFlags(command: Command, { collect, integer }: FlagReaders): Command {
  return command
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
