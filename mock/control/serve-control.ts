/** The admin API, served by the machinery that it looks into: its own document, matched, checked and answered as any other. */
import { readFile } from 'node:fs/promises'
import { createJournal } from '../../src/check/journal.js'
import { loadDocument } from '../../src/document/load-document.js'
import { createRouter } from '../../src/http/create-router.js'
import type { HttpHandler, HttpRequest, HttpResponse } from '../../src/http/exchange.js'
import { compileModel } from '../../src/model/compile-model.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { withAddresses } from '../answer/address.js'
import { createHandler } from '../handle-request.js'
import { createResponder } from '../answer/respond.js'
import { createMemoryStore } from '../state/memory-store.js'
import type { StateWriter, Store } from '../state/store.js'
import type { ControlContext, Operations } from './control-context.js'
import { clockOperations } from './clock-operations.js'
import { factOperations } from './fact-operations.js'
import { journalOperations } from './journal-operations.js'
import { createJournalStreams } from './journal-stream.js'
import { pactOperations } from './pact-operations.js'
import { ruleOperations } from './rule-operations.js'
import { sessionOperations } from './session-operations.js'
import { stateOperations } from './state-operations.js'

export interface Control {
  readonly handle: HttpHandler
  /** Ends what streams. */
  readonly close: () => void
}

/** Beside the sources: only what is compiled lies in dist/. */
const DOCUMENT = new URL('../../../mock/control/control.openapi.yaml', import.meta.url)

export async function serveControl(context: ControlContext): Promise<Control> {
  const text = await readFile(DOCUMENT, 'utf8')
  const model = compileModel(await loadDocument('control.openapi.yaml', { text }))
  const streams = createJournalStreams(context)
  const operations: Operations = {
    ...factOperations(context, model),
    ...stateOperations(context),
    ...sessionOperations(context),
    ...clockOperations(context),
    ...ruleOperations(context),
    ...journalOperations(context),
    ...pactOperations(context),
    followJournal: streams.follow,
  }
  const handle = createHandler({
    model,
    plan: planResources(model),
    router: createRouter(model, { basePath: context.prefix }),
    behaviourOf: ({ id }) => {
      const behaviour = operations[id]
      if (!behaviour) throw new Error(`the admin API does not answer ${id}`)
      return behaviour
    },
    behaviours: {},
    respond: createResponder({
      model,
      clock: context.clock,
      ignoreExamples: false,
      errors: true,
      dynamic: false,
    }),
    store: withoutTurns(createMemoryStore()),
    seeding: undefined,
    clock: context.clock,
    seed: context.seed,
    dynamic: false,
    cors: false,
    refuse: [],
    addresses: false,
    strictSessions: false,
    journal: createJournal(1),
    callbacks: undefined,
    onBug: context.onBug,
  })
  return {
    handle: async (request) => streams.attach(request, asSeen(request, await handle(request))),
    close: streams.close,
  }
}

/** Data as clients see it; a seed must fit any host. */
function asSeen(request: HttpRequest, response: HttpResponse): HttpResponse {
  return request.path.endsWith('/seed') ? response : withAddresses(request, response, '')
}

/** The admin API remembers nothing of its own, and what takes long must not hold up the rest. */
function withoutTurns(store: Store): Store {
  return {
    ...store,
    write: (_, change) => store.read('', async (state) => (await change(state as StateWriter)).result),
  }
}
