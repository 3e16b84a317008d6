import type { Finding } from '../../base/finding.js'
import { isRecord, own, type UnknownRecord } from '../../base/json.js'
import { pointerKeys, pointerTo, ROOT, type JsonPointer } from '../../base/json-pointer.js'
import { capitalised, describeValue } from '../../base/text.js'
import type { ApiDocument } from '../api-document.js'
import { fieldsOf, requiredFields, type Field, type FieldType } from '../openapi-fields.js'
import { isOfType } from '../is-of-type.js'
import { REFERABLE, type ObjectKind } from '../openapi-shapes.js'
import { createWalk, type Site } from '../walk-document.js'
import { documentFinding } from '../../base/document-finding.js'
import { checkBesideRef } from './check-ignored.js'
import { checkKnownFields } from './check-known-fields.js'
import { checkMeaning } from './check-meaning.js'
import { checkTogether } from './check-together.js'
import { checkVersion } from './check-version.js'

/** Values of a type that OpenAPI does not allow where they stand, fields that are missing, unknown, or exclude each other. */
export function checkShapes(document: ApiDocument): Finding[] {
  const { root, declared } = document
  const findings: Finding[] = []
  const isModern = declared === '3.1' || declared === '3.2'
  const open: Site[] = [{ kind: 'openapi', node: root, at: ROOT, parent: undefined, resource: undefined }]
  const walk = createWalk(declared, { visit })

  function visit(site: Site): void {
    const { kind, node, at } = site
    if (!isRecord(node)) {
      if (!isBooleanSchema(site, isModern)) findings.push(wrongType(at, `an object (${nameOf(kind)})`, node))
      return
    }
    const ref = REFERABLE.has(kind) ? own(node, '$ref') : undefined
    if (typeof ref === 'string') {
      const target = document.resolve(ref, at)
      if (target) open.push({ kind, node: target.node, at: target.at, parent: undefined, resource: undefined })
      if (kind === 'schema' && !isModern) findings.push(...checkBesideRef(node, at, declared))
      if (kind !== 'pathItem' && !(kind === 'schema' && isModern)) return
    }
    if (ref !== undefined && typeof ref !== 'string') {
      findings.push(wrongType(pointerTo(at, '$ref'), 'a string', ref))
      return
    }
    const fields = fieldsOf(kind)
    for (const name of Object.keys(node)) {
      const field = fields.get(name)
      if (field) checkField(pointerTo(at, name), field, node[name])
    }
    for (const name of requiredFields(kind)) if (!Object.hasOwn(node, name)) findings.push(missing(at, kind, name))
    findings.push(...checkMeaning(site, node, declared), ...checkVersion(site, node, declared))
    findings.push(...checkKnownFields(site, node, declared), ...checkTogether(site, node, declared))
  }

  function checkField(at: JsonPointer, { types }: Field, value: unknown): void {
    if (types.some((type) => type.kind === 'node' || type.kind === 'any')) return
    const type = types.find((candidate) => isOfType(candidate, value))
    if (!type) {
      findings.push(wrongType(at, types.map(describeType).join(' or '), value))
      return
    }
    if ((type.kind === 'list' || type.kind === 'map') && type.of.kind === 'scalar') checkItems(at, type.of, value)
  }

  function checkItems(at: JsonPointer, type: FieldType, value: unknown): void {
    for (const [key, item] of Object.entries(value as UnknownRecord)) {
      if (!isOfType(type, item)) findings.push(wrongItem(at, key, describeType(type), item))
    }
  }

  for (let site = open.pop(); site; site = open.pop()) walk.site(site)
  return findings
}

/** JSON Schema 2020-12 knows `true` and `false` as schemas; before, only a few keywords took them. */
function isBooleanSchema({ kind, node, parent }: Site, isModern: boolean): boolean {
  if (kind !== 'schema' || typeof node !== 'boolean') return false
  return isModern || parent?.key === 'additionalProperties' || parent?.key === 'additionalItems'
}

function wrongType(at: JsonPointer, expected: string, value: unknown): Finding {
  const message = `${lastKey(at) || 'the document'}: expected ${expected}, found ${describeValue(value, 40)}`
  return documentFinding('document/wrong-type', severityOf(value), at, message)
}

function wrongItem(list: JsonPointer, key: string, expected: string, value: unknown): Finding {
  const name = lastKey(list)
  const message = `${name}/${key}: expected ${expected}, found ${describeValue(value, 40)}`
  const remedy = name === 'type' && value === null ? "Write 'null' in quotes; it is read so." : undefined
  return documentFinding('document/wrong-type', severityOf(value), pointerTo(list, key), message, remedy)
}

// `description:` with nothing after it is a null that nobody meant.
function severityOf(value: unknown): Finding['severity'] {
  return value === null ? 'warning' : 'error'
}

/** 'title', and 'servers/0' for an item of a list. */
function lastKey(at: JsonPointer): string {
  const [above, last] = pointerKeys(at).slice(-2)
  return above !== undefined && last !== undefined && /^\d+$/.test(last) ? `${above}/${last}` : (last ?? above ?? '')
}

function missing(at: JsonPointer, kind: ObjectKind, name: string): Finding {
  return documentFinding('document/missing-field', 'error', at, `${nameOf(kind)}: \`${name}\` is missing`)
}

/** As the specification calls it: 'requestBody' → 'Request Body Object'. */
function nameOf(kind: ObjectKind): string {
  const words = kind === 'openapi' ? 'OpenAPI' : kind.replace(/([A-Z])/g, ' $1')
  return `${capitalised(words)} Object`
}

function describeType(type: FieldType): string {
  switch (type.kind) {
    case 'any':
      return 'any value'
    case 'scalar':
      return type.type === 'boolean' ? 'true or false' : `a ${type.type}`
    case 'list':
      return type.of.kind === 'scalar' ? `a list of ${type.of.type}s` : 'a list'
    case 'object':
    case 'map':
    case 'node':
      return 'an object'
  }
}
