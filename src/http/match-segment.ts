import type { Segment } from '../model/path-template.js'

/**
 * The values of a segment's parameters in a raw segment of a request, still encoded; undefined when it does not fit.
 * Every value has at least one character. Where several cuts fit, the earlier parameters take as much as they can:
 * 'a.b.c' as '{base}.{format}' is 'a.b' and 'c'. Linear in the length of the text, whatever a client sends.
 */
export function matchSegment({ parts }: Segment, raw: string): string[] | undefined {
  const values: string[] = []
  let end = raw.length
  // From the right: the last occurrence of each text leaves most room for what stands to its left, so no cut is tried twice.
  let valueEnd = -1
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i]
    if (part?.kind === 'parameter') {
      if (valueEnd !== -1) {
        // Two parameters without text between them: the right one takes an extension, or one character.
        end = startOfRight(raw, valueEnd)
        if (end <= 0) return undefined
        values.unshift(raw.slice(end, valueEnd))
      }
      valueEnd = end
      continue
    }
    const text = part?.text ?? ''
    const found = i === 0 ? atStart(raw, text, end) : lastOccurrence(raw, text, end, valueEnd === -1)
    if (!found) return undefined
    if (valueEnd !== -1) {
      if (found.to >= valueEnd) return undefined
      values.unshift(raw.slice(found.to, valueEnd))
      valueEnd = -1
    } else if (found.to !== end) return undefined
    end = found.from
  }
  if (valueEnd === -1) return end === 0 ? values : undefined
  return valueEnd > 0 ? [raw.slice(0, valueEnd), ...values] : undefined
}

interface Span {
  readonly from: number
  readonly to: number
}

function atStart(raw: string, text: string, limit: number): Span | undefined {
  const to = textEnd(raw, 0, text)
  return to !== -1 && to <= limit ? { from: 0, to } : undefined
}

/** @param anchored the text must end at the limit; otherwise something must be left for the parameter behind it */
function lastOccurrence(raw: string, text: string, limit: number, anchored: boolean): Span | undefined {
  for (let from = limit - 1; from >= 0; from--) {
    if (insideEscape(raw, from)) continue
    const to = textEnd(raw, from, text)
    if (to !== -1 && (anchored ? to === limit : to < limit)) return { from, to }
    // Encoded, a character takes at most 12 characters ('%F0%9F%98%80').
    if (anchored && from < limit - text.length * 12) return undefined
  }
  return undefined
}

/** Where the text ends when it stands at a place, -1 when it does not. */
function textEnd(raw: string, from: number, text: string): number {
  if (raw.startsWith(text, from)) return from + text.length
  let at = from
  for (const char of text) {
    if (raw.startsWith(char, at)) at += char.length
    else {
      const length = encodedLength(raw, at, char)
      if (length === 0) return -1
      at += length
    }
  }
  return at
}

// RFC 3986 2.2: a reserved character and its encoded form are not the same, so '5%3Acancel' is no '{id}:cancel'.
const RESERVED = /[:/?#[\]@!$&'()*+,;=]/

function encodedLength(raw: string, at: number, char: string): number {
  if (raw[at] !== '%' || RESERVED.test(char)) return 0
  const encoded = percentEncode(char)
  return raw.slice(at, at + encoded.length).toUpperCase() === encoded ? encoded.length : 0
}

const UTF8 = new TextEncoder()

/** Unreserved characters too, which encodeURIComponent leaves alone. */
function percentEncode(char: string): string {
  return [...UTF8.encode(char)].map((byte) => '%' + byte.toString(16).toUpperCase().padStart(2, '0')).join('')
}

function insideEscape(raw: string, at: number): boolean {
  return isEscape(raw, at - 1) || isEscape(raw, at - 2)
}

/** '{name}{extension}' is cut before the last dot, where there is one. */
function startOfRight(raw: string, end: number): number {
  const dot = raw.lastIndexOf('.', end - 2)
  return dot > 0 ? dot : startOfLast(raw, end)
}

function startOfLast(raw: string, end: number): number {
  return isEscape(raw, end - 3) ? end - 3 : end - 1
}

function isEscape(raw: string, at: number): boolean {
  return at >= 0 && raw[at] === '%' && /^[0-9A-Fa-f]{2}/.test(raw.slice(at + 1, at + 3))
}
