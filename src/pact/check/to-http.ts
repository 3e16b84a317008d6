import { Buffer } from 'node:buffer'
import type { HttpRequest, HttpResponse } from '../../http/exchange.js'
import { isJsonType, parseMediaType } from '../../model/media-type.js'
import type { PactBody, PactHeaders, PactRequest, PactResponse } from '../pact.js'
import { textOf } from '../text-of.js'

/** The request as a verifier would send it, values of provider states aside. */
export function toHttpRequest({ method, path, query, headers, body }: PactRequest): HttpRequest {
  const pairs = Object.entries(query ?? {}).flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeValue(value)}`),
  )
  const [bare = '', inPath = ''] = path.split(/\?(.*)/s)
  return {
    method,
    path: bare.startsWith('/') ? bare : `/${bare}`,
    query: [...(inPath === '' ? [] : [inPath]), ...pairs].join('&'),
    headers: lowerCase(headers, body),
    body: body ? bytesOf(body) : new Uint8Array(0),
  }
}

/** Pacts hold decoded text: whether a comma or bar was written as such cannot be told, and lists need it to be. */
function encodeValue(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%7C', '|')
}

export function toHttpResponse({ status, headers, body }: PactResponse): HttpResponse {
  return { status, headers: lowerCase(headers, body), body: body ? bytesOf(body) : '' }
}

function lowerCase(headers: PactHeaders | undefined, body: PactBody | undefined): Record<string, string> {
  const result: Record<string, string> = body ? { 'content-type': body.contentType } : {}
  for (const [name, values] of Object.entries(headers ?? {})) result[name.toLowerCase()] = values.join(', ')
  return result
}

function bytesOf({ content, contentType, encoded }: PactBody): Uint8Array {
  if (encoded === 'base64') return Buffer.from(textOf(content), 'base64')
  const type = parseMediaType(contentType)
  const isJson = type === undefined || isJsonType(type)
  if (typeof content === 'string' && !isJson) return Buffer.from(content)
  return Buffer.from(JSON.stringify(content))
}

/** The body as data where it is JSON; undefined where it is something else. */
export function jsonContent(body: PactBody | undefined): { readonly value: unknown } | undefined {
  if (!body) return undefined
  const type = parseMediaType(body.contentType)
  if (type && !isJsonType(type)) return undefined
  if (body.encoded === false) return { value: body.content }
  try {
    return { value: JSON.parse(Buffer.from(textOf(body.content), 'base64').toString('utf8')) as unknown }
  } catch {
    return undefined
  }
}
