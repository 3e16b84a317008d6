import type { ApiDocument } from '../document/api-document.js'
import type { ApiModel } from './api-model.js'

export function compileModel(document: ApiDocument): ApiModel {
  throw new Error(`unwritten: ${document.source}`)
}
