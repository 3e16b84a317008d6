import { pointerTo, ROOT, valueAt, type JsonPointer } from '../../base/json-pointer.js'
import { isRecord } from '../../base/json.js'
import { messageOf } from '../../base/message-of.js'
import { bodyJson } from '../../http/body-text.js'
import { NO_PARAMETERS } from '../../http/exchange.js'
import type { ApiModel } from '../../model/api-model.js'
import { parsePathTemplate, templateParameters } from '../../model/path-template.js'
import { chainOf, depthOf } from '../../resources/collection-path.js'
import type { Collection } from '../../resources/collection.js'
import { parameterSchema } from '../../resources/identity.js'
import type { ProviderState } from '../pact.js'
import { stateParams, type StateParams, type ThingParams } from '../provider-state.js'
import { formed, type Tokens } from './credentials.js'
import { freshId } from './fresh-id.js'
import { guessState } from './guess-state.js'
import { itemId } from './made-id.js'
import { describeRefusal, makeThing, type Maker } from './make-thing.js'
import { openScene, pathValues, type Scene } from './scene.js'

export interface Stage extends Maker {
  readonly model: ApiModel
  readonly tokens: Tokens
  /** Ids that are known to exist, by placeholder: instead of making one. */
  readonly given: ReadonlyMap<string, string>
  /** The interaction only reads: what a list shows first will do where nothing can be made. */
  readonly adopts?: boolean
}

export type Arranged =
  | { readonly kind: 'arranged'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'impossible'; readonly reason: string }

/** Brings about what an interaction needs, through the API itself; `undo` takes away what was made. */
export interface Arrangement {
  readonly result: Arranged
  /** What could not be taken away. */
  undo(): Promise<readonly string[]>
}

export async function arrangeStates(stage: Stage, states: readonly ProviderState[]): Promise<Arrangement> {
  const scene = openScene()
  const result = await arrangeAll(stage, states, scene)
  return {
    result,
    undo: async () => {
      const failures: (string | undefined)[] = []
      for (const step of scene.undo.reverse()) failures.push(await step().catch(messageOf))
      return failures.filter((each) => each !== undefined)
    },
  }
}

async function arrangeAll(stage: Stage, states: readonly ProviderState[], scene: Scene): Promise<Arranged> {
  for (const state of states) {
    for (const [name, value] of Object.entries(valuesOf(state))) scene.values.set(name, value)
  }
  for (const state of states) {
    const reason = await arrange(stage, state, scene).catch(messageOf)
    if (reason !== undefined) return { kind: 'impossible', reason: `'${state.name}': ${reason}` }
  }
  return { kind: 'arranged', values: Object.fromEntries(scene.values) }
}

/** What a state's parameters say already: values by the names that the interaction uses. */
export function valuesOf(state: ProviderState): Readonly<Record<string, unknown>> {
  const values = isRecord(state.params?.['values']) ? state.params['values'] : state.params
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => typeof value !== 'object'))
}

/** Why not, if not. */
async function arrange(stage: Stage, state: ProviderState, scene: Scene): Promise<string | undefined> {
  const params: StateParams | undefined = stateParams(state) ?? guessState(state, stage.plan)
  const listed = state.params?.['listed']
  if (isRecord(listed)) return adoptListed(stage, listed, scene)
  if (!params) return 'lockstep does not know how to bring this about'
  if (params.kind === 'caller') return arrangeCaller(stage, params, scene)
  const collection = stage.plan.collections.find(({ path }) => path === params.resource)
  if (!collection) return `the document has no collection ${params.resource}`
  const above = await ensureAbove(stage, collection, params, scene)
  if (above !== undefined) return above
  return params.kind === 'exists'
    ? ensure(stage, collection, { id: params.id, body: params.body }, params, scene)
    : leaveOut(stage, collection, params, scene)
}

function arrangeCaller(
  { tokens, model }: Stage,
  { role, schemes }: StateParams & { readonly kind: 'caller' },
  scene: Scene,
): string | undefined {
  const token = tokens[role]
  if (token === undefined) return role === 'allowed' ? 'give --token' : 'give --forbidden-token'
  const scheme = model.securitySchemes.get(schemes[0] ?? '')
  scene.values.set('token', scheme?.kind === 'http' ? formed(scheme.scheme, token) : token)
  return undefined
}

/** Everything that the thing hangs below; what an earlier state has arranged is taken as it is. */
async function ensureAbove(
  stage: Stage,
  collection: Collection,
  params: ThingParams,
  scene: Scene,
): Promise<string | undefined> {
  for (const parent of chainOf(collection).slice(0, -1)) {
    if (scene.ids.has(parent.path)) continue
    const reason = await ensure(stage, parent, { id: undefined, body: undefined }, params, scene)
    if (reason !== undefined) return reason
  }
  return undefined
}

