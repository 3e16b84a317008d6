/** Splits at a separator outside of quoted strings (RFC 9110 5.6.4); pieces are trimmed, empty ones left out. Never throws: an open quote ends with the text. */
export function splitQuoted(text: string, separator: ',' | ';' | '='): string[] {
  if (!text.includes('"')) return tidy(text.split(separator))
  const pieces: string[] = []
  let start = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (quoted && char === '\\') i++
    else if (char === '"') quoted = !quoted
    else if (char === separator && !quoted) {
      pieces.push(text.slice(start, i))
      start = i + 1
    }
  }
  pieces.push(text.slice(start))
  return tidy(pieces)
}

function tidy(pieces: readonly string[]): string[] {
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
}

/** The text of a token or quoted string. */
export function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replace(/\\(.)/gs, '$1')
    : text
}
