import { Command, InvalidArgumentError, Option } from 'commander'
import { readFileSync } from 'node:fs'
import type { Refused } from '../check/check-strictly.js'
import type { LintFlags } from './commands/lint.js'
import type { MockFlags } from './commands/mock.js'
import type { SeedExportFlags } from './commands/seed.js'
import type { DocumentFlags } from './document-flags.js'
import { collect, DOCUMENT, integer, oneOf, withDocumentFlags } from './flags.js'
import { addPactCommands } from './pact-program.js'
import { withVerifyFlags, type VerifyFlags } from './verify-flags.js'

/** Every command and flag; what they do stands in commands/, loaded when it is run. */
export function createProgram(): Command {
  const program = new Command('lockstep')
    .description('A stateful mock server and contract test kit for one OpenAPI document.')
    .version(version(), '--version')
    .helpOption('--help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .showHelpAfterError('(--help shows the flags)')

  withDocumentFlags(
    program.command('mock').description('serve a mock that remembers what is written').argument('[document]', DOCUMENT),
  )
    .option('-p, --port <port>', 'port to listen on, 0 for any free one', port, 4010)
    .option('-h, --host <host>', 'address to listen on', host, '127.0.0.1')
    .option('--cors [boolean]', 'cross-origin headers and preflight answers', boolean, true)
    .option('--errors [boolean]', 'turn an answer that breaks the document into a 500', boolean, false)
    .option('-d, --dynamic [boolean]', 'generate other values with each call', boolean, false)
    .option('--seed <seed>', 'seed of generated values: same seed, same requests, same bytes')
    .addOption(
      new Option('--ignoreExamples, --ignore-examples [boolean]', 'generate although the document has examples')
        .argParser(boolean)
        .default(false),
    )
    .option('--stateless', 'remember nothing: answer from examples and schemas, as Prism does', false)
    .option(
      '--base-path <path>',
      "serve below 'both' (with and without the document's server prefix), 'server', 'none' or a path of your own",
      'both',
    )
    .option(
      '--config <file>',
      'behaviours, personas and seeds; default lockstep.config.{ts,mts,js,mjs} beside the document or here',
    )
    .option(
      '--state <where>',
      'where to remember: memory, a file (./state.db, ./state.db?sync=full) or postgres://USER@HOST/DATABASE',
      'memory',
    )
    .option(
      '--refuse <what>',
      "refuse what the standard lets pass: 'undeclared' (query parameters) or 'read-only' (members of bodies); may be repeated",
      oneOf(['undeclared', 'read-only'] satisfies Refused[]),
      [],
    )
    .option('--strict-sessions', 'refuse requests that name no session', false)
    .option('--no-admin', 'switch the admin API off')
    .addOption(
      new Option(
        '--admin-token <token>',
        'let others than this machine use the admin API, with this bearer token; better in LOCKSTEP_ADMIN_TOKEN',
      ).env('LOCKSTEP_ADMIN_TOKEN'),
    )
    .option('--admin-prefix <path>', 'where the admin API and sessions in the URL are found', '/__lockstep')
    .option(
      '--seed-file <file>',
      'entities that a fresh state holds, JSON or YAML: collection → list, or id → entity; may be repeated',
      collect,
      [],
    )
    .option('--generate <count>', 'entities for each collection that nothing else fills', count)
    .option('--no-callbacks', 'send none of the callbacks that the document declares')
    .option(
      '--allow-callback-host <host>',
      'let callbacks be sent to this host, beside this machine; may be repeated',
      collect,
      [],
    )
    .option('--record-pact <consumer>', 'record what clients do as the pact of this consumer')
    .option('--pact-dir <directory>', 'where to write it, at intervals and when the mock stops', 'pacts')
    .option('--no-watch', 'do not reload when the document or the configuration changes')
    .option('--log <level>', "request log: 'info', 'findings' (only what was wrong) or 'silent'", 'info')
    .option('-v, --verboseLevel <level>', 'the same, in the words that Prism knows')
    .option('--json', 'print the start and every exchange as a line of JSON', false)
    .addOption(
      new Option('-m, --multiprocess [boolean]', 'accepted for Prism; one process is enough').argParser(boolean),
    )
    .addOption(new Option('--json-schema-faker-fillProperties [boolean]').argParser(boolean).hideHelp())
    .action(async (document: string | undefined, flags: MockFlags) => {
      const { mock } = await import('./commands/mock.js')
      await mock(document, flags)
    })

  withDocumentFlags(
    program
      .command('plan')
      .description('say what each operation does to which collection, and why')
      .argument('[document]', DOCUMENT),
  )
    .option('--json', 'as JSON', false)
    .action(async (document: string | undefined, flags: DocumentFlags & { json: boolean }) => {
      const { plan } = await import('./commands/plan.js')
      await plan(document, flags)
    })

  withDocumentFlags(
    program
      .command('lint')
      .description('say what is wrong with a document, and where')
      .argument('[document]', DOCUMENT),
  )
    .option('--json', 'as JSON', false)
    .option(
      '--report <format[=file]>',
      'text, json, junit or github, to a file or standard output; may be repeated',
      collect,
      [],
    )
    .action(async (document: string | undefined, flags: LintFlags) => {
      const { lint } = await import('./commands/lint.js')
      await lint(document, flags)
    })

  withVerifyFlags(
    withDocumentFlags(
      program
        .command('verify')
        .description("play contracts against a provider with Pact's own verifier, and arrange what they need")
        .argument('[document]', DOCUMENT),
    ),
    { collect, integer },
  ).action(async (document: string | undefined, flags: VerifyFlags) => {
    const { verify } = await import('./commands/verify.js')
    await verify(document, flags)
  })

  withDocumentFlags(
    program
      .command('seed')
      .description('entities that a fresh state holds')
      .command('export')
      .description('write what a mock holds as a file for --seed-file')
      .argument('[document]', DOCUMENT),
  )
    .option('--url <url>', 'the running mock; default http://127.0.0.1:4010')
    .option('--state <uri>', 'read a durable state instead, as `lockstep mock --state` names it')
    .option('--session <id>', 'of this session; default the world that all sessions start from')
    .option('--config <file>', 'with --state: the configuration, as `lockstep mock` finds it')
    .option('--admin-prefix <path>', 'where the mock has its admin API', '/__lockstep')
    .addOption(new Option('--admin-token <token>', 'for a mock on another machine').env('LOCKSTEP_ADMIN_TOKEN'))
    .option('--out <file>', 'where to write it, JSON or YAML by the name; default standard output')
    .action(async (document: string | undefined, flags: SeedExportFlags) => {
      const { exportSeed } = await import('./commands/seed.js')
      await exportSeed(document, flags)
    })

  withDocumentFlags(
    program
      .command('types')
      .description('write TypeScript types of a document: parameters, bodies and replies of each operation')
      .argument('[document]', DOCUMENT),
  )
    .option('--out <file>', 'where to write them; types alone where the name ends in .d.ts; default standard output')
    .action(async (document: string | undefined, flags: DocumentFlags & { out?: string }) => {
      const { types } = await import('./commands/types.js')
      await types(document, flags)
    })

  withDocumentFlags(
    program
      .command('token')
      .description('print what a persona sends to be known: curl -H "$(lockstep token NAME)" …')
      .argument('[name]', 'a persona of the configuration; without it, all of them')
      .argument('[document]', DOCUMENT),
  )
    .option('--config <file>', 'where the personas stand; as for mock')
    .option('--raw', 'the token alone', false)
    .action(
      async (
        name: string | undefined,
        document: string | undefined,
        flags: DocumentFlags & { config?: string; raw: boolean },
      ) => {
        const { token } = await import('./commands/token.js')
        await token(name, document, flags)
      },
    )

  program
    .command('explain')
    .description('say what a rule of a finding or the code of an error means')
    .argument('[name]', 'a rule or a code; without it, all of them')
    .action(async (name: string | undefined) => {
      const { explain } = await import('./commands/explain.js')
      explain(name)
    })

  addPactCommands(program)
  return program
}

function boolean(value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw new InvalidArgumentError('expected true or false.')
}

/** They are made when somebody looks; a list of all of them is made at once. */
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

/** Node would take an empty one as every address of the machine: more than anybody asked for. */
function host(value: string): string {
  if (value.trim() !== '') return value
  throw new InvalidArgumentError('expected an address or a name, such as 127.0.0.1 or localhost.')
}

function version(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
