import { CORE_SCHEMA, constructFromEvents, mergeTag, parseEvents, YAMLException } from 'js-yaml'
import { toolError } from '../base/tool-error.js'
import { createLineIndex, describeLocation } from './line-index.js'
import { MAX_DEPTH } from './limits.js'

const SCHEMA = CORE_SCHEMA.withTags(mergeTag)

/**
 * Parses YAML 1.2 with the core schema and merge keys.
 * @param file the name that errors call the text by
 * @throws ToolError DOCUMENT_SYNTAX with line and column
 */
export function parseYaml(text: string, file: string): unknown {
  try {
    const events = parseEvents(text, { filename: file, maxDepth: MAX_DEPTH })
    return constructFromEvents(events, { source: text, schema: SCHEMA, json: true, maxTotalMergeKeys: 1_000_000 })[0]
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const place = describeLocation(createLineIndex(file, text).location(error.mark?.position ?? 0))
    throw toolError('DOCUMENT_SYNTAX', { place, reason: error.reason }, { cause: error })
  }
}
