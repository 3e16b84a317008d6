import { InvalidArgumentError, Option, type Command } from 'commander'
import { LENIENCIES } from '../document/load-options.js'

/** The argument of every command that reads a document. */
export const DOCUMENT = 'path, URL, or - for standard input (default: the ZITADEL System API that ships with lockstep)'

export function documentCommand(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description).argument('[document]', DOCUMENT)
}

/** How the document is read; a group of their own in the help. */
export function withDocumentFlags(command: Command): Command {
  return command
    .optionsGroup('Document:')
    .option('--overlay <file>', 'apply an OpenAPI Overlay to the document; repeatable', collect, [])
    .option('--allow-host <host>', 'allow $refs to be fetched from this host; repeatable', collect, [])
    .option(
      '--allow-dir <directory>',
      "allow $refs to read files in this directory, besides the document's own; repeatable",
      collect,
      [],
    )
    .option('--max-bytes <bytes>', 'limit for the size of the document with all its files', integer)
    .option(
      '--lenient <reading>',
      "read the document as many authors mean it: 'nullable' (allows null wherever it stands) or 'discriminator' (the tag chooses the branch); repeatable",
      oneOf(LENIENCIES),
      [],
    )
    .optionsGroup('Options:')
}

export function withReportFlag(command: Command): Command {
  return command.option(
    '--report <format[=file]>',
    'report as text, json, junit or github, to a file or to standard output; repeatable',
    collect,
    [],
  )
}

/** Who one is at a Pact broker. */
export function withBrokerCredentials(command: Command): Command {
  return command
    .addOption(new Option('--broker-token <token>', 'bearer token for the broker').env('PACT_BROKER_TOKEN'))
    .addOption(
      new Option('--broker-username <name>', 'user name for the broker (basic authentication)').env(
        'PACT_BROKER_USERNAME',
      ),
    )
    .addOption(new Option('--broker-password <password>', 'password of that user').env('PACT_BROKER_PASSWORD'))
}

/** A flag that may be repeated and takes certain words. */
export function oneOf<Word extends string>(words: readonly Word[]): (value: string, before: readonly Word[]) => Word[] {
  return (value, before) => {
    const word = words.find((known) => known === value)
    if (word !== undefined) return [...before, word]
    throw new InvalidArgumentError(`expected ${words.join(' or ')}.`)
  }
}

export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}

export function integer(value: string): number {
  if (/^\d+$/.test(value)) return Number(value)
  throw new InvalidArgumentError('expected a whole number.')
}
