import { isRecord } from '../src/base/json.js'

/** A pact file as the same bytes from every run: in order, without the versions of the tools that wrote it. */
export function normalise(text: string): string {
  const pact = JSON.parse(text) as { readonly interactions: readonly { readonly description: string }[] }
  const interactions = [...pact.interactions].sort((a, b) => (a.description < b.description ? -1 : 1))
  const metadata = { pactSpecification: { version: '4.0' } }
  return `${JSON.stringify(inOrder({ ...pact, interactions: interactions.map(withoutDefaults), metadata }), null, 2)}\n`
}

function withoutDefaults(interaction: object): unknown {
  return Object.fromEntries(
    Object.entries(interaction).filter(([name, value]) => name !== 'pending' || value !== false),
  )
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (!isRecord(value)) return value
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name])]))
}
