import type { Option } from 'commander'

/** A flag's description with its default and its environment variable; help and docs/commands.md print the same. */
export function describeFlag({ description, defaultValue, envVar }: Option): string {
  const notes = [
    ...(isWorthTelling(defaultValue) ? [`default: ${String(defaultValue)}`] : []),
    ...(envVar === undefined ? [] : [`env: ${envVar}`]),
  ]
  return notes.length === 0 ? description : `${description} (${notes.join(', ')})`
}

/** That a switch is off and a list empty goes without saying. */
function isWorthTelling(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
}
