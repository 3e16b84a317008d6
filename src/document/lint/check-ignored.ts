import { documentFinding } from '../../base/document-finding.js'
import type { Finding } from '../../base/finding.js'
import { own, type UnknownRecord } from '../../base/json.js'
import { pointerTo, type JsonPointer } from '../../base/json-pointer.js'
import type { DeclaredVersion } from '../api-document.js'

/** What speaks to readers alone, and a type, which the target has as well. */
const TOLD_TO_READERS = new Set([
  '$comment',
  'default',
  'deprecated',
  'description',
  'example',
  'examples',
  'externalDocs',
  'summary',
  'title',
  'type',
  'xml',
])

/** 3.0.4 Reference Object: "any properties added SHALL be ignored", which before 3.1 holds for schemas as well. */
export function checkBesideRef(node: UnknownRecord, at: JsonPointer, declared: DeclaredVersion): Finding[] {
  const beside = Object.keys(node).filter(
    (name) => name !== '$ref' && !name.startsWith('x-') && !TOLD_TO_READERS.has(name),
  )
  if (beside.length === 0) return []
  const message = `${beside.map((name) => `\`${name}\``).join(', ')} beside a $ref: OpenAPI ${declared} ignores it`
  return [documentFinding('document/ignored', 'hint', at, message, 'Put the $ref into `allOf`.')]
}

const DECLARE_INSTEAD = new Map([
  ['accept', 'Declare the media types in `content` of the responses.'],
  ['content-type', 'Declare the media types in `content` of the request body.'],
  ['authorization', 'Declare a security scheme.'],
])

/** 3.0.4 Parameter Object, name: three headers are declared elsewhere. */
export function checkHeaderName(node: UnknownRecord, at: JsonPointer): Finding[] {
  const name = own(node, 'name')
  const remedy = typeof name === 'string' ? DECLARE_INSTEAD.get(name.toLowerCase()) : undefined
  if (own(node, 'in') !== 'header' || remedy === undefined) return []
  const message = `header parameter '${String(name)}': OpenAPI 3 ignores parameters of this name`
  return [documentFinding('document/ignored', 'hint', pointerTo(at, 'name'), message, remedy)]
}
