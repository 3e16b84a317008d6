import { decodeOrKeep } from '../base/decode-or-keep.js'
import { posix } from 'node:path'
import type { Finding } from '../base/finding.js'
import { isRecord, own, setOwn } from '../base/json.js'
import type { UnknownRecord } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, valueAt } from '../base/json-pointer.js'
import type { JsonPointer } from '../base/json-pointer.js'
import { ToolError, toolError } from '../base/tool-error.js'
import type { DeclaredVersion } from './api-document.js'
import { collectIdentifiers } from './collect-identifiers.js'
import { parseFile } from './document-file.js'
import type { DocumentFile } from './document-file.js'
import { findAnchor } from './find-anchor.js'
import { describeLocation } from './line-index.js'
import { MAX_FILES } from './limits.js'
import { originOf } from './locate.js'
import type { Origin } from './locate.js'
import type { Refusal, SourceReader } from './read-source.js'
import { documentFinding } from '../base/document-finding.js'
import { bareName, linksOf } from './find-links.js'
import type { Link, Part } from './find-links.js'
import { documentUri } from './resolve-ref.js'
import type { RefResolver } from './resolve-ref.js'
import { containerRef, createWalk, resolveUri } from './walk-document.js'
import type { Container, Resource, Site } from './walk-document.js'

export interface Bundled {
  readonly files: readonly DocumentFile[]
  readonly findings: readonly Finding[]
}

/**
 * Loads what a document refers to in other files, hangs it into its tree, and makes every reference point into that tree.
 * Changes `root`, which nobody else has seen yet, and enters into `origins` where the parts came from.
 * @throws ToolError when a file is missing or broken; what may not be read is a finding
 */
