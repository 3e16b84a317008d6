/** What is wrong with a configuration or an option, told with its place and a way out. */
import { didYouMean, nearestNames } from '../../src/base/text.js'
import { toolError, type ToolError } from '../../src/base/tool-error.js'

export function configError(place: string, reason: string, remedy: string): ToolError {
  return toolError('CONFIG_INVALID', { place, reason, remedy })
}

export function unknownName(what: string, name: string, known: readonly string[], place: string): ToolError {
  return configError(place, `${name} is no ${what}`, suggestNames(name, known))
}

/** The nearest that there are, in a sentence. */
export function suggestNames(name: string, known: readonly string[]): string {
  return didYouMean(nearestNames(name, known)) ?? `Known are ${listed(known)}.`
}

/** Enough to see what they look like. */
const MOST_LISTED = 12

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const more = names.length - MOST_LISTED
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_LISTED).join(', ')} and ${more} more`
}
