import { describeWhere, type Finding } from '../../base/finding.js'
import type { Report, ReportCase, ReportedFinding, ReportSource } from '../../base/report.js'
import type { ApiDocument } from '../../document/api-document.js'
import type { PlayedInteraction } from './interaction.js'
import type { Verdict, Verification } from './verification.js'

/** A suite for each consumer, a case for each interaction; with `allowUnverified`, what was not verified counts as skipped. */
export function reportVerification(
  { provider, verdicts, leftBehind, published }: Verification,
  document: ApiDocument,
  allowUnverified: boolean,
): Report {
  const consumers = [...new Set(verdicts.map(({ interaction }) => interaction.consumer))]
  return {
    title: `lockstep verify ${provider}`,
    suites: consumers.map((name) => ({
      name,
      cases: verdicts
        .filter(({ interaction }) => interaction.consumer === name)
        .map((verdict) => reportCase(verdict, document, allowUnverified)),
    })),
    notes: [
      ...leftBehind.map(({ message }) => message),
      ...(published === 'withheld'
        ? ['the broker was not told of a success: answers break the document although the contract passed']
        : []),
    ],
  }
}

function reportCase(verdict: Verdict, document: ApiDocument, allowUnverified: boolean): ReportCase {
  const { interaction, outcome, reason, findings } = verdict
  return {
    id: interaction.description,
    name: nameOf(verdict),
    outcome: outcome === 'not-verified' ? (allowUnverified ? 'skipped' : 'unverified') : outcome,
    ...(reason !== undefined && { reason }),
    findings: findings.map((finding) => reportFinding(finding, interaction, document)),
  }
}

/** What was sent in the end, where something was. */
function nameOf({ interaction, exchange }: Verdict): string {
  const { method, path } = exchange?.request ?? interaction
  const answered = exchange ? ` answered ${exchange.response.status}` : ''
  return `${method} ${path}${answered}`
}

function reportFinding(finding: Finding, interaction: PlayedInteraction, document: ApiDocument): ReportedFinding {
  const { rule, severity, message, remedy, where, spec } = finding
  const operation = interaction.match?.operation.id ?? `${interaction.method} ${interaction.path}`
  const sources: ReportSource[] = [{ label: 'pact', ...interaction.source }]
  if (spec !== undefined) sources.unshift({ label: 'document', pointer: spec, ...document.locate(spec) })
  return {
    rule,
    severity,
    message,
    place: `${operation} ${interaction.status} ${describeWhere(where)}`,
    sources,
    ...(remedy !== undefined && { remedy }),
  }
}