async function ensure(
  stage: Stage,
  collection: Collection,
  wanted: { readonly id: unknown; readonly body: unknown },
  params: ThingParams,
  scene: Scene,
): Promise<string | undefined> {
  const names = placeholdersOf(collection, params)
  const known = names.map((name) => stage.given.get(name)).find((value) => value !== undefined)
  if (known !== undefined) scene.ids.set(collection.path, known)
  const reason = known === undefined ? await makeOrFind(stage, collection, wanted, params, scene) : undefined
  const id = scene.ids.get(collection.path)
  for (const name of id === undefined ? [] : names) scene.values.set(name, id)
  return reason
}

/** Where nothing can be made, what the contract names may be there already. */
async function makeOrFind(
  stage: Stage,
  collection: Collection,
  wanted: { readonly id: unknown; readonly body: unknown },
  params: ThingParams,
  scene: Scene,
): Promise<string | undefined> {
  const reason = await makeThing(stage, collection, wanted, scene)
  const { read } = collection.members
  const [name] = placeholdersOf(collection, params)
  const id = wanted.id ?? (name === undefined ? undefined : params.values[name])
  if (reason === undefined || name === undefined) return reason
  if (stage.adopts && (await adoptFirst(stage, collection, scene))) return undefined
  const advice = `${reason}; name one that exists with --given ${name}=…`
  if (!read || id === undefined || typeof id === 'object') return advice
  const known: Scene = { ...scene, ids: new Map([...scene.ids, [collection.path, id]]) }
  const path = pathValues(read, collection, known, {})
  const answer = await stage.provider.call(read, {
    params: { ...NO_PARAMETERS, path },
    body: undefined,
    mediaType: undefined,
  })
  if (answer.status < 200 || answer.status >= 300) return advice
  scene.ids.set(collection.path, id)
  return undefined
}

async function adoptFirst({ plan, provider }: Stage, collection: Collection, scene: Scene): Promise<boolean> {
  const operation = collection.members.list
  const role = operation && plan.roleOf(operation)
  if (!operation || role?.kind !== 'list' || operation.parameters.some((each) => each.in !== 'path' && each.required))
    return false
  const path = pathValues(operation, collection, scene, {})
  const answer = await provider.call(operation, {
    params: { ...NO_PARAMETERS, path },
    body: undefined,
    mediaType: undefined,
  })
  const list = valueAt(bodyJson(answer), pointerTo(ROOT, ...role.list.at))
  const id = Array.isArray(list) ? itemId(collection, list[0]) : undefined
  if (id !== undefined) scene.ids.set(collection.path, id)
  return id !== undefined
}

/** The names by which the interaction and the document call the id of a collection's items. */
function placeholdersOf(collection: Collection, { path }: ThingParams): readonly string[] {
  if (collection.kind === 'singleton') return []
  const inPath = templateParameters(parsePathTemplate(path))[depthOf(collection)]
  return [inPath, collection.idParameter].filter((name) => name !== undefined)
}

/** Everything above is there, the thing is not. */
async function leaveOut(
  stage: Stage,
  collection: Collection,
  params: ThingParams,
  scene: Scene,
): Promise<string | undefined> {
  if (collection.kind === 'singleton') return clearSingleton(stage, collection, scene)
  const names = placeholdersOf(collection, params)
  const like = params.id ?? names.map((name) => params.values[name]).find((value) => value !== undefined)
  const { read, replace, remove, patch } = collection.members
  const schema = [read, replace, remove, patch]
    .map((each) => parameterSchema(each, collection.idParameter))
    .find(Boolean)
  const id = freshId(like, schema, stage.random.fork(`missing ${collection.path}`))
  if (id === undefined) return `no id is known that ${collection.path} could lack`
  scene.ids.set(collection.path, id)
  for (const name of names) scene.values.set(name, id)
  return undefined
}

async function clearSingleton(stage: Stage, collection: Collection, scene: Scene): Promise<string | undefined> {
  const { remove } = collection.members
  // Below something new there is nothing yet.
  if (!remove || collection.parent) return undefined
  const path = pathValues(remove, collection, scene, {})
  const answer = await stage.provider.call(remove, {
    params: { ...NO_PARAMETERS, path },
    body: undefined,
    mediaType: undefined,
  })
  return answer.status < 400 || answer.status === 404
    ? undefined
    : `${remove.method} ${remove.path} answered ${describeRefusal(answer)}`
}

/** Something that a list shows already: for what no operation can make. */
async function adoptListed(
  { model, provider }: Stage,
  { operation: id, at }: Readonly<Record<string, unknown>>,
  scene: Scene,
): Promise<string | undefined> {
  const operation = model.operation(String(id))
  if (!operation) return `the document has no operation ${String(id)}`
  const path = pathValues(operation, undefined, scene, {})
  const answer = await provider.call(operation, {
    params: { ...NO_PARAMETERS, path },
    body: operation.body ? {} : undefined,
    mediaType: operation.body?.content[0]?.declared,
  })
  const found = valueAt(bodyJson(answer), String(at) as JsonPointer)
  if (!isRecord(found)) return `${operation.id} lists none`
  for (const [name, value] of Object.entries(found)) {
    if (typeof value === 'string' || typeof value === 'number') scene.values.set(name, String(value))
  }
  return undefined
}
