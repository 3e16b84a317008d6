import { loadDocument } from '../document/load-document.js'
import type { ApiModel } from '../model/api-model.js'
import { compileModel } from '../model/compile-model.js'
import { loadOptions, type DocumentFlags } from './document-flags.js'

/** @throws ToolError when the document cannot be read */
export async function loadModel(source: string, flags: DocumentFlags): Promise<ApiModel> {
  return compileModel(await loadDocument(source, loadOptions(flags)))
}
