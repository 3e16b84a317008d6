import { countOutcomes, type Report, type ReportCase, type ReportedFinding, type ReportSource } from '../base/report.js'
import { plural } from '../base/text.js'

/** For people at a terminal: only what needs a look, then the counts. */
export function writeText(report: Report): string {
  const lines: string[] = []
  for (const suite of report.suites) {
    const shown = suite.cases.filter((each) => each.outcome !== 'passed' || each.findings.length > 0)
    if (shown.length > 0) lines.push(suite.name, ...shown.flatMap(writeCase), '')
  }
  for (const note of report.notes ?? []) lines.push(`note: ${note}`)
  lines.push(summaryOf(report))
  return lines.join('\n') + '\n'
}

export function summaryOf(report: Report): string {
  const { passed, failed, unverified, skipped } = countOutcomes(report)
  const parts = [`${passed} passed`]
  if (failed > 0) parts.push(`${failed} failed`)
  if (unverified > 0) parts.push(`${unverified} not verified`)
  if (skipped > 0) parts.push(`${skipped} skipped`)
  return `${report.title}: ${plural(passed + failed + unverified + skipped, 'case')}: ${parts.join(', ')}`
}

const MARKS = { passed: 'ok  ', failed: 'FAIL', unverified: '????', skipped: 'skip' } as const

function writeCase({ id, name, outcome, reason, findings }: ReportCase): string[] {
  const called = name === id || name === '' ? id : `${id}  ${name}`
  const lines = [`  ${MARKS[outcome]} ${called}`]
  if (reason !== undefined) lines.push(`       ${reason}`)
  return [...lines, ...findings.flatMap((finding) => describeFinding(finding).map((line) => `       ${line}`))]
}

/** A line for what is wrong, one for each place, one for what to do. */
export function describeFinding({ rule, severity, message, place, sources, remedy }: ReportedFinding): string[] {
  return [
    `${severity} ${place}: ${message} [${rule}]`,
    ...sources.map((source) => `  ${source.label} ${describeSource(source)}`),
    ...(remedy === undefined ? [] : [`  ${remedy}`]),
  ]
}

function describeSource({ file, line, column, pointer }: ReportSource): string {
  return `${file}:${line}:${column}${pointer === undefined || pointer === '' ? '' : ` (#${pointer})`}`
}
