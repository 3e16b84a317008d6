import { isRecord } from '../../../src/base/json.js'
import { describeValue, didYouMeanAfter, nearestNames } from '../../../src/base/text.js'
import { toolError } from '../../../src/base/tool-error.js'
import type { ApiModel } from '../../../src/model/api-model.js'
import type { Behaviours } from '../../behave/behaviour.js'
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
    throw toolError('CONFIG_INVALID', {
      place: `${place}[${index}]`,
      reason: problem,
      remedy: 'Mend the rule: see docs/admin.md.',
    })
  }
}

/** A member of `Rule` that is not here does not compile. */
const MEMBERS: Readonly<Record<keyof Rule, 'text' | 'number' | 'texts' | 'any'>> = {
  id: 'text',
  operation: 'text',
  method: 'text',
  path: 'text',
  whenHeaders: 'texts',
  status: 'number',
  example: 'text',
  body: 'any',
  headers: 'texts',
  delay: 'any',
  fault: 'text',
  times: 'number',
  probability: 'number',
}

/** What keeps a rule from having the effect that it asks for; undefined when nothing does. */
export function ruleProblem(rule: Rule, model: ApiModel): string | undefined {
  return memberProblem(rule) ?? conditionProblem(rule, model) ?? effectProblem(rule)
}

/** A configuration may be written without types. */
function memberProblem(rule: unknown): string | undefined {
  if (!isRecord(rule)) return `expected an object, got ${describeValue(rule)}`
  for (const [name, value] of Object.entries(rule)) {
    if (!Object.hasOwn(MEMBERS, name)) {
      const near = nearestNames(name, Object.keys(MEMBERS))
      return `${name}: a rule has no such member${didYouMeanAfter(';', near)}`
    }
    const kind = MEMBERS[name as keyof Rule]
    if (value !== undefined && !isOfKind(value, kind))
      return `${name}: expected ${WORDS[kind]}, got ${describeValue(value)}`
  }
  return undefined
}

const WORDS = { text: 'text', number: 'a number', texts: 'an object of texts', any: 'anything' } as const

function isOfKind(value: unknown, kind: keyof typeof WORDS): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'texts':
      return isRecord(value) && Object.values(value).every((member) => typeof member === 'string')
    case 'any':
      return true
  }
}

function conditionProblem({ id, operation, path }: Rule, model: ApiModel): string | undefined {
  if (id !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id)) {
    return `id: expected 1 to 64 of A-Z a-z 0-9 . _ - that begin with a letter or digit, got ${describeValue(id)}`
  }
  if (operation !== undefined && !model.operation(operation)) return unknownOperation(operation, model)
  if (path !== undefined && !path.startsWith('/'))
    return `path: expected it to begin with /, got ${describeValue(path)}`
  return undefined
}

function effectProblem(rule: Rule): string | undefined {
  const { status, example, body, delay, fault, times, probability } = rule
  if (status !== undefined && !isBetween(status, 200, 599)) return `status: expected 200 to 599, got ${status}`
  if (fault !== undefined && !FAULTS.includes(fault)) return `fault: expected one of ${FAULTS.join(', ')}, got ${fault}`
  if (times !== undefined && !isBetween(times, 1, 1e9)) return `times: expected a number of calls, got ${times}`
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
    return `probability: expected 0 to 1, got ${probability}`
  }
  if (delay !== undefined && !isDelay(delay)) {
    return `delay: expected milliseconds, uniform (min, max) or lognormal (median, sigma), at most ${MAX_DELAY_MS}, got ${describeValue(delay)}`
  }
  if ([status, example, body, delay, fault].some((effect) => effect !== undefined)) return undefined
  return 'expected a status, example, body, delay or fault, got none'
}

function unknownOperation(id: string, { operations }: ApiModel): string {
  const near = nearestNames(
    id,
    operations.map((one) => one.id),
  )
  return `operation: the document has no ${id}${didYouMeanAfter(';', near)}`
}

function isDelay(delay: unknown): delay is Delay {
  if (typeof delay === 'number') return isPeriod(delay)
  if (!isRecord(delay)) return false
  if (delay['kind'] === 'uniform') {
    const { min, max } = delay
    return isPeriod(min) && isPeriod(max) && min <= max
  }
  const { sigma } = delay
  return (
    delay['kind'] === 'lognormal' && isPeriod(delay['median']) && typeof sigma === 'number' && sigma >= 0 && sigma <= 10
  )
}

function isPeriod(ms: unknown): ms is number {
  return typeof ms === 'number' && ms >= 0 && ms <= MAX_DELAY_MS
}

function isBetween(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}
