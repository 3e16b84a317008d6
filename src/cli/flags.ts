import { InvalidArgumentError, type Command } from 'commander'
import { LENIENCIES } from '../document/load-options.js'

/** What several commands take. */
export const DOCUMENT = 'path, URL or - for standard input; without it, the ZITADEL System API that ships with lockstep'

export function withDocumentFlags(command: Command): Command {
  return command
    .helpOption('--help', 'show this help')
    .option('--overlay <file>', 'apply an OpenAPI Overlay; may be repeated', collect, [])
    .option('--allow-host <host>', 'let $refs be fetched from this host; may be repeated', collect, [])
    .option(
      '--allow-dir <directory>',
      "let $refs read files below this directory, beside the document's own; may be repeated",
      collect,
      [],
    )
    .option('--max-bytes <bytes>', 'size of all files of the document together', integer)
    .option(
      '--lenient <reading>',
      "read as many authors mean it: 'nullable' (null wherever it stands) or 'discriminator' (the tag chooses the branch); may be repeated",
      oneOf(LENIENCIES),
      [],
    )
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
