/** What nobody foresaw, with all that helps to find it. */
export function describeBug(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `This is a bug in lockstep, please report it:\n${trace}\n`
}
