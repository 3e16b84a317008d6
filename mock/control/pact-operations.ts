import { httpCredentials } from '../../src/http/write-credentials.js'
import type { Reply } from '../behave/behaviour.js'
import type { Mock } from '../mock.js'
import { arrangeByRequest, isOwn } from './pact-states/arrange-by-request.js'
import { arrangeThing } from './pact-states/arrange-thing.js'
import { answer, bodyOf, problem, sessionFor, type ControlContext, type Operations } from './control-context.js'
import { readPactState, type PactState, type WantedThing } from './pact-states/pact-state.js'
import { strongest, weakest } from './pact-states/personas.js'
import { createShownStates } from './shown-state.js'
import { createTakeBack } from './pact-states/take-back.js'

/** Provider states, as Pact's verifiers ask for them before (and, on teardown, after) each interaction. */
export function pactOperations(control: ControlContext): Operations {
  const states = createShownStates(control)
  const takeBack = createTakeBack(control)

  async function arrange(session: string, wanted: WantedThing): Promise<Reply> {
    await control.prepare(session)
    await takeBack.begin(session)
    try {
      if (!isOwn(control, wanted)) {
        return await states.write(session, (shown) => answer(arrangeThing(shown, wanted)))
      }
      const values = await arrangeByRequest(control, session, wanted)
      return typeof values === 'string' ? problem(422, values) : answer(values)
    } finally {
      takeBack.arranged(session)
    }
  }

  return {
    changePactState: async (call) => {
      const body = bodyOf<PactState & { readonly action?: string }>(call)
      if (body.action === 'teardown') {
        await takeBack.undo(sessionFor(call))
        return answer({})
      }
      const wanted = readPactState(body, control.mock.plan)
      if (!wanted) return problem(422, unknownState(control, body.state))
      switch (wanted.kind) {
        case 'nothing':
          return answer({})
        case 'caller':
          return callerValues(control, wanted.allowed)
        case 'exists':
        case 'missing':
          return arrange(sessionFor(call), wanted)
      }
    },
  }
}

function unknownState({ mock }: ControlContext, state: string): string {
  const names = mock.plan.collections.map(({ name }) => name).slice(0, 20)
  const known = names.length === 0 ? 'it has no collections' : `it has ${names.join(', ')}`
  return `'${state}' speaks of nothing that the document has (${known}); say it as 'a pet exists' or 'no pets exist'`
}

/** The token of somebody who may do everything, or of somebody who is known and may not. */
function callerValues({ mock }: ControlContext, allowed: boolean): Reply {
  const { personas = [] } = mock.behaviours
  const persona = allowed ? strongest(personas) : weakest(personas)
  if (!persona && !allowed) return problem(422, 'no persona lacks a permission; add one to the configuration')
  const token = persona?.token ?? 'token'
  return answer({ token: httpCredentials(onlyHttpScheme(mock), token) })
}

/** Nothing says for which scheme the token is wanted: where all are alike it is for them. */
function onlyHttpScheme({ model }: Mock): string {
  const names = new Set([...model.securitySchemes.values()].map((each) => (each.kind === 'http' ? each.scheme : '')))
  return names.size === 1 ? ([...names][0] ?? '') : ''
}
