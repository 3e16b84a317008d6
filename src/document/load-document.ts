import type { Finding } from '../base/finding.js'
import { ROOT } from '../base/json-pointer.js'
import type { ApiDocument, LoadOptions } from './api-document.js'
import { bundle } from './bundle.js'
import type { Bundled } from './bundle.js'
import { areSuspicious, checkRefs } from './check-refs.js'
import { collectRefs } from './collect-refs.js'
import { readDeclaredVersion } from './declared-version.js'
import type { Declared } from './declared-version.js'
import { parseFile } from './document-file.js'
import type { DocumentFile } from './document-file.js'
import { createLocator } from './locate.js'
import { mergeFindings } from './merge-findings.js'
import { createSourceReader } from './read-source.js'
import type { SourceReader } from './read-source.js'
import { createRefResolver, documentUri } from './resolve-ref.js'

/**
 * Reads an OpenAPI document and everything it refers to.
 * @param source a path, a URL, or '-' for standard input
 * @throws ToolError when it, or a file it refers to, cannot be read, or when it is not an OpenAPI document. One that
 *   breaks the rules is still returned: see `ApiDocument.findings` and `lintDocument`.
 */
export async function loadDocument(source: string, options: LoadOptions = {}): Promise<ApiDocument> {
  const reader = createSourceReader(source, options)
  const main = await parseFile(await reader.readMain())
  const { root, declared, findings: versionFindings } = readDeclaredVersion(main)
  const refs = main.hints.refs ?? collectRefs(root)
  const resolver = createRefResolver(root, declared, documentUri(root, declared, main.uri), main.hints.hasIdentifiers)
  const bundled = await bundleWhereNeeded(main, { root, declared, findings: [] }, refs, reader, resolver.isKnownId)
  const isSuspicious = bundled.files.length > 1 || main.hints.hasIdentifiers || areSuspicious(refs, root, resolver)
  const refFindings = isSuspicious ? checkRefs(root, declared, resolver) : []
  return {
    declared,
    source: main.name,
    root,
    findings: mergeFindings(versionFindings, duplicateFindings(bundled), bundled.findings, refFindings),
    files: bundled.files.flatMap(({ path }) => (path === undefined ? [] : [path])),
    parts: [...bundled.origins].map(([at, { file }]) => ({ at, file })),
    locate: createLocator(bundled.origins),
    resolve: resolver.resolve,
  }
}

/** Most documents are one file: then nobody walks their tree. */
async function bundleWhereNeeded(
  main: DocumentFile,
  { root, declared }: Declared,
  refs: ReadonlySet<string>,
  reader: SourceReader,
  isKnownId: (uri: string) => boolean,
): Promise<Bundled> {
  const isNeeded = main.hints.hasExternalValues || [...refs].some((ref) => !ref.startsWith('#'))
  if (isNeeded) return bundle(main, root, declared, reader, isKnownId)
  return { origins: new Map([[ROOT, { file: main, from: ROOT }]]), files: [main], findings: [] }
}

function duplicateFindings({ origins }: Bundled): Finding[] {
  return [...origins].flatMap(([at, { file, from }]) =>
    from === ROOT && file.duplicatesAreCheap ? file.duplicateKeys(at) : [],
  )
}
