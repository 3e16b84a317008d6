import { documentFinding } from '../base/document-finding.js'
import type { Finding } from '../base/finding.js'
import { pointerTo, type JsonPointer } from '../base/json-pointer.js'
import type { Schema, SchemaIssue } from '../model/schema.js'

/** Holds the `default`, `example`, `examples` and `enum` of schemas to them, wherever they stand below the given ones. */
export function lintSamples(schemas: readonly Schema[]): Finding[] {
  const seen = new Set<JsonPointer>()
  const open = [...schemas]
  const findings: Finding[] = []
  for (let schema = open.pop(); schema; schema = open.pop()) {
    if (seen.has(schema.at)) continue
    seen.add(schema.at)
    findings.push(...samplesOf(schema))
    open.push(...partsOf(schema))
  }
  return findings
}

function samplesOf(schema: Schema): Finding[] {
  const { node, at } = schema
  const { examples } = node
  const listed = Array.isArray(examples) ? (examples as unknown[]) : []
  return [
    ...(Object.hasOwn(node, 'default') ? judged(schema, node['default'], pointerTo(at, 'default'), 'default') : []),
    ...(Object.hasOwn(node, 'example') ? judged(schema, node['example'], pointerTo(at, 'example'), 'example') : []),
    ...listed.flatMap((value, index) => judged(schema, value, pointerTo(at, 'examples', index), 'example')),
    ...enumOf(schema),
  ]
}

/** One value that nothing else allows is a remainder; where all are, nothing can be sent. */
function enumOf(schema: Schema): Finding[] {
  const values = schema.node['enum']
  if (!Array.isArray(values) || values.some((value) => issuesOf(schema, value).length === 0)) return []
  const at = pointerTo(schema.at, 'enum')
  return [
    documentFinding('document/unsatisfiable', 'warning', at, 'the rest of the schema allows no value of its enum'),
  ]
}

function judged(schema: Schema, value: unknown, at: JsonPointer, what: string): Finding[] {
  return issuesOf(schema, value).map((issue) => {
    const place = issue.at === '' ? '' : ` at ${issue.at}`
    return documentFinding(
      'document/invalid-example',
      'warning',
      at,
      `the ${what} breaks its schema${place}: ${issue.message}`,
    )
  })
}

/** What is right in one direction is right: a sample of a request need not have what answers alone have. */
function issuesOf(schema: Schema, value: unknown): readonly SchemaIssue[] {
  return schema.accepts(value, 'request') ? [] : schema.issues(value, 'response')
}

/** Not `not` and `if`: what stands there is no sample of anything that is sent. */
const SINGLE = [
  'items',
  'additionalProperties',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contains',
  'then',
  'else',
]
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const MAPS = ['properties', 'patternProperties', 'dependentSchemas']

function partsOf(schema: Schema): Schema[] {
  const parts = [schema.target, ...SINGLE.map((keyword) => schema.child(keyword))]
  for (const keyword of LISTS) parts.push(...schema.list(keyword))
  for (const keyword of MAPS) for (const key of schema.keys(keyword)) parts.push(schema.child(keyword, key))
  return parts.filter((part) => part !== undefined)
}
