import type { Option } from 'commander'

/** A flag's description with its default and its environment variable; help and docs/commands.md print the same. */
export function describeFlag({ description, defaultValue, envVar }: Option): string {
  const notes = [
    ...(isWorthTelling(defaultValue) ? [`default: ${String(defaultValue)}`] : []),
    ...(envVar === undefined ? [] : [`env: ${envVar}`]),
  ]
  return notes.length === 0 ? description : `${description} (${notes.join(', ')})`
}

/** Defaults of false and of an empty list are not worth printing. */
function isWorthTelling(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
}
