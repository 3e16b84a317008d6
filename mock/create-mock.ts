import { createFixedClock, systemClock } from '../src/base/clock.js'
import { createRandom } from '../src/base/random.js'
import type { Finding } from '../src/base/finding.js'
import { isRecord, type UnknownRecord } from '../src/base/json.js'
import { toolError } from '../src/base/tool-error.js'
import { createJournal } from '../src/check/journal.js'
import type { ApiDocument } from '../src/document/api-document.js'
import type { LoadOptions } from '../src/document/load-options.js'
import { loadDocument } from '../src/document/load-document.js'
import { createRouter, type Router } from '../src/http/create-router.js'
import type { PromptHandler } from '../src/http/exchange.js'
import type { ApiModel } from '../src/model/api-model.js'
import { compileModel } from '../src/model/compile-model.js'
import { planResources } from '../src/resources/plan-resources.js'
import type { ResourcePlan } from '../src/resources/resource-plan.js'
import { createNodeServer } from './adapters/node-server.js'
import { toExpressRouter } from './adapters/express.js'
import type { Behaviour, Behaviours } from './behave/behaviour.js'
import { createBehaviours, createContext } from './behave/create-behaviours.js'
import { checkConfig } from './behave/check-config.js'
import type { Place } from './behave/place.js'
import { readSeeds, type Seeds } from './behave/read-seeds.js'
import { createSeeding, type Seeding } from './behave/seed-world.js'
import { createCallbacks } from './callbacks/create-callbacks.js'
import { checkedPrefix, keepPrefixFree } from './control/admin-prefix.js'
import { checkRules } from './control/check-rules.js'
import { createFront } from './control/front.js'
import type { Control } from './control/serve-control.js'
import { createHandler } from './handle-request.js'
import type { Mock, MockOptions } from './mock.js'
import { createResponder } from './respond.js'
import { createMemoryStore } from './state/memory-store.js'

/**
 * A mock of an OpenAPI document.
 * @param source a path, a URL, '-' for standard input, an OpenAPI document as JavaScript has it, or what is loaded already
 * @throws ToolError when the document cannot be read
 * @example const mock = await createMock('petstore.yaml'); mock.server().listen(4010)
 */
export async function createMock(source: Source, options: MockOptions = {}): Promise<Mock> {
  // With a seed a run can be repeated to the byte, so its times come from the requests.
  const counted = options.clock || options.seed === undefined ? undefined : createFixedClock(SEEDED_START_MS)
  const clock = options.clock ?? counted ?? systemClock
  // A clock that moves a second with every request would expire sessions long before their time.
  const wallClock = options.clock ?? systemClock
  const startedMs = wallClock.now()
  const prefix = checkedPrefix(options.adminPrefix ?? DEFAULT_PREFIX)
  const store = options.store ?? createMemoryStore({ clock: wallClock })
  const journal = createJournal()
  const callbacks =
    options.callbacks === false
      ? undefined
      : createCallbacks({
          ...options.callbacks,
          journal,
          clock,
          seed: options.seed ?? DEFAULT_SEED,
          onBug: options.onBug ?? console.error,
        })
  const reported = new Map<string, Finding>()
  let current = serve(await modelOf(source, options.load), options.behaviours ?? {}, options)

  function report(finding: Finding): void {
    reported.set(`${finding.rule} ${finding.spec ?? ''}`, finding)
  }

  function serve(model: ApiModel, behaviours: Behaviours, given: Given): Current {
    keepPrefixFree(model, prefix)
    checkRules(model, behaviours)
    const plan = planResources(model, behaviours.plan)
    const seeds = seedsFor(model, plan, behaviours, given, options)
    const router = createRouter(model, { basePath: options.basePath ?? 'both' })
    const seeding = seeds.keys.length > 0 && !options.stateless ? createSeeding(store, plan, seeds) : undefined
    const handle = createHandler({
      model,
      plan,
      router,
      behaviourOf: chooseBehaviours(model, plan, behaviours, options),
      behaviours,
      respond: createResponder({
        model,
        clock,
        ignoreExamples: options.ignoreExamples ?? false,
        errors: options.errors ?? false,
        dynamic: options.dynamic ?? false,
        report,
      }),
      store,
      seeding,
      clock,
      seed: options.seed ?? DEFAULT_SEED,
      dynamic: options.dynamic ?? false,
      cors: options.cors ?? true,
      refuse: options.refuse ?? [],
      strictSessions: options.strictSessions ?? false,
      journal,
      addresses: true,
      callbacks,
      onBug: options.onBug ?? console.error,
    })
    return { model, plan, behaviours, router, seeding, handle }
  }

  let admin: Promise<Control> | undefined
  // Loaded on first use: most mocks never need it.
  const loadControl = () =>
    (admin ??= import('./control/serve-control.js').then(({ serveControl }) =>
      serveControl({
        mock,
        answer: async (request) => current.handle(request),
        prefix,
        basePathOf: ({ basePaths }) => servedBelow(options.basePath ?? 'both', basePaths),
        clock,
        seed: options.seed ?? DEFAULT_SEED,
        wallClock,
        startedMs,
        prepare: async (session) => current.seeding?.(session),
        onBug: options.onBug ?? console.error,
      }),
    ))
  const answer = createFront({
    prefix,
    handle: (request) => {
      counted?.advance(1000)
      return current.handle(request)
    },
    control: options.admin === false ? undefined : async () => (await loadControl()).handle,
    token: options.admin === false ? undefined : options.admin?.token,
  })
  const isBelowPrefix = (path: string) => path.startsWith(prefix)
  const mock: Mock = {
    handle: async (request) => answer(request),
    control: async (request) => (await loadControl()).handle(request),
    get model() {
      return current.model
    },
    get plan() {
      return current.plan
    },
    get behaviours() {
      return current.behaviours
    },
    store,
    journal,
    router: () =>
      toExpressRouter(
        answer,
        (method, path) => isBelowPrefix(path) || current.router.match(method, path).kind !== 'no-path',
        isBelowPrefix,
      ),
    server: () => createNodeServer(answer, isBelowPrefix),
    use(document, behaviours = current.behaviours, given = options) {
      current = serve('operations' in document ? document : compileModel(document), behaviours, given)
    },
    close: async () => {
      callbacks?.close()
      await admin?.then((control) => {
        control.close()
      })
      if (!options.store) await store.close()
    },
  }
  return mock
}

