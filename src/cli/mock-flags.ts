import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Refused } from '../check/check-strictly.js'
import type { DocumentFlags } from './document-flags.js'
import { collect, integer, oneOf, withDocumentFlags } from './flags.js'
import type { ConfigFlags } from './load-config.js'

export interface MockFlags extends DocumentFlags, ConfigFlags {
  readonly port: number
  readonly host: string
  readonly cors: boolean
  readonly errors: boolean
  readonly dynamic: boolean
  readonly seed?: string
  readonly ignoreExamples: boolean
  readonly stateless: boolean
  readonly basePath: string
  readonly state: string
  readonly refuse: readonly Refused[]
  readonly strictSessions: boolean
  readonly admin: boolean
  readonly adminToken?: string
  readonly adminPrefix: string
  readonly callbacks: boolean
  readonly allowCallbackHost: readonly string[]
  readonly watch: boolean
  readonly log: string
  readonly verboseLevel?: string
  readonly json: boolean
  readonly multiprocess?: boolean
  readonly recordPact?: string
  readonly pactDir: string
}

/** The flags of `lockstep mock`, in the groups that its help shows. Prism's flags have Prism's names. */
export function withMockFlags(command: Command): Command {
  command.optionsGroup('Serving:')
  addServingFlags(command)
  command.optionsGroup('Answers:')
  addAnswerFlags(command)
  command.optionsGroup('State:')
  addStateFlags(command)
  command.optionsGroup('Sessions and admin API:')
  addControlFlags(command)
  command.optionsGroup('Callbacks and pacts:')
  addTrafficFlags(command)
  return withDocumentFlags(command)
}

function addServingFlags(command: Command): void {
  command
    .option('-p, --port <port>', 'port to listen on; 0 picks a free one', port, 4010)
    .option('-h, --host <host>', 'address to listen on', host, '127.0.0.1')
    .option(
      '--base-path <path>',
      "where operations are served: 'server' (below the path of the document's server), 'none' (without it), 'both', or a path of your own",
      'both',
    )
    .option('--cors [boolean]', 'send CORS headers and answer preflight requests', boolean, true)
    .option('--no-watch', 'do not reload when the document or the configuration changes')
    .option('--log <level>', "request log: 'info', 'findings' (only requests that had some) or 'silent'", 'info')
    .option('-v, --verboseLevel <level>', "the same, by Prism's names of the levels")
    .option('--json', 'print the start-up message and every exchange as a line of JSON', false)
    .addOption(new Option('-m, --multiprocess [boolean]', 'accepted for Prism, without effect').argParser(boolean))
    .addOption(new Option('--json-schema-faker-fillProperties [boolean]').argParser(boolean).hideHelp())
}

function addAnswerFlags(command: Command): void {
  command
    .option(
      '--config <file>',
      'behaviours, personas and seeds (default: lockstep.config.{ts,mts,js,mjs} beside the document or in the working directory)',
    )
    .option('--errors [boolean]', 'answer 500 where an answer would break the document', boolean, false)
    .option('-d, --dynamic [boolean]', 'generate new values on every call', boolean, false)
    .addOption(
      new Option(
        '--ignoreExamples, --ignore-examples [boolean]',
        'generate values even where the document has examples',
      )
        .argParser(boolean)
        .default(false),
    )
    .option('--seed <seed>', 'seed of generated values: same seed, same requests, same bytes')
    .option(
      '--refuse <what>',
      "refuse what the standard allows: 'undeclared' query parameters, or 'read-only' members in request bodies; repeatable",
      oneOf(['undeclared', 'read-only'] satisfies Refused[]),
      [],
    )
}

function addStateFlags(command: Command): void {
  command
    .option(
      '--state <where>',
      'where to keep the state: memory, a file (./state.db, ./state.db?sync=full) or postgres://USER@HOST/DATABASE',
      'memory',
    )
    .option('--stateless', 'remember nothing: answer from examples and schemas, as Prism does', false)
    .option(
      '--seed-file <file>',
      'entities that a fresh state starts with, in JSON or YAML: collection → list, or id → entity; repeatable',
      collect,
      [],
    )
    .option('--generate <count>', 'put this many entities into each collection that has no seeds', count)
}

function addControlFlags(command: Command): void {
  command
    .option('--strict-sessions', 'refuse requests that name no session', false)
    .option('--no-admin', 'switch the admin API off')
    .addOption(
      new Option(
        '--admin-token <token>',
        'bearer token that lets other machines use the admin API; safer in the environment',
      ).env('LOCKSTEP_ADMIN_TOKEN'),
    )
    .option('--admin-prefix <path>', 'path of the admin API, and of sessions named in the URL', '/__lockstep')
}

function addTrafficFlags(command: Command): void {
  command
    .option('--no-callbacks', 'do not send the callbacks that the document declares')
    .option(
      '--allow-callback-host <host>',
      'allow callbacks to this host, besides this machine; repeatable',
      collect,
      [],
    )
    .option('--record-pact <consumer>', 'record what clients do as a pact of this consumer')
    .option('--pact-dir <directory>', 'where that pact is written, at intervals and when the mock stops', 'pacts')
}

function boolean(value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw new InvalidArgumentError('expected true or false.')
}

/** Entities are generated when a request needs them, but listing a collection generates all of them at once. */
const MOST_GENERATED = 10_000

function count(value: string): number {
  const number = integer(value)
  if (number <= MOST_GENERATED) return number
  throw new InvalidArgumentError(`expected at most ${MOST_GENERATED}.`)
}

function port(value: string): number {
  const number = integer(value)
  if (number <= 65535) return number
  throw new InvalidArgumentError('expected a port, 0 to 65535.')
}

/** Node takes an empty host to mean every address of the machine, which nobody asked for. */
function host(value: string): string {
  // As an IPv6 address stands in a URL.
  if (value.trim() !== '') return value.replace(/^\[([\da-f:.]+)\]$/i, '$1')
  throw new InvalidArgumentError('expected an address or a name, such as 127.0.0.1 or localhost.')
}
