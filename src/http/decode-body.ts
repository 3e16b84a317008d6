import type { Finding } from '../base/finding.js'
import type { BodySpec, MediaTypeSpec } from '../model/api-model.js'
import { isJsonType, parseMediaType, type MediaType } from '../model/media-type.js'
import { decodeMedia } from './decode-media.js'
import type { HttpRequest } from './exchange.js'
import { firstLine } from './header-text.js'
import { matchContent } from './match-content.js'
import { shapeOf } from './schema-shape.js'

export interface DecodedBody {
  readonly value: unknown
  /** As declared; undefined when no body was read. */
  readonly mediaType: string | undefined
}

export type BodyReader = (request: HttpRequest, findings: Finding[]) => DecodedBody

const NO_BODY: DecodedBody = { value: undefined, mediaType: undefined }
const WHERE = { side: 'request', in: 'body' } as const

/** A reader for an operation's body; it remembers how the last Content-Type was understood. */
export function createBodyReader(spec: BodySpec): BodyReader {
  let lastHeader: string | undefined
  let lastChoice: Choice | undefined

  return (request, findings) => {
    if (request.body.length === 0) {
      if (spec.required) findings.push(missingBody(spec))
      return NO_BODY
    }
    const header = firstLine(request.headers, 'content-type')
    if (!lastChoice || header !== lastHeader) {
      lastHeader = header
      lastChoice = choose(header, spec.content)
    }
    const choice = lastChoice
    if (choice.kind === 'refused') {
      findings.push(refusedType(choice.message, spec))
      return NO_BODY
    }
    const value = decodeMedia(request.body, choice.type, choice.spec, (message) => {
      findings.push({
        rule: 'request/body-syntax',
        severity: 'error',
        blame: 'client',
        message: message.slice(0, 300),
        where: WHERE,
        spec: choice.spec?.at ?? spec.at,
      })
    })
    return { value, mediaType: choice.spec?.declared ?? choice.type.essence }
  }
}

/** A body of which a sketchy document says nothing: JSON that can be read, and nothing is demanded of it. */
export function readUndeclared({ headers, body }: HttpRequest): DecodedBody {
  const type = parseMediaType(firstLine(headers, 'content-type') ?? '')
  if (!type || !isJsonType(type) || body.length === 0) return NO_BODY
  const wrong: string[] = []
  const value = decodeMedia(body, type, undefined, (message) => wrong.push(message))
  return wrong.length === 0 ? { value, mediaType: undefined } : NO_BODY
}

type Choice =
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'read'; readonly type: MediaType; readonly spec: MediaTypeSpec | undefined }

function choose(header: string | undefined, content: readonly MediaTypeSpec[]): Choice {
  if (header === undefined || header.trim() === '') return assume(content)
  const type = parseMediaType(header)
  const spec = matchContent(header, type, content)
  // A body without declared media types may be anything.
  if (!spec && content.length > 0) {
    const found = type ? `'${header.slice(0, 80)}'` : `'${header.slice(0, 80)}', which is not a media type`
    return { kind: 'refused', message: `expected ${content.map((each) => each.declared).join(' or ')}, got ${found}` }
  }
  if (!type && !spec) return { kind: 'refused', message: `'${header.slice(0, 80)}' is not a media type` }
  return { kind: 'read', type: type ?? OCTETS, spec }
}

/** Without Content-Type the only declared type, or JSON, is meant (RFC 9110 8.3 leaves it to the recipient). */
function assume(content: readonly MediaTypeSpec[]): Choice {
  const spec = content.find(({ range }) => range && isJsonType(range)) ?? content[0]
  if (!spec?.range) return { kind: 'read', type: OCTETS, spec }
  const isRange = spec.range.type === '*' || spec.range.subtype.includes('*')
  const shape = shapeOf(spec.schema)
  return {
    kind: 'read',
    type: !isRange ? spec.range : shape.mayBeObject || shape.mayBeArray ? JSON_TYPE : OCTETS,
    spec,
  }
}

const JSON_TYPE: MediaType = {
  type: 'application',
  subtype: 'json',
  parameters: new Map(),
  essence: 'application/json',
}
const OCTETS: MediaType = {
  type: 'application',
  subtype: 'octet-stream',
  parameters: new Map(),
  essence: 'application/octet-stream',
}

function missingBody(spec: BodySpec): Finding {
  const types = spec.content.map(({ declared }) => declared).join(' or ')
  return {
    rule: 'request/missing-body',
    severity: 'error',
    blame: 'client',
    message: `expected a body${types && ` in ${types}`}, got none`,
    where: WHERE,
    spec: spec.at,
  }
}

function refusedType(message: string, spec: BodySpec): Finding {
  return {
    rule: 'request/media-type',
    severity: 'error',
    blame: 'client',
    message,
    where: { side: 'request', in: 'header', name: 'Content-Type' },
    spec: spec.at,
  }
}
