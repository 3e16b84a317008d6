import { isScalar, type Json } from '../../base/json.js'
import type { RequestValues } from '../../http/compose-request.js'
import type { Collection } from '../../resources/collection.js'
import type { ThingParams } from '../provider-state.js'
import type { CaseState } from './case.js'
import type { Ground } from './ground.js'
import type { Thing } from './things-on-path.js'

/** 'a pet exists', for a thing in the path. */
export function existsState(thing: Thing, values: RequestValues): CaseState {
  return { params: { kind: 'exists', ...paramsOf(thing, values) }, collection: thing.collection }
}

/** What has to be there for a request to get as far as it can: the deepest thing in the path that is not created by it. */
export function statesOnPath({ things, role }: Ground, values: RequestValues): readonly CaseState[] {
  const last = things.at(-1)
  const isCreated = role.kind === 'upsert' && last?.collection === role.collection
  const deepest = isCreated ? things.at(-2) : last
  return deepest ? [existsState(deepest, values)] : []
}

/** The same, but only for what is above a parameter that is broken. */
export function statesAbove(
  ground: Ground,
  values: RequestValues,
  parameter: string | undefined,
): readonly CaseState[] {
  const index = ground.things.findIndex((thing) => thing.parameter === parameter)
  if (index === -1) return statesOnPath(ground, values)
  const above = ground.things[index - 1]
  return above ? [existsState(above, values)] : []
}

export function missingState(thing: Thing, values: RequestValues): CaseState {
  return { params: { kind: 'missing', ...paramsOf(thing, values) }, collection: thing.collection }
}

/** For a thing of a collection that the operation's path does not reach into. */
export function itemState(
  kind: 'exists' | 'missing',
  ground: Ground,
  collection: Collection,
  id: Json | undefined,
  body?: Json,
): CaseState {
  const params = pathOfItem(ground, collection, id)
  return { params: { kind, ...params, ...(body === undefined ? {} : { body }) }, collection }
}

/** A thing of a collection by the names that the operation has for what is above it. */
export function pathOfItem({ things, minimal }: Ground, collection: Collection, id: Json | undefined): ThingParams {
  const above = things.filter((thing) => thing.collection !== collection).at(-1)
  const fixed = collection.path.split('/').slice(above ? above.path.split('/').length : 1)
  const base = [above?.path ?? '', ...fixed].join('/')
  const placeholder = collection.kind === 'items' ? (collection.idParameter ?? 'id') : undefined
  const taken = new Set(above?.parameters)
  const name =
    placeholder === undefined ? undefined : taken.has(placeholder) ? `${collection.name}_${placeholder}` : placeholder
  return {
    resource: collection.path,
    ...(id === undefined ? {} : { id }),
    path: name === undefined ? base : `${base}/{${name}}`,
    values: {
      ...valuesOf(above?.parameters ?? [], minimal.values),
      ...(name === undefined || id === undefined ? {} : { [name]: id }),
    },
  }
}

function paramsOf({ collection, parameter, path, parameters }: Thing, values: RequestValues): ThingParams {
  const known = valuesOf(parameters, values)
  const id = known[parameter]
  return { resource: collection.path, ...(id === undefined ? {} : { id }), path, values: known }
}

function valuesOf(parameters: readonly string[], { params }: RequestValues): Record<string, Json> {
  const values: Record<string, Json> = {}
  for (const name of parameters) {
    const value = params.path[name]
    if (isScalar(value)) values[name] = value
  }
  return values
}
