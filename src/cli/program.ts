import { Command, Option } from 'commander'
import { readFileSync } from 'node:fs'
import type { LintFlags } from './commands/lint.js'
import type { PlanFlags } from './commands/plan.js'
import type { SeedExportFlags } from './commands/seed.js'
import type { TokenFlags } from './commands/token.js'
import type { TypesFlags } from './commands/types.js'
import { describeFlag } from './describe-flag.js'
import { DOCUMENT, documentCommand, withDocumentFlags, withReportFlag } from './flags.js'
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

  addMock(program)
  addPlan(program)
  addLint(program)
  addVerify(program)
  addSeedExport(program)
  addTypes(program)
  addToken(program)
  addExplain(program)
  addPactCommands(program)
  return program
}

function addMock(program: Command): void {
  const command = documentCommand(program, 'mock', 'serve a mock that remembers what clients write')
  withMockFlags(command).action(async (document: string | undefined, flags: MockFlags) => {
    const { mock } = await import('./commands/mock.js')
    await mock(document, flags)
  })
}

function addPlan(program: Command): void {
  const command = documentCommand(program, 'plan', 'show what each operation does to which collection, and why')
  withDocumentFlags(command)
    .option('--json', 'print JSON', false)
    .action(async (document: string | undefined, flags: PlanFlags) => {
      const { plan } = await import('./commands/plan.js')
      await plan(document, flags)
    })
}

function addLint(program: Command): void {
  const command = documentCommand(program, 'lint', 'report what is wrong with a document, and where')
  withDocumentFlags(command).option('--json', 'print JSON', false)
  withReportFlag(command).action(async (document: string | undefined, flags: LintFlags) => {
    const { lint } = await import('./commands/lint.js')
    await lint(document, flags)
  })
}

function addVerify(program: Command): void {
  const description = "play contracts against a provider with Pact's own verifier, and set up the states they need"
  const command = documentCommand(program, 'verify', description)
  withVerifyFlags(command).action(async (document: string | undefined, flags: VerifyFlags) => {
    const { verify } = await import('./commands/verify.js')
    await verify(document, flags)
  })
}

function addSeedExport(program: Command): void {
  const seed = program.command('seed').description('seeds: the entities that a fresh state starts with')
  const command = documentCommand(seed, 'export', 'write what a mock holds as a file for --seed-file')
  withDocumentFlags(command)
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
}

function addTypes(program: Command): void {
  const description = 'write TypeScript types for a document: parameters, bodies and replies of each operation'
  withDocumentFlags(documentCommand(program, 'types', description))
    .option('--out <file>', 'file to write; a name in .d.ts gets types only (default: standard output)')
    .action(async (document: string | undefined, flags: TypesFlags) => {
      const { types } = await import('./commands/types.js')
      await types(document, flags)
    })
}

function addToken(program: Command): void {
  const command = program
    .command('token')
    .description('print the credentials that a persona sends: curl -H "$(lockstep token NAME)" …')
    .argument('[name]', 'a persona of the configuration (default: all of them)')
    .argument('[document]', DOCUMENT)
  withDocumentFlags(command)
    .option('--config <file>', 'configuration with the personas (default: found as `lockstep mock` does)')
    .option('--raw', 'print only the token', false)
    .action(async (name: string | undefined, document: string | undefined, flags: TokenFlags) => {
      const { token } = await import('./commands/token.js')
      await token(name, document, flags)
    })
}

function addExplain(program: Command): void {
  program
    .command('explain')
    .description('explain the rule of a finding or the code of an error')
    .argument('[name]', 'a rule or a code (default: all of them)')
    .action(async (name: string | undefined) => {
      const { explain } = await import('./commands/explain.js')
      explain(name)
    })
}

function version(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
