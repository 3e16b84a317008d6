import { Option, type Command } from 'commander'
import type { PactCheckFlags } from './commands/pact-check.js'
import type { PactPublishFlags } from './commands/pact-publish.js'
import type { PactWriteFlags } from './commands/pact-write.js'
import { collect, DOCUMENT, integer, withDocumentFlags } from './flags.js'

/** `lockstep pact write`, `lockstep pact check`, `lockstep pact publish`. */
export function addPactCommands(program: Command): void {
  const pact = program
    .command('pact')
    .description('write, check and publish consumer contracts')
    .helpOption('--help', 'show this help')
    .helpCommand(false)

  withDocumentFlags(
    pact
      .command('write')
      .description('write a pact of all that a document promises: each operation, each documented response')
      .argument('[document]', DOCUMENT),
  )
    .option('--out <directory>', 'where to write it', 'pacts')
    .option('--consumer <name>', "the consumer's name", 'any consumer')
    .option('--provider <name>', "the provider's name; default the document's title")
    .option('--only <operation>', 'this operation, by its id or as "GET /pets"; may be repeated', collect, [])
    .option('--max-invalid <number>', 'invalid requests for each operation, at most', integer, 5)
    .option('--seed <seed>', 'seed of generated values: same seed, same bytes')
    .option('--json', 'say what was written, and what could not be, as JSON', false)
    .action(async (document: string | undefined, flags: PactWriteFlags) => {
      const { pactWrite } = await import('./commands/pact-write.js')
      await pactWrite(document, flags)
    })

  withDocumentFlags(
    pact
      .command('check')
      .description('hold pacts against a document, request and response, without a provider')
      .argument('<document>', 'path or URL')
      .argument('<pact...>', 'pact files of version 2, 3 or 4, or directories of them'),
  )
    .option(
      '--report <format>',
      'text, json, junit or github; =FILE behind it writes to a file; may be repeated',
      collect,
      [],
    )
    .action(async (document: string, pacts: readonly string[], flags: PactCheckFlags) => {
      const { pactCheck } = await import('./commands/pact-check.js')
      await pactCheck(document, pacts, flags)
    })
  addPublish(pact)
}

function addPublish(pact: Command): void {
  pact
    .command('publish')
    .description("hand pacts to a broker, by Pact's own command line")
    .argument('<pact...>', 'pact files, or directories of them')
    .addOption(new Option('--broker <url>', 'the Pact broker').env('PACT_BROKER_BASE_URL').makeOptionMandatory())
    .addOption(new Option('--broker-token <token>', 'bearer token of the broker').env('PACT_BROKER_TOKEN'))
    .addOption(new Option('--broker-username <name>', 'basic authentication of the broker').env('PACT_BROKER_USERNAME'))
    .addOption(new Option('--broker-password <password>', 'the password with it').env('PACT_BROKER_PASSWORD'))
    .requiredOption('--consumer-version <version>', 'of the consumer: what the broker files the pacts under')
    .option('--branch <branch>', 'of the consumer')
    .option('--tag <tag>', 'of the version; may be repeated', collect, [])
    .option('--build-url <url>', 'where the build can be looked at')
    .action(async (pacts: readonly string[], flags: PactPublishFlags) => {
      const { pactPublish } = await import('./commands/pact-publish.js')
      await pactPublish(pacts, flags)
    })
}
