/** Bounds that keep a document from hanging or filling the process; each far above what people write. */

/** All files of a document together. The largest public documents (Microsoft Graph) are 40 MiB. */
export const MAX_BYTES = 100 * 1024 * 1024
/** Objects and lists inside one another; real documents stay below 60. Everything downstream may recurse. */
export const MAX_DEPTH = 500
/** Nodes that YAML aliases add to the tree when they are spelt out. */
export const MAX_ALIASED_NODES = 1_000_000
/** Files that one document may refer to. */
export const MAX_FILES = 5_000
export const FETCH_TIMEOUT_MS = 30_000
export const MAX_REDIRECTS = 5
/** Duplicate keys of JSON are looked for at load up to this size; above, `lintDocument` finds them. */
export const MAX_DUPLICATE_SCAN = 2_000_000
