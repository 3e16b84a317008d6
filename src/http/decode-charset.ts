import { isUtf8 } from 'node:buffer'
import type { Report } from './report.js'

/**
 * Text out of bytes, without a byte order mark.
 * @param charset as a client named it; undefined means UTF-8
 * @returns undefined (and a report) when the charset is not known, or the bytes are not written in it
 */
export function decodeCharset(bytes: Uint8Array, charset: string | undefined, report: Report): string | undefined {
  if (charset === undefined || /^(?:utf-?8|us-ascii|ascii)$/i.test(charset)) return decodeUtf8(bytes, report)
  try {
    return new TextDecoder(isBigEndian(bytes, charset) ? 'utf-16be' : charset).decode(bytes)
  } catch {
    report(`the charset '${charset.slice(0, 40)}' is not known`)
    return undefined
  }
}

/** RFC 2781 3.3: 'utf-16' is what its byte-order mark says; the decoder takes it for little endian. */
function isBigEndian(bytes: Uint8Array, charset: string): boolean {
  return /^utf-?16$/i.test(charset) && bytes[0] === 0xfe && bytes[1] === 0xff
}

function decodeUtf8(bytes: Uint8Array, report: Report): string | undefined {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.toString('utf8')
  // Only text with a replacement character can have been malformed.
  if (text.includes('\ufffd') && !isUtf8(bytes)) {
    report('expected text in UTF-8')
    return undefined
  }
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
