/** Runtime expressions (OpenAPI 3.0.4, 4.7.20.4), evaluated against an exchange. */
import { valueAt, type JsonPointer } from '../base/json-pointer.js'
import { isScalar } from '../base/json.js'
import type { Operation } from '../model/api-model.js'
import { bodyJson, bodyText } from './body-text.js'
import { decodeRequest } from './decode-request.js'
import type { HttpRequest, HttpResponse, PathValues } from './exchange.js'
import { headerText } from './header-text.js'
import { decodeForm, decodePercent, readPairs } from './raw-pairs.js'

/** A request that was answered. */
export interface Exchange {
  readonly operation: Operation
  readonly request: HttpRequest
  readonly pathValues: PathValues
  readonly response: HttpResponse
}

export type Filled =
  | { readonly kind: 'filled'; readonly text: string }
  /** The exchange has nothing there, or no text. */
  | { readonly kind: 'missing'; readonly expression: string }

/** Replaces `{$…}`, or the whole text where it is a bare expression, by what the exchange holds; values stand as they are. */
export function fillExpressions(text: string, exchange: Exchange): Filled {
  let missing: string | undefined
  const fill = (expression: string): string => {
    const value = evaluateExpression(expression, exchange)
    if (isScalar(value)) return String(value)
    missing ??= expression
    return ''
  }
  const filled = text.startsWith('$')
    ? fill(text)
    : text.replace(/\{(\$[^{}]*)\}/g, (_, expression: string) => fill(expression))
  return missing === undefined ? { kind: 'filled', text: filled } : { kind: 'missing', expression: missing }
}

/** Undefined for what is not there, and for what is no expression. */
function evaluateExpression(expression: string, exchange: Exchange): unknown {
  const { request, response } = exchange
  if (expression === '$url') return urlOf(request)
  if (expression === '$method') return request.method
  if (expression === '$statusCode') return response.status
  const [, side, part, name = ''] =
    /^\$(request|response)\.(?:(header|query|path)\.(?=.)|(?=body(?:#|$)))(.*)$/s.exec(expression) ?? []
  if (side === undefined) return undefined
  if (part === undefined) return bodyPart(name.slice('body'.length), side, exchange)
  if (part === 'header') return headerText((side === 'request' ? request : response).headers, name.toLowerCase())
  if (side === 'response') return undefined
  if (part === 'query') return decodeText(readPairs(request.query).get(name)?.[0], decodeForm)
  return decodeText(exchange.pathValues.get(name), decodePercent)
}

function urlOf({ headers, path, query }: HttpRequest): string {
  return `http://${headerText(headers, 'host') ?? 'localhost'}${path}${query === '' ? '' : `?${query}`}`
}

/** What is not well encoded counts as it is. */
function decodeText(raw: string | undefined, decode: (raw: string) => string | undefined): string | undefined {
  return raw === undefined ? undefined : (decode(raw) ?? raw)
}

/** @param fragment '' for the whole body, '#/…' for a part of it */
function bodyPart(fragment: string, side: string, { operation, request, pathValues, response }: Exchange): unknown {
  if (fragment === '') return bodyText(side === 'request' ? request : response)
  const pointer = fragment.slice(1)
  // RFC 6901 3: '#url' is no pointer.
  if (pointer !== '' && !pointer.startsWith('/')) return undefined
  const body = side === 'request' ? decodeRequest(operation, request, pathValues).body : bodyJson(response)
  return valueAt(body, pointer as JsonPointer)
}