function servedBelow(choice: string, basePaths: readonly string[]): string {
  if (choice === 'both' || choice === 'none') return ''
  return choice === 'server' ? (basePaths[0] ?? '') : choice
}

/** Where the clock of a seeded mock stands at first; it moves one second with each request. */
const SEEDED_START_MS = Date.UTC(2030, 0, 1)
type Given = Pick<MockOptions, 'fixtures' | 'placeOf'>

interface Current {
  readonly model: ApiModel
  readonly plan: ResourcePlan
  readonly behaviours: Behaviours
  readonly router: Router
  readonly seeding: Seeding | undefined
  readonly handle: PromptHandler
}

/** A parsed document: its relative references start from the working directory. */
type Parsed = { readonly openapi: string } | { readonly swagger: string }
type Source = string | ApiDocument | ApiModel | Parsed | (Parsed & UnknownRecord)

async function modelOf(source: Source, load: LoadOptions | undefined): Promise<ApiModel> {
  if (typeof source === 'string') return compileModel(await loadDocument(source, load))
  if (isLoaded(source)) return 'operations' in source ? source : compileModel(source)
  return compileModel(await loadDocument('document.json', { ...load, text: textOf(source) }))
}

/** Callers without types hand over anything. */
function isLoaded(source: unknown): source is ApiDocument | ApiModel {
  return isRecord(source) && ('operations' in source || typeof source.locate === 'function')
}

/** Indented, for findings tell lines. */
function textOf(source: unknown): string {
  try {
    return JSON.stringify(source ?? null, undefined, 2)
  } catch {
    const reason = 'it cannot be written as JSON; references must be left as they are, not be followed in circles'
    throw toolError('DOCUMENT_NOT_OPENAPI', { place: 'document', reason })
  }
}

const DEFAULT_SEED = 'lockstep'
const DEFAULT_PREFIX = '/__lockstep'

/** Also checks that the behaviours fit the document. */
function seedsFor(
  model: ApiModel,
  plan: ResourcePlan,
  behaviours: Behaviours,
  { fixtures = [], placeOf = (...keys) => keys.join('.') }: Given,
  { seed }: MockOptions,
): Seeds {
  checkConfig(behaviours, model, plan, placeOf)
  const { seedsOf } = createContext(model, plan, createRandom(seed ?? DEFAULT_SEED), behaviours.seedCount)
  const isThere = (place: Place) => seedsOf(place).some(({ id }) => id === place.id)
  return readSeeds({ plan, behaviours, fixtures, placeOf, isThere })
}

const answerFromExamples: Behaviour = () => ({ kind: 'example' })

/** A user's own behaviour first, then the plan's; without state, examples. */
function chooseBehaviours(
  model: ApiModel,
  plan: ResourcePlan,
  behaviours: Behaviours,
  { stateless, seed }: MockOptions,
) {
  const own = new Map(Object.entries(behaviours.operations ?? {}))
  const planned = stateless
    ? () => answerFromExamples
    : createBehaviours(model, plan, createRandom(seed ?? DEFAULT_SEED), behaviours.seedCount)
  return (operation: { readonly id: string } & Parameters<typeof planned>[0]) =>
    own.get(operation.id) ?? planned(operation)
}
