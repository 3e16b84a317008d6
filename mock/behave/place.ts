import { templateParameters } from '../../src/model/path-template.js'
import type { Operation } from '../../src/model/api-model.js'
import type { Collection } from '../../src/resources/resource-plan.js'
import type { CollectionKey } from '../state/store.js'
import type { Call } from './behaviour.js'

/** A collection below concrete parents, and the item of it that a call means. */
export interface Place {
  readonly collection: Collection
  readonly key: CollectionKey
  /** One for each parameter in the collection's path. */
  readonly parentIds: readonly string[]
  /** The item in the path; '' when the operation is about the collection. */
  readonly id: string
}

/** Reads the place out of a call. Ids are the text in the path: a number would lose digits beyond 2^53. */
export function createPlaceOf(operation: Operation, collection: Collection): (call: Call) => Place {
  const names = templateParameters(operation.template)
  const above = collection.segments.filter((segment) => segment === undefined).length
  const parentNames = names.slice(0, above)
  const idName = names[above]
  const fixedKey = above === 0 ? keyOf(collection, []) : undefined
  return (call) => {
    const parentIds = parentNames.map((name) => textOf(call, name))
    return {
      collection,
      key: fixedKey ?? keyOf(collection, parentIds),
      parentIds,
      id: idName === undefined ? '' : textOf(call, idName),
    }
  }
}

export function keyOf({ segments }: Collection, parentIds: readonly string[]): CollectionKey {
  let nth = 0
  return segments.map((segment) => '/' + (segment ?? encodeId(parentIds[nth++] ?? ''))).join('') as CollectionKey
}

/** Where the item that the collection stands below is kept; undefined when the collection stands at the top. */
export function parentPlace({ collection, parentIds }: Place): Place | undefined {
  const { parent } = collection
  if (!parent) return undefined
  const above = parent.segments.filter((segment) => segment === undefined).length
  const ids = parentIds.slice(0, above)
  return { collection: parent, key: keyOf(parent, ids), parentIds: ids, id: parentIds[above] ?? '' }
}

/** Lone surrogates cannot be percent-encoded; an id that holds one is as good as any other. */
export function encodeId(id: string): string {
  try {
    return encodeURIComponent(id)
  } catch {
    return encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\ufffd'))
  }
}

function textOf(call: Call, name: string): string {
  const value = call.params.path[name]
  if (typeof value === 'string') return value
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return textInPath(call, name) ?? String(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value ?? '')
}

/** The text on the wire; the template is matched from the end, since a base path may stand before it. */
function textInPath(call: Call, name: string): string | undefined {
  const { segments } = call.operation.template
  const sent = call.request.path.split('/').slice(-segments.length)
  const index = segments.findIndex(({ parts }) => parts.some((part) => part.kind === 'parameter' && part.name === name))
  const text = segments[index]?.parts.length === 1 ? sent[index] : undefined
  return text !== undefined && /^-?\d+$/.test(text) ? text : undefined
}
