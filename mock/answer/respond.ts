/** What a behaviour wants said becomes an HTTP response in the document's own shape, checked before it leaves. */
import type { Clock } from '../../src/base/clock.js'
import { type Finding, NO_FINDINGS } from '../../src/base/finding.js'
import type { Random } from '../../src/base/random.js'
import { unreachable } from '../../src/base/unreachable.js'
import { checkResponse } from '../../src/check/check-response.js'
import type { ApiDocument } from '../../src/document/api-document.js'
import { encodeBody, wireMediaType } from '../../src/http/encode-body.js'
import type { HeaderMap, HttpRequest, HttpResponse } from '../../src/http/exchange.js'
import type { Preferences } from '../../src/http/prefer.js'
import { selectResponse, successResponse } from '../../src/http/select-response.js'
import type { ApiModel, Operation, ResponseSpec } from '../../src/model/api-model.js'
import type { Problem, Reply } from '../behave/behaviour.js'
import { describeFindings, findingsHeader } from '../problem/findings-header.js'
import { problemBody } from '../problem/problem-body.js'
import { createAnswers } from './answers.js'
import { chooseAsked, chooseMediaType, hasChoice, isUnwantedFile, type Chosen } from './choose-media-type.js'
import { declaredHeaders } from './declared-headers.js'

export interface Answered {
  readonly response: HttpResponse
  /** What is wrong with the answer itself; the request's findings are not repeated. */
  readonly findings: readonly Finding[]
}

export interface ResponderOptions {
  readonly model: ApiModel
  readonly clock: Clock
  /** Ignore the document's examples and generate. */
  readonly ignoreExamples: boolean
  /** Generate another value with each call. */
  readonly dynamic: boolean
  /** Prism's `--errors`: an answer that breaks the document becomes a 500 that says so. */
  readonly errors: boolean
}

export type Responder = (
  request: HttpRequest,
  operation: Operation | undefined,
  reply: Reply,
  preferences: Preferences,
  random: Random,
) => Answered

interface Said {
  readonly response: HttpResponse
  readonly value: unknown
}

const NO_HEADERS: HeaderMap = {}

export function createResponder(options: ResponderOptions): Responder {
  const { model, errors } = options
  const answers = createAnswers(options)

  return function respond(request, operation, reply, preferences, random) {
    if (reply.kind === 'problem') return sayProblem(request, operation, reply, random)
    if (!operation) throw new Error('a reply that is not a problem needs an operation')
    const said = say(request, operation, reply, preferences, random)
    const sent = operation.method === 'HEAD' ? headless(request, said.response) : said.response
    const broken = checkResponse(operation, sent, said.value, isLasting(reply))
    if (broken.length === 0) return { response: headless(request, said.response), findings: NO_FINDINGS }
    const response = errors ? violation(broken, model.document) : withFindings(said.response, broken, model.document)
    return { response: headless(request, response), findings: broken }
  }

  function say(
    request: HttpRequest,
    operation: Operation,
    reply: Exclude<Reply, Problem>,
    preferences: Preferences,
    random: Random,
  ): Said {
    switch (reply.kind) {
      case 'value': {
        const declared = selectResponse(operation.responses, reply.status)
        if (reply.value === undefined || isUnwantedFile(request, declared, reply))
          return sayExample(request, reply.status, declared, preferences, random, reply.headers)
        return sayValue(request, declared, reply, random)
      }
      case 'example': {
        const success = successResponse(operation.responses)
        const status = reply.status ?? success.status
        const declared = reply.status === undefined ? success.response : selectResponse(operation.responses, status)
        const named = reply.name === undefined ? preferences : { ...preferences, example: reply.name }
        return sayExample(request, status, declared, named, random, reply.headers)
      }
      default:
        return unreachable(reply)
    }
  }

  function sayExample(
    request: HttpRequest,
    status: number,
    declared: ResponseSpec | undefined,
    preferences: Preferences,
    random: Random,
    headers: HeaderMap = {},
  ): Said {
    const chosen = mayHaveContent(status) ? chooseMediaType(request, declared) : undefined
    const extra = declared ? declaredHeaders(declared, 'all', headers, random) : headers
    if (!chosen || !declared) return { response: { status, headers: extra, body: '' }, value: undefined }
    const { body, value } = answers(chosen, preferences, random)
    return {
      response: { status, headers: contentHeaders(chosen, declared, extra), body },
      value,
    }
  }

  function sayProblem(request: HttpRequest, operation: Operation | undefined, said: Problem, random: Random): Answered {
    const findings = said.findings ?? NO_FINDINGS
    const declared = operation && errorResponse(operation, said.status)
    const described = describeFindings(findings, model.document)
    const { contentType, body, value } = problemBody(request, declared, said, described, options.clock)
    const given = said.headers ?? NO_HEADERS
    // Added one by one: spreads give each object a hidden class of its own (see copyToAddTo).
    const headers: Record<string, HeaderMap[string]> = {}
    if (contentType !== '') headers['content-type'] = contentType
    Object.assign(headers, declared ? declaredHeaders(declared, 'needed', given, random) : given)
    if (findings.length > 0) headers['lockstep-findings'] = findingsHeader(described)
    const response = { status: said.status, headers, body }
    const broken = operation && declared ? checkResponse(operation, response, value) : NO_FINDINGS
    return { response: headless(request, response), findings: broken }
  }
}

