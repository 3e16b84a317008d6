import { isRecord, setOwn } from '../../base/json.js'
import { unreachable } from '../../base/unreachable.js'
import type { RequestValues } from '../../http/compose-request.js'
import type { Example, ResponseSpec } from '../../model/api-model.js'
import { isJsonType } from '../../model/media-type.js'
import { declares } from '../../resources/success.js'
import { chosenIdAt, withCarriedIds } from './carried-ids.js'
import { type Attempt, type CaseRequest, type CaseState, idPart } from './case.js'
import { accessOf } from './credentials.js'
import { freshId } from './fresh-id.js'
import type { Ground } from './ground.js'
import { takeSample, tryRequest } from './sample.js'
import { existsState, itemState, missingState, pathOfItem } from './thing-states.js'

/** Examples of a request body that become cases of their own, at most. */
const MAX_EXAMPLES = 5

/** Requests that are accepted: one for each named example, else the smallest and the largest. */
export function attemptsAtSuccess(ground: Ground, response: ResponseSpec): readonly Attempt[] | string {
  const { role } = ground
  const status = statusOf(ground, response)
  if (status === undefined) {
    return role.kind === 'stateless'
      ? 'which of several successes is meant cannot be told from the document'
      : `${role.kind} answers ${role.success.status}; what leads to another success cannot be told from the document`
  }
  const states = statesOf(ground, status)
  if (typeof states === 'string') return states
  return requestsOf(ground).map(({ cause, why, values }) => ({
    cause,
    why,
    status,
    ...listedAt(ground, values),
    states: [...states.above, ...states.own(values), ...accessOf(ground.operation, 'allowed').states],
    request: requestOf(ground, values),
  }))
}

/** A list that nothing filters shows what the states created, unless creating takes its time. */
function listedAt({ role, plan }: Ground, { params, body }: RequestValues): Pick<Attempt, 'listedAt'> {
  if ((role.kind !== 'list' && role.kind !== 'search') || role.scope || role.list.wrapper) return {}
  const { create } = role.collection.members
  const made = create && plan.roleOf(create)
  const isFiltered =
    Object.keys(params.query).length > 0 || (isRecord(body) ? Object.keys(body).length > 0 : body !== undefined)
  return made?.kind === 'create' && made.success.status !== 202 && !isFiltered ? { listedAt: role.list.at } : {}
}

/** The status of a success that is known to come; undefined when another one does. */
function statusOf({ role, operation }: Ground, { key }: ResponseSpec): number | undefined {
  const isKey = (status: number) =>
    key === String(status) ||
    (key === `${String(status).charAt(0)}XX` && !declares(operation, status)) ||
    key === 'default'
  if (role.kind !== 'stateless') {
    if (isKey(role.success.status)) return role.success.status
    return role.kind === 'upsert' && isKey(role.createdStatus) ? role.createdStatus : undefined
  }
  const exact = operation.responses.find((response) => /^[23]\d\d$/.test(response.key))
  if (exact) return exact.key === key ? Number(key) : undefined
  return key === '3XX' ? 302 : 200
}

interface SuccessStates {
  readonly above: readonly CaseState[]
  /** Those that depend on what is sent. */
  own(values: RequestValues): readonly CaseState[]
}

const NO_STATES: readonly CaseState[] = []

/** What has to be there before. A reason, when it cannot be arranged. */
function statesOf(ground: Ground, status: number): SuccessStates | string {
  const { role, things, minimal } = ground
  const { values } = minimal
  const deepest = things.at(-1)
  const exists = deepest ? [existsState(deepest, values)] : NO_STATES
  const above = things.at(-2)
  const aboveExists = above ? [existsState(above, values)] : NO_STATES
  switch (role.kind) {
    case 'create':
      return {
        above: exists,
        own: (sent) => {
          const id = chosenIdAt(role, sent.body)
          return id === undefined || !role.conflict ? NO_STATES : [itemState('missing', ground, role.collection, id)]
        },
      }
    case 'upsert': {
      if (role.createdStatus === role.success.status || !deepest) return { above: aboveExists, own: () => NO_STATES }
      if (status === role.success.status) return { above: exists, own: () => NO_STATES }
      const { members, details } = deepest.collection
      if (details.existence !== 'strict' && !members.remove && !members.create) {
        return `whether it exists cannot be arranged: no operation removes what is in ${deepest.collection.path}`
      }
      return { above: aboveExists, own: () => [missingState(deepest, values)] }
    }
    case 'list':
    case 'search':
    case 'count':
    case 'clear': {
      const { create, otherCreates } = role.collection.members
      const canCreate = create !== undefined || otherCreates.length > 0
      return {
        above: exists,
        own: () => (canCreate && !role.scope ? [itemState('exists', ground, role.collection, undefined)] : NO_STATES),
      }
    }
    case 'readSingleton':
    case 'resetSingleton':
    case 'patchSingleton': {
      const { create, replace } = role.collection.members
      const state = pathOfItem(ground, role.collection, undefined)
      return {
        above: exists,
        own: () =>
          create || replace ? [{ params: { kind: 'exists', ...state }, collection: role.collection }] : NO_STATES,
      }
    }
    case 'action':
    case 'exists':
    case 'patch':
    case 'read':
    case 'readFile':
    case 'remove':
    case 'replace':
    case 'replaceSingleton':
    case 'stateless':
      return { above: exists, own: () => NO_STATES }
    default:
      return unreachable(role)
  }
}

