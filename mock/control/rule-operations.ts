import { soon, type Soon } from '../../src/base/soon.js'
import type { Call, Reply } from '../behave/behaviour.js'
import { ruleProblem } from './rules/check-rules.js'
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
import type { Mock } from '../mock.js'
import type { Rule } from './rules/rule.js'
import {
  countOf,
  readControl,
  writeControl,
  type RuleCount,
  type SessionControl,
  type StoredRule,
} from './session-control.js'
import { configuredRules, named } from './rules/take-rules.js'

/** Of one session; each is looked at with every request. */
const MAX_RULES = 200

type Change = { readonly control: SessionControl; readonly reply: Reply } | Reply

export function ruleOperations({ mock, prefix }: ControlContext): Operations {
  const book = new RuleBook(mock, prefix)
  return {
    listRules: (call) => book.list(call),
    addRule: (call) => book.add(call, bodyOf<Rule>(call)),
    replaceRules: (call) => book.putAll(call, bodyOf<readonly Rule[]>(call)),
    removeRules: (call) => book.removeAll(call),
    readRule: (call) => book.read(call, textParam(call, 'rule')),
    replaceRule: (call) => book.put(call, { ...bodyOf<Rule>(call), id: textParam(call, 'rule') }),
    removeRule: (call) => book.remove(call, textParam(call, 'rule')),
    listScenarios: () => answer({ scenarios: Object.keys(mock.behaviours.scenarios ?? {}) }),
    startScenario: (call) => {
      const name = textParam(call, 'scenario')
      const scenarios = mock.behaviours.scenarios ?? {}
      const rules = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined
      return rules ? book.putAll(call, rules) : problem(404, `there is no scenario ${name}`)
    },
  }
}

/** The rules of the session that a call is about, before those of the configuration. */
class RuleBook {
  readonly #mock: Mock
  readonly #prefix: string

  constructor(mock: Mock, prefix: string) {
    this.#mock = mock
    this.#prefix = prefix
  }

  list(call: Call): Soon<Reply> {
    return soon(this.#read(call), (control) => this.#describeAll(control))
  }

  read(call: Call, id: string): Soon<Reply> {
    return soon(this.#read(call), (control) => {
      const own = control.rules.find((rule) => rule.id === id)
      if (own) return answer(describe(own, 'session', control))
      const other = this.#configured().find((rule) => rule.id === id)
      return other ? answer(describe(other, 'configuration', control)) : noRule(id)
    })
  }

  add(call: Call, rule: Rule): Soon<Reply> {
    const broken = ruleProblem(rule, this.#mock.model)
    if (broken !== undefined) return problem(422, broken)
    return this.#change(call, (control) => {
      const stored = { ...rule, id: rule.id ?? freeId(control) }
      if (control.rules.some(({ id }) => id === stored.id)) return problem(409, `there is a rule ${stored.id} already`)
      if (control.rules.length >= MAX_RULES) return tooMany()
      const next = forgetting({ ...control, rules: [stored, ...control.rules] }, [stored])
      const location = `${this.#prefix}/rules/${stored.id}`
      return { control: next, reply: answer(describe(stored, 'session', next), 201, { location }) }
    })
  }

  put(call: Call, stored: StoredRule): Soon<Reply> {
    const broken = ruleProblem(stored, this.#mock.model)
    if (broken !== undefined) return problem(422, broken)
    return this.#change(call, (control) => {
      const known = control.rules.some(({ id }) => id === stored.id)
      if (!known && control.rules.length >= MAX_RULES) return tooMany()
      const rules = known
        ? control.rules.map((rule) => (rule.id === stored.id ? stored : rule))
        : [stored, ...control.rules]
      const next = forgetting({ ...control, rules }, [stored])
      return { control: next, reply: answer(describe(stored, 'session', next)) }
    })
  }

  /** In place of all that the session has. */
  putAll(call: Call, rules: readonly Rule[]): Soon<Reply> {
    const broken = rules.map((rule) => ruleProblem(rule, this.#mock.model)).find((one) => one !== undefined)
    if (broken !== undefined) return problem(422, broken)
    const stored = named(rules, 'rule')
    const twice = stored.find(({ id }, index) => stored.findIndex((other) => other.id === id) !== index)
    if (twice) return problem(422, `two rules are called ${twice.id}`)
    return this.#change(call, (control) => {
      const next = forgetting({ ...control, rules: stored }, [...control.rules, ...stored])
      return { control: next, reply: this.#describeAll(next) }
    })
  }

  remove(call: Call, gone: string): Soon<Reply> {
    return this.#change(call, (control) => {
      const rules = control.rules.filter(({ id }) => id !== gone)
      if (rules.length === control.rules.length) return noRule(gone)
      return { control: forgetting({ ...control, rules }, [{ id: gone }]), reply: DONE }
    })
  }

  removeAll(call: Call): Soon<Reply> {
    return this.#change(call, (control) => ({ control: { ...control, rules: [], counts: {} }, reply: DONE }))
  }

  #read(call: Call): Soon<SessionControl> {
    return this.#mock.store.read(sessionFor(call), readControl)
  }

  #change(call: Call, decide: (control: SessionControl) => Change): Soon<Reply> {
    return this.#mock.store.write<Reply>(sessionFor(call), (state) => {
      const change = decide(readControl(state))
      if ('kind' in change) return { commit: false, result: change }
      writeControl(state, change.control)
      return { commit: true, result: change.reply }
    })
  }

  #describeAll(control: SessionControl): Reply {
    return answer({
      rules: [
        ...control.rules.map((rule) => describe(rule, 'session', control)),
        ...this.#configured().map((rule) => describe(rule, 'configuration', control)),
      ],
    })
  }

  /** Asked anew each time: another document may bring others. */
  #configured(): readonly StoredRule[] {
    return configuredRules(this.#mock.behaviours)
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

function tooMany(): Reply {
  return problem(422, `a session holds at most ${MAX_RULES} rules`)
}
