/** JSON; 'null' for what it cannot hold. */
export function encodeJson(value: unknown): string {
  try {
    // Undefined for functions and the like, whatever the types say.
    return (JSON.stringify(value) as string | undefined) ?? 'null'
  } catch {
    return 'null'
  }
}

/** Text of a scalar; JSON of anything deeper. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? encodeJson(value) : String(value)
}
