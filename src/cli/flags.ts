import { InvalidArgumentError, type Command } from 'commander'

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
}

export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}

export function integer(value: string): number {
  if (/^\d+$/.test(value)) return Number(value)
  throw new InvalidArgumentError('expected a whole number.')
}
