import type { Soon } from '../../src/base/soon.js'
import type { Call, Reply } from '../behave/behaviour.js'
import { ruleProblem } from './check-rules.js'
import {
  answer,
  bodyOf,
  DONE,
  problem,
  sessionFor,
  textParam,
  type ControlContext,
  type Operations,
} from './control-context.js'
import type { Rule } from './rule.js'
import {
  countOf,
  readControl,
  writeControl,
  type RuleCount,
  type SessionControl,
  type StoredRule,
} from './session-control.js'
import { configuredRules, named } from './take-rules.js'

/** Of one session; each is looked at with every request. */
const MAX_RULES = 200

type Change = { readonly control: SessionControl; readonly reply: Reply } | Reply

export function ruleOperations({ mock, prefix }: ControlContext): Operations {
  const { store } = mock

  function change(call: Call, decide: (control: SessionControl) => Change): Soon<Reply> {
    return store.write<Reply>(sessionFor(call), (state) => {
      const change = decide(readControl(state))
      if ('kind' in change) return { commit: false, result: change }
      writeControl(state, change.control)
      return { commit: true, result: change.reply }
    })
  }

  function put(call: Call, rules: readonly Rule[]): Soon<Reply> {
    const broken = rules.map((rule) => ruleProblem(rule, mock.model)).find((one) => one !== undefined)
    if (broken !== undefined) return problem(422, broken)
    const stored = named(rules, 'rule')
    const twice = stored.find(({ id }, index) => stored.findIndex((other) => other.id === id) !== index)
    if (twice) return problem(422, `two rules are called ${twice.id}`)
    return change(call, (control) => {
      const next = forgetting({ ...control, rules: stored }, [...control.rules, ...stored])
      return { control: next, reply: list(next) }
    })
  }

  function list(control: SessionControl): Reply {
    return answer({
      rules: [
        ...control.rules.map((rule) => describe(rule, 'session', control)),
        ...configured().map((rule) => describe(rule, 'configuration', control)),
      ],
    })
  }

  function configured(): readonly StoredRule[] {
    return configuredRules(mock.behaviours)
  }

  return {
    listRules: async (call) => list(await store.read(sessionFor(call), readControl)),
    addRule: async (call) => {
      const rule = bodyOf<Rule>(call)
      const broken = ruleProblem(rule, mock.model)
      if (broken !== undefined) return problem(422, broken)
      return change(call, (control) => {
        const stored = { ...rule, id: rule.id ?? freeId(control) }
        if (control.rules.some(({ id }) => id === stored.id))
          return problem(409, `there is a rule ${stored.id} already`)
        if (control.rules.length >= MAX_RULES) return problem(422, `a session holds at most ${MAX_RULES} rules`)
        const next = forgetting({ ...control, rules: [stored, ...control.rules] }, [stored])
        const location = `${prefix}/rules/${stored.id}`
        return { control: next, reply: answer(describe(stored, 'session', next), 201, { location }) }
      })
    },
    replaceRules: (call) => put(call, bodyOf<readonly Rule[]>(call)),
    removeRules: (call) => change(call, (control) => ({ control: { ...control, rules: [], counts: {} }, reply: DONE })),
    readRule: async (call) => {
      const control = await store.read(sessionFor(call), readControl)
      const id = textParam(call, 'rule')
      const own = control.rules.find((rule) => rule.id === id)
      if (own) return answer(describe(own, 'session', control))
      const other = configured().find((rule) => rule.id === id)
      return other ? answer(describe(other, 'configuration', control)) : noRule(id)
    },
    replaceRule: async (call) => {
      const stored = { ...bodyOf<Rule>(call), id: textParam(call, 'rule') }
      const broken = ruleProblem(stored, mock.model)
      if (broken !== undefined) return problem(422, broken)
      return change(call, (control) => {
        const known = control.rules.some(({ id }) => id === stored.id)
        if (!known && control.rules.length >= MAX_RULES)
          return problem(422, `a session holds at most ${MAX_RULES} rules`)
        const rules = known
          ? control.rules.map((rule) => (rule.id === stored.id ? stored : rule))
          : [stored, ...control.rules]
        const next = forgetting({ ...control, rules }, [stored])
        return { control: next, reply: answer(describe(stored, 'session', next)) }
      })
    },
    removeRule: (call) => {
      const gone = textParam(call, 'rule')
      return change(call, (control) => {
        const rules = control.rules.filter(({ id }) => id !== gone)
        if (rules.length === control.rules.length) return noRule(gone)
        return { control: forgetting({ ...control, rules }, [{ id: gone }]), reply: DONE }
      })
    },
    listScenarios: () => answer({ scenarios: Object.keys(mock.behaviours.scenarios ?? {}) }),
    startScenario: (call) => {
      const name = textParam(call, 'scenario')
      const scenarios = mock.behaviours.scenarios ?? {}
      const rules = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined
      return rules ? put(call, rules) : problem(404, `there is no scenario ${name}`)
    },
  }
}

function describe(rule: StoredRule, from: 'session' | 'configuration', { counts }: SessionControl) {
  return { rule, from, ...countOf(counts, rule.id) }
}

/** A rule that is new counts from 0. */
function forgetting(control: SessionControl, rules: readonly { readonly id: string }[]): SessionControl {
  const gone = new Set(rules.map(({ id }) => id))
  const counts: Record<string, RuleCount> = {}
  for (const [id, count] of Object.entries(control.counts)) if (!gone.has(id)) counts[id] = count
  return { ...control, counts }
}

function freeId({ rules }: SessionControl): string {
  const taken = new Set(rules.map(({ id }) => id))
  let number = rules.length + 1
  while (taken.has(`rule-${number}`)) number++
  return `rule-${number}`
}

function noRule(id: string): Reply {
  return problem(404, `there is no rule ${id}`)
}
