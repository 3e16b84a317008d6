import type { Finding } from './finding.js'
import type { JsonPointer } from './json-pointer.js'
import type { RuleId } from './rule.js'

/** A finding about a place of the document. */
export function documentFinding(
  rule: RuleId,
  severity: Finding['severity'],
  at: JsonPointer,
  message: string,
  remedy?: string,
): Finding {
  const where = { side: 'document', in: 'document', pointer: at } as const
  return { rule, severity, blame: 'document', message, where, spec: at, ...(remedy === undefined ? {} : { remedy }) }
}
