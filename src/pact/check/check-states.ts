import { decodeOrKeep } from '../../base/decode-or-keep.js'
import type { Finding } from '../../base/finding.js'
import type { Match } from '../../http/exchange.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import { thingsOnPath } from '../cases/things-on-path.js'
import type { Interaction } from '../pact.js'
import { stateParams } from '../provider-state.js'
import type { PactFile, ReadInteraction } from '../read-pact.js'
import { textOf } from '../text-of.js'

type Found = Match & { readonly kind: 'found' }

/** What keeps a verifier from bringing about what an interaction needs. */
export function checkStates(
  interaction: Interaction,
  plan: ResourcePlan,
  match: Found | undefined,
): readonly Finding[] {
  return [...namelessValues(interaction), ...otherIds(interaction, match), ...stateless(interaction, plan, match)]
}

/** `fromProviderState` without a state that could give the value. */
function namelessValues({ request, providerStates = [] }: Interaction): readonly Finding[] {
  if (providerStates.length > 0) return []
  const names = new Set(JSON.stringify(request.generators ?? {}).match(/\$\{[^}]+\}/g) ?? [])
  return [...names].map((name) =>
    problem('error', `expected a provider state that gives ${name}, got no states at all`),
  )
}

/** A state of our own kind speaks of one thing, the path of another. */
function otherIds({ providerStates = [], request }: Interaction, match: Found | undefined): readonly Finding[] {
  if (!match || request.generators?.path) return []
  return providerStates.flatMap((state) => {
    const params = stateParams(state)
    if (!params || params.kind === 'caller') return []
    return Object.entries(params.values).flatMap(([name, value]) => {
      const inPath = match.pathValues.get(name)
      if (inPath === undefined || decodeOrKeep(inPath) === textOf(value)) return []
      return [
        problem('warning', `'${state.name}' says ${name} is ${textOf(value)}, the path says ${decodeOrKeep(inPath)}`),
      ]
    })
  })
}

/** Passes only where the thing happens to be there. */
function stateless(
  { providerStates = [], response }: Interaction,
  plan: ResourcePlan,
  match: Found | undefined,
): readonly Finding[] {
  if (!match || providerStates.length > 0 || response.status >= 300) return []
  const thing = thingsOnPath(plan, match.operation).at(-1)
  const role = plan.roleOf(match.operation)
  if (!thing || role.kind === 'upsert' || role.kind === 'stateless') return []
  const name = thing.collection.name
  return [problem('hint', `expected a provider state in which ${thing.parameter} of ${name} exists, got none`)]
}

function problem(severity: Finding['severity'], message: string): Finding {
  return { rule: 'pact/provider-state', severity, blame: 'client', message, where: { side: 'request', in: 'url' } }
}

/** Pact's own rule: description and states together are unique; verifiers and merging writers rely on it. */
export function findDuplicates(pact: PactFile): ReadonlyMap<ReadInteraction, readonly Finding[]> {
  const first = new Map<string, ReadInteraction>()
  const found = new Map<ReadInteraction, readonly Finding[]>()
  for (const read of pact.interactions) {
    const { description, providerStates = [] } = read.interaction
    const key = JSON.stringify([description, providerStates])
    const before = first.get(key)
    if (!before) first.set(key, read)
    else {
      const message = `expected another description than ${before.at}, which has the same provider states`
      found.set(read, [{ ...problem('error', message), rule: 'pact/duplicate' }])
    }
  }
  return found
}
