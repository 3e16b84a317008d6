import type { Random } from '../../../src/base/random.js'
import type { HttpRequest } from '../../../src/http/exchange.js'
import type { Preferences } from '../../../src/http/prefer.js'
import type { Operation } from '../../../src/model/api-model.js'
import { drawDelay } from './draw-delay.js'
import { matchesRule } from './match-rule.js'
import type { Rule } from './rule.js'
import { NO_EFFECT, replyOf, type Effect } from './take-rules.js'

/** What the request itself asks for with `Prefer`. Nothing is counted: a scenario's rules apply as if used the first time. */
export function askedEffect(
  { delayMs, fault, scenario }: Preferences,
  scenarios: Readonly<Record<string, readonly Rule[]>>,
  operation: Operation,
  request: HttpRequest,
  random: Random,
): Effect {
  if (delayMs === undefined && fault === undefined && scenario === undefined) return NO_EFFECT
  const rules = (
    scenario === undefined || !Object.hasOwn(scenarios, scenario) ? [] : (scenarios[scenario] ?? [])
  ).filter((rule) => matchesRule(rule, operation, request))
  const delay =
    delayMs === undefined
      ? rules.find((rule) => rule.delay !== undefined)?.delay
      : { kind: 'uniform' as const, ...delayMs }
  return {
    delayMs: delay === undefined ? 0 : drawDelay(delay, random.fork('delay')),
    fault: fault ?? rules.find((rule) => rule.fault !== undefined)?.fault,
    reply: rules.map((rule) => replyOf(rule, operation)).find((reply) => reply !== undefined),
  }
}

/** What the request asks for goes before what rules want. */
export function combined(asked: Effect, taken: Effect): Effect {
  if (asked === NO_EFFECT) return taken
  return {
    delayMs: asked.delayMs || taken.delayMs,
    fault: asked.fault ?? taken.fault,
    reply: asked.reply ?? taken.reply,
  }
}
