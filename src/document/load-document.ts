import type { ApiDocument, LoadOptions } from './api-document.js'

export function loadDocument(source: string, options: LoadOptions = {}): Promise<ApiDocument> {
  return Promise.reject(new Error(`unwritten: ${source} ${JSON.stringify(options)}`))
}
