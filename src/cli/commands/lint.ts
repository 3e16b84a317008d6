import { describeWhere, type Finding } from '../../base/finding.js'
import { exitStatus, type Report, type ReportedFinding } from '../../base/report.js'
import { plural } from '../../base/text.js'
import type { ApiDocument } from '../../document/api-document.js'
import { fragmentInFile } from '../../document/fragment-in-file.js'
import { loadDocument } from '../../document/load-document.js'
import { locateFinding } from '../../document/locate-finding.js'
import { compileModel } from '../../model/compile-model.js'
import { readReportTargets, writeReports } from '../../report/write-reports.js'
import { describeDocumentFinding } from '../describe-document-finding.js'
import { findAll } from '../document-findings.js'
import { DEFAULT_DOCUMENT, loadOptions, type DocumentFlags } from '../document-flags.js'

export interface LintFlags extends DocumentFlags {
  readonly json: boolean
  readonly report: readonly string[]
}

/** Prints every finding with its place; exit status 1 when one is an error. */
export async function lint(source = DEFAULT_DOCUMENT, flags: LintFlags): Promise<void> {
  const targets = flags.report.length === 0 ? [] : readReportTargets(flags.report)
  const document = await loadDocument(source, loadOptions(flags))
  const findings = findAll(compileModel(document))
  const report = reportOf(findings, document)
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify(
        findings.map((finding) => placed(finding, document)),
        null,
        2,
      )}\n`,
    )
  // Our own lines rather than the report's text: one for each finding, as editors and grep read them.
  else if (!targets.some(({ format, file }) => file === undefined && format !== 'text')) {
    process.stdout.write(text(findings, document))
  }
  await writeReports(
    report,
    targets.filter(({ format, file }) => file !== undefined || (format !== 'text' && !flags.json)),
  )
  process.exitCode = exitStatus(report)
}

function placed(finding: Finding, document: ApiDocument) {
  const { location: _, ...told } = finding
  return { ...told, ...locateFinding(finding, document) }
}

function reportOf(findings: readonly Finding[], document: ApiDocument): Report {
  const failed = findings.some(({ severity }) => severity === 'error')
  const reported = findings.map((finding): ReportedFinding => {
    const { rule, severity, message, spec, remedy } = finding
    return {
      rule,
      severity,
      message,
      place: spec === undefined || spec === '' ? describeWhere(finding.where) : fragmentInFile(spec),
      sources: [
        { label: 'document', ...locateFinding(finding, document), ...(spec !== undefined && { pointer: spec }) },
      ],
      ...(remedy !== undefined && { remedy }),
    }
  })
  const name = document.source
  const one = { id: name, name, outcome: failed ? 'failed' : 'passed', findings: reported } as const
  return { title: 'lockstep lint', suites: [{ name, cases: [one] }] }
}

/** What to do about a mistake that is made everywhere is said at the first. */
function toldOnce(findings: readonly Finding[]): readonly Finding[] {
  const told = new Set<string>()
  return findings.map((finding) => {
    const { remedy, ...others } = finding
    if (remedy === undefined || !told.has(remedy)) {
      if (remedy !== undefined) told.add(remedy)
      return finding
    }
    return others
  })
}

function text(findings: readonly Finding[], document: ApiDocument): string {
  const lines = toldOnce(findings).map((finding) => describeDocumentFinding(finding, document))
  const count = (wanted: Finding['severity']) => findings.filter(({ severity }) => severity === wanted).length
  const summary = `${document.source}: ${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${plural(count('hint'), 'hint')}`
  return [...lines, summary, ''].join('\n')
}
