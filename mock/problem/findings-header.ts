import { describeWhere, type Finding } from '../../src/base/finding.js'
import type { ApiDocument } from '../../src/document/api-document.js'
import { remedyFor } from './remedies.js'

/** Clients cut or refuse header lines beyond about 8 KB. */
const MAX_LENGTH = 4096
/** Of the brackets, and of what says that there are more. */
const EMPTY_LENGTH = 32
const NO_ASCII = /[^\x20-\x7e]/
/** Of a text in the first finding, which is always told: escaped, it may take six times as much. */
const MAX_TEXT = 200

/**
 * The value of `Lockstep-Findings`: a JSON list that is ASCII and whole, however many findings there are. What does not
 * fit is counted in a last member `{ "more": n }`; the log and the journal have all of them.
 */
export function findingsHeader(findings: readonly DescribedFinding[]): string {
  const text = JSON.stringify(findings)
  // Nearly always all of it fits.
  return text.length <= MAX_LENGTH - EMPTY_LENGTH && !NO_ASCII.test(text) ? text : rowByRow(findings)
}

function rowByRow(findings: readonly DescribedFinding[]): string {
  const rows: string[] = []
  let length = EMPTY_LENGTH
  for (const finding of findings) {
    let row = rowOf(finding)
    if (rows.length === 0 && row.length >= MAX_LENGTH - EMPTY_LENGTH) row = rowOf(shortened(finding))
    length += row.length + 1
    if (length > MAX_LENGTH) break
    rows.push(row)
  }
  if (rows.length < findings.length) rows.push(`{"more":${findings.length - rows.length}}`)
  return `[${rows.join(',')}]`
}

function rowOf(finding: DescribedFinding): string {
  return ascii(JSON.stringify(finding))
}

function shortened({ rule, where, message }: DescribedFinding): DescribedFinding {
  return { rule, where: cut(where), message: cut(message) }
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
}

/** A finding as data for people and programs: header, problem body and admin API say the same. */
export interface DescribedFinding {
  readonly rule: string
  readonly where: string
  readonly message: string
  /** 'file:line:column' of the rule in the document. */
  readonly spec?: string
  readonly remedy?: string
}

export function describeFindings(findings: readonly Finding[], document: ApiDocument): readonly DescribedFinding[] {
  return findings.map((finding) => describeFinding(finding, document))
}

export function describeFinding(finding: Finding, document: ApiDocument): DescribedFinding {
  const { rule, message } = finding
  const where = describeWhere(finding.where)
  const remedy = finding.remedy ?? remedyFor(rule)
  // Written out, for a spread with members added gives each its own hidden class (see copyToAddTo).
  if (finding.spec === undefined)
    return remedy === undefined ? { rule, where, message } : { rule, where, message, remedy }
  const spec = describeSpec(finding.spec, document)
  return remedy === undefined ? { rule, where, message, spec } : { rule, where, message, spec, remedy }
}

function describeSpec(spec: NonNullable<Finding['spec']>, document: ApiDocument): string {
  const { file, line, column } = document.locate(spec)
  return `${file}:${line}:${column}`
}

function ascii(text: string): string {
  if (!NO_ASCII.test(text)) return text
  return text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
