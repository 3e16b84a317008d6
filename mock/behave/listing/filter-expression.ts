/**
 * Filters that are written as expressions: SCIM (`userName eq "ann"`, RFC 7644 3.4.2.2), OData (`price gt 3 and
 * startswith(name,'A')`), Google's AIP-160 (`state = ACTIVE AND size > 3`). One grammar reads them all.
 */
import { isRecord } from '../../../src/base/json.js'
import { comparisonOf, type Comparison } from '../../../src/resources/filter-name.js'
import { plain } from '../../../src/resources/words.js'
import { attributeWay } from './attribute-way.js'
import { comparesWith } from './compare.js'

export type Test = (item: unknown) => boolean

/** Longer ones come from nobody who asks in earnest. */
const MAX_TOKENS = 500
const MAX_DEPTH = 50
const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(!=|<>|<=|>=|[=<>:(),[\]])|((?:urn:(?:[\w.-]+:)+)?[^\s"'=<>!:(),[\]]+(?::\d\d[^\s"'=<>!(),[\]]*)?))/y

/** Undefined where the text is no such expression, or names nothing that `knows` knows. */
export function readFilterExpression(text: string, knows: (name: string) => boolean): Test | undefined {
  const tokens = tokensOf(text)
  if (!tokens) return undefined
  const reader = new Reader(tokens, knows)
  const test = reader.either(0)
  return test && reader.isAtEnd() ? test : undefined
}

interface Token {
  readonly kind: 'quoted' | 'sign' | 'word'
  readonly text: string
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text)
    if (!found || tokens.length >= MAX_TOKENS) return undefined
    const [, quoted, sign, word] = found
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: unquoted(quoted) })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else tokens.push({ kind: 'word', text: word ?? '' })
  }
  return tokens
}

function unquoted(text: string): string {
  const inner = text.slice(1, -1)
  return text.startsWith("'") ? inner.replaceAll("''", "'") : inner.replace(/\\(.)/g, '$1')
}

/** Each method reads what it is called after, or nothing. */
class Reader {
  readonly #tokens: readonly Token[]
  readonly #knows: (name: string) => boolean
  #at = 0
  /** Inside how many brackets: names there are those of members of members. */
  #depth = 0

  constructor(tokens: readonly Token[], knows: (name: string) => boolean) {
    this.#tokens = tokens
    this.#knows = knows
  }

  isAtEnd(): boolean {
    return this.#at === this.#tokens.length
  }

  either(depth: number): Test | undefined {
    return this.#joined('or', depth, (tests) => (item) => tests.some((test) => test(item)))
  }

  #both(depth: number): Test | undefined {
    return this.#joined('and', depth, (tests) => (item) => tests.every((test) => test(item)))
  }

  #joined(word: 'or' | 'and', depth: number, join: (tests: readonly Test[]) => Test): Test | undefined {
    const tests: Test[] = []
    do {
      const test = word === 'or' ? this.#both(depth) : this.#one(depth)
      if (!test) return undefined
      tests.push(test)
    } while (this.#takes(word))
    return tests.length === 1 ? tests[0] : join(tests)
  }

  #one(depth: number): Test | undefined {
    if (depth > MAX_DEPTH) return undefined
    if (this.#takes('not')) {
      const test = this.#one(depth + 1)
      return test && ((item) => !test(item))
    }
    if (this.#takes('(')) {
      const test = this.either(depth + 1)
      return test && this.#takes(')') ? test : undefined
    }
    return this.#call() ?? this.#comparison()
  }

  /** `contains(name,'x')` */
  #call(): Test | undefined {
    const [name, open] = this.#tokens.slice(this.#at)
    const compare = name?.kind === 'word' ? comparisonOf(name.text) : undefined
    if (!compare || open?.text !== '(') return undefined
    this.#at += 2
    const way = this.#name()
    if (!way || !this.#takes(',')) return undefined
    const value = this.#value()
    return value !== undefined && this.#takes(')') ? testOf(way, compare, value) : undefined
  }

  #comparison(): Test | undefined {
    const way = this.#name()
    if (!way) return undefined
    if (this.#takes('[')) return this.#among(way)
    if (this.#takes('pr')) return testOf(way, 'missing', 'false')
    const sign = this.#tokens[this.#at]
    // AIP-160: `has`, for scalars the same as equal.
    const compare = sign?.kind === 'quoted' ? undefined : sign?.text === ':' ? 'equal' : comparisonOf(sign?.text ?? '')
    if (!compare) return undefined
    this.#at++
    if (plain(sign?.text ?? '') === 'in' && this.#takes('(')) return this.#oneOf(way)
    const value = this.#value()
    return value === undefined ? undefined : testOf(way, compare, value)
  }

  /** OData 4.01 11.2.6.1.1: `name in ('Ann','Ben')` */
  #oneOf(way: readonly string[]): Test | undefined {
    const tests: Test[] = []
    do {
      const value = this.#value()
      if (value === undefined) return undefined
      tests.push(testOf(way, 'equal', value))
    } while (this.#takes(','))
    return this.#takes(')') ? (item) => tests.some((test) => test(item)) : undefined
  }

  /** `emails[type eq "work" and primary eq true]`: what stands inside is said of one of them. */
  #among(way: readonly string[]): Test | undefined {
    this.#depth++
    const test = this.#depth > MAX_DEPTH ? undefined : this.either(0)
    this.#depth--
    if (!test || !this.#takes(']')) return undefined
    return (item) => [memberBy(item, way)].flat().some(test)
  }

  #name(): readonly string[] | undefined {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'word') return undefined
    const way = attributeWay(token.text, this.#knows)
    if (this.#depth === 0 && !this.#knows(way[0] ?? '')) return undefined
    this.#at++
    return way
  }

  #value(): string | undefined {
    const token = this.#tokens[this.#at]
    if (!token || token.kind === 'sign') return undefined
    this.#at++
    return token.text
  }

  #takes(text: string): boolean {
    const token = this.#tokens[this.#at]
    if (!token || token.kind === 'quoted' || token.text.toLowerCase() !== text) return false
    this.#at++
    return true
  }
}

function testOf(way: readonly string[], compare: Comparison, value: string): Test {
  return (item) => {
    const member = memberBy(item, way)
    if (value === 'null' && (compare === 'equal' || compare === 'not-equal')) {
      return (member === undefined || member === null) === (compare === 'equal')
    }
    return comparesWith(member, compare, [value])
  }
}

/** SCIM: names are written in any case, and a way through a list means any of its items. */
function memberBy(value: unknown, way: readonly string[]): unknown {
  const [name, ...rest] = way
  if (name === undefined) return value
  if (Array.isArray(value)) return value.flatMap((item: unknown) => memberBy(item, way) ?? [])
  if (!isRecord(value)) return undefined
  const own =
    Object.keys(value).find((key) => key === name) ?? Object.keys(value).find((key) => plain(key) === plain(name))
  return own === undefined ? undefined : memberBy(value[own], rest)
}
