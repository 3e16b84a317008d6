import { loadDocument } from '../../document/load-document.js'
import { lintDocument } from '../../document/lint/lint-document.js'
import { compileModel } from '../../model/compile-model.js'
import { lintModel } from '../../generate/lint-model.js'
import type { Finding } from '../../base/finding.js'
import { plural } from '../../base/text.js'
import type { ApiDocument } from '../../document/api-document.js'
import { DEFAULT_DOCUMENT, loadOptions, type DocumentFlags } from '../document-flags.js'
import { describeDocumentFinding } from '../describe-document-finding.js'

/** Prints every finding with its place; exit status 1 when one is an error. */
export async function lint(
  document = DEFAULT_DOCUMENT,
  flags: DocumentFlags & { readonly json: boolean },
): Promise<void> {
  const loaded = await loadDocument(document, loadOptions(flags))
  const model = compileModel(loaded)
  const findings = distinct([...lintDocument(loaded), ...lintModel(model), ...model.findings()], loaded)
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify(
        findings.map((finding) => ({ ...finding, ...place(finding, loaded) })),
        null,
        2,
      )}\n`,
    )
  else process.stdout.write(text(findings, loaded))
  if (findings.some(({ severity }) => severity === 'error')) process.exitCode = 1
}

/** Loading, compiling and linting may see the same thing; sorted by place. */
function distinct(findings: readonly Finding[], document: ApiDocument): readonly Finding[] {
  const seen = new Map<string, Finding>()
  for (const finding of findings) seen.set(`${finding.rule} ${finding.spec ?? ''} ${finding.message}`, finding)
  const located = [...seen.values()].map((finding) => ({ finding, at: place(finding, document) }))
  located.sort((a, b) =>
    a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.line - b.at.line || a.at.column - b.at.column,
  )
  return located.map(({ finding }) => finding)
}

function place(finding: Finding, document: ApiDocument): { file: string; line: number; column: number } {
  return finding.spec === undefined ? { file: document.source, line: 0, column: 0 } : document.locate(finding.spec)
}

function text(findings: readonly Finding[], document: ApiDocument): string {
  const lines = findings.map((finding) => describeDocumentFinding(finding, document))
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.filter(({ severity }) => severity === 'warning').length
  const summary = `${document.source}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}, ${plural(findings.length - errors - warnings, 'hint')}`
  return [...lines, summary, ''].join('\n')
}
