import { isRecord } from '../../../src/base/json.js'
import { pointerTo, ROOT } from '../../../src/base/json-pointer.js'
import { describeValue } from '../../../src/base/text.js'
import { toolError } from '../../../src/base/tool-error.js'
import { parseFile } from '../../../src/document/document-file.js'
import { describeLocation } from '../../../src/document/line-index.js'
import { SourceReader } from '../../../src/document/source-reader.js'
import type { SeedSource, SeedValues } from './seed-entries.js'

/**
 * Reads a file of seeds, JSON or YAML: collection path → list of entities, or entities by id.
 * @throws ToolError when it cannot be read or is something else
 */
export async function loadFixture(file: string): Promise<SeedSource> {
  const source = await new SourceReader(file, {}).readMain()
  // Nothing yet: a file that somebody is about to write.
  if (source.text.trim() === '') return { values: {}, placeOf: () => file }
  const parsed = await parseFile(source)
  const placeOf = (...keys: readonly string[]): string => {
    const place = describeLocation(parsed.locate(keys))
    return keys.length === 0 ? place : `${place} (#${pointerTo(ROOT, ...keys)})`
  }
  const { value } = parsed
  // Nothing but comments.
  if (value === null || value === undefined) return { values: {}, placeOf }
  if (isRecord(value)) return { values: value as SeedValues, placeOf }
  throw toolError('CONFIG_INVALID', {
    place: placeOf(),
    reason: `expected entities by collection, got ${describeValue(value)}`,
    remedy: "Write '/pets': [{ … }], or '/pets': { id: { … } }.",
  })
}
