/** Patterns longer than this are not tried on names here; the real check decides in the end. */
const MAX_PATTERN = 500

const compiled = new Map<string, RegExp | undefined>()

/**
 * A guess whether a member's name matches a pattern of `patternProperties`: it steers the generator, and the schema's own
 * check has the last word. Names are cut and patterns that could take exponential time are not run.
 */
export function matchesName(pattern: string, name: string): boolean {
  const regex = compile(pattern)
  return regex !== undefined && name.length < 200 && regex.test(name)
}

function compile(pattern: string): RegExp | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern)
  // The document is the user's, but reloads over a day must not grow this without end.
  if (compiled.size > 2000) compiled.clear()
  const regex = pattern.length > MAX_PATTERN || isNested(pattern) ? undefined : tryRegExp(pattern)
  compiled.set(pattern, regex)
  return regex
}

/** A repeated group that repeats inside: '(a+)+'. */
function isNested(pattern: string): boolean {
  return /\([^)]*[*+}][^)]*\)\s*[*+{]/.test(pattern)
}

function tryRegExp(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags)
    } catch {
      continue
    }
  }
  return undefined
}
