/** `$id` and `$anchor` (JSON Schema 2020-12 core 8.2): what references mean inside a schema that has a name of its own. */
import { decodeOrKeep } from '../base/decode-or-keep.js'
import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import type { ApiDocument } from '../document/api-document.js'
import { collectIdentifiers } from '../document/collect-identifiers.js'
import { indexIdentifiers } from '../document/index-identifiers.js'

export interface Identifiers {
  /** One step of a `$ref` that stands at `base`; undefined when nothing of that name exists. */
  find(ref: string, base: JsonPointer): JsonPointer | undefined
}

interface Resource {
  readonly at: JsonPointer
  readonly uri: string
}

/** For documents whose own address does not matter: it only makes relative `$id`s comparable. */
const NOWHERE = 'https://document.invalid/'

export function createIdentifiers(document: ApiDocument): Identifiers {
  const { root } = document
  const self = own(root, '$self')
  const whole: Resource = { at: ROOT, uri: typeof self === 'string' ? join(self, NOWHERE) : NOWHERE }
  let places: Map<string, JsonPointer> | undefined

  return {
    find(ref, base) {
      const resource = resourceOf(root, whole, base)
      const hash = ref.indexOf('#')
      const fragment = hash === -1 ? '' : decodeOrKeep(ref.slice(hash + 1))
      const address = hash === -1 ? ref : ref.slice(0, hash)
      if (address !== '' || (fragment !== '' && !fragment.startsWith('/'))) places ??= index(root, whole)
      const home = address === '' ? resource.at : places?.get(join(address, resource.uri))
      if (home === undefined) return undefined
      if (fragment !== '' && !fragment.startsWith('/')) {
        return places?.get(`${join(address, resource.uri)}#${fragment}`)
      }
      return existing(root, (home + fragment) as JsonPointer) ?? existing(root, fragment as JsonPointer)
    },
  }
}

function existing(root: unknown, at: JsonPointer): JsonPointer | undefined {
  return valueAt(root, at) === undefined ? undefined : at
}

/** The nearest schema above a place, or at it, that has an `$id`; else the document. */
function resourceOf(root: unknown, whole: Resource, at: JsonPointer): Resource {
  let resource = whole
  let value = root
  let place = ROOT
  for (const key of pointerKeys(at)) {
    value = Array.isArray(value) ? (value as unknown[])[Number(key)] : isRecord(value) ? own(value, key) : undefined
    place = pointerTo(place, key)
    const id = isRecord(value) ? own(value, '$id') : undefined
    if (typeof id === 'string' && !id.startsWith('#')) resource = { at: place, uri: join(id, resource.uri) }
  }
  return resource
}

/**
 * Every `$id`, and every anchor as 'uri#name'. Walks the document, once, when the first such reference is met: what is
 * certainly a schema counts first, then whatever looks like one, in extensions and in the other files.
 */
function index(root: UnknownRecord, whole: Resource): Map<string, JsonPointer> {
  const { byId, anchors } = indexIdentifiers(root, '3.2', whole.uri)
  const places = new Map<string, JsonPointer>([[whole.uri, whole.at], ...byId, ...anchors])
  for (const [name, at] of collectIdentifiers(root, whole.uri)) if (!places.has(name)) places.set(name, at)
  return places
}

function join(reference: string, base: string): string {
  try {
    return new URL(reference, base).href.replace(/#$/, '')
  } catch {
    return reference
  }
}
