/** JSON; 'null' for what it cannot hold. */
export function encodeJson(value: unknown): string {
  try {
    // Undefined for functions and the like, whatever the types say.
    const text: unknown = JSON.stringify(value)
    return typeof text === 'string' ? text : 'null'
  } catch {
    return 'null'
  }
}

/** Text of a scalar; JSON of anything deeper. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : encodeJson(value)
}
