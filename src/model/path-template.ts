/** Path templates (OpenAPI 'Path Templating'), split for the router. */
export interface PathTemplate {
  readonly segments: readonly Segment[]
}

/** What stands between two slashes: text and parameters, such as '{id}', 'pets', '{base}.{format}', '{id}:cancel'. */
export interface Segment {
  readonly parts: readonly Part[]
}

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** `isRest`: alone in the last segment, and takes further ones ('{proxy+}'). */
  | { readonly kind: 'parameter'; readonly name: string; readonly isRest?: boolean }

/** '/pets/{id}:cancel' → two segments. Braces that do not pair are text. A query or fragment in a path key is text as well. */
export function parsePathTemplate(path: string): PathTemplate {
  const trimmed = path.startsWith('/') ? path.slice(1) : path
  return { segments: splitOutsideBraces(trimmed).map(parseSegment) }
}

/** A parameter's name may hold any character but '}', a slash too ('{+path}' of RFC 6570 dialects included as they are). */
function splitOutsideBraces(path: string): string[] {
  if (!path.includes('{')) return path.split('/')
  const segments: string[] = []
  let start = 0
  for (let i = 0; i < path.length; i++) {
    const char = path[i]
    if (char === '{') i = Math.max(i, path.indexOf('}', i))
    else if (char === '/') {
      segments.push(path.slice(start, i))
      start = i + 1
    }
  }
  segments.push(path.slice(start))
  return segments
}

/** Scanned by hand: large documents have thousands of paths, and are waited for. */
function parseSegment(segment: string): Segment {
  const parts: Part[] = []
  let text = 0
  for (let open = segment.indexOf('{'); open !== -1; open = segment.indexOf('{', open + 1)) {
    const close = segment.indexOf('}', open)
    if (close === -1) break
    const name = segment.slice(open + 1, close)
    // Of '{a{b}' the inner brace pairs; '{}' names nothing.
    if (name === '' || name.includes('{')) continue
    if (open > text) parts.push({ kind: 'text', text: segment.slice(text, open) })
    parts.push({ kind: 'parameter', name })
    text = close + 1
    open = close
  }
  if (text < segment.length) parts.push({ kind: 'text', text: segment.slice(text) })
  return { parts }
}

export function templateParameters({ segments }: PathTemplate): string[] {
  const names: string[] = []
  for (const { parts } of segments) for (const part of parts) if (part.kind === 'parameter') names.push(part.name)
  return names
}

/** The parts of a key of `paths`. OpenAPI knows no query or fragment there, but documents made from other APIs have them. */
export interface PathKey {
  readonly path: string
  readonly query: string
  readonly fragment: string
}

/** Cut at the first '?' or '#' outside of braces: '{?page}' is a parameter with a strange name. */
export function splitKey(key: string): PathKey {
  if (!key.includes('?') && !key.includes('#')) return { path: key, query: '', fragment: '' }
  const [, path = '', query = '', fragment = ''] = /^((?:\{[^{}]*\}|[^?#])*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(key) ?? [
    '',
    key,
  ]
  return { path, query, fragment }
}
