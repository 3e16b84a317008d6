/** What looks at the state for a request: hooks, rules and behaviours, in a turn of the session. */
import type { Clock } from '../src/base/clock.js'
import type { Random } from '../src/base/random.js'
import { soon, type Soon } from '../src/base/soon.js'
import { isSafe } from '../src/http/is-safe.js'
import type { Preferences } from '../src/http/prefer.js'
import type { ApiModel, Operation } from '../src/model/api-model.js'
import type { ResourcePlan } from '../src/resources/resource-plan.js'
import type { Behaviour, Behaviours, Call, Problem, Refusal, Reply, World } from './behave/behaviour.js'
import { askedEffect, combined } from './control/rules/asked-effect.js'
import { clockOf, findControl } from './control/session-control.js'
import { configuredRules, NO_EFFECT, rulesFor, takeRules, type Effect } from './control/rules/take-rules.js'
import { createOwnCode, told } from './own-code.js'
import { askedReply } from './answer/preferred.js'
import type { Screened } from './screen-request.js'
import type { Change, StateWriter, Store, WriteResult } from './state/store.js'

export interface ActorParts {
  readonly model: ApiModel
  readonly plan: ResourcePlan
  readonly behaviourOf: (operation: Operation) => Behaviour
  readonly behaviours: Behaviours
  readonly store: Store
  readonly clock: Clock
  readonly seed: string | number
}

/** The reply, and the delay or fault that rules put on it. */
export interface Acted {
  readonly reply: Reply
  readonly effect: Effect
}

export interface Actor {
  act(screened: Screened, preferences: Preferences, session: string, random: Random): Soon<Acted>
  /** What a refusal comes to that leads to no operation. */
  hear(refusal: Refusal, session: string, random: Random): Soon<Problem>
}

/** Only the journal sees it: the connection is broken off instead of answering. */
const NO_ANSWER: Reply = { kind: 'problem', status: 502, title: 'Bad Gateway', detail: 'a fault was asked for' }

export function createActor({ model, plan, behaviourOf, behaviours, store, clock, seed }: ActorParts): Actor {
  const ownCode = createOwnCode(behaviours)
  const rules = configuredRules(behaviours)
  const scenarios = behaviours.scenarios ?? {}

  return { act, hear }

  /** Refusals, then what rules want, then the behaviour. */
  function act(screened: Screened, preferences: Preferences, session: string, random: Random): Soon<Acted> {
    const { operation, request } = screened.call
    const asked = askedEffect(preferences, scenarios, operation, request, random)
    const attempt: Change<Partial<Acted>> = (state) => {
      const control = findControl(state)
      const world = worldOf(state, random, clockOf(clock, control))
      return soon(ownCode.refuseOrGate(screened, world), (refused): Soon<WriteResult<Partial<Acted>>> => {
        if (refused) return { commit: refused.kind !== 'problem', result: { reply: refused } }
        const applying = rulesFor(control, rules, operation, request)
        if (applying.length === 0 && asked === NO_EFFECT) {
          return soon(carryOut(screened.call, preferences, world), (reply) => ({
            commit: reply.kind !== 'problem',
            result: { reply },
          }))
        }
        // Committed even if the request then fails: each use of a rule counts.
        const effect = combined(asked, takeRules(state, applying, operation, seed))
        return { commit: true, result: { effect } }
      })
    }
    return soon(store.write(session, attempt, habitOf(operation)), ({ reply, effect = NO_EFFECT }) =>
      reply ? { reply, effect: NO_EFFECT } : actUnder(effect, screened.call, preferences, session, random),
    )
  }

  /** What rules want, or the behaviour in a turn of its own. */
  function actUnder(
    effect: Effect,
    call: Call,
    preferences: Preferences,
    session: string,
    random: Random,
  ): Soon<Acted> {
    if (effect.fault === 'reset' || effect.fault === 'empty') return { reply: NO_ANSWER, effect }
    if (effect.reply && !prefersAnswer(preferences)) return { reply: effect.reply, effect }
    const done = store.write(session, (state) => {
      const world = worldOf(state, random, clockOf(clock, findControl(state)))
      return soon(carryOut(call, preferences, world), (reply) => ({ commit: reply.kind !== 'problem', result: reply }))
    })
    return soon(done, (reply) => ({ reply, effect }))
  }

  /** GET and HEAD seldom write (RFC 9110 9.2.1). Users' own code gets no such hint, because it must not run twice. */
  function habitOf(operation: Operation): 'seldom' | undefined {
    if (ownCode.concerns(operation)) return undefined
    return isSafe(operation) ? 'seldom' : undefined
  }

  function hear(refusal: Refusal, session: string, random: Random): Soon<Problem> {
    const hook = behaviours.refuse
    const heard = hook
      ? store.write(session, (state) => ({ commit: false, result: hook(refusal, worldOf(state, random, clock)) }))
      : undefined
    return soon(heard, (said) => {
      const problem = typeof said === 'object' && said.kind === 'problem' ? said : refusal.problem
      return told(problem, refusal)
    })
  }

  function carryOut(call: Call, preferences: Preferences, world: World): Soon<Reply> {
    const asked = askedReply(call.operation, preferences)
    return asked ?? ownCode.checked(call.operation, behaviourOf(call.operation)(call, world))
  }

  function worldOf(state: StateWriter, random: Random, now: Clock): World {
    return { model, plan, state, random, clock: now }
  }
}

function prefersAnswer({ code, example }: Preferences): boolean {
  return code !== undefined || example !== undefined
}
