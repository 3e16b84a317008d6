import { createRandom, type Random } from '../../src/base/random.js'
import { unreachable } from '../../src/base/unreachable.js'
import { generateValue } from '../../src/generate/generate-value.js'
import type { ApiModel, Operation } from '../../src/model/api-model.js'
import type { Schema } from '../../src/model/schema.js'
import type { ResourcePlan } from '../../src/resources/resource-plan.js'
import type { Role, StatefulRole } from '../../src/resources/role.js'
import { actionBehaviour } from './action.js'
import { byAddress } from './around/by-address.js'
import { byEitherName } from './around/by-either-name.js'
import { byOtherMember } from './around/by-other-member.js'
import { oneByOne } from './around/one-by-one.js'
import { inPairs } from './around/paired-examples.js'
import { saySomething } from './around/say-something.js'
import { withTextForBytes } from './around/with-text-for-bytes.js'
import type { Behaviour, Call, World } from './behaviour.js'
import type { Context } from './context.js'
import { createBehaviour } from './create.js'
import { readFileBehaviour } from './file.js'
import { listBehaviour } from './list.js'
import { patchSelected } from './patch-selected.js'
import { patchBehaviour } from './patch.js'
import { countBehaviour, existsBehaviour, readBehaviour } from './read.js'
import { clearBehaviour, removeBehaviour } from './remove.js'
import { replaceBehaviour } from './replace.js'
import { createSeeds } from './seeds/seeds.js'
import { createShelf } from './shelf/create-shelf.js'
import { createPlaceOf, textFrom } from './shelf/place.js'
import { statelessBehaviour } from './stateless.js'
import type { Tools } from './tools.js'

/**
 * What each operation does, from the plan alone; made when first asked for.
 * @param random where generated members come from. Of its own, and not a call's: what is presumed to exist must be the
 *   same for every operation that shows it.
 * @param seedCount entities for each collection that nobody wrote to
 * @param usesExamples whether answers may be the document's examples
 */
export function createBehaviours(
  model: ApiModel,
  plan: ResourcePlan,
  random: Random = createRandom('lockstep'),
  seedCount = 0,
  usesExamples = true,
): (operation: Operation) => Behaviour {
  const context = createContext(model, plan, random, seedCount)
  const made = new Map<Operation, Behaviour>()
  return (operation) => {
    const known = made.get(operation)
    if (known) return known
    const planned = saySomething(operation, withTextForBytes(operation, behaviourOf(context, operation)))
    const behaviour = usesExamples ? inPairs(operation, planned, heldBy(context, operation)) : planned
    made.set(operation, behaviour)
    return behaviour
  }
}

/** Whether the state has the item that a call is about. */
function heldBy({ tools, shelf }: Context, operation: Operation): ((call: Call, world: World) => boolean) | undefined {
  const role = tools.plan.roleOf(operation)
  if (role.kind === 'stateless') return undefined
  const placeOf = createPlaceOf(operation, role)
  return (call, world) => shelf.findHeld(placeOf(call), world) !== undefined
}

/** The same collections as clients see them, for whoever else looks at them. */
export function createContext(model: ApiModel, plan: ResourcePlan, random: Random, seedCount = 0): Context {
  const tools: Tools = {
    model,
    plan,
    random,
    generate: generateFrom(random),
    sample: createSampler(random),
  }
  const seedsOf = createSeeds(tools, seedCount)
  return { tools, seedsOf, shelf: createShelf(tools, seedsOf) }
}

function generateFrom(random: Random): Tools['generate'] {
  return (schema, label) => generateValue(schema, { direction: 'response', random: random.fork(label) }).value
}

/** Enough for a list not to look copied. */
const MOST_SAMPLES = 8

/** Generating a value costs some hundred times what a request costs, so each schema gets a few, which labels share. */
function createSampler(random: Random): Tools['sample'] {
  const generate = generateFrom(random)
  const samples = new WeakMap<Schema, Map<number, unknown>>()
  return (schema, label) => {
    const nth = random.fork(label).integer(1, MOST_SAMPLES)
    let known = samples.get(schema)
    if (!known) samples.set(schema, (known = new Map<number, unknown>()))
    if (!known.has(nth)) known.set(nth, generate(schema, `sample ${nth} of ${schema.at}`))
    return known.get(nth)
  }
}

function behaviourOf(context: Context, operation: Operation): Behaviour {
  const role = context.tools.plan.roleOf(operation)
  const behaviour = behaviourFor(context, operation, role)
  if (role.kind === 'stateless') return behaviour
  const named = byOtherMember(context, operation, role, behaviour)
  return byAddress(context, role, nothingNamed(role, byEitherName(context, operation, role, named)))
}

/** Where the request may leave open which item it means, and does, nothing can be said of any. */
function nothingNamed({ sources }: StatefulRole, behaviour: Behaviour): Behaviour {
  const id = sources?.id
  if (!id) return behaviour
  return (call, world) => (textFrom(call, id) === '' ? { kind: 'example' } : behaviour(call, world))
}

function behaviourFor(context: Context, operation: Operation, role: Role): Behaviour {
  switch (role.kind) {
    case 'stateless':
      return statelessBehaviour(context, operation, role)
    case 'list':
    case 'search':
      return listBehaviour(context, operation, role)
    case 'create':
      return oneByOne(role, createBehaviour(context, operation, role))
    case 'read':
    case 'readSingleton':
      return readBehaviour(context, operation, role)
    case 'readFile':
      return readFileBehaviour(context, operation, role)
    case 'replace':
    case 'upsert':
    case 'replaceSingleton':
      return oneByOne(role, replaceBehaviour(context, operation, role))
    case 'patch':
    case 'patchSingleton':
      return patchSelected(context, operation, role, oneByOne(role, patchBehaviour(context, operation, role)))
    case 'remove':
    case 'resetSingleton':
      return removeBehaviour(context, operation, role)
    case 'clear':
      return clearBehaviour(context, operation, role)
    case 'exists':
      return existsBehaviour(context, operation, role)
    case 'count':
      return countBehaviour(context, operation, role)
    case 'action':
      return actionBehaviour(context, operation, role)
    default:
      return unreachable(role)
  }
}
