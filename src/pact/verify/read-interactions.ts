import { isRecord, type UnknownRecord } from '../../base/json.js'
import type { Router } from '../../http/create-router.js'
import type { HttpRequest } from '../../http/exchange.js'
import type { ProviderState } from '../pact.js'
import { bringsCredentials } from './credentials.js'
import type { PlayedInteraction } from './interaction.js'

/** A pact as data, and where it came from. */
export interface PactSource {
  readonly place: string
  readonly pact: UnknownRecord
  /** As it was read, for lines. */
  readonly text: string
}

/** The same pact with each interaction's states replaced by one that names its number, and the interactions it holds. */
export interface PreparedPact {
  readonly pact: UnknownRecord
  readonly interactions: readonly PlayedInteraction[]
}

const MARK = 'lockstep interaction '

/** The number in a state that `prepare` has put there. */
export function markedIndex(state: string): number | undefined {
  return state.startsWith(MARK) ? Number(state.slice(MARK.length)) : undefined
}

/**
 * One state in place of all: then the verifier asks once for each interaction, and what one state brings about is known
 * to the next. Pacts of every version say it their own way.
 */
export function prepare({ pact, place, text: source }: PactSource, router: Router, first: number): PreparedPact {
  const consumer = nameOf(pact['consumer'])
  const interactions: PlayedInteraction[] = []
  const raw = Array.isArray(pact['interactions']) ? pact['interactions'].filter(isRecord) : []
  const marked = raw.filter(isHttp).map((each) => {
    const index = first + interactions.length
    interactions.push({
      ...readInteraction(each, index, consumer, router),
      source: { file: place, ...placeOf(source, each) },
    })
    return mark(each, index)
  })
  return { pact: { ...pact, interactions: marked }, interactions }
}

/** '12 set a flag': descriptions are how the verifier calls interactions. */
export function labelOf({ index, description }: Pick<PlayedInteraction, 'index' | 'description'>): string {
  return `#${index} ${description}`
}

function mark(interaction: UnknownRecord, index: number): UnknownRecord {
  const state = `${MARK}${index}`
  const description = labelOf({ index, description: text(interaction['description']) })
  const { providerState, providerStates, ...rest } = interaction
  // Pact 2 knows one state, by name alone.
  const isOld = providerState !== undefined && providerStates === undefined
  return { ...rest, description, ...(isOld ? { providerState: state } : { providerStates: [{ name: state }] }) }
}

function isHttp(interaction: UnknownRecord): boolean {
  const type = interaction['type']
  return (type === undefined || type === 'Synchronous/HTTP') && isRecord(interaction['request'])
}

function readInteraction(
  raw: UnknownRecord,
  index: number,
  consumer: string,
  router: Router,
): Omit<PlayedInteraction, 'source'> {
  const request = record(raw['request'])
  const method = text(request['method'] ?? 'GET').toUpperCase()
  const path = text(request['path'] ?? '/')
  const match = router.match(method, path)
  const generators = record(request['generators'])
  return {
    index,
    consumer,
    description: text(raw['description']),
    states: readStates(raw),
    method,
    path,
    status: Number(record(raw['response'])['status'] ?? 200),
    authorized: bringsCredentials(match.kind === 'found' ? match.operation : undefined, asSent(request)),
    wanted: wantedNames([generators, record(raw['response'])['generators']]),
    generatedPath: generators['path'] !== undefined,
    generatedCredentials: JSON.stringify(generators['header'] ?? '')
      .toLowerCase()
      .includes('authorization'),
    pending: raw['pending'] === true,
    match: match.kind === 'found' ? match : undefined,
  }
}

/** As far as credentials are concerned. Pacts of the second version write the query as text, later ones as lists. */
function asSent(request: UnknownRecord): Pick<HttpRequest, 'headers' | 'query'> {
  const { headers, query } = request
  const first = (value: unknown) => text(Array.isArray(value) ? value[0] : value)
  const pairs = Object.entries(record(query)).map(([name, value]): [string, string] => [name, first(value)])
  return {
    headers: Object.fromEntries(
      Object.entries(record(headers)).map(([name, value]) => [name.toLowerCase(), first(value)]),
    ),
    query: typeof query === 'string' ? query : new URLSearchParams(pairs).toString(),
  }
}

/** Where its description stands. */
function placeOf(source: string, { description }: UnknownRecord): { readonly line: number; readonly column: number } {
  const at = source.indexOf(JSON.stringify(description))
  const before = source.slice(0, Math.max(at, 0)).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function readStates(raw: UnknownRecord): readonly ProviderState[] {
  const states = raw['providerStates'] ?? raw['providerState'] ?? raw['provider_state']
  if (typeof states === 'string') return [{ name: states, params: {} }]
  if (!Array.isArray(states)) return []
  return states.filter(isRecord).map((each) => ({
    name: text(each['name']),
    params: record(each['params']) as NonNullable<ProviderState['params']>,
  }))
}

/** `${id}` in the expressions of generators of type ProviderState; one may stand alone, without braces. */
function wantedNames(generators: unknown): readonly string[] {
  const names = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    if (!isRecord(value)) return
    if (value['type'] === 'ProviderState' && typeof value['expression'] === 'string') {
      const inBraces = [...value['expression'].matchAll(/\$\{([^}]+)\}/g)].map(([, name]) => name ?? '')
      for (const name of inBraces.length > 0 ? inBraces : [value['expression']]) names.add(name)
    }
    Object.values(value).forEach(visit)
  }
  visit(generators)
  return [...names]
}

function nameOf(party: unknown): string {
  return text(record(party)['name'] ?? '')
}

function record(value: unknown): UnknownRecord {
  return isRecord(value) ? value : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
}
