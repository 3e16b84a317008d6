import { decodeOrKeep } from '../base/decode-or-keep.js'
import type { Finding } from '../base/finding.js'
import type { Operation, Parameter } from '../model/api-model.js'
import { parseMediaType } from '../model/media-type.js'
import { decodeField, unexploded } from './decode-field.js'
import { decodeMediaText } from './decode-media.js'
import { decodeHeaderText, decodePathText } from './decode-parameter.js'
import { decodePieces, namedPairs, type Pieces } from './decode-pieces.js'
import type { Report } from './report.js'
import type { HttpRequest, PathValues } from './exchange.js'
import { headerText } from './header-text.js'
import { mediaKind } from './media-kind.js'
import { createDefault } from './parameter-default.js'
import { decodeForm, decodePercent, readCookies, readPairs, type RawPairs } from './raw-pairs.js'
import { shapeOf, type Shape } from './schema-shape.js'

/** A request, and what has been read of it so far. */
export interface ParameterSource {
  readonly request: HttpRequest
  readonly pathValues: PathValues
  query: RawPairs | undefined
  cookies: RawPairs | undefined
}

/** The parameter's value, or its default; undefined when it is absent, or malformed: then there is a finding. */
export type ParameterReader = (source: ParameterSource, findings: Finding[]) => unknown

type RawReader = (source: ParameterSource, report: Report) => unknown

export function createParameterReader(parameter: Parameter, operation: Operation): ParameterReader {
  const read = parameter.content ? contentReader(parameter, parameter.content) : styledReader(parameter, operation)
  const defaultValue = createDefault(parameter.schema)

  return (source, findings) => {
    const before = findings.length
    const value = read(source, (message) => {
      findings.push(malformed(parameter, message))
    })
    return value === undefined && findings.length === before && !parameter.required ? defaultValue() : value
  }
}

function malformed(parameter: Parameter, message: string): Finding {
  return {
    rule: 'request/parameter-syntax',
    severity: 'error',
    blame: 'client',
    message: message.slice(0, 300),
    where: { side: 'request', in: parameter.in, name: parameter.name },
    spec: parameter.at,
  }
}

function styledReader(parameter: Parameter, operation: Operation): RawReader {
  const { name } = parameter
  // Worked out on first use: most operations of a large document are never called.
  let known: Shape | undefined
  const shape = () => (known ??= shapeOf(parameter.schema))

  switch (parameter.in) {
    case 'path':
      return ({ pathValues }, report) => {
        const raw = pathValues.get(name)
        return raw === undefined ? undefined : decodePathText(raw, parameter, shape(), report)
      }
    case 'query': {
      const foreign = foreignNames(parameter, operation)
      return (source, report) => {
        source.query ??= readPairs(source.request.query)
        if (source.query.size === 0) return undefined
        return decodeField(source.query, parameter, shape(), foreign, report)
      }
    }
    case 'header': {
      const key = name.toLowerCase()
      return ({ request }, report) => {
        const text = headerText(request.headers, key)
        return text === undefined ? undefined : decodeHeaderText(text, parameter, shape(), report)
      }
    }
    case 'cookie':
      return (source, report) => {
        source.cookies ??= readCookies(headerText(source.request.headers, 'cookie') ?? '')
        return decodeCookie(source.cookies, parameter, shape(), report)
      }
    case 'querystring':
      return ({ request }) => (request.query === '' ? undefined : request.query)
  }
}

/** Names of the query that belong to other parameters or to credentials. */
function foreignNames(parameter: Parameter, operation: Operation): (name: string) => boolean {
  const names = new Set<string>()
  for (const other of operation.parameters) {
    if (other === parameter || other.in !== 'query') continue
    names.add(other.name)
    if (other.style === 'form' && other.explode) for (const name of shapeOf(other.schema).names) names.add(name)
  }
  for (const { schemes } of operation.security) {
    for (const { scheme } of schemes) if (scheme.kind === 'apiKey' && scheme.in === 'query') names.add(scheme.name)
  }
  return (name) => names.has(name) || (name.includes('[') && names.has(name.slice(0, name.indexOf('['))))
}

