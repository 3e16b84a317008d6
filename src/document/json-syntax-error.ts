import { endOfString } from './json-string.js'

export interface JsonSyntaxError {
  readonly offset: number
  readonly reason: string
}

/**
 * Where and why a text is not JSON (RFC 8259), in the words of someone who has to mend it: `JSON.parse` does not always say.
 * Undefined when it is. Linear and without recursion, whatever the text.
 */
export function findJsonSyntaxError(text: string): JsonSyntaxError | undefined {
  return new JsonScanner(text).scan()
}

const BLANKS = /[ \t\n\r]*/y
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const WORD = /[\w$.+-]+/y
const BACKSLASH = 0x5c

type Next = 'value' | 'first value' | 'name' | 'first name' | 'more' | 'end'

/** An object or list that is not closed yet. */
interface Open {
  readonly close: '}' | ']'
  readonly start: number
}

class JsonScanner {
  readonly #text: string
  readonly #open: Open[] = []
  #at = 0
  /** The offset of the last comma, which may be one too many. */
  #comma = 0

  constructor(text: string) {
    this.#text = text
  }

  scan(): JsonSyntaxError | undefined {
    let next: Next | JsonSyntaxError = 'value'
    while (next !== 'end') {
      if (typeof next === 'object') return next
      this.#skip(BLANKS)
      if (next === 'more') next = this.#scanMore()
      else if (next === 'name' || next === 'first name') next = this.#scanName(next)
      else next = this.#scanValue(next)
    }
    return undefined
  }

  /** After a value. */
  #scanMore(): Next | JsonSyntaxError {
    const char = this.#text[this.#at]
    const inside = this.#open.at(-1)
    if (!inside) return char === undefined ? 'end' : this.#expected('the end')
    if (char === inside.close) return this.#close()
    if (char !== ',') return this.#expected(`',' or '${inside.close}'`, openedAt(this.#text, inside))
    this.#comma = this.#at++
    return inside.close === '}' ? 'name' : 'value'
  }

  #scanName(next: Next): Next | JsonSyntaxError {
    const char = this.#text[this.#at]
    if (char === '}') return next === 'first name' ? this.#close() : this.#commaBefore(char)
    if (char !== '"') return this.#expected('a property name in double quotes')
    const bad = this.#skipString()
    if (bad) return bad
    this.#skip(BLANKS)
    if (this.#text[this.#at] !== ':') return this.#expected("':' after a property name")
    this.#at++
    return 'value'
  }

  #scanValue(next: Next): Next | JsonSyntaxError {
    const char = this.#text[this.#at]
    if (char === ']' && this.#open.at(-1)?.close === ']')
      return next === 'first value' ? this.#close() : this.#commaBefore(char)
    if (char === '{' || char === '[') {
      this.#open.push({ close: char === '{' ? '}' : ']', start: this.#at++ })
      return char === '{' ? 'first name' : 'first value'
    }
    if (char === '"') return this.#skipString() ?? 'more'
    return this.#skip(LITERAL) ? 'more' : this.#expected('a value')
  }

  #close(): Next {
    this.#at++
    this.#open.pop()
    return 'more'
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    if (!pattern.test(this.#text)) return false
    this.#at = pattern.lastIndex
    return true
  }

  /** By hand: a regular expression would run out of stack on a long string. */
  #skipString(): JsonSyntaxError | undefined {
    const start = this.#at++
    const end = endOfString(this.#text, start)
    while (this.#at < end) {
      const code = this.#text.charCodeAt(this.#at)
      if (code < 0x20) return this.#wrong(`${controlName(code)} inside a string: is a closing '"' missing?`)
      if (code !== BACKSLASH) this.#at++
      else if (!this.#skip(ESCAPE)) {
        if (end === this.#text.length) break
        return this.#wrong(`'${this.#text.slice(this.#at, this.#at + 2)}' is not an escape that JSON knows`)
      }
    }
    if (end === this.#text.length) return { offset: start, reason: 'this string is never closed' }
    this.#at = end + 1
    return undefined
  }

  #commaBefore(char: string): JsonSyntaxError {
    return { offset: this.#comma, reason: `a comma before '${char}' is not allowed in JSON` }
  }

  #expected(what: string, hint = ''): JsonSyntaxError {
    return this.#wrong(`expected ${what}, found ${found(this.#text, this.#at)}${hint}`)
  }

  #wrong(reason: string): JsonSyntaxError {
    return { offset: this.#at, reason }
  }
}

function controlName(code: number): string {
  return code === 0x0a || code === 0x0d ? 'a line break' : 'a control character'
}

function found(text: string, at: number): string {
  if (at >= text.length) return 'the end of the text'
  WORD.lastIndex = at
  const word = WORD.exec(text)?.[0].slice(0, 20) ?? text[at] ?? ''
  if (word === '/') return 'a comment, which JSON does not have'
  return `'${word}'`
}

function openedAt(text: string, { start, close }: Open): string {
  const line = text.slice(0, start).split('\n').length
  return ` ('${close === '}' ? '{' : '['}' of line ${line} is still open)`
}
