import type { IncomingMessage } from 'node:http'
import { isRecord } from '../../src/base/json.js'
import { isJsonType, parseMediaType, type MediaType } from '../../src/model/media-type.js'

/**
 * The bytes of a body that an app has read before us (`express.json()` and the like), whose stream is spent: written once
 * more as the Content-Type says, for that is how they are read. Undefined where nobody has read it.
 */
export function parsedEarlier(incoming: IncomingMessage): Uint8Array | undefined {
  const { body } = incoming as IncomingMessage & { body?: unknown }
  if (!incoming.readableEnded || body === undefined) return undefined
  if (body instanceof Uint8Array) return body
  const type = parseMediaType(incoming.headers['content-type'] ?? '')
  // Text comes decoded, and the Content-Type still names the charset that it came in.
  const charset = type?.parameters.get('charset')?.toLowerCase() ?? ''
  return Buffer.from(textOf(body, type), ENCODINGS.get(charset) ?? 'utf8')
}

function textOf(body: unknown, type: MediaType | undefined): string {
  // A parser of JSON leaves what a text holds, one of text the text as it was sent.
  if (typeof body === 'string') return type && isJsonType(type) && !isJson(body) ? JSON.stringify(body) : body
  if (type?.essence !== 'application/x-www-form-urlencoded') return JSON.stringify(body)
  return new URLSearchParams(formPairs('', body)).toString()
}

/** Lists repeat their name, members stand in brackets: what form parsers understand. */
function formPairs(name: string, value: unknown): [string, string][] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, at) => formPairs(typeof item === 'object' ? `${name}[${at}]` : name, item))
  }
  if (isRecord(value)) {
    return Object.keys(value).flatMap((key) => formPairs(name === '' ? key : `${name}[${key}]`, value[key]))
  }
  return [[name, String(value ?? '')]]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const ENCODINGS: ReadonlyMap<string, BufferEncoding> = new Map([
  ['iso-8859-1', 'latin1'],
  ['us-ascii', 'latin1'],
  ['utf-16', 'utf16le'],
  ['utf-16le', 'utf16le'],
])
