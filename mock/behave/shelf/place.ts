import { isScalar } from '../../../src/base/json.js'
import { isSafe } from '../../../src/http/is-safe.js'
import { templateParameters } from '../../../src/model/path-template.js'
import type { Operation } from '../../../src/model/api-model.js'
import type { Collection } from '../../../src/resources/collection.js'
import { depthOf } from '../../../src/resources/collection-path.js'
import type { PlaceSources, Source, StatefulRole } from '../../../src/resources/role.js'
import { declaresNotFound } from '../../../src/resources/success.js'
import type { CollectionKey } from '../../state/store.js'
import type { Call } from '../behaviour.js'
import { memberAt } from '../member.js'

/** A collection below concrete parents, and the item of it that a call means. */
export interface Place {
  readonly collection: Collection
  readonly key: CollectionKey
  /** One for each parameter in the collection's path. */
  readonly parentIds: readonly string[]
  /** The item in the path; '' when the operation is about the collection. */
  readonly id: string
  /** What the operation that is called takes for granted although nobody created it. */
  readonly presumes: Presumes
}

/**
 * An operation that declares what it answers when something is not there presumes nothing. One that does not is answered
 * as it declares, as long as nothing was removed: what is above the item is presumed; for a write the item too, for a read
 * the item of a collection that nobody has written to. Who looks at the state from outside presumes the parents alone.
 */
export type Presumes = 'nothing' | 'parents' | 'untouched' | 'all'

/** Reads the place out of a call. Ids are the text in the path: a number would lose digits beyond 2^53. */
export function createPlaceOf(
  operation: Operation,
  { collection, sources, scope }: Pick<StatefulRole, 'collection' | 'sources' | 'scope'>,
): (call: Call) => Place {
  const presumes = presumesOf(operation)
  if (sources) return (call) => placeFrom(call, collection, sources, presumes)
  const names = templateParameters(operation.template)
  const above = depthOf(collection)
  const parentNames = names.slice(0, above)
  const idName = scope ? undefined : names[above]
  const fixedKey = above === 0 ? keyOf(collection, []) : undefined
  return (call) => {
    const parentIds = parentNames.map((name) => textOf(call, name))
    return {
      collection,
      key: fixedKey ?? keyOf(collection, parentIds),
      parentIds,
      id: idName === undefined ? '' : textOf(call, idName),
      presumes,
    }
  }
}

/** Where the path does not name the item, other parameters or the body do. */
function placeFrom(call: Call, collection: Collection, { parents, id }: PlaceSources, presumes: Presumes): Place {
  const parentIds = parents.map((source) => textFrom(call, source))
  return {
    collection,
    key: keyOf(collection, parentIds),
    parentIds,
    id: id === undefined ? '' : textFrom(call, id),
    presumes,
  }
}

export function textFrom(call: Call, source: Source): string {
  if (source.in === 'path') return textOf(call, source.at[0] ?? '')
  const value = memberAt(source.in === 'body' ? call.body : call.params[source.in], source.at)
  return isScalar(value) ? String(value) : ''
}

/** Another item of the same collection. */
export function withId({ collection, key, parentIds, presumes }: Place, id: string): Place {
  return { collection, key, parentIds, id, presumes }
}

export function keyOf({ segments }: Collection, parentIds: readonly string[]): CollectionKey {
  if (segments.length === 0) return '/'
  let nth = 0
  return segments.map((segment) => '/' + (segment ?? encodeId(parentIds[nth++] ?? ''))).join('') as CollectionKey
}

/** Where the item that the collection stands below is kept; undefined when the collection stands at the top. */
export function parentPlace({ collection, parentIds, presumes }: Place): Place | undefined {
  const { parent } = collection
  if (!parent) return undefined
  const above = depthOf(parent)
  const ids = parentIds.slice(0, above)
  return {
    collection: parent,
    key: keyOf(parent, ids),
    parentIds: ids,
    id: parentIds[above] ?? '',
    presumes: presumes === 'nothing' ? 'nothing' : 'all',
  }
}

function presumesOf(operation: Operation): Presumes {
  if (declaresNotFound(operation)) return 'nothing'
  return isSafe(operation) ? 'untouched' : 'all'
}

/** Lone surrogates cannot be percent-encoded; an id that holds one is as good as any other. */
export function encodeId(id: string): string {
  try {
    return encodeURIComponent(id)
  } catch {
    return encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\ufffd'))
  }
}

export function textOf(call: Call, name: string): string {
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
