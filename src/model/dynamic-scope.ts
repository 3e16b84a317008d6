/**
 * `$dynamicRef` (JSON Schema 2020-12 core 8.2.3.2) and `$recursiveRef` (2019-09 core 8.2.4.2) worked out while references
 * are followed: a schema is known by its place and by the dynamic anchors that the way to it has passed, of which the
 * outermost of a name counts.
 */
import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import { createWalk } from '../document/walk-document.js'

export interface Scope {
  readonly anchors: ReadonlyMap<string, JsonPointer>
}

export interface Scopes {
  /** The scope after a schema at this place is entered; the same object for the same anchors. */
  enter(scope: Scope, at: JsonPointer): Scope
  /** The same for a subschema of one that was entered: only with an `$id` is it a resource of its own. */
  enterBelow(scope: Scope, at: JsonPointer): Scope
}

export const NO_SCOPE: Scope = { anchors: new Map() }

/** @param mayBeUsed whether anything in the document has an identifier at all: others do not pay for a walk */
export function createScopes(root: UnknownRecord, mayBeUsed: () => boolean): Scopes {
  const interned = new Map<string, Scope>()
  const anchorsAt = new Map<JsonPointer, ReadonlyMap<string, JsonPointer>>()
  let isUsed: boolean | undefined

  function anchorsOf(resource: JsonPointer): ReadonlyMap<string, JsonPointer> {
    let anchors = anchorsAt.get(resource)
    if (!anchors) anchorsAt.set(resource, (anchors = collectAnchors(valueAt(root, resource), resource)))
    return anchors
  }

  function enter(scope: Scope, at: JsonPointer): Scope {
    isUsed ??= mayBeUsed()
    if (!isUsed) return scope
    const fresh = [...anchorsOf(resourceOf(root, at))].filter(([name]) => !scope.anchors.has(name))
    if (fresh.length === 0) return scope
    const entries = [...scope.anchors, ...fresh].sort(([a], [b]) => (a < b ? -1 : 1))
    const key = JSON.stringify(entries)
    const known = interned.get(key) ?? { anchors: new Map(entries) }
    interned.set(key, known)
    return known
  }

  return {
    enter,
    enterBelow(scope, at) {
      isUsed ??= mayBeUsed()
      if (!isUsed) return scope
      const node = valueAt(root, at)
      return isRecord(node) && typeof own(node, '$id') === 'string' ? enter(scope, at) : scope
    },
  }
}

/** Whether a schema can be replaced by one further out that has the same dynamic anchor. */
export function isDynamicAnchor(node: unknown, name: string): boolean {
  if (!isRecord(node)) return false
  return name === RECURSIVE ? own(node, '$recursiveAnchor') === true : own(node, '$dynamicAnchor') === name
}

/** `$recursiveAnchor` has no name, and `$recursiveRef` is always '#'. */
const RECURSIVE = ''

/** The nearest schema with an `$id`; a component counts as one, for that is how documents without `$id` mean it. */
function resourceOf(root: unknown, at: JsonPointer): JsonPointer {
  let resource: JsonPointer | undefined
  let value = root
  let place = ROOT
  for (const [depth, key] of pointerKeys(at).entries()) {
    value = Array.isArray(value) ? (value as unknown[])[Number(key)] : isRecord(value) ? own(value, key) : undefined
    place = pointerTo(place, key)
    const isComponent = depth === 2 && place.startsWith('/components/schemas/')
    if (isComponent || (isRecord(value) && typeof own(value, '$id') === 'string')) resource = place
  }
  // A schema that stands in an operation speaks for itself as a component does.
  return resource ?? at
}

function collectAnchors(schema: unknown, at: JsonPointer): Map<string, JsonPointer> {
  const anchors = new Map<string, JsonPointer>()
  if (isRecord(schema) && isDynamicAnchor(schema, RECURSIVE)) anchors.set(RECURSIVE, at)
  const walk = createWalk('3.1', {
    visit(site) {
      // A schema with an $id inside is a resource of its own.
      if (site.kind !== 'schema' || !isRecord(site.node) || (site.resource?.at ?? at) !== at) return
      const anchor = own(site.node, '$dynamicAnchor')
      if (typeof anchor === 'string' && !anchors.has(anchor)) anchors.set(anchor, site.at)
    },
  })
  walk.site({ kind: 'schema', node: schema, at, parent: undefined, resource: undefined })
  return anchors
}
