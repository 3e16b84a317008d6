import type { Finding } from '../base/finding.js'
import type { ApiDocument } from '../document/api-document.js'

/** 'spec/shop.yaml:88:5 error document/unresolved-ref: … (#/paths/~1a)', with what to do on a line of its own. */
export function describeDocumentFinding(finding: Finding, document: ApiDocument): string {
  const { rule, severity, message, spec, remedy } = finding
  const place = spec === undefined ? document.source : describePlace(spec, document)
  const pointer = spec === undefined || spec === '' ? '' : ` (#${spec})`
  return `${place} ${severity} ${rule}: ${message}${pointer}${remedy === undefined ? '' : `\n  ${remedy}`}`
}

function describePlace(spec: NonNullable<Finding['spec']>, document: ApiDocument): string {
  const { file, line, column } = document.locate(spec)
  return `${file}:${line}:${column}`
}
