import { toolError } from '../base/tool-error.js'
import { isEscaped } from './json-string.js'
import { findJsonSyntaxError } from './json-syntax-error.js'
import { createLineIndex, describeLocation } from './line-index.js'
import { MAX_DEPTH } from './limits.js'

const QUOTE = 34
const BACKSLASH = 92
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

/**
 * Parses JSON.
 * @param file the name that errors call the text by
 * @throws ToolError DOCUMENT_SYNTAX with line and column; DOCUMENT_TOO_LARGE when it is nested too deeply
 */
export function parseJson(text: string, file: string): unknown {
  const tooDeep = offsetBeyondDepth(text, MAX_DEPTH)
  if (tooDeep !== undefined) {
    const place = describeLocation(createLineIndex(file, text).location(tooDeep))
    throw toolError('DOCUMENT_TOO_LARGE', { source: place, reason: `nested more than ${MAX_DEPTH} levels deep` })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    // Node 20 and 22 word their messages differently, and neither says what was expected: look for ourselves.
    const { offset, reason } = findJsonSyntaxError(text) ?? { offset: 0, reason: String(cause) }
    const place = describeLocation(createLineIndex(file, text).location(offset))
    throw toolError('DOCUMENT_SYNTAX', { place, reason }, { cause })
  }
}

/** One pass without recursion, a third of what parsing costs; kept in one loop, as calls would double that. */
export function offsetBeyondDepth(text: string, most: number): number | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      do i = text.indexOf('"', i + 1)
      while (i !== -1 && text.charCodeAt(i - 1) === BACKSLASH && isEscaped(text, i))
      if (i === -1) return undefined
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > most) return i
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
  }
  return undefined
}
