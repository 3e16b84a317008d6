import { createRandom } from '../src/base/random.js'
import type { Journal } from '../src/check/journal.js'
import { createRouter, type Router } from '../src/http/create-router.js'
import type { PromptHandler } from '../src/http/exchange.js'
import type { ApiModel, Operation } from '../src/model/api-model.js'
import { planResources } from '../src/resources/plan-resources.js'
import type { ResourcePlan } from '../src/resources/resource-plan.js'
import { createResponder } from './answer/respond.js'
import { inPairs } from './behave/around/paired-examples.js'
import type { Behaviour, Behaviours } from './behave/behaviour.js'
import { checkConfig } from './behave/check-config.js'
import { createBehaviours, createContext } from './behave/create-behaviours.js'
import { idFor } from './behave/entity/new-id.js'
import { readSeeds, type Seeds } from './behave/seeds/read-seeds.js'
import type { IdOf } from './behave/seeds/seed-entries.js'
import { createSeeding, type Seeding } from './behave/seeds/seed-world.js'
import type { Place } from './behave/shelf/place.js'
import { answerFromExamples } from './behave/stateless.js'
import type { Callbacks } from './callbacks/create-callbacks.js'
import { keepPrefixFree } from './control/admin-prefix.js'
import { checkRules } from './control/rules/check-rules.js'
import { createHandler } from './handle-request.js'
import type { MockOptions } from './mock.js'
import type { Settings } from './settings.js'
import type { Store } from './state/store.js'

/** A document as it is served, until another takes its place. */
export interface ServedModel {
  readonly model: ApiModel
  readonly plan: ResourcePlan
  readonly behaviours: Behaviours
  readonly router: Router
  readonly seeding: Seeding | undefined
  readonly handle: PromptHandler
}

/** What belongs to the mock, whichever document it serves. */
export interface ServeParts {
  readonly settings: Settings
  readonly store: Store
  readonly journal: Journal
  readonly callbacks: Callbacks | undefined
}

/** What the behaviours come with. */
export type Given = Pick<MockOptions, 'fixtures' | 'placeOf'>

/** @throws ToolError when the behaviours do not fit the document, or the document leaves no room for the admin API */
export function serveModel(model: ApiModel, behaviours: Behaviours, given: Given, parts: ServeParts): ServedModel {
  const { settings, store } = parts
  keepPrefixFree(model, settings.prefix)
  checkRules(model, behaviours)
  const plan = planResources(model, behaviours.plan)
  const seeds = seedsFor(model, plan, behaviours, given, settings)
  const router = createRouter(model, { basePath: settings.basePath })
  const seeding = seeds.keys.length > 0 && !settings.stateless ? createSeeding(store, plan, seeds) : undefined
  const handle = createHandler({
    model,
    plan,
    router,
    behaviourOf: chooseBehaviours(model, plan, behaviours, settings),
    behaviours,
    respond: createResponder({
      model,
      clock: settings.clock,
      ignoreExamples: settings.ignoreExamples,
      errors: settings.errors,
      dynamic: settings.dynamic,
    }),
    store,
    seeding,
    clock: settings.clock,
    seed: settings.seed,
    dynamic: settings.dynamic,
    cors: settings.cors,
    refuse: settings.refuse,
    strictSessions: settings.strictSessions,
    journal: parts.journal,
    addresses: true,
    callbacks: parts.callbacks,
    onBug: settings.onBug,
  })
  return { model, plan, behaviours, router, seeding, handle }
}

/** Also checks that the behaviours fit the document. */
function seedsFor(
  model: ApiModel,
  plan: ResourcePlan,
  behaviours: Behaviours,
  { fixtures = [], placeOf = (...keys) => keys.join('.') }: Given,
  { seed }: Settings,
): Seeds {
  checkConfig(behaviours, model, plan, placeOf)
  const { seedsOf, tools } = createContext(model, plan, createRandom(seed), behaviours.seedCount)
  const isThere = (place: Place) => seedsOf(place).some(({ id }) => id === place.id)
  const idOf: IdOf = (collection, key, nth) => idFor(tools, collection, key, nth)
  return readSeeds({ plan, behaviours, fixtures, placeOf, idOf, isThere })
}

function statelessBehaviours(usesExamples: boolean): (operation: Operation) => Behaviour {
  if (!usesExamples) return () => answerFromExamples
  const made = new Map<Operation, Behaviour>()
  return (operation) => {
    const known = made.get(operation) ?? inPairs(operation, answerFromExamples)
    made.set(operation, known)
    return known
  }
}

/** A user's own behaviour first, then the plan's; without state, examples. */
function chooseBehaviours(
  model: ApiModel,
  plan: ResourcePlan,
  behaviours: Behaviours,
  { stateless, seed, dynamic, ignoreExamples }: Settings,
): (operation: Operation) => Behaviour {
  const own = new Map(Object.entries(behaviours.operations ?? {}))
  const usesExamples = !dynamic && !ignoreExamples
  const planned = stateless
    ? statelessBehaviours(usesExamples)
    : createBehaviours(model, plan, createRandom(seed), behaviours.seedCount, usesExamples)
  return (operation) => own.get(operation.id) ?? planned(operation)
}
