import { isRecord } from '../../base/json.js'
import { messageOf } from '../../base/message-of.js'
import { bodyJson } from '../../http/body-text.js'
import { stateParams } from '../provider-state.js'
import { type Arranged, valuesOf } from './arrange-states.js'
import type { Tokens } from './credentials.js'
import type { PlayedInteraction } from './interaction.js'
import { describeRefusal } from './make-thing.js'
import { sendRequest } from './send-request.js'

/**
 * Asks the provider's own state handler, in Pact's protocol: each state in turn, values in the answers. Callers are known
 * by their tokens, whether the handler knows them or not.
 */
export async function askStateUrl(
  { consumer, states }: PlayedInteraction,
  url: URL,
  tokens: Tokens,
  timeoutMs: number,
  action: 'setup' | 'teardown' = 'setup',
): Promise<Arranged> {
  const values: Record<string, unknown> = {}
  for (const state of states) Object.assign(values, valuesOf(state))
  for (const state of states) {
    const params = stateParams(state)
    const token = params?.kind === 'caller' ? tokens[params.role] : undefined
    if (token !== undefined) values['token'] = token
    const body = JSON.stringify({ state: state.name, params: state.params ?? {}, action, consumer })
    try {
      const response = await sendRequest(
        new URL(url.origin),
        {
          method: 'POST',
          path: url.pathname,
          query: url.search.slice(1),
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: new TextEncoder().encode(body),
        },
        { timeoutMs },
      )
      const isKnown = response.status >= 200 && response.status < 300
      const told = isKnown ? bodyJson(response) : undefined
      if (isKnown) Object.assign(values, isRecord(told) ? told : {})
      else if (token === undefined) return refused(state.name, describeRefusal(response))
    } catch (error) {
      if (token === undefined) return refused(state.name, messageOf(error))
    }
  }
  return { kind: 'arranged', values }
}

function refused(name: string, answer: string): Arranged {
  return { kind: 'impossible', reason: `'${name}': the state URL answered ${answer}` }
}
