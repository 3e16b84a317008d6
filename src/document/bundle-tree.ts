import { isRecord, setOwn, type UnknownRecord } from '../base/json.js'
import { pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import type { DocumentFile } from './document-file.js'
import type { Link } from './find-links.js'
import { originOf, type Origin } from './locate.js'
import type { Container, Site } from './walk-document.js'

/** The tree that a bundle grows in: the document's own, changed in place, with a note of where each part came from. */
export class BundleTree {
  readonly root: UnknownRecord
  readonly #origins: Map<JsonPointer, Origin>
  /** The key that other files hang below. */
  readonly #container: string
  readonly #rewritten = new Set<unknown>()

  constructor(root: UnknownRecord, origins: Map<JsonPointer, Origin>) {
    this.root = root
    this.#origins = origins
    this.#container = freeKey(root)
  }

  at(pointer: JsonPointer): unknown {
    return valueAt(this.root, pointer)
  }

  /** Hangs a file into the tree, and tells where. */
  mount(file: DocumentFile): JsonPointer {
    if (!Object.hasOwn(this.root, this.#container)) setOwn(this.root, this.#container, {})
    setOwn(this.root[this.#container] as Record<string, unknown>, file.name, file.value)
    const at = pointerTo(ROOT, this.#container, file.name)
    this.#origins.set(at, { file, from: ROOT })
    return at
  }

  /** Makes a reference point into the tree. */
  rewrite(link: Link, target: JsonPointer): void {
    const holder = link.site.node
    if (!isRecord(holder) || (link.part.mount === ROOT && link.ref.startsWith('#'))) return
    const record = (link.kind === 'mapping' ? holder.mapping : holder) as Record<string, unknown>
    // An object that stands in two places (a YAML alias) has one reference.
    if (link.kind !== 'mapping' && this.#rewritten.has(holder)) return
    this.#rewritten.add(holder)
    setOwn(record, link.key, '#' + encodeFragment(target))
  }

  /** Puts what a reference leads to in its place, where OpenAPI allows no reference. */
  inline({ parent, at }: Site | Container, target: JsonPointer): void {
    if (!parent) return
    setOwn(parent.node as Record<string, unknown>, String(parent.key), this.at(target))
    const origin = originOf(this.#origins, target)
    if (origin) this.#origins.set(at, origin)
  }

  /** Leaves nothing where a reference stood. */
  cut(site: Site | Container): void {
    if (!site.parent) return
    const isList = 'type' in site && site.type.kind === 'list'
    setOwn(site.parent.node as Record<string, unknown>, String(site.parent.key), isList ? [] : {})
  }
}

/** Whether an object is somewhere in a value. */
export function holds(value: unknown, object: unknown): boolean {
  const seen = new Set<unknown>()
  const open = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (next === object) return true
    if (typeof next !== 'object' || next === null || seen.has(next)) continue
    seen.add(next)
    for (const member of Object.values(next)) if (typeof member === 'object' && member !== null) open.push(member)
  }
  return false
}

function freeKey(root: UnknownRecord): string {
  let key = 'x-lockstep-files'
  while (Object.hasOwn(root, key)) key += '-'
  return key
}

function encodeFragment(pointer: JsonPointer): string {
  try {
    return encodeURI(pointer).replaceAll('#', '%23')
  } catch {
    // Half a surrogate pair in a key cannot be encoded; decoding leaves it alone as well.
    return pointer
  }
}
