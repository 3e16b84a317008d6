/** The raw segments of a path: '/a/b' → a, b; '/a/' → a and an empty one; '/' → an empty one. '%2F' stays inside its segment. */
export function splitPath(path: string): string[] {
  return (path.startsWith('/') ? path.slice(1) : path).split('/')
}
