/** A place in JSON text, and what is wrong there. Line and column count from 1. */
export interface JsonMistake {
  readonly offset: number
  readonly line: number
  readonly column: number
  readonly message: string
}

/**
 * Where JSON text (RFC 8259) goes wrong: `JSON.parse` does not always say. Linear and without recursion, whatever the text.
 * Undefined when nothing is wrong.
 */
export function findJsonMistake(text: string): JsonMistake | undefined {
  const scanner = new JsonScanner(text)
  const expected = scanner.scan()
  return expected === undefined ? undefined : mistake(text, scanner.at, expected)
}

function mistake(text: string, offset: number, expected: string): JsonMistake {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  const column = offset - before.lastIndexOf('\n')
  const found = offset >= text.length ? 'the end of the text' : `'${text.slice(offset, offset + 12)}'`
  return { offset, line, column, message: `expected ${expected}, got ${found} at line ${line}, column ${column}` }
}

const BLANKS = /[ \t\n\r]*/y
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

type Next = 'value' | 'value or ]' | 'name' | 'name or }' | 'more' | 'end'

class JsonScanner {
  /** Where the scan stands: at the mistake, once there is one. */
  at = 0
  readonly #text: string
  /** What is open: '{' or '['. */
  readonly #open: string[] = []

  constructor(text: string) {
    this.#text = text
  }

  /** What was expected where the text goes wrong; undefined when it does not. */
  scan(): string | undefined {
    let next: Next | { readonly expected: string } = 'value'
    while (next !== 'end') {
      this.#skip(BLANKS)
      if (typeof next === 'object') return next.expected
      if (next === 'more') next = this.#scanMore()
      else if (next === 'name' || next === 'name or }') next = this.#scanName(next)
      else next = this.#scanValue(next)
    }
    return undefined
  }

  /** After a value. */
  #scanMore(): Next | { readonly expected: string } {
    const char = this.#text[this.at]
    const container = this.#open.at(-1)
    if (container === undefined) return char === undefined ? 'end' : { expected: 'the end' }
    if (char === (container === '{' ? '}' : ']')) return this.#close()
    if (char !== ',') return { expected: container === '{' ? "',' or '}'" : "',' or ']'" }
    this.at++
    return container === '{' ? 'name' : 'value'
  }

  #scanName(next: Next): Next | { readonly expected: string } {
    const char = this.#text[this.at]
    if (char === '}' && next === 'name or }') return this.#close()
    if (char !== '"') return { expected: 'a property name in double quotes' }
    if (!this.#skipString()) return { expected: 'a well-formed string' }
    this.#skip(BLANKS)
    if (this.#text[this.at] !== ':') return { expected: "':'" }
    this.at++
    return 'value'
  }

  #scanValue(next: Next): Next | { readonly expected: string } {
    const char = this.#text[this.at]
    if (char === ']' && next === 'value or ]') return this.#close()
    if (char === '{' || char === '[') {
      this.at++
      this.#open.push(char)
      return char === '{' ? 'name or }' : 'value or ]'
    }
    if (char === '"') return this.#skipString() ? 'more' : { expected: 'a well-formed string' }
    return this.#skip(LITERAL) ? 'more' : { expected: 'a value' }
  }

  #close(): Next {
    this.at++
    this.#open.pop()
    return 'more'
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    if (!pattern.test(this.#text)) return false
    this.at = pattern.lastIndex
    return true
  }

  /** By hand: a regular expression would run out of stack on a long string. */
  #skipString(): boolean {
    this.at++
    while (this.at < this.#text.length) {
      const code = this.#text.charCodeAt(this.at)
      if (code < 0x20) return false
      if (code !== 0x5c) this.at++
      else if (!this.#skip(ESCAPE)) return false
      if (code === 0x22) return true
    }
    return false
  }
}
