import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Finding } from '../base/finding.js'
import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { ROOT, type JsonPointer } from '../base/json-pointer.js'
import { toolError } from '../base/tool-error.js'
import type { ApiDocument } from './api-document.js'
import type { LoadOptions } from './load-options.js'
import { bundle, type Bundled } from './bundle.js'
import { areSuspicious, checkRefs } from './check-refs.js'
import { clone } from './clone.js'
import { collectRefs } from './collect-refs.js'
import { isOverlay, readDeclaredVersion } from './declared-version.js'
import { parseFile, type DocumentFile } from './document-file.js'
import { describeLocation } from './line-index.js'
import { createLocator, type Origin } from './locate.js'
import { mergeFindings } from './merge-findings.js'
import { SourceReader } from './source-reader.js'
import { createRefResolver, documentUri } from './resolve-ref.js'

/**
 * Reads an OpenAPI document and everything it refers to.
 * @param source a path, a URL, or '-' for standard input
 * @throws ToolError when it, or a file it refers to, cannot be read, or when it is not an OpenAPI document. One that
 *   breaks the rules is still returned: see `ApiDocument.findings` and `lintDocument`.
 */
export async function loadDocument(source: string, options: LoadOptions = {}): Promise<ApiDocument> {
  const reader = new SourceReader(source, options)
  const main = await parseFile(await reader.readMain())
  if (isOverlay(main.value)) return loadExtended(main, source, options)
  const overlays = await Promise.all((options.overlays ?? []).map((overlay) => loadOverlay(overlay, options)))

  const {
    root,
    declared,
    findings: versionFindings,
  } = readDeclaredVersion(overlays.length === 0 ? main : unshared(main))
  const origins = new Map<JsonPointer, Origin>([[ROOT, { file: main, from: ROOT }]])
  const overlayFindings = await applyOverlays(overlays, root, origins)

  const refs = overlays.length === 0 ? (main.hints.refs ?? collectRefs(root)) : collectRefs(root)
  const written = [main, ...overlays].map(({ hints }) => hints)
  const hasIdentifiers = written.some((hints) => hints.hasIdentifiers)
  const resolver = createRefResolver(root, declared, documentUri(root, declared, main.uri), hasIdentifiers)
  const isSplit = written.some((hints) => hints.hasExternalValues) || [...refs].some((ref) => !ref.startsWith('#'))
  // Most documents are one file, and refer to components: then nobody walks their tree.
  const needsBundle = isSplit || [...refs].some((ref) => !TO_COMPONENT.test(ref))
  const bundled: Bundled = needsBundle
    ? await bundle({ main, root, declared, origins, identifiers: resolver }, reader)
    : { files: [main], missing: [], findings: [] }
  const isSuspicious = isSplit || hasIdentifiers || areSuspicious(refs, root, resolver)
  const refFindings = isSuspicious ? checkRefs(root, declared, resolver) : []
  const parts = [...origins].flatMap(([at, { file, from }]) => (from === ROOT ? [{ at, file }] : []))

  return {
    declared,
    source: main.name,
    root,
    findings: mergeFindings(versionFindings, textFindings(parts), overlayFindings, bundled.findings, refFindings),
    lenient: options.lenient ?? [],
    files: [...bundled.files, ...overlays].flatMap(({ path }) => (path === undefined ? [] : [path])),
    missing: bundled.missing,
    parts,
    locate: createLocator(origins),
    resolve: (ref, base) => resolver.resolve(ref, base),
  }
}

/** Others may stand where OpenAPI has no references (`properties: { $ref: '#/components/schemas/Pet/properties' }`). */
const TO_COMPONENT = /^#\/(?:components\/\w+|definitions|parameters|responses)\/[^/]+$/

/** An overlay in place of a document: what it extends is loaded, and the overlay applied to it. */
async function loadExtended(main: DocumentFile, source: string, options: LoadOptions): Promise<ApiDocument> {
  const target = isRecord(main.value) ? own(main.value, 'extends') : undefined
  const place = describeLocation(main.locate(['extends']))
  if (typeof target !== 'string' || options.text !== undefined || main.path === undefined) {
    const reason = 'it is an Overlay; name the document, and this with --overlay'
    throw toolError('DOCUMENT_NOT_OPENAPI', { place, reason })
  }
  const uri = new URL(target, main.uri)
  const isAllowed = uri.protocol === 'file:' || (options.allowHosts ?? []).includes(uri.hostname)
  if (!isAllowed) {
    throw toolError('DOCUMENT_REFUSED', {
      place,
      reason: `it extends ${uri.href}, which is on another host`,
      remedy: `Allow it with --allow-host ${uri.hostname}.`,
    })
  }
  const next =
    uri.protocol === 'file:' ? join(dirname(source), relative(dirname(main.path), fileURLToPath(uri))) : uri.href
  if ((options.overlays ?? []).includes(source))
    throw toolError('OVERLAY_INVALID', { place, reason: 'it extends itself' })
  return loadDocument(next, { ...options, overlays: [source, ...(options.overlays ?? [])] })
}

async function applyOverlays(
  overlays: readonly DocumentFile[],
  root: UnknownRecord,
  origins: Map<JsonPointer, Origin>,
): Promise<Finding[]> {
  if (overlays.length === 0) return []
  const { applyOverlay } = await import('./apply-overlay.js')
  return overlays.flatMap((overlay) => applyOverlay(overlay, root, origins))
}

async function loadOverlay(source: string, { maxBytes }: LoadOptions): Promise<DocumentFile> {
  return parseFile(await new SourceReader(source, maxBytes === undefined ? {} : { maxBytes }).readMain())
}

/** What a YAML alias shares must not change in two places when an overlay changes one. */
function unshared(file: DocumentFile): DocumentFile {
  return file.format === 'yaml' ? { ...file, value: clone(file.value) } : file
}

function textFindings(parts: ApiDocument['parts']): Finding[] {
  return parts.flatMap(({ at, file }) => (file.textFindingsAreCheap ? file.textFindings(at) : []))
}
