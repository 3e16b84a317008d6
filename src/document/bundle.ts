import { decodeOrKeep } from '../base/decode-or-keep.js'
import { documentFinding } from '../base/document-finding.js'
import type { Finding } from '../base/finding.js'
import { isRecord, setOwn, type UnknownRecord } from '../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import { ToolError } from '../base/tool-error.js'
import type { ApiDocument, DeclaredVersion, MissingFile } from './api-document.js'
import { BundleParts } from './bundle-parts.js'
import { BundleTree, holds } from './bundle-tree.js'
import { parseFile, type DocumentFile } from './document-file.js'
import { findAnchor } from './find-anchor.js'
import { bareName, isGuess, linksInExample, linksOf, type Link, type Part } from './find-links.js'
import type { Origin } from './locate.js'
import type { SourceReader } from './source-reader.js'
import { documentUri, type RefResolver } from './resolve-ref.js'
import { containerRef, createWalk, resolveUri, type Resource, type Site, type Walk } from './walk-document.js'

export interface Bundled extends Pick<ApiDocument, 'missing'> {
  readonly files: readonly DocumentFile[]
  readonly findings: readonly Finding[]
}

/** What a document is before it is bundled. */
export interface Unbundled {
  readonly main: DocumentFile
  /** Nobody else has seen it yet: it is changed. */
  readonly root: UnknownRecord
  readonly declared: DeclaredVersion
  /** Where the parts of the tree came from; those of other files are entered. */
  readonly origins: Map<JsonPointer, Origin>
  readonly identifiers: Pick<RefResolver, 'isKnownId'>
}

/**
 * Loads what a document refers to in other files, hangs it into its tree, and makes every reference point into that tree.
 * @throws ToolError when a file is broken; what is missing or may not be read is a finding
 */
export async function bundle(document: Unbundled, reader: SourceReader): Promise<Bundled> {
  const bundler = new Bundler(document, reader)
  await bundler.followAll()
  return { files: bundler.files, missing: bundler.missing, findings: bundler.findings }
}

/** References that lead to references; more are a circle. */
const MOST_STEPS = 20

interface Target {
  readonly part: Part
  readonly at: JsonPointer
}

class Bundler {
  readonly findings: Finding[] = []
  readonly missing: MissingFile[] = []
  readonly #identifiers: Unbundled['identifiers']
  readonly #reader: SourceReader
  readonly #tree: BundleTree
  readonly #parts: BundleParts
  readonly #walk: Walk
  /** What is still to be followed. */
  readonly #links: Link[] = []
  /** How often a place was filled: what a reference leads to may be one again. */
  readonly #steps = new Map<JsonPointer, number>()
  /** What examples refer to, and was looked through. */
  readonly #examples = new Set<unknown>()
  /** The file that is being walked. */
  #part: Part

