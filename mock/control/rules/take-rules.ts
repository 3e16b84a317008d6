import { STATUS_CODES } from 'node:http'
import { createRandom } from '../../../src/base/random.js'
import type { HttpRequest } from '../../../src/http/exchange.js'
import { selectResponse, successResponse } from '../../../src/http/select-response.js'
import type { Operation } from '../../../src/model/api-model.js'
import { askedReply } from '../../answer/preferred.js'
import type { Behaviours, Reply } from '../../behave/behaviour.js'
import type { StateWriter } from '../../state/store.js'
import {
  countOf,
  readControl,
  writeControl,
  type RuleCount,
  type SessionControl,
  type StoredRule,
} from '../session-control.js'
import { drawDelay } from './draw-delay.js'
import { matchesRule } from './match-rule.js'
import type { Fault, Rule } from './rule.js'

/** What rules and preferences want done to one request. */
export interface Effect {
  readonly delayMs: number
  readonly fault: Fault | undefined
  /** In place of the behaviour's. */
  readonly reply: Reply | undefined
}

export const NO_EFFECT: Effect = { delayMs: 0, fault: undefined, reply: undefined }

/** Rules of a list, each with an id. */
export function named(rules: readonly Rule[], prefix: string): readonly StoredRule[] {
  return rules.map((rule, index) => ({ ...rule, id: rule.id ?? `${prefix}-${index + 1}` }))
}

/** They count for every session. */
export function configuredRules({ rules }: Behaviours): readonly StoredRule[] {
  return rules ? named(rules, 'config') : NO_RULES
}

const NO_RULES: readonly StoredRule[] = []

/** Those of the session first, then those of the configuration. */
export function rulesFor(
  control: SessionControl | undefined,
  configured: readonly StoredRule[],
  operation: Operation,
  request: HttpRequest,
): readonly StoredRule[] {
  if (control === undefined && configured.length === 0) return configured
  const counts = control?.counts ?? {}
  return [...(control?.rules ?? []), ...configured].filter(
    (rule) => hasCallsLeft(rule, countOf(counts, rule.id)) && matchesRule(rule, operation, request),
  )
}

/**
 * Takes what applies to a request, and counts it. Of several rules each adds what those before it leave open: one may
 * delay what another answers.
 */
export function takeRules(
  state: StateWriter,
  rules: readonly StoredRule[],
  operation: Operation,
  seed: string | number,
): Effect {
  if (rules.length === 0) return NO_EFFECT
  const control = readControl(state)
  const counts: Record<string, RuleCount> = { ...control.counts }
  let effect = NO_EFFECT
  for (const rule of rules) {
    const { seen, used } = countOf(counts, rule.id)
    // Another request may have taken the last call since we looked.
    if (!hasCallsLeft(rule, { seen, used }) || !adds(rule, effect)) continue
    const random = createRandom(seed).fork(`rule ${rule.id} ${seen}`)
    const applies = rule.probability === undefined || random.next() < rule.probability
    counts[rule.id] = { seen: seen + 1, used: used + (applies ? 1 : 0) }
    if (!applies) continue
    effect = {
      delayMs: effect.delayMs || (rule.delay === undefined ? 0 : drawDelay(rule.delay, random)),
      fault: effect.fault ?? rule.fault,
      reply: effect.reply ?? replyOf(rule, operation),
    }
  }
  writeControl(state, { ...control, counts })
  return effect
}

function hasCallsLeft({ times }: Rule, { used }: RuleCount): boolean {
  return times === undefined || used < times
}

function adds(rule: Rule, effect: Effect): boolean {
  if (rule.delay !== undefined && effect.delayMs === 0) return true
  if (rule.fault !== undefined && effect.fault === undefined) return true
  return answers(rule) && effect.reply === undefined
}

function answers({ status, example, body }: Rule): boolean {
  return status !== undefined || example !== undefined || body !== undefined
}

/** The answer that a rule asks for; undefined when it leaves that to the behaviour. */
export function replyOf(rule: Rule, operation: Operation): Reply | undefined {
  if (!answers(rule)) return undefined
  const { example, body } = rule
  const headers = sentHeaders(rule)
  const status = rule.status ?? successResponse(operation.responses).status
  if (body !== undefined) {
    const declared = selectResponse(operation.responses, status)
    if (status < 400 && declared && declared.content.length > 0) return { kind: 'value', status, value: body, headers }
    return { kind: 'problem', status, title: titleOf(status), body, headers }
  }
  const preferred = { code: status, ...(example === undefined ? {} : { example }) }
  const reply = askedReply(operation, preferred)
  if (reply?.kind === 'problem') return { ...reply, detail: 'a rule asks for this answer', headers }
  return { kind: 'example', status, headers, ...(example === undefined ? {} : { name: example }) }
}

/** In lower case; the length and the framing of a body stay ours, or the next answer would be read out of this one. */
function sentHeaders({ headers = {} }: Rule): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(entries.filter(([name]) => name !== 'content-length' && name !== 'transfer-encoding'))
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Unknown'
}
