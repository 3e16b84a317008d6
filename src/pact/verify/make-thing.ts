import { isRecord, setOwn } from '../../base/json.js'
import type { Random } from '../../base/random.js'
import { sampleRequest } from '../../generate/sample-request.js'
import { bodyJson } from '../../http/body-text.js'
import { type HttpResponse, NO_PARAMETERS } from '../../http/exchange.js'
import type { Operation } from '../../model/api-model.js'
import { templateParameters } from '../../model/path-template.js'
import type { Schema } from '../../model/schema.js'
import { depthOf } from '../../resources/collection-path.js'
import type { Collection } from '../../resources/collection.js'
import { idNames, parameterSchema } from '../../resources/identity.js'
import { viewObject } from '../../resources/object-view.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import type { BodyEnvelope, Role } from '../../resources/role.js'
import { plain } from '../../resources/words.js'
import { freshId } from './fresh-id.js'
import { idIn, madeId } from './made-id.js'
import type { Provider } from './provider.js'
import { pathValues, type Scene } from './scene.js'

export interface Maker {
  readonly plan: ResourcePlan
  readonly provider: Provider
  readonly random: Random
}

/** The thing as the contract speaks of it. */
export interface Wanted {
  readonly id: unknown
  readonly body: unknown
}

type Creating = Role & {
  readonly kind: 'create' | 'replace' | 'upsert' | 'replaceSingleton'
  readonly body: BodyEnvelope
}

/** Examples first; then generated bodies, in case an example was taken. */
const TRIES = [
  { mode: 'minimal', ignoreExamples: false, literal: true },
  { mode: 'minimal', ignoreExamples: true, literal: false },
  { mode: 'full', ignoreExamples: true, literal: false },
] as const

/** Makes one by the operations that the plan knows; what is above it must be there. Answers why it could not, if so. */
export async function makeThing(
  maker: Maker,
  collection: Collection,
  wanted: Wanted,
  scene: Scene,
): Promise<string | undefined> {
  const ways = creatorsOf(maker.plan, collection)
  if (ways.length === 0) return `no operation makes what is in ${collection.path}`
  let reason = ''
  for (const [operation, role] of ways) {
    for (const [index, attempt] of TRIES.entries()) {
      const random = maker.random.fork(`${collection.path} ${index}`)
      const request = compose(operation, role, wanted, scene, { ...attempt, random })
      const response = await maker.provider.call(operation, request)
      if (response.status >= 200 && response.status < 300) {
        note(maker, operation, collection, request, response, wanted, scene)
        return undefined
      }
      // One like it is there already.
      if (response.status === 409 && wanted.body !== undefined && wanted.id === undefined) return undefined
      reason = `${operation.method} ${operation.path} answered ${describeRefusal(response)}`
      // Without a way in, other bodies will not help.
      if ([401, 403, 404, 405, 501].includes(response.status)) break
    }
  }
  return reason
}

/** '403 {"code":7,…}' */
export function describeRefusal(response: HttpResponse): string {
  const body = bodyJson(response)
  return `${response.status}${body === undefined ? '' : ` ${JSON.stringify(body).slice(0, 200)}`}`
}

function creatorsOf(plan: ResourcePlan, { members }: Collection): readonly (readonly [Operation, Creating])[] {
  const operations = [members.create, ...members.otherCreates, members.replace]
  const found = new Map<Operation, Creating>()
  for (const operation of operations) {
    const role = operation && plan.roleOf(operation)
    if (role?.kind === 'create' || role?.kind === 'upsert' || role?.kind === 'replaceSingleton')
      found.set(operation as Operation, role)
  }
  return [...found]
}

type Request = Parameters<Provider['call']>[1]

function compose(
  operation: Operation,
  role: Creating,
  wanted: Wanted,
  scene: Scene,
  { mode, ignoreExamples, literal, random }: (typeof TRIES)[number] & { readonly random: Random },
): Request {
  const { collection } = role
  const sample = sampleRequest(operation, { random, mode, ignoreExamples })
  const mediaType = sample.mediaType ?? operation.body?.content[0]?.declared
  const itemSchema = parameterSchema(operation, collection.idParameter)
  const id = wanted.id ?? sample.params.path[idInPath(operation, collection) ?? '']
  // Below a thing that was made just now there is nothing to overwrite.
  const isAlone = collection.parent !== undefined && literal
  const chosen = id === undefined || isAlone ? id : freshId(id, itemSchema ?? memberFor(role, collection), random)
  const path = pathValues(operation, collection, scene, sample.params.path)
  const inPath = idInPath(operation, collection)
  if (inPath !== undefined && chosen !== undefined) path[inPath] = chosen
  return {
    ...sample,
    params: { ...NO_PARAMETERS, ...sample.params, path },
    body: bodyOf(role, collection, wanted.body ?? sample.body, chosen),
    serialized: wanted.body === undefined && sample.serialized,
    mediaType: wanted.body === undefined ? sample.mediaType : mediaType,
  }
}

/** The body with the id that the client chooses, where it is the client who does. */
function bodyOf(role: Creating, collection: Collection, body: unknown, id: unknown): unknown {
  if (id === undefined || !isRecord(body) || role.kind === 'replaceSingleton') return body
  const name = memberName(role, collection)
  if (name === undefined || role.body.at.length > 0) return body
  const copy = { ...body }
  setOwn(copy, name, id)
  return copy
}

function memberName(role: Creating, collection: Collection): string | undefined {
  const view = role.body.schema && viewObject(role.body.schema)
  if (!view) return undefined
  const names = idNames(collection.idParameter, collection.name)
  return [...view.properties].find(([name, { readOnly }]) => names.includes(plain(name)) && !readOnly)?.[0]
}

function memberFor(role: Creating, collection: Collection): Schema | undefined {
  const name = memberName(role, collection)
  return name === undefined ? undefined : role.body.schema && viewObject(role.body.schema)?.properties.get(name)?.schema
}

/** The placeholder for the thing itself, where the client chooses its id in the path. */
function idInPath({ template }: Operation, collection: Collection): string | undefined {
  return collection.kind === 'items' ? templateParameters(template)[depthOf(collection)] : undefined
}

/** Remembers the id, and how to take the thing away again. */
function note(
  { provider }: Maker,
  operation: Operation,
  collection: Collection,
  request: Request,
  response: HttpResponse,
  wanted: Wanted,
  scene: Scene,
): void {
  if (collection.kind === 'items') {
    const id =
      request.params.path[idInPath(operation, collection) ?? ''] ??
      madeId(collection, response) ??
      idIn(collection, request.body) ??
      wanted.id
    if (id !== undefined) scene.ids.set(collection.path, id)
    if (id !== undefined && collection.idParameter !== undefined) scene.values.set(collection.idParameter, id)
  }
  const { remove } = collection.members
  if (!remove) return
  const path = pathValues(remove, collection, scene, request.params.path)
  scene.undo.push(() => removeThing(provider, remove, path))
}

/** Why it is still there, if it is. */
export async function removeThing(
  provider: Provider,
  remove: Operation,
  path: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const params = { ...NO_PARAMETERS, path }
  const answer = await provider.call(remove, { params, body: undefined, mediaType: undefined })
  const isGone = answer.status < 400 || answer.status === 404 || answer.status === 410
  return isGone ? undefined : `${remove.method} ${remove.path} answered ${describeRefusal(answer)}`
}
