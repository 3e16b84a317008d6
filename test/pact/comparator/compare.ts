import { createRequire } from 'node:module'
import type { ApiModel } from '../../../src/model/api-model.js'
import { checkPact } from '../../../src/pact/check/check-pact.js'
import type { Interaction } from '../../../src/pact/pact.js'
import { readPact } from '../../../src/pact/read-pact.js'
import type { ResourcePlan } from '../../../src/resources/resource-plan.js'

/** What is used of it; its own types cannot be read by an ES module. */
interface Result {
  readonly type: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly mockDetails?: { readonly location: string; readonly value: unknown }
}
const { Comparator } = createRequire(import.meta.url)('@pactflow/openapi-pact-comparator') as {
  readonly Comparator: new (document: unknown) => { compare(pact: unknown): AsyncIterable<Result> }
}

export interface Alarm {
  readonly code: string
  readonly message: string
  readonly value: unknown
  readonly location: string
}

/** What the two say of one interaction: what they call an error, by side. */
export interface Judged {
  readonly interaction: Interaction
  /** Below `servers` that stand at the path and not at the document. */
  readonly hasOwnServers: boolean
  readonly theirs: readonly Alarm[]
  readonly ours: ReadonlySet<string>
  /** What our warnings say, behind their rules. */
  readonly warnings: ReadonlySet<string>
}

/** Interactions by their numbers. */
export function pactText(interactions: readonly Interaction[]): string {
  return JSON.stringify({
    consumer: { name: 'web' },
    provider: { name: 'api' },
    interactions: interactions.map((each, index) => ({ ...each, key: `${index}`, description: `${index}` })),
    metadata: { pactSpecification: { version: '4.0' } },
  })
}

/** By interaction: the sides with errors, and the warnings. */
export function judge(
  model: ApiModel,
  plan: ResourcePlan,
  text: string,
): Readonly<Record<'errors' | 'warnings', ReadonlyMap<string, ReadonlySet<string>>>> {
  const errors = new Map<string, Set<string>>()
  const warnings = new Map<string, Set<string>>()
  for (const { id, findings } of checkPact(model, plan, readPact('p.json', text)).cases) {
    const wrong = findings.filter(({ severity }) => severity === 'error')
    const weak = findings.filter(({ severity }) => severity === 'warning')
    errors.set(id, new Set(wrong.map(({ place }) => (place.startsWith('response') ? 'response' : 'request'))))
    warnings.set(id, new Set(weak.map(({ rule, message }) => `${rule} ${message}`)))
  }
  return { errors, warnings }
}

/** Both judge the same text. */
export async function compare(
  model: ApiModel,
  plan: ResourcePlan,
  interactions: readonly Interaction[],
): Promise<readonly Judged[]> {
  const text = pactText(interactions)
  const { errors, warnings } = judge(model, plan, text)
  const theirs = new Map<string, Alarm[]>()
  const comparator = new Comparator(withBasePath(model))
  for await (const { type, code, message, mockDetails } of comparator.compare(JSON.parse(text))) {
    const location = mockDetails?.location ?? ''
    const [, index = ''] = /interactions\[(\d+)\]/.exec(location) ?? []
    if (type !== 'error') continue
    theirs.set(index, [...(theirs.get(index) ?? []), { code, message, value: mockDetails?.value, location }])
  }
  const paths = Object.entries(model.document.root['paths'] as Readonly<Record<string, object>>)
  const own = paths.flatMap(([path, item]) =>
    'servers' in item ? [new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)] : [],
  )
  return interactions.map((interaction, index) => ({
    interaction,
    hasOwnServers: own.some((path) => path.test(interaction.request.path)),
    theirs: theirs.get(`${index}`) ?? [],
    ours: errors.get(`${index}`) ?? new Set(),
    warnings: warnings.get(`${index}`) ?? new Set(),
  }))
}

export function sideOf({ code }: Alarm): string {
  return code.split('.')[0] ?? ''
}

/** A copy, since it writes into the document that it is given; it takes the base path from here, not from `servers`. */
function withBasePath({ document }: ApiModel): unknown {
  const root = structuredClone(document.root) as { info: object; servers?: readonly { readonly url: string }[] }
  const { pathname } = new URL(root.servers?.[0]?.url ?? '/', 'http://localhost')
  return { ...root, info: { ...root.info, 'x-opc-config-base-path': pathname.replace(/\/$/, '') } }
}
