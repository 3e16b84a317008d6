import { nearestNames } from '../base/text.js'
import type { Operation } from '../model/api-model.js'
import { templateParameters } from '../model/path-template.js'
import type { Collection } from './collection.js'
import { entityIn } from './envelope.js'
import { idNames } from './identity.js'
import { typesOf, viewObject } from './object-view.js'
import type { PlaceSources, RoleKind, Source } from './role.js'
import { bodySchemaOf, successOf } from './success.js'
import { plain, singular } from './words.js'

/** Where an operation that is not below the path of its collection says which item it means; or what it lacks for that. */
export type FoundSources = { readonly kind: 'path' } | Named | { readonly kind: 'missing'; readonly reason: string }
type Named = { readonly kind: 'named'; readonly sources: PlaceSources }

const OF_ITEM: ReadonlySet<RoleKind> = new Set(['read', 'readFile', 'replace', 'patch', 'remove', 'exists', 'action'])

/** @param by the parameter, or member of the body, that the document says it is */
export function placeSources(
  operation: Operation,
  collection: Collection,
  kind: RoleKind,
  by: string | undefined,
): FoundSources {
  const above = parametersOf(collection)
  const needsItem = OF_ITEM.has(kind)
  const inPath = templateParameters(operation.template).length
  if (by === undefined && !collection.isDeclared && inPath >= above.length + (needsItem ? 1 : 0))
    return { kind: 'path' }
  const inputs = inputsOf(operation)
  const parents: Source[] = []
  for (const name of above) {
    const source = inputNamed(inputs, [plain(name)])
    if (!source) return { kind: 'missing', reason: `nothing in the request says which {${name}} is meant` }
    parents.push(source)
  }
  if (!needsItem && kind !== 'upsert' && by === undefined) return { kind: 'named', sources: { parents, id: undefined } }
  const id = by === undefined ? likelyId(inputs, collection) : inputs.find(({ name }) => name === by)?.source
  if (id || (by === undefined && kind === 'upsert')) return { kind: 'named', sources: { parents, id } }
  const names = inputs.map(({ name }) => name)
  const near = nearestNames(by ?? '', names)
  const some = near.length > 0 ? near : names.slice(0, 12)
  const known = some.length > 0 ? `; known are ${some.join(', ')}` : ''
  return {
    kind: 'missing',
    reason:
      by === undefined
        ? `nothing in the request says which item is meant: name a parameter, or a member of the body, with 'by'${known}`
        : `'by' names ${by}, which is no parameter and no member of the body${known}`,
  }
}

interface Input {
  readonly name: string
  readonly source: Source
}

function inputsOf(operation: Operation): Input[] {
  const inputs = operation.parameters.map(({ name, in: place }): Input => ({ name, source: { in: place, at: [name] } }))
  const body = bodySchemaOf(operation)
  for (const [name, { schema }] of (body && viewObject(body)?.properties) ?? []) {
    if (isScalar(typesOf(schema))) inputs.push({ name, source: { in: 'body', at: [name] } })
    for (const [inner, property] of viewObject(schema)?.properties ?? [])
      if (isScalar(typesOf(property.schema)))
        inputs.push({ name: `${name}.${inner}`, source: { in: 'body', at: [name, inner] } })
  }
  return inputs
}

function isScalar(types: ReadonlySet<string>): boolean {
  return types.size === 0 || types.has('string') || types.has('integer') || types.has('number')
}

function likelyId(inputs: readonly Input[], collection: Collection): Source | undefined {
  const { details, name, idParameter } = collection
  const noun = plain(singular(name))
  const own = details.identity.at?.at(-1)
  const wrapper = wrapperOf(collection)
  const called = wrapper === undefined ? [] : [wrapper, `${wrapper}id`]
  const names = [idParameter, own && noun + plain(own), own, noun, ...called, ...idNames(undefined, name)]
  return inputNamed(
    inputs,
    names.flatMap((candidate) => (candidate === undefined ? [] : [plain(candidate)])),
  )
}

/** 'channel' where answers show a conversation as `{ channel }`. */
function wrapperOf(collection: Collection): string | undefined {
  const { read, create } = collection.members
  for (const operation of [read, create]) {
    const schema = operation && successOf(operation, operation === create ? 'create' : 'other').schema
    const at = schema && entityIn(schema, collection)
    if (at?.length === 1) return at[0]
  }
  return undefined
}

function inputNamed(inputs: readonly Input[], names: readonly string[]): Source | undefined {
  for (const wanted of names) {
    const found = inputs.find(({ name }) => plain(name) === wanted)
    if (found) return found.source
  }
  return undefined
}

function parametersOf({ path }: Collection): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '')
}
