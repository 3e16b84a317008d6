import type { Shape } from './schema-shape.js'
import type { BodyPart } from './split-multipart.js'

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/

/**
 * RFC 7578 4.7 has senders leave Content-Transfer-Encoding out of forms, but libraries for mail write it, and recipients
 * undo it (RFC 2045 6). Where the schema asks for base64 itself, that is what was sent.
 */
export function withoutTransferEncoding(part: BodyPart, shape: Shape): BodyPart {
  if (part.transferEncoding === 'quoted-printable') return { ...part, bytes: fromQuotedPrintable(part.bytes) }
  if (part.transferEncoding !== 'base64' || asksForBase64(shape)) return part
  const text = Buffer.from(part.bytes)
    .toString('latin1')
    .replace(/[ \t\r\n]+/g, '')
  return BASE64.test(text) ? { ...part, bytes: Buffer.from(text, 'base64') } : part
}

/** `format: byte`; OpenAPI 3.1.1 'Encoding Object' has `contentEncoding` mean this very header. */
function asksForBase64(shape: Shape): boolean {
  return shape.schemas.some(({ node }) => node['format'] === 'byte' || 'contentEncoding' in node)
}

/** RFC 2045 6.7: '=C3=BC', and '=' at the end of a line that goes on. */
function fromQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  const decoded = text
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(decoded, 'latin1')
}
