import type { Finding } from '../base/finding.js'
import type { JsonPointer } from '../base/json-pointer.js'

/** A finding about a reference that stands at `at`. */
export function refFinding(
  rule: 'document/unresolved-ref' | 'document/ref-refused' | 'document/ref-loop',
  severity: Finding['severity'],
  at: JsonPointer,
  message: string,
  remedy?: string,
): Finding {
  const where = { side: 'document', in: 'document', pointer: at } as const
  return { rule, severity, blame: 'document', message, where, spec: at, ...(remedy === undefined ? {} : { remedy }) }
}