/**
 * Cookies are taken as they are; where the schema refuses that but accepts the percent-decoded text, that is meant: style
 * form encodes, servers and style cookie do not (OpenAPI 3.2 Appendix D).
 */
function decodeCookie(cookies: RawPairs, parameter: Parameter, shape: Shape, report: Report): unknown {
  const sent = cookies.get(parameter.name)
  if (!sent) {
    return shape.mayBeObject && parameter.explode
      ? decodeField(withoutAmpersands(cookies, shape), parameter, shape, () => true, report)
      : undefined
  }
  const raws = parameter.explode && shape.mayBeArray ? sent.flatMap((raw) => raw.split(`&${parameter.name}=`)) : sent
  const [first = ''] = raws
  const pieces: Pieces =
    raws.length === 1
      ? unexploded(first, ',', false)
      : { scalar: undefined, list: () => raws, pairs: () => namedPairs(raws) }
  const value = decodePieces(pieces, shape, (raw) => raw, report)
  if (value === undefined || !raws.some((raw) => raw.includes('%')) || shape.accepts(value)) return value
  const decoded = decodePieces(pieces, shape, decodeOrKeep, report)
  return shape.accepts(decoded) ? decoded : value
}

/** The letter of OpenAPI 3.0 'Style Examples' joins exploded members by '&', in one cookie: 'R=100&G=200'. */
function withoutAmpersands(cookies: RawPairs, shape: Shape): RawPairs {
  const names = new Set(shape.names)
  const pairs = new Map(cookies)
  for (const [name, raws] of cookies) {
    const [raw = ''] = raws
    if (!names.has(name) || raws.length > 1 || !raw.includes('&')) continue
    const members = readPairs(`${name}=${raw}`)
    if (![...members.keys()].every((each) => names.has(each))) continue
    for (const [each, values] of members) pairs.set(each, values)
  }
  return pairs
}

/** A value that is a document in a media type of its own: '?filter={"a":1}'. */
function contentReader(parameter: Parameter, content: NonNullable<Parameter['content']>): RawReader {
  const declared = content.range ?? parseMediaType('text/plain')
  // No boundary can be agreed on for a parameter, so parts are written as what their members are elsewhere: JSON.
  const type = declared && mediaKind(declared) === 'multipart' ? parseMediaType('application/json') : declared
  return (source, report) => {
    const text = contentText(parameter, source, type?.essence === 'application/x-www-form-urlencoded')
    if (text === undefined || !type) return undefined
    if (text.kind === 'malformed') {
      report('malformed percent-encoding')
      return undefined
    }
    return decodeMediaText(text.text, type, content, report)
  }
}

type ContentText = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'malformed' }

function contentText(parameter: Parameter, source: ParameterSource, isForm: boolean): ContentText | undefined {
  const { request } = source
  switch (parameter.in) {
    case 'path':
      return decoded(source.pathValues.get(parameter.name), decodePercent)
    case 'query':
      source.query ??= readPairs(request.query)
      return decoded(source.query.get(parameter.name)?.[0], decodeForm)
    case 'header':
      return decoded(headerText(request.headers, parameter.name.toLowerCase()), (text) => text.trim())
    case 'cookie':
      source.cookies ??= readCookies(headerText(request.headers, 'cookie') ?? '')
      return decoded(source.cookies.get(parameter.name)?.[0], decodeOrKeep)
    case 'querystring':
      return request.query === '' ? undefined : decoded(request.query, isForm ? (raw) => raw : decodeForm)
  }
}

function decoded(raw: string | undefined, decode: (raw: string) => string | undefined): ContentText | undefined {
  if (raw === undefined) return undefined
  const text = decode(raw)
  return text === undefined ? { kind: 'malformed' } : { kind: 'text', text }
}
