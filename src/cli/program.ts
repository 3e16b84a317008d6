import { Command, Option } from 'commander'
import { readFileSync } from 'node:fs'
import type { LintFlags } from './commands/lint.js'
import type { SeedExportFlags } from './commands/seed.js'
import type { DocumentFlags } from './document-flags.js'
import { describeFlag } from './describe-flag.js'
import { DOCUMENT, withDocumentFlags, withReportFlag } from './flags.js'
import { withMockFlags, type MockFlags } from './mock-flags.js'
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
    .configureHelp({ optionDescription: describeFlag })

  withMockFlags(
    program
      .command('mock')
      .description('serve a mock that remembers what clients write')
      .argument('[document]', DOCUMENT),
  ).action(async (document: string | undefined, flags: MockFlags) => {
    const { mock } = await import('./commands/mock.js')
    await mock(document, flags)
  })

  withDocumentFlags(
    program
      .command('plan')
      .description('show what each operation does to which collection, and why')
      .argument('[document]', DOCUMENT),
  )
    .option('--json', 'print JSON', false)
    .action(async (document: string | undefined, flags: DocumentFlags & { json: boolean }) => {
      const { plan } = await import('./commands/plan.js')
      await plan(document, flags)
    })

  withReportFlag(
    withDocumentFlags(
      program
        .command('lint')
        .description('report what is wrong with a document, and where')
        .argument('[document]', DOCUMENT),
    ).option('--json', 'print JSON', false),
  ).action(async (document: string | undefined, flags: LintFlags) => {
    const { lint } = await import('./commands/lint.js')
    await lint(document, flags)
  })

  withVerifyFlags(
    program
      .command('verify')
      .description("play contracts against a provider with Pact's own verifier, and set up the states they need")
      .argument('[document]', DOCUMENT),
  ).action(async (document: string | undefined, flags: VerifyFlags) => {
    const { verify } = await import('./commands/verify.js')
    await verify(document, flags)
  })

  withDocumentFlags(
    program
      .command('seed')
      .description('seeds: the entities that a fresh state starts with')
      .command('export')
      .description('write what a mock holds as a file for --seed-file')
      .argument('[document]', DOCUMENT),
  )
    .option('--url <url>', 'the running mock (default: http://127.0.0.1:4010)')
    .option('--state <uri>', 'read a durable state instead, named as for `lockstep mock --state`')
    .option('--session <id>', 'export this session (default: the base world, which all sessions start from)')
    .option('--config <file>', 'with --state: the configuration (default: found as `lockstep mock` does)')
    .option('--admin-prefix <path>', 'path of the admin API of the mock', '/__lockstep')
    .addOption(
      new Option('--admin-token <token>', 'token of the admin API, for a mock on another machine').env(
        'LOCKSTEP_ADMIN_TOKEN',
      ),
    )
    .option('--out <file>', 'file to write, .json or .yaml (default: standard output)')
    .action(async (document: string | undefined, flags: SeedExportFlags) => {
      const { exportSeed } = await import('./commands/seed.js')
      await exportSeed(document, flags)
    })

  withDocumentFlags(
    program
      .command('types')
      .description('write TypeScript types for a document: parameters, bodies and replies of each operation')
      .argument('[document]', DOCUMENT),
  )
    .option('--out <file>', 'file to write; a name in .d.ts gets types only (default: standard output)')
    .action(async (document: string | undefined, flags: DocumentFlags & { out?: string }) => {
      const { types } = await import('./commands/types.js')
      await types(document, flags)
    })

  withDocumentFlags(
    program
      .command('token')
      .description('print the credentials that a persona sends: curl -H "$(lockstep token NAME)" …')
      .argument('[name]', 'a persona of the configuration (default: all of them)')
      .argument('[document]', DOCUMENT),
  )
    .option('--config <file>', 'configuration with the personas (default: found as `lockstep mock` does)')
    .option('--raw', 'print only the token', false)
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
    .description('explain the rule of a finding or the code of an error')
    .argument('[name]', 'a rule or a code (default: all of them)')
    .action(async (name: string | undefined) => {
      const { explain } = await import('./commands/explain.js')
      explain(name)
    })

  addPactCommands(program)
  return program
}

function version(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
