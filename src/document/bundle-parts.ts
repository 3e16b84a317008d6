import { posix } from 'node:path'
import { isRecord, own } from '../base/json.js'
import type { JsonPointer } from '../base/json-pointer.js'
import { toolError } from '../base/tool-error.js'
import type { BundleTree } from './bundle-tree.js'
import { collectIdentifiers } from './collect-identifiers.js'
import { parseFile, type DocumentFile } from './document-file.js'
import type { Link, Part } from './find-links.js'
import { MAX_FILES } from './limits.js'
import type { Refusal } from './refusal.js'
import type { SourceReader } from './source-reader.js'
import { resolveUri } from './walk-document.js'

/** The files of a bundle: each is read when something first refers to it, and known by every name that it goes by. */
export class BundleParts {
  readonly #main: Part
  readonly #tree: BundleTree
  readonly #reader: SourceReader
  readonly #known: Map<string, Part | Refusal>

  constructor(main: Part, tree: BundleTree, reader: SourceReader) {
    this.#main = main
    this.#tree = tree
    this.#reader = reader
    this.#known = new Map([
      [main.file.uri, main],
      [main.base, main],
    ])
  }

  get files(): readonly DocumentFile[] {
    const files = [...this.#known.values()].flatMap((known) => ('kind' in known ? [] : [known.file]))
    return [...new Set(files)]
  }

  /** Where to look for what an address names; not always a URL. */
  uriOf(address: string, base: string): string {
    const resolved = resolveUri(address, base)
    return this.#known.has(resolved) ? resolved : this.localUri(resolved)
  }

  /** What lies beside the name that a document gives itself lies, in our copy, beside the copy. */
  localUri(uri: string): string {
    const { base, file } = this.#main
    if (base === file.uri) return uri
    const folder = base.slice(0, base.lastIndexOf('/') + 1)
    return uri.startsWith(folder) ? resolveUri(uri.slice(folder.length), file.uri) : uri
  }

  /** @param base what the address was relative to */
  async open(uri: string, base: string, link: Link): Promise<Part | Refusal> {
    const known = this.#known.get(uri) ?? (await this.#openNeighbour(uri, base, link))
    if (known) return known
    const found = await this.#read(uri)
    this.#known.set(uri, found)
    return found
  }

  /** What a file calls itself (`$id`) is seldom where it lies: what is near that name lies as near to the file. */
  async #openNeighbour(uri: string, base: string, link: Link): Promise<Part | undefined> {
    const { file } = link.part
    const near = base === file.uri || base === this.#main.base ? undefined : besideInstead(uri, base, file.uri)
    if (near === undefined) return undefined
    const known = this.#known.get(near) ?? (await this.#read(near))
    this.#known.set(near, known)
    return 'kind' in known ? undefined : known
  }

  async #read(uri: string): Promise<Part | Refusal> {
    if (this.#known.size > MAX_FILES) {
      const reason = `it refers to more than ${MAX_FILES} files`
      throw toolError('DOCUMENT_TOO_LARGE', { source: this.#main.file.name, reason })
    }
    const source = await this.#reader.readReferenced(uri)
    return 'kind' in source ? source : this.#mount(await parseFile(source))
  }

  #mount(file: DocumentFile): Part {
    const mount = this.#tree.mount(file)
    const self = isRecord(file.value) ? own(file.value, '$self') : undefined
    const part: Part = { file, mount, base: typeof self === 'string' ? resolveUri(self, file.uri) : file.uri }
    this.#known.set(part.base, part)
    this.#nameSchemas(part)
    return part
  }

  /** The schemas of a file that call themselves something are found by that name too. */
  #nameSchemas({ file, mount, base }: Part): void {
    if (!file.hints.hasIdentifiers) return
    for (const [name, at] of collectIdentifiers(file.value, base)) {
      if (name.includes('#') || this.#known.has(name)) continue
      this.#known.set(name, { file, mount: (mount + at) as JsonPointer, base: name })
    }
  }
}

/** Where something lies that has the same way from `file` as `uri` has from `name`; undefined when they share no host. */
function besideInstead(uri: string, name: string, file: string): string | undefined {
  if (!URL.canParse(uri) || !URL.canParse(name)) return undefined
  const [to, from] = [new URL(uri), new URL(name)]
  if (to.host === '' || to.origin !== from.origin) return undefined
  const way = posix.relative(posix.dirname(from.pathname), to.pathname)
  return way === '' ? undefined : resolveUri(way, file)
}
