import type { Finding } from '../base/finding.js'
import { isRecord, own } from '../base/json.js'
import type { ApiDocument } from '../document/api-document.js'
import type { ApiModel, Operation, SecurityScheme } from './api-model.js'
import { CompiledOperation, rootBasePaths } from './compile-operation.js'
import { compileSecuritySchemes } from './compile-security.js'
import { createSchemas, type Schemas } from './create-schemas.js'
import { listOperations } from './list-operations.js'
import type { Source } from './part.js'

/**
 * The model of a document of any version. Never throws: what the document says wrongly is left out, with a finding.
 * Costs as much as there are paths; operations are looked into when they are asked for.
 */
export function compileModel(document: ApiDocument): ApiModel {
  const findings = createFindingList(document.findings)
  let schemas: Schemas | undefined
  const source: Source = {
    document,
    swagger: document.declared === '2.0',
    schema: (at) => (schemas ??= createSchemas(document, findings.add)).at(at),
    report: findings.add,
  }
  const securitySchemes: ReadonlyMap<string, SecurityScheme> = compileSecuritySchemes(source)
  const context = { source, securitySchemes, basePaths: rootBasePaths(source) }
  const operations: readonly Operation[] = listOperations(source).map((head) => new CompiledOperation(head, context))
  const byId = new Map<string, Operation>(operations.map((operation) => [operation.id, operation]))
  return {
    document,
    title: infoText(document, 'title'),
    version: infoText(document, 'version'),
    operations,
    securitySchemes,
    operation: (id) => byId.get(id),
    schema: (at) => source.schema(at),
    findings: findings.all,
  }
}

/** Parts that are referred to from many places are read many times; what is wrong with them is said once. */
function createFindingList(initial: readonly Finding[]): {
  readonly add: (finding: Finding) => void
  readonly all: () => readonly Finding[]
} {
  const byKey = new Map<string, Finding>()
  const add = (finding: Finding): void => {
    const key = `${finding.rule} ${finding.spec ?? finding.message}`
    if (!byKey.has(key)) byKey.set(key, finding)
  }
  initial.forEach(add)
  return { add, all: () => [...byKey.values()] }
}

function infoText({ root }: ApiDocument, key: string): string {
  const info = own(root, 'info')
  const value = isRecord(info) ? own(info, key) : undefined
  // `version: 1.0` is read as a number by YAML, and means its text.
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
