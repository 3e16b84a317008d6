import type { Finding } from '../../base/finding.js'
import type { JsonPointer } from '../../base/json-pointer.js'
import { checkResponse } from '../../check/check-response.js'
import { matchContent } from '../../http/match-content.js'
import { selectResponse } from '../../http/select-response.js'
import type { MediaTypeSpec, Operation, ResponseSpec } from '../../model/api-model.js'
import { isJsonType, parseMediaType } from '../../model/media-type.js'
import type { Interaction, PactResponse } from '../pact.js'
import { checkPartial } from './check-partial.js'
import { openLengths } from './open-lengths.js'
import { optionalObjects } from './optional-objects.js'
import { jsonContent, toHttpResponse } from './to-http.js'

/** What a consumer expects of a response, against what the document says of it. */
export function checkResponseSide(operation: Operation, { response }: Interaction): readonly Finding[] {
  if (operation.responses.length === 0) return []
  const spec = selectResponse(operation.responses, response.status)
  if (!spec) return [undeclaredStatus(operation, response.status)]
  return [...bodyFindings(operation, spec, response), ...headerFindings(spec, response)]
}

function undeclaredStatus({ responses, at }: Operation, status: number): Finding {
  return {
    rule: 'response/status',
    severity: 'error',
    blame: 'client',
    message: `expected one of the declared statuses ${responses.map(({ key }) => key).join(', ')}, got ${status}`,
    where: { side: 'response', in: 'status' },
    spec: at,
  }
}

function bodyFindings(operation: Operation, spec: ResponseSpec, response: PactResponse): readonly Finding[] {
  const header = headerOf(response, 'content-type') ?? response.body?.contentType
  const content = spec.content
  if (content.length === 0 || operation.method === 'HEAD') {
    return response.body && !isEmpty(response) ? [forbiddenBody(spec)] : []
  }
  if (header === undefined) return []
  const type = parseMediaType(header)
  const media = matchContent(header, type, content)
  if (!media) return [undeclaredType(header, spec)]
  return response.body ? valueFindings(media, response) : []
}

function isEmpty({ body }: PactResponse): boolean {
  return body?.content === '' || body?.content === null
}

function valueFindings(media: MediaTypeSpec, response: PactResponse): readonly Finding[] {
  const isJson = media.range === undefined || isJsonType(media.range) || media.range.subtype.includes('*')
  const json = isJson ? jsonContent(response.body) : undefined
  if (!json || !media.schema) return []
  const freedom = { isOptional: optionalObjects(response, json.value), isOpen: openLengths(response) }
  const { issues, unpromised } = checkPartial(media.schema, json.value, 'response', freedom)
  const wrong = issues.map(({ at, spec, message }): Finding => ({
    rule: 'response/body-schema',
    severity: 'error',
    blame: 'client',
    message,
    where: at === '' ? BODY : { ...BODY, pointer: at },
    spec,
  }))
  return [...wrong, ...notPromised(unpromised)]
}

const BODY = { side: 'response', in: 'body' } as const
const SHOWN = 6

/** One warning for all: consumers often need many members of documents that promise none. */
function notPromised(members: readonly { readonly at: JsonPointer; readonly spec: JsonPointer }[]): readonly Finding[] {
  const [first] = members
  if (!first) return []
  const names = members.slice(0, SHOWN).map(({ at }) => at)
  const more = members.length > SHOWN ? ` and ${members.length - SHOWN} more` : ''
  return [
    {
      rule: 'pact/not-promised',
      severity: 'warning',
      blame: 'client',
      message: `the consumer needs ${names.join(', ')}${more}, which the document does not require`,
      where: { ...BODY, pointer: first.at },
      spec: first.spec,
    },
  ]
}

function forbiddenBody(spec: ResponseSpec): Finding {
  return {
    rule: 'response/body-forbidden',
    severity: 'error',
    blame: 'client',
    message: 'expected no body: the document declares none for this response',
    where: BODY,
    spec: spec.at,
  }
}

function undeclaredType(header: string, { content, at }: ResponseSpec): Finding {
  return {
    rule: 'response/media-type',
    severity: 'error',
    blame: 'client',
    message: `expected ${content.map(({ declared }) => declared).join(' or ')}, got '${header}'`,
    where: { side: 'response', in: 'header', name: 'Content-Type' },
    spec: at,
  }
}

function headerFindings(spec: ResponseSpec, response: PactResponse): readonly Finding[] {
  return Object.keys(response.headers ?? {}).flatMap((name) => {
    const key = name.toLowerCase()
    if (key === 'content-type') return []
    const declared = spec.headers.find((header) => header.name.toLowerCase() === key)
    if (!declared)
      return [headerWarning('pact/undeclared-header', name, 'which the document does not declare', spec.at)]
    const weak = declared.required
      ? []
      : [headerWarning('pact/not-promised', name, 'which the document does not require', declared.at)]
    return [...headerIssues(declared, response), ...weak]
  })
}

/** As a server's header would be judged, without anything else of the response. */
function headerIssues(header: ResponseSpec['headers'][number], response: PactResponse): readonly Finding[] {
  const key = String(response.status)
  const alone: ResponseSpec = { key, description: '', headers: [header], content: [], at: header.at }
  const operation = { responses: [alone], method: 'GET' } as unknown as Operation
  const { headers } = toHttpResponse(response)
  return checkResponse(operation, { status: response.status, headers, body: '' })
    .filter(({ rule }) => rule === 'response/header-schema')
    .map((finding) => ({ ...finding, blame: 'client' }))
}

function headerWarning(rule: Finding['rule'], name: string, why: string, spec: JsonPointer): Finding {
  return {
    rule,
    severity: 'warning',
    blame: 'client',
    message: `the consumer needs the header ${name}, ${why}`,
    where: { side: 'response', in: 'header', name },
    spec,
  }
}

function headerOf({ headers }: PactResponse, key: string): string | undefined {
  return Object.entries(headers ?? {})
    .find(([name]) => name.toLowerCase() === key)?.[1]
    .join(', ')
}
