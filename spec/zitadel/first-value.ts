/** A JSON decoder that reads one value and leaves what follows, as Go's does. */

export type FirstValue =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'value'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'malformed'; readonly reason: string }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function firstValue(body: Uint8Array): FirstValue {
  let text: string
  try {
    text = utf8.decode(body)
  } catch {
    return { kind: 'malformed', reason: 'proto: invalid UTF-8' }
  }
  if (/^[ \t\r\n]*$/.test(text)) return { kind: 'nothing' }
  const whole = parse(text)
  if (whole.kind === 'value') return whole
  const end = endOfFirstValue(text)
  const first = end < text.length ? parse(text.slice(0, end)) : whole
  return first.kind === 'value' ? first : whole
}

function parse(text: string): FirstValue {
  try {
    return { kind: 'value', value: JSON.parse(text), text }
  } catch (error) {
    return { kind: 'malformed', reason: inGoWords(text, error instanceof Error ? error.message : '') }
  }
}

/** Just behind the bracket that closes the first one, or behind the first literal. */
function endOfFirstValue(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') at = endOfString(text, at)
    else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    else if (depth > 0 || /\s/.test(char ?? '')) continue
    else at += (/^[^\s{}[\],:"]*/.exec(text.slice(at))?.[0].length ?? 1) - 1
    if (depth <= 0) return at + 1
  }
  return text.length
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** What the two engines call the same fault. Messages are for people; programs look at the code. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/property name/, 'looking for beginning of object key string'],
  [/':'/, 'after object key'],
  [/',' or '}'/, 'after object key:value pair'],
  [/',' or ']'/, 'after array element'],
  [/control character|escaped character|Unicode escape/, 'in string literal'],
]

function inGoWords(text: string, message: string): string {
  const position = /position (\d+)/.exec(message)?.[1]
  const char = position === undefined ? undefined : text[Number(position)]
  if (/Unexpected end|Unterminated/.test(message) || (position !== undefined && char === undefined))
    return 'unexpected EOF'
  const found = char ?? /Unexpected token '?(.)/u.exec(message)?.[1] ?? text.trimStart()[0] ?? ''
  const place = WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? 'looking for beginning of value'
  return `invalid character '${found}' ${place}`
}
