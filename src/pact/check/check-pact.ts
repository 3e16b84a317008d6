/** Pacts against the document, in both directions, without a provider: what a consumer sends, and what it expects. */
import { describeWhere, type Finding } from '../../base/finding.js'
import type { ReportCase, ReportedFinding, ReportSuite } from '../../base/report.js'
import { createRouter } from '../../http/create-router.js'
import type { ApiModel } from '../../model/api-model.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import type { PactFile, ReadInteraction } from '../read-pact.js'
import { checkRequestSide } from './check-request-side.js'
import { checkResponseSide } from './check-response-side.js'
import { checkStates, findDuplicates } from './check-states.js'
import { placeInPact } from './place-in-pact.js'

/** A case for each interaction: failed when something is an error. */
export function checkPact(model: ApiModel, plan: ResourcePlan, pact: PactFile): ReportSuite {
  const router = createRouter(model, { basePath: 'both' })
  const duplicates = findDuplicates(pact)
  const cases = pact.interactions.map((read): ReportCase => {
    const { interaction } = read
    const request = checkRequestSide(interaction, router)
    const response = request.operation ? checkResponseSide(request.operation, interaction) : []
    const states = checkStates(interaction, plan, request.match)
    const findings = [...request.findings, ...response, ...states, ...(duplicates.get(read) ?? [])]
    return caseOf(
      interaction.key ?? interaction.description,
      interaction.description,
      findings.map((finding) => located(finding, read, pact, model)),
    )
  })
  return { name: pact.file, cases: [...syntaxCase(pact), ...cases, ...otherCase(pact)] }
}

function caseOf(id: string, name: string, findings: readonly ReportedFinding[]): ReportCase {
  const outcome = findings.some(({ severity }) => severity === 'error') ? 'failed' : 'passed'
  return { id, name, outcome, findings }
}

function located(finding: Finding, read: ReadInteraction, pact: PactFile, { document }: ApiModel): ReportedFinding {
  const { rule, severity, message, remedy, where, spec } = finding
  const pointer = placeInPact(where, read)
  return {
    rule,
    severity,
    message,
    ...(remedy === undefined ? {} : { remedy }),
    place: describeWhere(where),
    sources: [
      { label: 'pact', ...pact.locate(pointer), pointer },
      ...(spec === undefined ? [] : [{ label: 'document', ...document.locate(spec), pointer: spec } as const]),
    ],
  }
}

/** What is wrong with the file itself. */
function syntaxCase(pact: PactFile): readonly ReportCase[] {
  if (pact.findings.length === 0) return []
  const findings = pact.findings.map(({ rule, message, at }): ReportedFinding => {
    const severity = rule === 'pact/version' ? 'warning' : 'error'
    return {
      rule,
      severity,
      message,
      place: `pact at ${at}`,
      sources: [{ label: 'pact', ...pact.locate(at), pointer: at }],
    }
  })
  return [caseOf('file', 'is a pact file', findings)]
}

function otherCase({ others }: PactFile): readonly ReportCase[] {
  if (others === 0) return []
  const reason = `${others} interactions are messages, of which an OpenAPI document does not speak`
  return [{ id: 'messages', name: 'messages', outcome: 'skipped', reason, findings: [] }]
}