interface Sent {
  readonly cause: string
  readonly why: string
  readonly values: RequestValues
}

function requestsOf(ground: Ground): readonly Sent[] {
  const examples = exampleRequests(ground)
  if (examples.length > 0) return examples
  const { operation, router, minimal } = ground
  const smallest: Sent = { cause: 'minimal', why: 'with only what is required', values: minimal.values }
  const full = takeSample(operation, router, { random: ground.random, mode: 'full' })
  const values = {
    ...full.values,
    params: {
      ...full.values.params,
      query: withoutCursor(ground, full.values.params.query),
      path: minimal.values.params.path,
    },
  }
  const isLarger = JSON.stringify(values) !== JSON.stringify(minimal.values)
  const first = { ...smallest, values: withoutRival(ground, smallest.values) }
  if (full.findings.length > 0 || !isLarger) return [first]
  return [first, { cause: 'full', why: 'with everything that may be sent', values: withoutRival(ground, values) }]
}

/** What may clash with others is told apart by its texts, as far as the schema lets them be: 'amber@example.com' is soon taken. */
function withoutRival(ground: Ground, values: RequestValues): RequestValues {
  const { operation, role, router, random } = ground
  if (role.kind !== 'create' || !declares(operation, 409) || !isRecord(values.body) || values.serialized) return values
  if (chosenIdAt(role, values.body) !== undefined) return values
  const suffix = random
    .fork(`rival ${JSON.stringify(values.body)}`)
    .integer(0, 1e9)
    .toString(36)
  return Object.entries(values.body).reduce((before, [name, value]) => {
    if (typeof value !== 'string' || /id$/i.test(name)) return before
    const body = { ...(before.body as object) }
    setOwn(body, name, value.includes('@') ? value.replace('@', `.${suffix}@`) : value + suffix)
    const changed = { ...before, body }
    return tryRequest(operation, router, changed)?.length === 0 ? changed : before
  }, values)
}

/** A token that no page led to is refused by a careful server. */
function withoutCursor(
  { role, operation }: Ground,
  query: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const cursor = 'query' in role ? role.query?.cursor : undefined
  const isCursor = (name: string) =>
    (cursor?.in === 'query' && cursor.at[0] === name) || /(page|next)_?-?token|cursor/i.test(name)
  const isRequired = (name: string) =>
    operation.parameters.some((each) => each.in === 'query' && each.name === name && each.required)
  return Object.fromEntries(Object.entries(query).filter(([name]) => !isCursor(name) || isRequired(name)))
}

/** The body's named examples, each with the parameters of the smallest request. */
function exampleRequests({ operation, router, minimal }: Ground): readonly Sent[] {
  const media = operation.body?.content.find(({ range }) => range && isJsonType(range)) ?? operation.body?.content[0]
  const named = media?.examples.filter(({ name }) => name !== '') ?? []
  return named.slice(0, MAX_EXAMPLES).flatMap((example: Example) => {
    const { value, serialized } = example
    const values = { ...minimal.values, body: value, serialized, mediaType: media?.declared }
    const findings = tryRequest(operation, router, values)
    return findings?.length === 0
      ? [{ cause: `example${idPart(example.name)}`, why: `as in the example '${example.name}'`, values }]
      : []
  })
}

/** Ids that the client chooses stay; those that the server gave are carried from the state. */
export function requestOf(
  { operation, things, role }: Ground,
  values: RequestValues,
  but: { readonly fresh?: string; readonly anonymous?: boolean; readonly role?: 'forbidden' } = {},
): CaseRequest {
  const above = things.findIndex(({ parameter }) => parameter === but.fresh)
  const carried = new Set((above === -1 ? things : things.slice(0, above)).map(({ parameter }) => parameter))
  const last = things.at(-1)
  if (role.kind === 'upsert' && last?.collection === role.collection) carried.delete(last.parameter)
  const credentials = but.anonymous ? [] : accessOf(operation, but.role ?? 'allowed').credentials
  return { ...withCarriedIds(role, last, values, carried), carried, credentials }
}

export function freshValue(ground: Ground, parameter: string): unknown {
  const spec = ground.operation.parameters.find((each) => each.in === 'path' && each.name === parameter)
  const known = ground.minimal.values.params.path[parameter]
  return freshId(spec?.schema, known, ground.random.fork(`fresh ${parameter}`))
}

export function withPathValue(values: RequestValues, parameter: string, value: unknown): RequestValues {
  const path: Record<string, unknown> = { ...values.params.path }
  setOwn(path, parameter, value)
  return { ...values, params: { ...values.params, path } }
}
