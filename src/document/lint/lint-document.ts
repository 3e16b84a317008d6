import type { Finding, Location } from '../../base/finding.js'
import type { ApiDocument } from '../api-document.js'
import { checkRefs } from '../check-refs.js'
import { locateFinding } from '../locate-finding.js'
import { mergeFindings } from '../merge-findings.js'
import { createRefResolver, documentUri } from '../resolve-ref.js'
import { checkOperationIds, checkOperations } from './check-operations.js'
import { checkPaths } from './check-paths.js'
import { checkSecurity } from './check-security.js'
import { checkShapes } from './check-shapes.js'

/**
 * Everything that can be said about a document without compiling it: what loading found, and breaches of OpenAPI's
 * structure. In the order in which it stands in the files.
 */
export function lintDocument(document: ApiDocument): Finding[] {
  return inOrder(mergeFindings(...documentChecks(document).map((check) => check())), document)
}

/** The checks one by one, for who must not be busy for long; each takes up to some tenths of a second on the largest documents. */
export function documentChecks(document: ApiDocument): readonly (() => readonly Finding[])[] {
  const { root, declared, parts } = document
  return [
    () => document.findings,
    () => parts.flatMap(({ at, file }) => file.textFindings(at)),
    () => {
      const main = parts[0]?.file
      const uri = documentUri(root, declared, main?.uri ?? '')
      return checkRefs(root, declared, createRefResolver(root, declared, uri, main?.hints.hasIdentifiers ?? false))
    },
    () => checkShapes(document),
    () => checkPaths(document),
    () => checkOperationIds(document),
    () => checkOperations(document),
    () => checkSecurity(document),
  ]
}

/** As they stand in the files. */
export function inOrder(findings: readonly Finding[], document: ApiDocument): Finding[] {
  const placed = findings.map((finding) => ({ finding, place: locateFinding(finding, document) }))
  return placed.sort((a, b) => compareLocations(a.place, b.place)).map(({ finding }) => finding)
}

function compareLocations(a: Location, b: Location): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
