import type { Finding, Location } from '../base/finding.js'
import type { UnknownRecord } from '../base/json.js'
import type { JsonPointer } from '../base/json-pointer.js'
import type { DocumentFile } from './document-file.js'
import type { Leniency } from './load-options.js'

export type DeclaredVersion = '2.0' | '3.0' | '3.1' | '3.2'

/**
 * What the author wrote, as one tree. References stay references: those into other files are rewritten to point into
 * this tree (the files hang below `x-lockstep-files`). What refers where OpenAPI allows no reference (`paths: {$ref: …}`)
 * is replaced by what it refers to. Nothing else is changed: dialects are the model's job.
 */
export interface ApiDocument {
  readonly declared: DeclaredVersion
  /** As the author named it: a path relative to the working directory, a URL, or '<stdin>'. */
  readonly source: string
  readonly root: UnknownRecord
  /** What is wrong with the document but does not keep it from being served. */
  readonly findings: readonly Finding[]
  /** What its readers are to take as authors mean it; nothing when absent. */
  readonly lenient?: readonly Leniency[]
  /** Every file that took part, absolute; for watching. */
  readonly files: readonly string[]
  /** Where a `$ref` leads to a file, or an address, that is not there. */
  readonly missing: readonly MissingFile[]
  /** The files again, each with the place in the tree where its root stands. */
  readonly parts: readonly { readonly at: JsonPointer; readonly file: DocumentFile }[]
  /** File, line and column of a pointer into `root`; of the nearest ancestor when the place itself does not exist. Cached. */
  locate(at: JsonPointer): Location
  /**
   * Follows a `$ref` (also chains of them) from a node that stands at `base`; undefined when it leads nowhere or in a
   * circle. Knows `$id` and `$anchor` of 3.1 schemas, for which `base` counts.
   */
  resolve(ref: string, base: JsonPointer): Resolved | undefined
}

/** Where a reference ends: never itself a Reference Object, yet from 3.1 on perhaps a schema that has keywords beside its `$ref`. */
export interface Resolved {
  readonly at: JsonPointer
  readonly node: unknown
}

export interface MissingFile {
  /** Its path, or its address. */
  readonly name: string
  readonly at: JsonPointer
}
