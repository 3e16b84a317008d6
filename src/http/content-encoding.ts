import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

export type DecodedContent =
  | { readonly kind: 'decoded'; readonly bytes: Uint8Array }
  /** A coding that nobody here reads: 415 (RFC 9110 8.4). */
  | { readonly kind: 'unknown'; readonly coding: string }
  /** Not written in the coding that was named: 400. */
  | { readonly kind: 'malformed'; readonly coding: string }
  /** More than `maxBytes` once inflated: 413. Nothing beyond the limit was inflated. */
  | { readonly kind: 'too-large' }

/** Codings in a row are a trick to inflate more than the limit can see. */
const MAX_CODINGS = 3

/**
 * Undoes a Content-Encoding (RFC 9110 8.4.1), the last coding first.
 * @param encoding the header's value; 'identity' and '' say nothing
 * @param maxBytes of the inflated body
 */
export function decodeContent(encoding: string, bytes: Uint8Array, maxBytes: number): DecodedContent {
  const codings = encoding.split(',').map((coding) => coding.trim().toLowerCase())
  const named = codings.filter((coding) => coding !== '' && coding !== 'identity')
  if (named.length > MAX_CODINGS) return { kind: 'unknown', coding: encoding.slice(0, 80) }
  let content = bytes
  for (const coding of named.reverse()) {
    const inflate = inflaters.get(coding)
    if (!inflate) return { kind: 'unknown', coding: coding.slice(0, 80) }
    try {
      content = inflate(content, { maxOutputLength: maxBytes })
    } catch (error) {
      return isTooLarge(error) ? { kind: 'too-large' } : { kind: 'malformed', coding }
    }
  }
  return content.length > maxBytes ? { kind: 'too-large' } : { kind: 'decoded', bytes: content }
}

type Inflate = (bytes: Uint8Array, limit: { readonly maxOutputLength: number }) => Uint8Array

const inflaters = new Map<string, Inflate>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['br', brotliDecompressSync],
  // RFC 9110 8.4.1.2: some senders leave the zlib wrapper out.
  ['deflate', (bytes, limit) => (((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync : inflateRawSync)(bytes, limit)],
])

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}
