import { soon, type Soon } from '../src/base/soon.js'
import type { Operation } from '../src/model/api-model.js'
import type { Behaviours, Refusal, Reply, World } from './behave/behaviour.js'
import { checkReply } from './behave/check-reply.js'
import { withFinding } from './behave/problems.js'
import { withinLimit } from './control/within-limit.js'
import type { Screened } from './screen-request.js'

/** What users wrote themselves: it has a say in a request, may be wrong, and may never end. */
export interface OwnCode {
  /** What the gate says, or the first refusal that no hook lets pass. */
  refuseOrGate(screened: Screened, world: World): Soon<Reply | undefined>
  /** The reply of a behaviour of theirs, once it is known to be one; any other as it is. */
  checked(operation: Operation, reply: Soon<Reply>): Soon<Reply>
  /** Whether any of it is asked in requests of an operation. */
  concerns(operation: Operation): boolean
}

export function createOwnCode(behaviours: Behaviours): OwnCode {
  const own = behaviours.operations ?? {}
  const isHooked = Boolean(behaviours.gate ?? behaviours.refuse)
  return {
    refuseOrGate({ call, refusals }, world) {
      const gated = behaviours.gate && withinLimit(behaviours.gate(call, world), 'the gate')
      return soon(gated, (reply) => {
        if (reply) return withFinding(call.operation, checkReply(reply, 'the gate'))
        for (const refusal of refusals) {
          const said = behaviours.refuse?.(refusal, world) ?? refusal.problem
          if (said !== 'proceed') return told(said, refusal)
        }
        return undefined
      })
    },
    checked(operation, reply) {
      // Only users' own code can hang; a timer for every request would cost too much.
      if (!Object.hasOwn(own, operation.id)) return reply
      const what = `the behaviour of ${operation.id}`
      return soon(withinLimit(reply, what), (said) => withFinding(operation, checkReply(said, what)))
    },
    concerns: ({ id }) => isHooked || Object.hasOwn(own, id),
  }
}

/** Keeps the findings of a refusal, also where a hook has reworded it. */
export function told<Said extends Reply>(said: Said, { findings }: Refusal): Said {
  return said.kind === 'problem' && !said.findings ? Object.assign({}, said, { findings }) : said
}
