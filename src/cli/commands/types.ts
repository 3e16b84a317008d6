import { writeTextFile } from '../../base/write-text-file.js'
import { writeTypes } from '../../types/write-types.js'
import { DEFAULT_DOCUMENT, type DocumentFlags } from '../document-flags.js'
import { loadModel } from '../load-model.js'

export interface TypesFlags extends DocumentFlags {
  readonly out?: string
}

/** Writes the types of a document to a file, or prints them. */
export async function types(source = DEFAULT_DOCUMENT, flags: TypesFlags): Promise<void> {
  const model = await loadModel(source, flags)
  const { out } = flags
  const text = writeTypes(model, { declarationsOnly: out !== undefined && /\.d\.[mc]?ts$/.test(out) })
  if (out === undefined) {
    process.stdout.write(text)
    return
  }
  await writeTextFile(out, text)
  process.stderr.write(`wrote the types of ${model.operations.length} operations to ${out}\n`)
}
