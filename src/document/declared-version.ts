import type { Finding } from '../base/finding.js'
import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { pointerTo, ROOT } from '../base/json-pointer.js'
import { describeValue } from '../base/text.js'
import { toolError } from '../base/tool-error.js'
import type { DeclaredVersion } from './api-document.js'
import type { DocumentFile } from './document-file.js'
import { describeLocation } from './line-index.js'

export interface Declared {
  readonly root: UnknownRecord
  readonly declared: DeclaredVersion
  readonly findings: readonly Finding[]
}

/**
 * The version that a document says it is of. An unknown minor version is read as the nearest known one.
 * @throws ToolError DOCUMENT_NOT_OPENAPI
 */
export function readDeclaredVersion(file: DocumentFile): Declared {
  const root = file.value
  if (!isRecord(root)) throw notOpenApi(file, [], `it is ${describeKind(root)}, not an object`)
  const hasOpenapi = Object.hasOwn(root, 'openapi')
  const hasSwagger = Object.hasOwn(root, 'swagger')
  if (hasOpenapi && hasSwagger) {
    throw notOpenApi(file, ['swagger'], 'it declares both `swagger` and `openapi`; remove the one it is not')
  }
  if (!hasOpenapi && !hasSwagger) throw notOpenApi(file, [], describeMissing(root))
  const field = hasOpenapi ? 'openapi' : 'swagger'
  const value = own(root, field)
  const text = typeof value === 'number' ? (Number.isInteger(value) ? `${value}.0` : String(value)) : value
  const declared = typeof text === 'string' ? nearestVersion(field, text.trim()) : undefined
  if (!declared || typeof text !== 'string') {
    throw notOpenApi(file, [field], `\`${field}\` is ${describeValue(value)}, which is no version that can be read`)
  }
  const paths = own(root, 'paths')
  if (!mayHoldPaths(paths)) throw notOpenApi(file, ['paths'], `\`paths\` is ${describeKind(paths)}, not an object`)
  return { root, declared: declared.version, findings: describeVersion(field, value, declared) }
}

/** Sketches begin with nothing behind `paths:`, and PHP writes an empty object as an empty list. */
function mayHoldPaths(paths: unknown): boolean {
  return paths === undefined || paths === null || isRecord(paths) || (Array.isArray(paths) && paths.length === 0)
}

/** A document that changes another one, by the Overlay Specification. */
export function isOverlay(value: unknown): value is UnknownRecord {
  return isRecord(value) && Object.hasOwn(value, 'overlay') && !Object.hasOwn(value, 'openapi')
}

interface Nearest {
  readonly version: DeclaredVersion
  readonly exact: boolean
}

function nearestVersion(field: 'openapi' | 'swagger', text: string): Nearest | undefined {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:[-+].*)?$/.exec(text)
  const [, major, minor] = match ?? []
  if (field === 'swagger') return major === '2' ? { version: '2.0', exact: minor === '0' } : undefined
  if (major === '2') return { version: '2.0', exact: false }
  if (major !== '3') return undefined
  if (minor === '0' || minor === '1' || minor === '2') return { version: `3.${minor}`, exact: true }
  return { version: '3.2', exact: false }
}

function describeVersion(field: string, value: unknown, { version, exact }: Nearest): Finding[] {
  if (exact && typeof value === 'string') return []
  const at = pointerTo(ROOT, field)
  const message = exact
    ? `\`${field}\`: expected a text, found the number ${describeValue(value)}; it is read as ${version}`
    : `\`${field}\`: ${describeValue(value)} is not a known version; it is read as ${version}`
  return [
    {
      rule: 'document/version',
      severity: 'warning',
      blame: 'document',
      message,
      where: { side: 'document', in: 'document', pointer: at },
      spec: at,
      remedy: exact
        ? `Write ${field}: '${version === '2.0' ? '2.0' : version + '.0'}'.`
        : 'Known are 2.0, 3.0.x, 3.1.x and 3.2.x.',
    },
  ]
}

function describeMissing(root: UnknownRecord): string {
  const near = Object.keys(root).find((key) => /^(open-?_?api|swagger)(version)?$/i.test(key))
  if (near !== undefined) return `it has \`${near}\`; the field is called \`openapi\` (or \`swagger\` for 2.0)`
  const other = describeOther(root)
  if (other !== undefined) return `it is ${other}`
  const keys = Object.keys(root).slice(0, 5)
  const has =
    keys.length === 0 ? 'it has no fields at all' : `its fields are ${keys.map((key) => `\`${key}\``).join(', ')}`
  return `${has}; neither \`openapi\` nor \`swagger\` is there`
}

/** What people take for an OpenAPI document. */
function describeOther(root: UnknownRecord): string | undefined {
  const info = own(root, 'info')
  const schema = isRecord(info) ? own(info, 'schema') : undefined
  if (typeof schema === 'string' && schema.includes('getpostman.com')) return 'a Postman collection'
  if (Object.hasOwn(root, 'asyncapi')) return 'an AsyncAPI document'
  return undefined
}

function describeKind(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return `the ${typeof value} ${describeValue(value, 40)}`
}

function notOpenApi(file: DocumentFile, keys: readonly string[], reason: string): Error {
  const pointer = keys.length === 0 ? '' : ` (/${keys.join('/')})`
  return toolError('DOCUMENT_NOT_OPENAPI', { place: describeLocation(file.locate(keys)) + pointer, reason })
}
