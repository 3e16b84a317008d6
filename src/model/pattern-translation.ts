/** Spellings of other languages that documents carry over, in those of ECMA-262. */

const POSIX: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
  cntrl: '\\x00-\\x1f\\x7f',
  print: ' -~',
  graph: '!-~',
}

interface Translated {
  readonly source: string
  readonly flags: string
}

/**
 * '/^[a-z]+$/i', as several languages write an expression, becomes '^[a-z]+$' with the flag i. Taken by the letter, a '/'
 * before '^' or after '$' matches nothing at all.
 */
export function withoutDelimiters(source: string): Translated {
  const written = /^\/([\s\S]+)\/([a-z]*)$/.exec(source)
  const inner = written?.[1]
  if (inner === undefined || !(inner.startsWith('^') || /(^|[^\\])\$$/.test(inner))) return { source, flags: '' }
  return { source: inner, flags: [...new Set(written?.[2] ?? '')].filter((flag) => 'ims'.includes(flag)).join('') }
}

/** '(?i)^\A[[:alpha:]]++\Z' becomes '^^[a-zA-Z]+$' with the flag i. What is not known stays as it is. */
export function toEcmaScript(source: string): Translated {
  const inline = /^\(\?([ims]+)\)/.exec(source)
  const flags = [...new Set(inline?.[1] ?? '')].join('')
  return { source: translate(source.slice(inline?.[0].length ?? 0)), flags }
}

function translate(source: string): string {
  let result = ''
  let inClass = false
  for (let i = 0; i < source.length;) {
    const token = tokenAt(source, i, inClass)
    result += translateToken(token, inClass)
    if (token === '[') inClass = true
    else if (token === ']') inClass = false
    i += token.length
  }
  return result
}

function tokenAt(source: string, at: number, inClass: boolean): string {
  const rest = source.slice(at, at + 40)
  const pattern = inClass
    ? /^(?:\[:\^?[a-z]+:\]|\\[pP]\{\w+\}|\\[\s\S]|[\s\S])/
    : /^(?:\\[pP]\{\w+\}|\\[\s\S]|\(\?>|\(\?P<|(?:[*+?]|\{\d+(?:,\d*)?\})\+|[\s\S])/
  return pattern.exec(rest)?.[0] ?? rest.charAt(0)
}

function translateToken(token: string, inClass: boolean): string {
  const posix = /^(?:\[:(\^?)([a-z]+):\]|\\p\{(Alpha|Digit|Alnum|Upper|Lower|Space|Punct|XDigit)\})$/.exec(token)
  if (posix) {
    const name = (posix[2] ?? posix[3] ?? '').toLowerCase()
    const members = Object.hasOwn(POSIX, name) && posix[1] !== '^' ? POSIX[name] : undefined
    if (members !== undefined) return inClass ? members : `[${members}]`
    return token
  }
  if (inClass) return token
  if (token === '\\A') return '^'
  if (token === '\\Z' || token === '\\z') return '$'
  if (token === '(?>') return '(?:'
  if (token === '(?P<') return '(?<'
  return /^(?:[*+?]|\{\d+(?:,\d*)?\})\+$/.test(token) ? token.slice(0, -1) : token
}
