import { nearestNames } from '../../src/base/text.js'
import { toolError } from '../../src/base/tool-error.js'
import type { ApiModel } from '../../src/model/api-model.js'
import type { Behaviours } from '../behave/behaviour.js'
import { FAULTS, MAX_DELAY_MS, type Delay, type Rule } from './rule.js'

/** @throws ToolError CONFIG_INVALID for a rule of the configuration that cannot do what it says */
export function checkRules(model: ApiModel, { rules = [], scenarios = {} }: Behaviours): void {
  checkList(model, 'rules', rules)
  for (const [name, list] of Object.entries(scenarios)) checkList(model, `scenarios.${name}`, list)
}

function checkList(model: ApiModel, place: string, rules: readonly Rule[]): void {
  for (const [index, rule] of rules.entries()) {
    const problem = ruleProblem(rule, model)
    if (problem === undefined) continue
    throw toolError('CONFIG_INVALID', { place: `${place}[${index}]`, reason: problem, remedy: 'Mend the rule.' })
  }
}

/** What keeps a rule from having the effect that it asks for; undefined when nothing does. */
export function ruleProblem(rule: Rule, model: ApiModel): string | undefined {
  const { id, operation, path, status, delay, fault, times, probability } = rule
  if (id !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id))
    return `id: expected 1 to 64 of A-Z a-z 0-9 . _ -, got ${id}`
  if (operation !== undefined && !model.operation(operation)) return unknownOperation(operation, model)
  if (path !== undefined && !path.startsWith('/')) return `path: expected it to begin with /, got ${path}`
  if (status !== undefined && !isBetween(status, 200, 599)) return `status: expected 200 to 599, got ${status}`
  if (fault !== undefined && !FAULTS.includes(fault)) return `fault: expected one of ${FAULTS.join(', ')}, got ${fault}`
  if (times !== undefined && !isBetween(times, 1, 1e9)) return `times: expected a number of calls, got ${times}`
  if (probability !== undefined && !(probability >= 0 && probability <= 1))
    return `probability: expected 0 to 1, got ${probability}`
  if (delay !== undefined && !isDelay(delay)) return `delay: expected at most ${MAX_DELAY_MS} ms`
  const acts = status !== undefined || rule.example !== undefined || rule.body !== undefined
  if (!acts && delay === undefined && fault === undefined)
    return 'expected a status, example, body, delay or fault, got none'
  return undefined
}

function unknownOperation(id: string, { operations }: ApiModel): string {
  const near = nearestNames(
    id,
    operations.map((one) => one.id),
  )
  return `operation: the document has no ${id}${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : ''}`
}

function isDelay(delay: Delay): boolean {
  if (typeof delay === 'number') return isPeriod(delay)
  if (delay.kind === 'uniform') return isPeriod(delay.min) && isPeriod(delay.max) && delay.min <= delay.max
  return isPeriod(delay.median) && delay.sigma >= 0 && delay.sigma <= 10
}

function isPeriod(ms: number): boolean {
  return ms >= 0 && ms <= MAX_DELAY_MS
}

function isBetween(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}
