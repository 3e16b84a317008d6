/** Percent-decoded once (RFC 3986 2.1); what is no valid encoding stays as it is, and '+' is not a space. */
export function decodeOrKeep(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
