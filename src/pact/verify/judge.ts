import type { Finding } from '../../base/finding.js'
import { checkResponse } from '../../check/check-response.js'
import { bodyJson } from '../../http/body-text.js'
import type { PlayedInteraction } from './interaction.js'
import { mismatchFindings } from './mismatch-findings.js'
import type { NativeResult } from './native-options.js'
import type { Note } from './player.js'
import type { PlayedExchange, Verdict } from './verification.js'

/** What the verifier, the document and the arranging of states come to. */
export function judge(interaction: PlayedInteraction, result: NativeResult | undefined, note: Note): Verdict {
  const { reason, exchange } = note
  const common = { interaction, exchange }
  if (reason !== undefined) return { ...common, outcome: 'not-verified', reason, findings: [] }
  const findings = [...failures(result, note, interaction), ...ofContract(result, interaction, note)]
  const all = [
    ...findings,
    ...ofDocument(interaction, note).filter((each) => !findings.some((one) => isSame(one, each))),
  ]
  const failed = all.length > 0 && !interaction.pending
  if (!failed && !result)
    return { ...common, outcome: 'not-verified', reason: 'the verifier did not play it', findings: [] }
  return { ...common, outcome: failed ? 'failed' : 'passed', reason: undefined, findings: all }
}

function failures(
  result: NativeResult | undefined,
  { failure, exchange }: Note,
  interaction: PlayedInteraction,
): Finding[] {
  const error = failure === undefined ? (exchange ? undefined : result?.error) : `no answer: ${failure}`
  const other = result && !result.passed && result.mismatches.length === 0 ? (result.error ?? 'it failed') : undefined
  const message = error ?? other
  if (message === undefined) return []
  return [
    {
      rule: 'pact/failed',
      severity: 'error',
      blame: 'server',
      message: message.slice(0, 300),
      where: { side: 'response', in: 'status' },
      ...(interaction.match ? { spec: interaction.match.operation.at } : {}),
    },
  ]
}

function ofContract(
  result: NativeResult | undefined,
  interaction: PlayedInteraction,
  { exchange }: Note,
): readonly Finding[] {
  return mismatchFindings(result?.mismatches ?? [], interaction).map((finding) =>
    finding.rule === 'pact/status' && exchange
      ? { ...finding, message: `${finding.message}${describeBody(exchange.response)}` }
      : finding,
  )
}

/** What came instead says most about why. */
function describeBody(response: PlayedExchange['response']): string {
  const body = bodyJson(response)
  return body === undefined ? '' : `: ${JSON.stringify(body).slice(0, 200)}`
}

/** The contract names samples of shapes; the document knows every member that may be there. */
function ofDocument({ match }: PlayedInteraction, { exchange }: Note): readonly Finding[] {
  return match && exchange ? checkResponse(match.operation, exchange.response) : []
}

/** As far as it was answered; what is pending may break it. */
export function keepsToDocument(interaction: PlayedInteraction, note: Note): boolean {
  return interaction.pending || ofDocument(interaction, note).length === 0
}

/** The verifier's message stays: it knows what the consumer asked for. */
function isSame(a: Finding, b: Finding): boolean {
  return (
    a.where.in === b.where.in &&
    a.where.name?.toLowerCase() === b.where.name?.toLowerCase() &&
    (a.where.pointer ?? '') === (b.where.pointer ?? '')
  )
}
