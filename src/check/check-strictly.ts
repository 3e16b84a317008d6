/** What the standard lets pass, and some servers refuse: both only on demand. */
import { type Finding, NO_FINDINGS } from '../base/finding.js'
import { isRecord } from '../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import { nearestNames } from '../base/text.js'
import type { Decoded, HttpRequest } from '../http/exchange.js'
import { readPairs } from '../http/raw-pairs.js'
import { shapeOf, type Shape } from '../http/schema-shape.js'
import type { Operation, Parameter } from '../model/api-model.js'

/** 'undeclared': query parameters that the operation does not have. 'read-only': members of the body that only the server sets. */
export type Refused = 'undeclared' | 'read-only'

/** The same limit as for other findings. */
const MOST_FINDINGS = 100
/** Decoding lets no more through. */
const MOST_LEVELS = 1000

export function checkStrictly(
  operation: Operation,
  request: HttpRequest,
  decoded: Decoded,
  refused: readonly Refused[],
): readonly Finding[] {
  const findings = refused.flatMap((what) =>
    what === 'undeclared' ? undeclaredParameters(operation, request) : readOnlyMembers(operation, decoded),
  )
  return findings.length === 0 ? NO_FINDINGS : findings
}

function undeclaredParameters(operation: Operation, { query }: HttpRequest): Finding[] {
  if (query === '' || operation.parameters.some((parameter) => parameter.in === 'querystring')) return []
  const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query')
  // An open object spread over the query: a parameter of any name may be one of its members.
  if (inQuery.some((parameter) => isSpread(parameter) && isOpen(parameter))) return []
  const declared = new Set([...inQuery.flatMap(namesOf), ...credentialNames(operation)])
  return [...readPairs(query).keys()]
    .filter((name) => !declared.has(name) && !declared.has(`${name.replace(/\[.*$/s, '')}[`) && !name.startsWith('__'))
    .slice(0, MOST_FINDINGS)
    .map((name) => undeclared(name, [...declared], operation))
}

/** Names in the query that belong to a parameter; 'name[' stands for every name that starts with it. */
function namesOf(parameter: Parameter): readonly string[] {
  if (parameter.style === 'deepObject') return [parameter.name, `${parameter.name}[`]
  return isSpread(parameter) ? [parameter.name, ...shapeOf(parameter.schema).names] : [parameter.name]
}

/** Its members stand in the query by their own names. */
function isSpread({ style, explode, schema }: Parameter): boolean {
  return style === 'form' && explode && schema !== undefined && shapeOf(schema).mayBeObject
}

function isOpen({ schema, required }: Parameter): boolean {
  const shape = shapeOf(schema)
  return shape.isOpen || (required && shape.isFree)
}

function credentialNames({ security }: Operation): readonly string[] {
  return security.flatMap(({ schemes }) =>
    schemes.flatMap(({ scheme }) => (scheme.kind === 'apiKey' && scheme.in === 'query' ? [scheme.name] : [])),
  )
}

function undeclared(name: string, declared: readonly string[], { at }: Operation): Finding {
  const [near] = nearestNames(name, declared, 1)
  return {
    rule: 'request/undeclared-parameter',
    severity: 'error',
    blame: 'client',
    message: 'expected no query parameter of this name',
    where: { side: 'request', in: 'query', name },
    spec: at,
    ...(near === undefined ? {} : { remedy: `Did you mean ${near}?` }),
  }
}

function readOnlyMembers({ body: spec }: Operation, { body, mediaType }: Decoded): Finding[] {
  const schema = spec?.content.find(({ declared }) => declared === mediaType)?.schema
  const findings: Finding[] = []
  if (schema) visit(body, shapeOf(schema), ROOT, 0, findings)
  return findings
}

function visit(value: unknown, shape: Shape, at: JsonPointer, level: number, findings: Finding[]): void {
  if (typeof value !== 'object' || value === null || level > MOST_LEVELS || findings.length >= MOST_FINDINGS) return
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      visit(item, shape.item(index), pointerTo(at, index), level + 1, findings)
    })
    return
  }
  if (!isRecord(value)) return
  for (const name of Object.keys(value)) {
    const member = shape.property(name)
    const mark = member.schemas.find(({ node }) => node['readOnly'] === true)
    if (mark) findings.push(readOnly(pointerTo(at, name), pointerTo(mark.at, 'readOnly')))
    else visit(value[name], member, pointerTo(at, name), level + 1, findings)
  }
}

function readOnly(pointer: JsonPointer, spec: JsonPointer): Finding {
  return {
    rule: 'request/read-only',
    severity: 'error',
    blame: 'client',
    message: 'expected none: only the server sets it (readOnly)',
    where: { side: 'request', in: 'body', pointer },
    spec,
  }
}
