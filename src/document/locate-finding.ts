import type { Finding, Location } from '../base/finding.js'
import { ROOT } from '../base/json-pointer.js'
import type { ApiDocument } from './api-document.js'

/** Where a person has to look. */
export function locateFinding({ location, spec }: Finding, document: ApiDocument): Location {
  return location ?? document.locate(spec ?? ROOT)
}
