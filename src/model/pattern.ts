/** Text that a pattern finds something in; patterns of JSON Schema search, they are not anchored. */
export interface Pattern {
  readonly source: string
  test(text: string): boolean
}

const compiled = new Map<string, Pattern | undefined>()
/** Patterns come from documents; this bounds what a process that reads many of them keeps. */
const MOST_PATTERNS = 10_000

/** Undefined for a source that is a regular expression in none of the dialects we can read. */
export function compilePattern(source: string): Pattern | undefined {
  if (compiled.has(source)) return compiled.get(source)
  if (compiled.size >= MOST_PATTERNS) compiled.clear()
  const pattern = createPattern(source)
  compiled.set(source, pattern)
  return pattern
}

function createPattern(source: string): Pattern | undefined {
  const native = toRegExp(source)
  return native && { source, test: (text) => native.test(text) }
}

function toRegExp(source: string): RegExp | undefined {
  return tryRegExp(source, 'u') ?? tryRegExp(source, '')
}

function tryRegExp(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}
