import { createRandom } from '../base/random.js'
import type { ApiModel, Operation } from '../model/api-model.js'
import type { ResourcePlan } from '../resources/resource-plan.js'
import { declares } from '../resources/success.js'
import type { Case, Unreachable } from './cases/case.js'
import { createExpectations, expectedMedia, hasNoBody, type Expectations } from './expect/expect-response.js'
import { listCases } from './cases/list-cases.js'
import type { CaseOptions } from './cases/ground.js'
import type { Interaction, Pact } from './pact.js'
import { writeInteraction } from './write-interaction.js'

export interface PactOptions extends CaseOptions {
  readonly consumer?: string
  /** The document's title unless said otherwise. */
  readonly provider?: string
  /** All of the document's unless said otherwise. */
  readonly operations?: readonly Operation[]
}

export interface WrittenPact {
  readonly pact: Pact
  readonly cases: readonly Case[]
  readonly unreachable: readonly Unreachable[]
}

/** A pact of everything that the document promises, and what of it no request is known to provoke. The same each time. */
export function writePact(model: ApiModel, plan: ResourcePlan, options: PactOptions = {}): WrittenPact {
  const { cases: listed, unreachable } = listCases(model, plan, options.operations, options)
  const random = createRandom(options.seed ?? 'lockstep')
  const expectations = createExpectations(random.fork('expectations'))
  const cases = withMemberCases(listed, expectations, plan)
  const interactions = cases.map((each) => writeInteraction(each, expectations, random))
  return {
    pact: pactOf(interactions, options.consumer ?? 'any consumer', options.provider ?? model.title),
    cases,
    unreachable,
  }
}

/** For each response once more, when there is more to say of its members than which must be there. */
function withMemberCases(cases: readonly Case[], expectations: Expectations, plan: ResourcePlan): readonly Case[] {
  const chosen = new Map<string, Case>()
  for (const each of cases) {
    const { operation, response, status, statuses } = each
    if (typeof statuses === 'object' || (status < 300 && isOnlyOnce(plan, operation))) continue
    const media = hasNoBody(operation, status) ? undefined : expectedMedia(response)
    // The largest request comes last, and shows most of a success.
    if (media && expectations(media)?.members && (status < 300 || !chosen.has(`${operation.id} ${response.key}`))) {
      chosen.set(`${operation.id} ${response.key}`, each)
    }
  }
  const more = [...chosen.values()].map((each) => ({
    ...each,
    id: `${each.id}.members`,
    why: `${each.why}, seen by its members,`,
    withMembers: true,
  }))
  return [...cases, ...more]
}

/** What is created, may clash with itself and cannot be taken away again: the same body is not sent twice. */
function isOnlyOnce(plan: ResourcePlan, operation: Operation): boolean {
  const role = plan.roleOf(operation)
  const mayClash = declares(operation, 409)
  return role.kind === 'create' && mayClash && role.collection.members.remove === undefined
}

/** Sorted by description, as Pact's own writers do, so that a change of one case changes one place of the file. */
export function pactOf(interactions: readonly Interaction[], consumer: string, provider: string): Pact {
  return {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: [...interactions].sort((a, b) => compare(a.key ?? a.description, b.key ?? b.description)),
    metadata: { pactSpecification: { version: '4.0' }, client: 'lockstep' },
  }
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The file's text: two blanks, members of objects sorted, but for those of bodies, whose order is the document's. */
export function serialisePact(pact: Pact): string {
  return JSON.stringify(pact, sortMembers, 2) + '\n'
}

const TOP = ['consumer', 'provider', 'interactions', 'metadata']

function sortMembers(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || key === 'content') return value
  const names = Object.keys(value)
  if (TOP.every((name) => names.includes(name))) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)))
}

/** 'any consumer-Pet Store.json', without what file systems refuse. */
export function pactFileName({ consumer, provider }: Pact): string {
  return `${consumer.name}-${provider.name}`.replaceAll(/[\p{C}<>:"/\\|?*]+/gu, '_').slice(0, 200) + '.json'
}
