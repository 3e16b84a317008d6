import { endOfString } from './json-string.js'

interface JsonSyntaxError {
  readonly offset: number
  readonly reason: string
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /[\w$.+-]+/y
const BAD_ESCAPE = /\\(?:u(?![0-9a-fA-F]{4})|[^"\\/bfnrtu])/

/** Where and why a text is not JSON (RFC 8259), in the words of someone who has to mend it; undefined when it is. */
export function findJsonSyntaxError(text: string): JsonSyntaxError | undefined {
  let at = 0
  /** Closing brackets that are still to come, with the offset of what they close. */
  const open: { readonly close: '}' | ']'; readonly start: number }[] = []
  let comma: number | undefined
  let expecting: 'value' | 'first value' | 'key' | 'first key' | 'end' = 'value'

  for (;;) {
    at = skipSpace(text, at)
    const inside = open.at(-1)
    const char = text[at]
    if (expecting === 'end') {
      if (!inside)
        return char === undefined ? undefined : { offset: at, reason: `expected the end, found ${found(text, at)}` }
      if (char === ',') {
        comma = at++
        expecting = inside.close === '}' ? 'key' : 'value'
        continue
      }
      if (char !== inside.close) {
        return {
          offset: at,
          reason: `expected ',' or '${inside.close}', found ${found(text, at)}${openedAt(text, inside)}`,
        }
      }
    }
    if (char === inside?.close && (expecting === 'end' || expecting.startsWith('first'))) {
      open.pop()
      at++
      expecting = 'end'
      continue
    }
    if (expecting === 'key' || expecting === 'first key') {
      if (char === '}' && comma !== undefined)
        return { offset: comma, reason: `a comma before '}' is not allowed in JSON` }
      if (char !== '"') {
        return { offset: at, reason: `expected a property name in double quotes, found ${found(text, at)}` }
      }
      const bad = badString(text, at)
      if (bad) return bad
      at = skipSpace(text, endOfString(text, at) + 1)
      if (text[at] !== ':')
        return { offset: at, reason: `expected ':' after a property name, found ${found(text, at)}` }
      at++
      expecting = 'value'
      continue
    }
    if (char === '{' || char === '[') {
      open.push({ close: char === '{' ? '}' : ']', start: at++ })
      expecting = char === '{' ? 'first key' : 'first value'
      continue
    }
    if (char === ']' && inside?.close === ']' && comma !== undefined) {
      return { offset: comma, reason: `a comma before ']' is not allowed in JSON` }
    }
    const end = endOfScalar(text, at)
    if (typeof end !== 'number') return end
    at = end
    expecting = 'end'
  }
}

function endOfScalar(text: string, at: number): number | JsonSyntaxError {
  if (text[at] === '"') return badString(text, at) ?? endOfString(text, at) + 1
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, at)) return at + word.length
  NUMBER.lastIndex = at
  if (NUMBER.test(text)) return NUMBER.lastIndex
  return { offset: at, reason: `expected a value, found ${found(text, at)}` }
}

function badString(text: string, at: number): JsonSyntaxError | undefined {
  const end = endOfString(text, at)
  for (let i = at + 1; i < end; i++) {
    if (text.charCodeAt(i) >= 0x20) continue
    const what = text[i] === '\n' || text[i] === '\r' ? 'a line break' : 'a control character'
    return { offset: i, reason: `${what} inside a string: is a closing '"' missing?` }
  }
  if (end === text.length) return { offset: at, reason: 'this string is never closed' }
  const bad = BAD_ESCAPE.exec(text.slice(at, end))
  return bad ? { offset: at + bad.index, reason: `'${bad[0]}' is not an escape that JSON knows` } : undefined
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at++
  return at
}

function found(text: string, at: number): string {
  if (at >= text.length) return 'the end of the file'
  WORD.lastIndex = at
  const word = WORD.exec(text)?.[0].slice(0, 20) ?? text[at] ?? ''
  if (word === '/') return 'a comment, which JSON does not have'
  return `'${word}'`
}

function openedAt(text: string, { start, close }: { readonly start: number; readonly close: string }): string {
  const line = text.slice(0, start).split('\n').length
  return ` ('${close === '}' ? '{' : '['}' of line ${line} is still open)`
}
