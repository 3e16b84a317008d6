import { createFixedClock } from '../../src/base/clock.js'
import { createRandom } from '../../src/base/random.js'
import type { HttpRequest } from '../../src/http/exchange.js'
import type { ApiModel, Operation } from '../../src/model/api-model.js'
import { templateParameters } from '../../src/model/path-template.js'
import { planResources } from '../../src/resources/plan-resources.js'
import type { Behaviour, Reply } from '../../mock/behave/behaviour.js'
import { createBehaviours } from '../../mock/behave/create-behaviours.js'
import { createMemoryStore } from '../../mock/state/memory-store.js'
import { api } from './api.js'

export interface Asked {
  readonly body?: unknown
  readonly query?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

export interface Story {
  readonly model: ApiModel
  readonly clock: ReturnType<typeof createFixedClock>
  /** Calls an operation as if its request were decoded: `ask('GET /pets/{id}', ['7'])`. */
  readonly ask: (operation: string, ids?: readonly (string | number)[], asked?: Asked) => Promise<Reply>
}

/** Behaviours on a store of their own, without the handler around them. */
export async function tell(text: string | ApiModel): Promise<Story> {
  const model = typeof text === 'string' ? await api(text) : text
  const plan = planResources(model)
  const behaviourOf: (operation: Operation) => Behaviour = createBehaviours(model, plan)
  const clock = createFixedClock(Date.UTC(2030, 0, 1))
  const store = createMemoryStore()
  const random = createRandom('story')
  const find = (name: string): Operation => {
    const found = model.operations.find(({ id, method, path }) => id === name || `${method} ${path}` === name)
    if (!found) throw new Error(`no operation ${name}`)
    return found
  }
  return {
    model,
    clock,
    async ask(name, ids = [], { body, query = {}, headers = {} } = {}) {
      const operation = find(name)
      const names = templateParameters(operation.template)
      let nth = 0
      const path = operation.path.replace(/\{[^}]+\}/g, () => encodeURIComponent(String(ids[nth++] ?? '')))
      const search = new URLSearchParams()
      for (const [key, value] of Object.entries(query)) search.set(key, String(value))
      const request: HttpRequest = {
        method: operation.method,
        path,
        query: search.toString(),
        headers: { host: 'localhost', ...headers },
        body: new Uint8Array(),
      }
      const params = {
        path: Object.fromEntries(names.map((key, index) => [key, ids[index]])),
        query,
        querystring: {},
        header: headers,
        cookie: {},
      }
      const call = { operation, params, body, principal: undefined, request, findings: [] }
      return store.write('', async (state) => {
        const result = await behaviourOf(operation)(call, { model, plan, state, random, clock })
        return { commit: result.kind !== 'problem', result }
      })
    },
  }
}

/** The value and status of an answer, or the status of a problem. */
export function said(reply: Reply): { readonly status: number | undefined; readonly value?: unknown } {
  return reply.kind === 'value' ? { status: reply.status, value: reply.value } : { status: reply.status }
}
