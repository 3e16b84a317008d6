import type { Report, ReportCase, ReportSuite } from '../base/report.js'
import { describeFinding } from './write-text.js'

/** The JUnit XML that Jenkins, GitLab and GitHub's test reporters read: a test suite for each suite, a test case for each case. */
export function writeJunit(report: Report): string {
  const all = report.suites.flatMap(({ cases }) => cases)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escape(report.title)}"${counts(all)}>`,
    ...report.suites.flatMap(writeSuite),
    '</testsuites>',
  ]
  return lines.join('\n') + '\n'
}

function writeSuite({ name, cases }: ReportSuite): string[] {
  return [
    `  <testsuite name="${escape(name)}"${counts(cases)}>`,
    ...cases.flatMap((each) => writeCase(each, name)),
    '  </testsuite>',
  ]
}

// JUnit has no word for 'could not be tried': an error is what makes a build look at it.
function counts(cases: readonly ReportCase[]): string {
  const count = (outcome: ReportCase['outcome']) => cases.filter((each) => each.outcome === outcome).length
  const seconds = cases.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0) / 1000
  return ` tests="${cases.length}" failures="${count('failed')}" errors="${count('unverified')}" skipped="${count('skipped')}" time="${seconds.toFixed(3)}"`
}

function writeCase(each: ReportCase, suite: string): string[] {
  const { id, name, durationMs } = each
  const source = each.findings[0]?.sources[0]
  const place = source ? ` file="${escape(source.file)}" line="${source.line}"` : ''
  const start = `    <testcase classname="${escape(suite)}" name="${escape(name === id || name === '' ? id : `${id} ${name}`)}"${place} time="${((durationMs ?? 0) / 1000).toFixed(3)}"`
  const inside = writeOutcome(each)
  return inside.length === 0 ? [`${start}/>`] : [`${start}>`, ...inside, '    </testcase>']
}

function writeOutcome({ outcome, reason, findings }: ReportCase): string[] {
  const text = findings.flatMap(describeFinding).join('\n')
  const first = reason ?? findings.find(({ severity }) => severity === 'error')?.message ?? findings[0]?.message ?? ''
  switch (outcome) {
    case 'passed':
      return text === '' ? [] : [`      <system-out>${escape(text)}</system-out>`]
    case 'skipped':
      return [`      <skipped message="${escape(first)}"/>`]
    case 'failed':
      return [`      <failure message="${escape(first)}">${escape(text)}</failure>`]
    case 'unverified':
      return [`      <error message="${escape(first)}" type="unverified">${escape(text)}</error>`]
  }
}

/** XML 1.0 knows no control characters but tab and line ends, not even escaped; lone surrogates are no characters. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;')
}
