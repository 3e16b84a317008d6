import type { Report } from './report.js'

/** One part of a multipart message (RFC 2046 5.1, RFC 7578). */
export interface BodyPart {
  /** Undefined where there is no Content-Disposition with a name. */
  readonly name: string | undefined
  readonly filename: string | undefined
  readonly contentType: string | undefined
  /** Of the header Content-Transfer-Encoding, in lower case. */
  readonly transferEncoding: string | undefined
  readonly bytes: Uint8Array
}

/** A form of more parts than this is an attack; so is a header block of more bytes. */
const MAX_PARTS = 10_000
const MAX_HEADER_BYTES = 16_384

const LF = 0x0a
const CR = 0x0d

/**
 * The parts between the boundaries, in order. Lines may end in LF alone. Linear in the number of bytes.
 * @returns undefined (and a report) when the message is not well-formed
 */
export function splitMultipart(body: Uint8Array, boundary: string | undefined, report: Report): BodyPart[] | undefined {
  const parts = split(body, boundary)
  if (typeof parts !== 'string') return parts
  report(`malformed multipart body: ${parts}`)
  return undefined
}

/** The parts, or what is wrong. */
function split(body: Uint8Array, boundary: string | undefined): BodyPart[] | string {
  if (boundary === undefined || boundary === '') return 'the Content-Type has no boundary'
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const delimiter = Buffer.from(`--${boundary}`)
  const parts: BodyPart[] = []
  let line = findDelimiter(bytes, delimiter, 0)
  if (!line) return `expected a line '--${boundary.slice(0, 70)}', found none`
  while (!line.isLast) {
    if (parts.length === MAX_PARTS) return `expected at most ${MAX_PARTS} parts`
    const next = findDelimiter(bytes, delimiter, line.end)
    if (!next) return `expected a closing line '--${boundary.slice(0, 70)}--', found none`
    const part = readPart(bytes.subarray(line.end, next.start))
    if (!part) return `part ${parts.length + 1} has no end of its header lines, or too many of them`
    parts.push(part)
    line = next
  }
  return parts
}

interface DelimiterLine {
  /** Where the line break before it begins: the end of the part before. */
  readonly start: number
  /** Where the part after it begins. */
  readonly end: number
  readonly isLast: boolean
}

/** A delimiter stands at the beginning of a line, and nothing but blanks stands behind it. */
function findDelimiter(bytes: Buffer, delimiter: Buffer, from: number): DelimiterLine | undefined {
  for (let at = bytes.indexOf(delimiter, from); at !== -1; at = bytes.indexOf(delimiter, at + 1)) {
    // The line break before a part's first byte may serve the next delimiter as well: an empty part without headers.
    if (at > 0 && bytes[at - 1] !== LF) continue
    let end = at + delimiter.length
    const isLast = bytes[end] === 0x2d && bytes[end + 1] === 0x2d
    if (isLast) end += 2
    while (bytes[end] === 0x20 || bytes[end] === 0x09) end++
    if (bytes[end] === CR) end++
    if (bytes[end] === LF) end++
    else if (end < bytes.length && !isLast) continue
    const start = at === 0 ? 0 : at - (bytes[at - 2] === CR ? 2 : 1)
    return { start: Math.max(start, from), end, isLast }
  }
  return undefined
}

function readPart(bytes: Buffer): BodyPart | undefined {
  const headers = new Map<string, string>()
  let at = 0
  for (;;) {
    const end = bytes.indexOf(LF, at)
    const line = bytes.toString('utf8', at, Math.min(end === -1 ? bytes.length : end, at + MAX_HEADER_BYTES)).trimEnd()
    if (end === -1 && line !== '') return undefined
    at = end === -1 ? bytes.length : end + 1
    if (at > MAX_HEADER_BYTES && line !== '') return undefined
    if (line === '') break
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const disposition = headers.get('content-disposition') ?? ''
  return {
    name: dispositionParameter(disposition, 'name'),
    filename: dispositionParameter(disposition, 'filename') ?? dispositionParameter(disposition, 'filename*'),
    contentType: headers.get('content-type'),
    transferEncoding: headers.get('content-transfer-encoding')?.toLowerCase(),
    bytes: bytes.subarray(at),
  }
}

const PARAMETER = /;[ \t]*([^=;\s"]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))/g

/** Quotes inside a name are written as \" (RFC 9110) or %22 (browsers). */
function dispositionParameter(disposition: string, name: string): string | undefined {
  for (const [, key, quoted, token] of disposition.matchAll(PARAMETER)) {
    if (key?.toLowerCase() !== name) continue
    return quoted === undefined ? token : quoted.replaceAll('\\"', '"').replaceAll('%22', '"')
  }
  return undefined
}
