import { Option, type Command } from 'commander'
import type { PactCheckFlags } from './commands/pact-check.js'
import type { PactPublishFlags } from './commands/pact-publish.js'
import type { PactWriteFlags } from './commands/pact-write.js'
import { collect, documentCommand, integer, withBrokerCredentials, withDocumentFlags, withReportFlag } from './flags.js'

/** `lockstep pact write`, `lockstep pact check`, `lockstep pact publish`. */
export function addPactCommands(program: Command): void {
  const pact = program
    .command('pact')
    .description('write, check and publish consumer contracts')
    .helpOption('--help', 'show this help')
    .helpCommand(false)

  addWrite(pact)
  addCheck(pact)
  addPublish(pact)
}

function addWrite(pact: Command): void {
  const description = 'write a pact of everything a document promises: every operation, every documented response'
  withDocumentFlags(documentCommand(pact, 'write', description))
    .option('--out <directory>', 'where to write it', 'pacts')
    .option('--consumer <name>', "the consumer's name", 'any consumer')
    .option('--provider <name>', "the provider's name (default: the document's title)")
    .option('--only <operation>', 'only this operation, by its id or as "GET /pets"; repeatable', collect, [])
    .option('--max-invalid <number>', 'how many invalid requests to write for each operation at most', integer, 5)
    .option('--seed <seed>', 'seed of generated values: same seed, same bytes')
    .option('--json', 'print what was written, and what could not be, as JSON', false)
    .action(async (document: string | undefined, flags: PactWriteFlags) => {
      const { pactWrite } = await import('./commands/pact-write.js')
      await pactWrite(document, flags)
    })
}

function addCheck(pact: Command): void {
  const command = pact
    .command('check')
    .description('check pacts against a document, without a provider')
    .argument('<document>', 'path or URL')
    .argument('<pact...>', 'pact files of version 2, 3 or 4, or directories of them')
  withReportFlag(withDocumentFlags(command)).action(
    async (document: string, pacts: readonly string[], flags: PactCheckFlags) => {
      const { pactCheck } = await import('./commands/pact-check.js')
      await pactCheck(document, pacts, flags)
    },
  )
}

function addPublish(pact: Command): void {
  const command = pact
    .command('publish')
    .description("publish pacts to a broker with Pact's own command line")
    .argument('<pact...>', 'pact files, or directories of them')
    .addOption(new Option('--broker <url>', 'the Pact broker').env('PACT_BROKER_BASE_URL').makeOptionMandatory())
  withBrokerCredentials(command)
    .requiredOption('--consumer-version <version>', 'version of the consumer, which the broker files the pacts under')
    .option('--branch <branch>', 'branch of the consumer')
    .option('--tag <tag>', 'tag of that version; repeatable', collect, [])
    .option('--build-url <url>', 'link to the build')
    .action(async (pacts: readonly string[], flags: PactPublishFlags) => {
      const { pactPublish } = await import('./commands/pact-publish.js')
      await pactPublish(pacts, flags)
    })
}
