import { decodeOrKeep } from '../base/decode-or-keep.js'
import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { pointerKeys, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import type { DeclaredVersion, Resolved } from './api-document.js'
import { indexIdentifiers, NO_IDENTIFIERS, withoutEmptyHash, type Identifiers } from './index-identifiers.js'
import { resolveUri, type Resource } from './walk-document.js'

export interface RefResolver {
  /** Follows a reference and the chain behind it. */
  resolve(ref: string, base: JsonPointer): Resolved | undefined
  /** One step, to what may be a reference again. */
  step(ref: string, base: JsonPointer): JsonPointer | undefined
  /** Whether a schema of the document calls itself by this URI. */
  isKnownId(uri: string): boolean
}

/**
 * @param uri what the tree as a whole is called by: its `$self`, or where it was read from
 * @param hasIdentifiers whether `$id` or `$anchor` occur at all; they are looked for at the first reference that needs them
 */
export function createRefResolver(
  root: UnknownRecord,
  version: DeclaredVersion,
  uri: string,
  hasIdentifiers: boolean,
): RefResolver {
  const appliesSiblings = version === '3.1' || version === '3.2'
  let index: Identifiers | undefined
  const identifiers = (): Identifiers =>
    (index ??= hasIdentifiers && appliesSiblings ? indexIdentifiers(root, version, uri) : NO_IDENTIFIERS)
  const find = createFinder(root, uri, identifiers)
  const step = hasIdentifiers ? find : remembering(find)
  return {
    resolve: createFollower(root, step, appliesSiblings),
    step,
    isKnownId: (id) => identifiers().byId.has(withoutEmptyHash(id)),
  }
}

type Step = RefResolver['step']

/** Without identifiers a reference means the same everywhere; large documents repeat each of theirs a hundred times. */
function remembering(find: Step): Step {
  const known = new Map<string, JsonPointer | undefined>()
  return (ref, base) => {
    if (known.has(ref)) return known.get(ref)
    const at = find(ref, base)
    known.set(ref, at)
    return at
  }
}

function createFinder(root: UnknownRecord, uri: string, identifiers: () => Identifiers): Step {
  return find

  function find(ref: string, base: JsonPointer): JsonPointer | undefined {
    const hash = ref.indexOf('#')
    const address = hash === -1 ? ref : ref.slice(0, hash)
    const fragment = hash === -1 ? '' : ref.slice(hash + 1)
    // RFC 6901 6: a fragment is decoded first. Some write '%2F' for the '~1' of a key, and that leads nowhere else.
    const at = stepTo(address, decodeOrKeep(fragment), base)
    return at === undefined && /%2F/i.test(fragment) ? stepTo(address, decodeByKey(fragment), base) : at
  }

  function stepTo(address: string, fragment: string, base: JsonPointer): JsonPointer | undefined {
    if (address !== '') return stepToResource(address, fragment, base)
    const { resources, anchors } = identifiers()
    const home = enclosing(resources, base)
    if (fragment === '' || fragment.startsWith('/')) {
      // Within a schema that has an `$id`, '#/…' starts there (2020-12 core 9.2.1); many authors mean the document's root.
      const inside = home ? ((home.at + fragment) as JsonPointer) : undefined
      if (inside !== undefined && valueAt(root, inside) !== undefined) return inside
      return valueAt(root, fragment as JsonPointer) === undefined ? undefined : (fragment as JsonPointer)
    }
    return anchors.get(`${home?.id ?? uri}#${fragment}`) ?? anchors.get(`${uri}#${fragment}`)
  }

  function stepToResource(address: string, fragment: string, base: JsonPointer): JsonPointer | undefined {
    const { resources, byId, anchors } = identifiers()
    const home = enclosing(resources, base)
    const target = withoutEmptyHash(resolveUri(address, home?.id ?? uri))
    const start = target === withoutEmptyHash(uri) ? ROOT : byId.get(target)
    if (start === undefined) return undefined
    if (fragment !== '' && !fragment.startsWith('/')) return anchors.get(`${target}#${fragment}`)
    const at = (start + fragment) as JsonPointer
    return valueAt(root, at) === undefined ? undefined : at
  }
}

function decodeByKey(fragment: string): string {
  return fragment
    .split('/')
    .map((key) => decodeOrKeep(key).replaceAll('/', '~1'))
    .join('/')
}

function enclosing(resources: readonly Resource[], at: JsonPointer): Resource | undefined {
  let nearest: Resource | undefined
  for (const resource of resources) {
    const isAbove = at === resource.at || at.startsWith(resource.at + '/')
    if (isAbove && resource.at.length >= (nearest?.at.length ?? 0)) nearest = resource
  }
  return nearest
}

function createFollower(root: UnknownRecord, step: Step, appliesSiblings: boolean): RefResolver['resolve'] {
  /** Where long chains end, for all places on them: each may be asked about. */
  const ends = new Map<JsonPointer, Resolved | undefined>()

  return function resolve(ref: string, base: JsonPointer): Resolved | undefined {
    const seen = new Set<JsonPointer>()
    const end = endOf(ref, base, seen)
    if (seen.size > LONG_CHAIN) for (const at of seen) ends.set(at, end)
    return end
  }

  function endOf(ref: string, base: JsonPointer, seen: Set<JsonPointer>): Resolved | undefined {
    let next = ref
    let from = base
    for (;;) {
      const at = step(next, from)
      if (at === undefined || seen.has(at)) return undefined
      if (ends.has(at)) return ends.get(at)
      seen.add(at)
      const node = valueAt(root, at)
      const further = isRecord(node) ? own(node, '$ref') : undefined
      if (typeof further !== 'string' || (appliesSiblings && isRecord(node) && isExtendedSchema(node, at)))
        return { at, node }
      next = further
      from = at
    }
  }
}

/** References that lead from one to the next in real documents are fewer. */
const LONG_CHAIN = 20

/** OpenAPI 3.2 `$self`: what references in the document are relative to, when it is not where the document was found. */
export function documentUri(root: UnknownRecord, version: DeclaredVersion, foundAt: string): string {
  const self = version === '3.2' ? own(root, '$self') : undefined
  return typeof self === 'string' ? resolveUri(self, foundAt) : foundAt
}

/**
 * From 3.1 on a schema may say more beside its `$ref`, and then it is not the same as what that leads to. Elsewhere what
 * stands beside a `$ref` counts for nothing.
 */
function isExtendedSchema(node: UnknownRecord, at: JsonPointer): boolean {
  const beside = Object.keys(node).filter((key) => !ANNOTATIONS.has(key) && !key.startsWith('x-'))
  return beside.length > 0 && !isReferenceObject(at)
}

const ANNOTATIONS = new Set([
  '$ref',
  'summary',
  'description',
  'title',
  '$comment',
  'example',
  'examples',
  'externalDocs',
])

const REFERENCE_PLACES = new Set([
  'parameters',
  'responses',
  'headers',
  'requestBodies',
  'examples',
  'links',
  'callbacks',
  'securitySchemes',
  'pathItems',
  'paths',
  'webhooks',
  'requestBody',
])
const SCHEMA_PLACES = new Set([
  'schema',
  'schemas',
  'itemSchema',
  'properties',
  'definitions',
  '$defs',
  'items',
  'allOf',
  'anyOf',
  'oneOf',
])

/** Told by the way that leads there: the last word on it that means something. */
function isReferenceObject(at: JsonPointer): boolean {
  const keys = pointerKeys(at)
  if (keys.at(-1) === 'requestBody') return true
  const last = keys.slice(0, -1).findLast((key) => REFERENCE_PLACES.has(key) || SCHEMA_PLACES.has(key))
  return last !== undefined && REFERENCE_PLACES.has(last) && !keys.some((key) => SCHEMA_PLACES.has(key))
}