export async function bundle(
  main: DocumentFile,
  root: UnknownRecord,
  version: DeclaredVersion,
  reader: SourceReader,
  identifiers: Pick<RefResolver, 'isKnownId'>,
  origins: Map<JsonPointer, Origin>,
): Promise<Bundled> {
  const self = documentUri(root, version, main.uri)
  const mainPart: Part = { file: main, mount: ROOT, base: self }
  const parts = new Map<string, Part | Refusal>([
    [main.uri, mainPart],
    [self, mainPart],
  ])
  const findings: Finding[] = []
  const rewritten = new Set<unknown>()
  const links: Link[] = []
  const container = freeKey(root)
  let part = mainPart

  const walk = createWalk(version, {
    visit: (site) => links.push(...linksOf(site, part)),
    visitContainer: (site) => {
      const ref = containerRef(site)
      if (ref !== undefined) links.push({ kind: 'inline-container', part, site, ref, key: '$ref' })
    },
  })
  walk.site({ kind: 'openapi', node: root, at: ROOT, parent: undefined, resource: undefined })
  for (let link = links.shift(); link; link = links.shift()) await follow(link)

  async function follow(link: Link): Promise<void> {
    const target = await targetOf(link)
    if (!target) return
    const node = valueAt(root, target.at)
    if (link.kind === 'mapping' || link.kind === 'ref') rewrite(link, target.at)
    if (node === undefined) {
      if (link.kind !== 'mapping')
        report('document/unresolved-ref', link, `${link.ref} leads nowhere: ${target.part.file.name} has no such part`)
      return
    }
    part = target.part
    switch (link.kind) {
      case 'ref':
        walk.site({ kind: link.site.kind, node, at: target.at, parent: undefined, resource: undefined })
        break
      case 'inline':
        inline(link.site, target)
        walk.site({ ...link.site, node })
        break
      case 'inline-container':
        inline(link.site, target)
        walk.container({ ...link.site, node })
        break
      case 'mapping':
      case 'external-value':
        break
    }
  }

  /** Where a link leads; undefined when there is nothing more to do about it. */
  async function targetOf(link: Link): Promise<{ part: Part; at: JsonPointer } | undefined> {
    const hash = link.ref.indexOf('#')
    const address = hash === -1 ? link.ref : link.ref.slice(0, hash)
    const fragment = hash === -1 ? '' : decodeOrKeep(link.ref.slice(hash + 1))
    const { resource } = link.site
    if (link.kind === 'external-value') return loadExternalValue(link)
    if (address === '') {
      // In the document itself local references are right as they are; they only have to be followed.
      if (link.part.mount === ROOT && link.kind === 'ref' && resource) return undefined
      const at = placeIn(link.part, fragment, resource)
      return link.part.mount === ROOT && valueAt(root, at) === undefined ? undefined : { part: link.part, at }
    }
    const base = resource ? resolveUri(resource.id, link.part.base) : link.part.base
    if (identifiers.isKnownId(resolveUri(address, base))) return undefined
    const bare = link.part.mount === ROOT ? bareName(root, link.ref) : undefined
    if (bare !== undefined) return { part: link.part, at: bare }
    const loaded = await load(address, base, link)
    return loaded && { part: loaded, at: placeIn(loaded, fragment, undefined) }
  }

  function placeIn(target: Part, fragment: string, resource: Resource | undefined): JsonPointer {
    if (fragment !== '' && !fragment.startsWith('/')) {
      return (target.mount + (findAnchor(valueAt(root, target.mount), fragment) ?? `/${fragment}`)) as JsonPointer
    }
    const inside = resource ? ((resource.at + fragment) as JsonPointer) : undefined
    if (inside !== undefined && valueAt(root, inside) !== undefined) return inside
    return (target.mount + fragment) as JsonPointer
  }

  async function load(address: string, base: string, link: Link): Promise<Part | undefined> {
    const resolved = resolveUri(address, base)
    const uri = parts.has(resolved) ? resolved : localUri(resolved)
    if (!URL.canParse(uri)) {
      report('document/unresolved-ref', link, `${link.ref} is not a URL that can be followed`)
      return undefined
    }
    let known = parts.get(uri) ?? (await neighbour(uri, base, link))
    if (!known) {
      known = await read(uri, link)
      if (known) parts.set(uri, known)
    }
    if (!known) return undefined
    if (!('kind' in known)) return known
    if (link.kind !== 'mapping')
      report('document/ref-refused', link, `${link.ref} is not followed: ${known.reason}`, known.remedy)
    return undefined
  }

  /** What a file calls itself (`$id`) is seldom where it lies: what is near that name lies as near to the file. */
  async function neighbour(uri: string, base: string, link: Link): Promise<Part | undefined> {
    const { file } = link.part
    const near = base === file.uri || self === base ? undefined : besideInstead(uri, base, file.uri)
    if (near === undefined) return undefined
    try {
      const known = parts.get(near) ?? (await read(near, link))
      if (!known || 'kind' in known) return undefined
      parts.set(near, known)
      return known
    } catch (error) {
      if (error instanceof ToolError && error.code === 'DOCUMENT_NOT_FOUND') return undefined
      throw error
    }
  }

  async function read(uri: string, link: Link): Promise<Part | Refusal | undefined> {
    const place = placeOf(link)
    if (parts.size > MAX_FILES) {
      throw toolError('DOCUMENT_TOO_LARGE', { source: main.name, reason: `it refers to more than ${MAX_FILES} files` })
    }
    try {
      const source = await reader.readReferenced(uri, place)
      return 'kind' in source ? source : mountFile(await parseFile(source))
    } catch (error) {
      // A mapping may name a schema; only its author knows whether it looks like a file by chance.
      if (link.kind === 'mapping' && error instanceof ToolError && error.code === 'DOCUMENT_NOT_FOUND') return undefined
      throw error
    }
  }

  function mountFile(file: DocumentFile): Part {
    if (!Object.hasOwn(root, container)) setOwn(root, container, {})
    const mounts = root[container] as Record<string, unknown>
    setOwn(mounts, file.name, file.value)
    const mount = pointerTo(ROOT, container, file.name)
    origins.set(mount, { file, from: ROOT })
    const ownUri =
      isRecord(file.value) && typeof own(file.value, '$self') === 'string' ? String(file.value.$self) : undefined
    const mounted: Part = { file, mount, base: ownUri === undefined ? file.uri : resolveUri(ownUri, file.uri) }
    parts.set(mounted.base, mounted)
    nameParts(mounted)
    return mounted
  }

  /** The schemas of a file that call themselves something are found by that name too. */
  function nameParts({ file, mount, base }: Part): void {
    if (!file.hints.hasIdentifiers) return
    for (const [name, at] of collectIdentifiers(file.value, base)) {
      if (!name.includes('#') && !parts.has(name))
        parts.set(name, { file, mount: (mount + at) as JsonPointer, base: name })
    }
  }

  /** What lies beside the name that a document gives itself lies, in our copy, beside the copy. */
  function localUri(uri: string): string {
    if (self === main.uri) return uri
    const folder = self.slice(0, self.lastIndexOf('/') + 1)
    return uri.startsWith(folder) ? resolveUri(uri.slice(folder.length), main.uri) : uri
  }

  function rewrite(link: Link, target: JsonPointer): void {
    const holder = link.site.node
    if (!isRecord(holder) || (link.part.mount === ROOT && link.ref.startsWith('#'))) return
    const record = (link.kind === 'mapping' ? holder.mapping : holder) as Record<string, unknown>
    // An object that stands in two places (a YAML alias) has one reference.
    if (link.kind === 'ref' && rewritten.has(holder)) return
    rewritten.add(holder)
    setOwn(record, link.key, '#' + encodeFragment(target))
  }

  function inline({ parent, at }: Site | Container, target: { readonly at: JsonPointer }): void {
    if (!parent) return
    setOwn(parent.node as Record<string, unknown>, String(parent.key), valueAt(root, target.at))
    const origin = originOf(origins, target.at)
    if (origin) origins.set(at, origin)
  }

  async function loadExternalValue(link: Link): Promise<undefined> {
    const uri = localUri(resolveUri(link.ref, link.part.base))
    // OpenAPI 3.0.4 Example Object: the value may be anywhere; we look at home only.
    if (!URL.canParse(uri) || !isRecord(link.site.node)) return
    try {
      const source = await reader.readReferenced(uri, placeOf(link))
      if ('kind' in source) {
        report('document/ref-refused', link, `the example ${link.ref} is not read: ${source.reason}`, source.remedy)
        return
      }
      const value = /\.(json|ya?ml)$/i.test(new URL(uri).pathname) ? (await parseFile(source)).value : source.text
      setOwn(link.site.node, 'value', value)
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      report('document/unresolved-ref', link, error.message)
    }
  }

  function report(
    rule: 'document/unresolved-ref' | 'document/ref-refused',
    link: Link,
    message: string,
    remedy?: string,
  ): void {
    const severity = link.kind === 'external-value' ? 'warning' : 'error'
    findings.push(documentFinding(rule, severity, pointerTo(link.site.at, link.key), message, remedy))
  }

  function placeOf({ site, key }: Link): string {
    const at = pointerTo(site.at, key)
    const origin = originOf(origins, at)
    const location = origin?.file.locate(pointerKeys(origin.from))
    return location ? `${describeLocation(location)}, ${at}` : at
  }

  const files = [...parts.values()].flatMap((known) => ('kind' in known ? [] : [known.file]))
  return { files: [...new Set(files)], findings }
}

/** Where something lies that has the same way from `file` as `uri` has from `name`; undefined when they share no host. */
function besideInstead(uri: string, name: string, file: string): string | undefined {
  if (!URL.canParse(uri) || !URL.canParse(name)) return undefined
  const [to, from] = [new URL(uri), new URL(name)]
  if (to.host === '' || to.origin !== from.origin) return undefined
  const way = posix.relative(posix.dirname(from.pathname), to.pathname)
  return way === '' ? undefined : resolveUri(way, file)
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