function sayValue(
  request: HttpRequest,
  declared: ResponseSpec | undefined,
  reply: Reply & { kind: 'value' },
  random: Random,
): Said {
  const { status, value: content, headers = {} } = reply
  const chosen = mayHaveContent(status)
    ? (chooseAsked(request, declared, reply.mediaType) ?? chooseMediaType(request, declared))
    : undefined
  const extra = declared ? declaredHeaders(declared, 'needed', headers, random) : headers
  if (!chosen) return { response: { status, headers: extra, body: '' }, value: undefined }
  const body =
    isLasting(reply) && request.method === 'GET'
      ? written(content, chosen)
      : encodeBody(content, chosen.contentType, chosen.spec)
  return {
    response: { status, headers: contentHeaders(chosen, declared, extra), body },
    value: content,
  }
}

/** RFC 9110 12.5.5: a cache must know that Accept chose the type, wherever it had a choice. */
function contentHeaders({ contentType }: Chosen, declared: ResponseSpec | undefined, extra: HeaderMap): HeaderMap {
  const type = wireMediaType(contentType)
  return declared && hasChoice(declared)
    ? { 'content-type': type, vary: 'Accept', ...extra }
    : { 'content-type': type, ...extra }
}

function violation(broken: readonly Finding[], document: ApiDocument): HttpResponse {
  const described = describeFindings(broken, document)
  return {
    status: 500,
    headers: {
      'content-type': 'application/problem+json',
      'lockstep-findings': findingsHeader(described),
    },
    body: JSON.stringify({ title: 'The response breaks the document', status: 500, findings: described }),
  }
}

function withFindings(response: HttpResponse, broken: readonly Finding[], document: ApiDocument): HttpResponse {
  return {
    ...response,
    headers: { ...response.headers, 'lockstep-findings': findingsHeader(describeFindings(broken, document)) },
  }
}

function isLasting(reply: Reply): boolean {
  return reply.kind === 'value' && reply.lasting === true && typeof reply.value === 'object' && reply.value !== null
}

interface Written extends Chosen {
  readonly body: string | Uint8Array
}

/** What lasting values were written as last: an item is read more often than it changes. */
const lastWritten = new WeakMap<object, Written>()

function written(content: unknown, { spec, contentType }: Chosen): string | Uint8Array {
  const key = content as object
  const last = lastWritten.get(key)
  if (last && last.spec === spec && last.contentType === contentType) return last.body
  const body = encodeBody(content, contentType, spec)
  lastWritten.set(key, { spec, contentType, body })
  return body
}

/**
 * The response that an error is said in. `default` only where a success is declared beside it: a lone `default` describes
 * the success itself.
 */
function errorResponse(operation: Operation, status: number): ResponseSpec | undefined {
  const declared = selectResponse(operation.responses, status)
  if (declared?.key !== 'default') return declared
  return operation.responses.some(({ key }) => key.startsWith('2') || key.startsWith('3')) ? declared : undefined
}

/** RFC 9110 6.4.1: whatever the document declares. */
function mayHaveContent(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 205 && status !== 304
}

/** RFC 9110 6.4.1 and 9.3.2: no content for HEAD either. */
function headless(request: HttpRequest, response: HttpResponse): HttpResponse {
  const { status, headers } = response
  if (!mayHaveContent(status)) {
    const { 'content-type': _, ...rest } = headers
    return { status, headers: rest, body: '' }
  }
  if (request.method !== 'HEAD') return response
  const length = typeof response.body === 'string' ? Buffer.byteLength(response.body) : response.body.length
  return { status, headers: length > 0 ? { ...headers, 'content-length': String(length) } : headers, body: '' }
}
