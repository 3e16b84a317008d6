/**
 * Readings of many authors that the standard does not share. 'nullable': null is allowed wherever `nullable: true` stands,
 * also without a `type`, beside `$ref`, beside an `enum` and in 3.1. 'discriminator': the tag chooses the branch of `oneOf`
 * and `anyOf`, and the other branches have no say.
 */
export type Leniency = 'nullable' | 'discriminator'

export const LENIENCIES: readonly Leniency[] = ['nullable', 'discriminator']

/** How a document may be loaded: where from, how much of it, and with which overlays. */
export interface LoadOptions {
  /** Directories other than the document's own from which referenced files may be read. */
  readonly allowDirectories?: readonly string[]
  /** Hosts from which referenced documents may be fetched; none by default. The document's own URL is the user's choice, and so is what lies beside or below it. */
  readonly allowHosts?: readonly string[]
  /** Overlay documents (1.0 to 1.2), applied in order. */
  readonly overlays?: readonly string[]
  /** Bytes of all files together; default 100 MiB. */
  readonly maxBytes?: number
  /** What in the document is to be read as many authors mean it, not as the standard has it; nothing by default. */
  readonly lenient?: readonly Leniency[]
  /** For text given directly: the document itself, and the name it is called by. */
  readonly text?: string
  /** Told of each file that is referred to and may be read, before it is: also of those that are missing or broken. */
  readonly onFile?: (path: string) => void
}
