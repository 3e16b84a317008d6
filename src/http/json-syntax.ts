/** A place in JSON text, and what is wrong there. Line and column count from 1. */
export interface JsonMistake {
  readonly offset: number
  readonly line: number
  readonly column: number
  readonly message: string
}

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const BLANKS = /[ \t\n\r]*/y

/**
 * Where JSON text (RFC 8259) goes wrong: `JSON.parse` does not always say. Linear and without recursion, whatever the text.
 * Undefined when nothing is wrong.
 */
export function findJsonMistake(text: string): JsonMistake | undefined {
  /** What is open: '{' or '['. */
  const open: string[] = []
  let at = 0
  let expected: 'value' | 'value or ]' | 'name' | 'name or }' | 'more' = 'value'

  function skip(pattern: RegExp): boolean {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }

  /** By hand: a regular expression would run out of stack on a long string. */
  function skipString(): boolean {
    if (text[at] !== '"') return false
    at++
    while (at < text.length) {
      const code = text.charCodeAt(at)
      if (code < 0x20) return false
      if (code === 0x5c) {
        if (!skip(ESCAPE)) return false
      } else at++
      if (code === 0x22) return true
    }
    return false
  }

  for (;;) {
    skip(BLANKS)
    const char = text[at]
    if (expected === 'more') {
      const container = open.at(-1)
      if (container === undefined) return char === undefined ? undefined : mistake(text, at, 'the end')
      if (char === ',') {
        at++
        expected = container === '{' ? 'name' : 'value'
      } else if (char === (container === '{' ? '}' : ']')) {
        at++
        open.pop()
      } else return mistake(text, at, container === '{' ? "',' or '}'" : "',' or ']'")
    } else if (expected === 'name' || expected === 'name or }') {
      if (char === '}' && expected === 'name or }') {
        at++
        open.pop()
        expected = 'more'
      } else {
        if (char !== '"') return mistake(text, at, 'a property name in double quotes')
        if (!skipString()) return mistake(text, at, 'a well-formed string')
        skip(BLANKS)
        if (text[at] !== ':') return mistake(text, at, "':'")
        at++
        expected = 'value'
      }
    } else if (char === ']' && expected === 'value or ]') {
      at++
      open.pop()
      expected = 'more'
    } else if (char === '{' || char === '[') {
      at++
      open.push(char)
      expected = char === '{' ? 'name or }' : 'value or ]'
    } else {
      if (char === '"' && !skipString()) return mistake(text, at, 'a well-formed string')
      if (char !== '"' && !skip(LITERAL)) return mistake(text, at, 'a value')
      expected = 'more'
    }
  }
}

function mistake(text: string, offset: number, expected: string): JsonMistake {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  const found = offset >= text.length ? 'the end of the text' : `'${text.slice(offset, offset + 12)}'`
  const column = offset - before.lastIndexOf('\n')
  return { offset, line, column, message: `expected ${expected}, got ${found} at line ${line}, column ${column}` }
}
