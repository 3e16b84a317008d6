import { toolError } from '../base/tool-error.js'
import type { ApiDocument } from './api-document.js'
import { fragmentInFile } from './fragment-in-file.js'
import { describeLocation } from './line-index.js'

/**
 * The document, if every file that a `$ref` needs is there: what refers to one that is not would accept and answer anything.
 * @throws ToolError DOCUMENT_NOT_FOUND
 */
export function requireFiles(document: ApiDocument): ApiDocument {
  const [file] = document.missing
  if (!file) return document
  const place = `${describeLocation(document.locate(file.at))}, ${fragmentInFile(file.at)}`
  throw toolError('DOCUMENT_NOT_FOUND', { source: file.name, reason: `nothing is there (referred to at ${place})` })
}
