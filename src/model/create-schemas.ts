import type { Finding } from '../base/finding.js'
import type { JsonPointer } from '../base/json-pointer.js'
import type { ApiDocument } from '../document/api-document.js'
import type { Schema } from './schema.js'

export interface Schemas {
  /** The schema at a pointer; the same object each time. */
  at(pointer: JsonPointer): Schema
}

/** @param report called once for each schema, pattern or format that cannot be used as written */
export function createSchemas(document: ApiDocument, report: (finding: Finding) => void): Schemas {
  throw new Error(`unwritten: ${document.source} ${typeof report}`)
}
