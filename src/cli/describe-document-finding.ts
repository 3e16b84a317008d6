import type { Finding } from '../base/finding.js'
import type { ApiDocument } from '../document/api-document.js'
import { describeLocation } from '../document/line-index.js'
import { fragmentInFile } from '../document/fragment-in-file.js'
import { locateFinding } from '../document/locate-finding.js'

/** 'spec/shop.yaml:88:5 error document/unresolved-ref: … (#/paths/~1a)', with what to do on a line of its own. */
export function describeDocumentFinding(finding: Finding, document: ApiDocument): string {
  const { rule, severity, message, spec, location, remedy } = finding
  const isPlaced = spec !== undefined || location !== undefined
  const place = isPlaced ? describeLocation(locateFinding(finding, document)) : document.source
  const fragment = spec === undefined ? '#' : fragmentInFile(spec)
  const pointer = fragment === '#' ? '' : ` (${fragment})`
  return `${place} ${severity} ${rule}: ${message}${pointer}${remedy === undefined ? '' : `\n  ${remedy}`}`
}
