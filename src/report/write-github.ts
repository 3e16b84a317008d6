import type { Report, ReportCase, ReportedFinding } from '../base/report.js'
import { summaryOf } from './write-text.js'

/** GitHub shows at most ten annotations of a kind for a step; the rest would only fill the log. */
const SHOWN = 50

/** Workflow commands of GitHub Actions: annotations on the lines of the document or the pact. */
export function writeGithub(report: Report): string {
  const all = report.suites.flatMap(({ cases }) => cases).flatMap(annotate)
  const lines = all.slice(0, SHOWN)
  if (all.length > SHOWN) lines.push(command('notice', '', '', `… and ${all.length - SHOWN} more`))
  return [...lines, summaryOf(report), ''].join('\n')
}

function annotate({ id, outcome, reason, findings }: ReportCase): string[] {
  const lines = findings.map((finding) => command(LEVELS[finding.severity], place(finding), id, textOf(finding)))
  if (outcome === 'unverified') lines.unshift(command('error', '', id, `not verified: ${reason ?? 'no reason given'}`))
  else if (outcome === 'failed' && findings.length === 0) lines.push(command('error', '', id, reason ?? 'failed'))
  return lines
}

const LEVELS = { error: 'error', warning: 'warning', hint: 'notice' } as const

function textOf({ place, message, rule, remedy }: ReportedFinding): string {
  return `${place}: ${message} [${rule}]${remedy === undefined ? '' : `\n${remedy}`}`
}

function place({ sources }: ReportedFinding): string {
  const [source] = sources
  return source ? `file=${escapeProperty(source.file)},line=${source.line},col=${source.column},` : ''
}

function command(level: string, properties: string, title: string, message: string): string {
  const all = title === '' ? properties.replace(/,$/, '') : `${properties}title=${escapeProperty(title)}`
  return `::${level}${all === '' ? '' : ` ${all}`}::${escapeData(message)}`
}

// The three that end a command, by the runner's own rule; in properties also what separates them.
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