  constructor({ main, root, declared, origins, identifiers }: Unbundled, reader: SourceReader) {
    this.#identifiers = identifiers
    this.#reader = reader
    this.#part = { file: main, mount: ROOT, base: documentUri(root, declared, main.uri) }
    this.#tree = new BundleTree(root, origins)
    this.#parts = new BundleParts(this.#part, this.#tree, reader)
    this.#walk = createWalk(declared, {
      visit: (site) => this.#links.push(...linksOf(site, this.#part)),
      visitContainer: (site) => {
        const ref = containerRef(site)
        if (ref !== undefined) this.#links.push({ kind: 'inline-container', part: this.#part, site, ref, key: '$ref' })
      },
    })
  }

  get files(): readonly DocumentFile[] {
    return this.#parts.files
  }

  async followAll(): Promise<void> {
    this.#walk.site({ kind: 'openapi', node: this.#tree.root, at: ROOT, parent: undefined, resource: undefined })
    for (let link = this.#links.shift(); link; link = this.#links.shift()) {
      if (link.kind === 'external-value') await this.#readExternalValue(link)
      else await this.#follow(link)
    }
  }

  async #follow(link: Link): Promise<void> {
    const target = await this.#targetOf(link)
    if (!target) return
    const { part, at } = target
    const node = this.#tree.at(at)
    if (link.kind === 'example') {
      this.#followExample(link, target, node)
      return
    }
    if (link.kind === 'mapping' || link.kind === 'ref') this.#tree.rewrite(link, at)
    if (link.kind === 'mapping') return
    if (node === undefined) {
      this.#report('document/unresolved-ref', link, `${link.ref} leads nowhere: ${part.file.name} has no such part`)
      return
    }
    this.#part = part
    if (link.kind === 'ref') {
      this.#walk.site({ kind: link.site.kind, node, at, parent: undefined, resource: undefined })
      return
    }
    if (this.#isCircle(link, node)) {
      this.#report('document/unresolved-ref', link, `${link.ref} leads to itself`)
      this.#tree.cut(link.site)
      return
    }
    this.#tree.inline(link.site, at)
    if (link.kind === 'inline-container') this.#walk.container({ ...link.site, node })
    else this.#walk.site({ ...link.site, node })
  }

  /** What is put in a place must not hold that place: nobody who walks the tree would come to an end. */
  #isCircle({ site }: Link, target: unknown): boolean {
    const steps = (this.#steps.get(site.at) ?? 0) + 1
    this.#steps.set(site.at, steps)
    return steps > MOST_STEPS || target === site.node || holds(target, site.parent?.node)
  }

  /** Leads to data, in which there may be more of the kind. */
  #followExample(link: Link & { site: Site }, { part, at }: Target, node: unknown): void {
    if (node === undefined) return
    this.#tree.rewrite(link, at)
    if (this.#examples.has(node)) return
    this.#examples.add(node)
    this.#links.push(...linksInExample({ ...link.site, node, at }, part))
  }

  /** Where a link leads; undefined when there is nothing more to do about it. */
  async #targetOf(link: Link): Promise<Target | undefined> {
    const hash = link.ref.indexOf('#')
    const address = hash === -1 ? link.ref : link.ref.slice(0, hash)
    const fragment = hash === -1 ? '' : decodeOrKeep(link.ref.slice(hash + 1))
    const { part } = link
    const { resource } = link.site
    if (address === '') {
      // In the document itself local references are right as they are; they only have to be followed.
      if (part.mount === ROOT && link.kind === 'ref' && resource) return undefined
      const at = this.#placeIn(part, fragment, resource)
      return part.mount === ROOT && this.#tree.at(at) === undefined ? undefined : { part, at }
    }
    const base = resource ? resolveUri(resource.id, part.base) : part.base
    if (this.#identifiers.isKnownId(resolveUri(address, base))) return undefined
    const bare = part.mount === ROOT ? bareName(this.#tree.root, link.ref) : undefined
    if (bare !== undefined) return { part, at: bare }
    const opened = await this.#open(address, base, link)
    return opened && { part: opened, at: this.#placeIn(opened, fragment, undefined) }
  }

  #placeIn(part: Part, fragment: string, resource: Resource | undefined): JsonPointer {
    if (fragment !== '' && !fragment.startsWith('/')) {
      return (part.mount + (findAnchor(this.#tree.at(part.mount), fragment) ?? `/${fragment}`)) as JsonPointer
    }
    const inside = resource ? ((resource.at + fragment) as JsonPointer) : undefined
    if (inside !== undefined && this.#tree.at(inside) !== undefined) return inside
    return (part.mount + fragment) as JsonPointer
  }

  async #open(address: string, base: string, link: Link): Promise<Part | undefined> {
    const uri = this.#parts.uriOf(address, base)
    if (!URL.canParse(uri)) {
      if (!isGuess(link)) this.#report('document/unresolved-ref', link, `${link.ref} is not a URL that can be followed`)
      return undefined
    }
    const opened = await this.#parts.open(uri, base, link)
    if (!('kind' in opened)) return opened
    const { kind, reason, remedy } = opened
    if (isGuess(link)) return undefined
    if (kind === 'missing') {
      this.missing.push({ name: opened.path ?? uri, at: pointerTo(link.site.at, link.key) })
      this.#report('document/unresolved-ref', link, `${link.ref} leads nowhere: ${reason}`, remedy)
    } else this.#report('document/ref-refused', link, `${link.ref} is not followed: ${reason}`, remedy)
    return undefined
  }

  /** OpenAPI 3.0.4 Example Object: the value may be anywhere; we look at home only. */
  async #readExternalValue(link: Link): Promise<void> {
    const uri = this.#parts.localUri(resolveUri(link.ref, link.part.base))
    if (!URL.canParse(uri) || !isRecord(link.site.node)) return
    try {
      const source = await this.#reader.readReferenced(uri)
      if ('kind' in source) {
        const rule = source.kind === 'missing' ? 'document/unresolved-ref' : 'document/ref-refused'
        this.#report(rule, link, `the example ${link.ref} is not read: ${source.reason}`, source.remedy)
        return
      }
      const value = /\.(json|ya?ml)$/i.test(new URL(uri).pathname) ? (await parseFile(source)).value : source.text
      setOwn(link.site.node, 'value', value)
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      this.#report('document/unresolved-ref', link, error.message)
    }
  }

  #report(
    rule: 'document/unresolved-ref' | 'document/ref-refused',
    { kind, site, key }: Link,
    message: string,
    remedy?: string,
  ): void {
    const severity = kind === 'external-value' ? 'warning' : 'error'
    this.findings.push(documentFinding(rule, severity, pointerTo(site.at, key), message, remedy))
  }
}
