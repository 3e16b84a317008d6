import { compilePattern } from '../model/pattern.js'

/** Names are cut at what a person would write; longer ones match nothing. */
const MAX_NAME = 200

/** Whether a member's name matches a pattern of `patternProperties`; false for a pattern that cannot be run. */
export function matchesName(pattern: string, name: string): boolean {
  return name.length <= MAX_NAME && (compilePattern(pattern)?.test(name) ?? false)
}
